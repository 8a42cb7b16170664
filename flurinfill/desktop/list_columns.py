"""Which column of a list is what: a box for each thing that a list can tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.columns import one_line
from flurinfill.desktop.widgets import choice_box, column, text
from flurinfill.i18n import tr

_EXAMPLES = 3


class ListColumnsForm(Adaptive, QWidget):
    """Asks for the columns of a list, with examples of what stands in each.

    Parameters
    ----------
    found : OfficeList
    columns : type of StrEnum
        What can be told; the name of each is that of the catalogue.
    chosen : mapping
        Head of each column as remembered or guessed.
    below : QWidget
        What else is asked.

    Signals
    -------
    changed :
        Another column was chosen.
    """

    changed = Signal()

    def __init__(
        self, found: OfficeList, columns: type[StrEnum], chosen: Mapping[StrEnum, str], *below: QWidget
    ) -> None:
        super().__init__()
        self._found = found
        layout = column(self, margin=0)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.boxes: dict[StrEnum, QComboBox] = {}
        self._labels: dict[StrEnum, QLabel] = {}
        for each in columns:
            box, label = choice_box(), QLabel()
            box.addItem("", "")
            for head in found.rows.columns:
                box.addItem(self._with_examples(str(head)), str(head))
            box.setCurrentIndex(max(box.findData(chosen.get(each, "")), 0))
            box.currentIndexChanged.connect(self.changed)
            label.setBuddy(box)
            form.addRow(label, box)
            self.boxes[each], self._labels[each] = box, label
        layout.addLayout(form)
        for part in below:
            layout.addWidget(part)
        self._refused = text("warn", wrap=True)
        layout.addWidget(self._refused)
        layout.addStretch(1)
        self.settle()

    def _with_examples(self, head: str) -> str:
        values = self._found.rows[head]
        shown = list(dict.fromkeys(values[values != ""].head(20)))[:_EXAMPLES]
        return f"{head}  ({', '.join(one_line(value)[:24] for value in shown)})" if shown else head

    def retranslate(self) -> None:
        """Set every text anew."""
        for each, box in self.boxes.items():
            self._labels[each].setText(i18n.name_of(each))
            box.setAccessibleName(i18n.name_of(each))
            box.setItemText(0, tr("– not in the list"))
        refused = self._found.refused
        self._refused.setVisible(bool(refused))
        self._refused.setText(
            " ".join(
                tr(
                    "The column “{column}” was not read: {reason}",
                    column=name,
                    reason=i18n.label("refused_column", reason),
                )
                for name, reason in refused
            )
        )

    def columns(self) -> dict[StrEnum, str]:
        """Return the columns that were chosen."""
        return {each: str(box.currentData()) for each, box in self.boxes.items() if box.currentData()}


def kept_columns(columns: Mapping[StrEnum, str], found: OfficeList) -> dict[str, str]:
    """Return what the columns of a list mean by their places, for the user's settings.

    Heads are not kept: those of a list without a line of heads name persons.
    """
    heads = [str(head) for head in found.rows.columns]
    return {each.value: str(heads.index(head)) for each, head in columns.items()}


def recalled_columns(
    remembered: Mapping[str, str], columns: type[StrEnum], found: OfficeList
) -> dict[StrEnum, str]:
    """Return the heads of the columns as kept for a list of the same :attr:`OfficeList.shape`."""
    heads = {str(at): str(head) for at, head in enumerate(found.rows.columns)}
    places = {each: remembered.get(each.value, "") for each in columns}
    return {each: heads[place] for each, place in places.items() if place in heads}
