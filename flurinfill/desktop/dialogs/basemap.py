"""Which map or photo lies below the parcels, how strong, and how it comes here."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QTabWidget,
    QWidget,
)

from flurinfill import i18n
from flurinfill.basemaps import cache
from flurinfill.basemaps.client import NO_PROXY
from flurinfill.basemaps.presets import preset, presets
from flurinfill.basemaps.proxies import keep_login
from flurinfill.basemaps.services import Service
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.dialogs.basemap_service import ServiceForm
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, scrolling, text
from flurinfill.i18n import tr
from flurinfill.model.errors import ServiceError
from flurinfill.model.progress import Progress
from flurinfill.settings import BasemapSettings

_NONE, _NEW = "", "+"  # no service has such a name
_SYSTEM, _TYPED = "", "typed"
_LIMITS = (0, 100, 250, 500, 1000, 2000, 5000)


class BasemapDialog(Dialog):
    """Asks for the ground below the map.

    Signals
    -------
    wanted : BasemapSettings
        What was chosen.
    """

    wanted = Signal(object)

    def __init__(
        self, jobs: JobRunner, known: BasemapSettings, map_crs: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=620)
        self._jobs, self._known = jobs, known
        found = (Service.from_settings(plain) for plain in known.own)
        self._own = [service for service in found if service is not None]
        self.form = ServiceForm(jobs, map_crs)
        self._build()
        self._fill_which(known.service if known.shown or known.service else _NONE)
        self._show_known()
        self.settle()
        self._on_which()
        self._measure()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.body.addWidget(self.tabs)
        for page in (self._map_page(), self._net_page()):
            area = scrolling(page)
            area.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
            area.setMinimumHeight(24 * GRID)
            self.tabs.addTab(area, "")
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.apply = self.add_button(primary=True)
        self.apply.clicked.connect(self._on_apply)

    def _map_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, margin=GRID)
        self.which = QComboBox()
        self.which.currentIndexChanged.connect(self._on_which)
        self.remove = button("flat")
        self.remove.clicked.connect(self._on_remove)
        line = row()
        line.addWidget(self.which, 1)
        line.addWidget(self.remove)
        layout.addLayout(line)
        self.about = text("small", wrap=True, selectable=True)
        layout.addWidget(self.about)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setPageStep(10)
        self.opacity.valueChanged.connect(self._on_opacity)
        self._percent = text("muted")
        self._percent.setMinimumWidth(6 * GRID)
        self._opacity_label = QLabel()
        self._opacity_label.setBuddy(self.opacity)
        line = row()
        line.addWidget(self._opacity_label)
        line.addWidget(self.opacity, 1)
        line.addWidget(self._percent)
        layout.addLayout(line)
        layout.addWidget(self.form)
        layout.addStretch(1)
        return page

    def _net_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, margin=GRID)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.proxy, self.proxy_address = QComboBox(), QLineEdit()
        self.proxy_address.setPlaceholderText("proxy.example:8080")
        self.proxy.currentIndexChanged.connect(self._on_proxy)
        self.proxy_address.textChanged.connect(self._on_proxy)
        self.limit = QComboBox()
        self._used = text("muted")
        self.empty = button()
        self.empty.clicked.connect(self._on_empty)
        kept = row()
        kept.addWidget(self._used, 1)
        kept.addWidget(self.empty)
        self._net_labels = tuple(QLabel() for _ in range(4))
        for label, field in zip(
            self._net_labels, (self.proxy, self.proxy_address, self.limit, kept), strict=True
        ):
            form.addRow(label, field)
            if isinstance(field, QWidget):
                label.setBuddy(field)
        layout.addLayout(form)
        self._net_note = text("small", wrap=True)
        layout.addWidget(self._net_note)
        layout.addStretch(1)
        return page

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Basemap"))
        self.headline.setText(tr("Basemap"))
        self.tabs.setAccessibleName(tr("Basemap"))
        self.sentence.setText(
            tr(
                "A map or aerial photo from the network below the parcels. The service learns which part "
                "of the map is looked at, and nothing else."
            )
        )
        self.tabs.setTabText(0, tr("Map"))
        self.tabs.setTabText(1, tr("Network and storage"))
        self.which.setAccessibleName(tr("Basemap"))
        self.remove.setText(tr("Remove"))
        self._opacity_label.setText(tr("Opacity"))
        self.opacity.setAccessibleName(tr("Opacity"))
        for label, words in zip(
            self._net_labels,
            (tr("Proxy"), tr("Proxy address"), tr("Storage per service"), tr("Stored now")),
            strict=True,
        ):
            label.setText(words)
        self.empty.setText(tr("Empty the storage"))
        self._net_note.setText(
            tr(
                "Map pictures are kept on this computer, so that they come at once the next time and also "
                "without network. Those not used for longest give way first."
            )
        )
        self._cancel.setText(tr("Cancel"))
        self.apply.setText(tr("Apply"))
        self._fill_proxy()
        chosen = self.limit.currentData()
        self._fill_limit(self._known.cache_mb if chosen is None else chosen)
        self._fill_which(str(self.which.currentData()))
        self._show_which()

    def _fill_which(self, chosen: str) -> None:
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItem(tr("No basemap"), _NONE)
        for service in presets():
            self.which.addItem(i18n.label("basemap", service.name), service.name)
        for service in self._own:
            self.which.addItem(service.name, service.name)
        self.which.addItem(tr("Another service …"), _NEW)
        self.which.insertSeparator(1)
        self.which.insertSeparator(self.which.count() - 1)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self.which.blockSignals(False)

    def _fill_proxy(self) -> None:
        chosen = max(self.proxy.currentIndex(), 0)
        self.proxy.blockSignals(True)
        self.proxy.clear()
        self.proxy.addItem(tr("As the system says"), _SYSTEM)
        self.proxy.addItem(tr("None"), NO_PROXY)
        self.proxy.addItem(tr("This one:"), _TYPED)
        self.proxy.setCurrentIndex(chosen)
        self.proxy.blockSignals(False)

    def _fill_limit(self, chosen: int) -> None:
        self.limit.clear()
        self.limit.setAccessibleName(tr("Storage per service"))
        for size in sorted({*_LIMITS, chosen}):
            self.limit.addItem(tr("{size} MB", size=i18n.number(size)) if size else tr("Keep nothing"), size)
        self.limit.setCurrentIndex(self.limit.findData(chosen))

    def _show_known(self) -> None:
        self.opacity.setValue(round(self._known.opacity * 100))
        self._fill_proxy()
        typed = self._known.proxy not in (_SYSTEM, NO_PROXY)
        self.proxy_address.setText(self._known.proxy if typed else "")
        self.proxy.setCurrentIndex(self.proxy.findData(_TYPED if typed else self._known.proxy))
        self._on_proxy()

    # choices --------------------------------------------------------------------------------

    @Slot()
    def _on_which(self) -> None:
        self.form.show_service(self._chosen_own())
        self._show_which()
        self.show_error("")

    def _chosen_own(self) -> Service | None:
        chosen = self.which.currentData()
        return next((service for service in self._own if service.name == chosen), None)

    def _show_which(self) -> None:
        """Show what belongs to the chosen entry."""
        chosen, own = str(self.which.currentData() or _NONE), self._chosen_own()
        official = preset(chosen) if own is None else None
        self.remove.setVisible(own is not None)
        self.form.setVisible(own is not None or chosen == _NEW)
        self.about.setVisible(official is not None)
        if official is not None:
            self.about.setText(
                tr(
                    "On the map stands: {attribution}\nTerms of use: {terms}",
                    attribution=official.attribution,
                    terms=official.terms,
                )
            )
        self.opacity.setEnabled(chosen != _NONE)

    @Slot()
    def _on_remove(self) -> None:
        chosen = self.which.currentData()
        self._own = [service for service in self._own if service.name != chosen]
        self._fill_which(_NONE)
        self._on_which()

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self._percent.setText(f"{value} %")

    @Slot()
    def _on_proxy(self) -> None:
        self.proxy_address.setEnabled(self.proxy.currentData() == _TYPED)
        self._net_labels[1].setEnabled(self.proxy.currentData() == _TYPED)
        self.form.proxy = self._chosen_proxy()

    def _chosen_proxy(self) -> str:
        kind = str(self.proxy.currentData() or _SYSTEM)
        return self.proxy_address.text().strip() if kind == _TYPED else kind

    # what is kept ---------------------------------------------------------------------------

    def _measure(self) -> None:
        folder = cache.cache_folder()

        def work(progress: Progress) -> float:
            return cache.used_mb(folder)

        self._jobs.read("basemap-used", work, owner=self, done=self._on_measured, failed=self._on_failed)

    @Slot()
    def _on_empty(self) -> None:
        folder = cache.cache_folder()
        self.empty.setEnabled(False)

        def work(progress: Progress) -> float:
            cache.empty(folder)
            return cache.used_mb(folder)

        self._jobs.read("basemap-used", work, owner=self, done=self._on_measured, failed=self._on_failed)

    def _on_measured(self, used: float) -> None:
        self._used.setText(tr("{size} MB", size=i18n.number(used, 1)))
        self.empty.setEnabled(used > 0)

    def _on_failed(self, error: Exception) -> None:
        self.show_error(error)

    # the end --------------------------------------------------------------------------------

    @Slot()
    def _on_apply(self) -> None:
        chosen = str(self.which.currentData() or _NONE)
        if self.form.isVisibleTo(self):
            try:
                service = self.form.service()
            except ServiceError as error:
                self.tabs.setCurrentIndex(0)
                self.show_error(error)
                return
            self._own = [one for one in self._own if one.name not in (chosen, service.name)] + [service]
            chosen = service.name
        try:
            proxy = keep_login(self._chosen_proxy())
        except ServiceError as error:
            self.show_error(error)
            return
        self.wanted.emit(
            replace(
                self._known,
                shown=chosen != _NONE,
                service=chosen or self._known.service,
                opacity=self.opacity.value() / 100,
                proxy=proxy,
                cache_mb=int(self.limit.currentData()),
                own=[service.as_settings() for service in self._own],
            )
        )
        self.accept()

    def done(self, result: int) -> None:
        """Break off what is still being asked."""
        self.form.break_off()
        super().done(result)
