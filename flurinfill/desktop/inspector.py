"""The panel on the right: which parcel or site it is, why (not), its states, owners, contacts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.contacts_panel import ContactsPanel
from flurinfill.desktop.density import condense, set_height_of_margins
from flurinfill.desktop.explanation_panel import ExplanationPanel
from flurinfill.desktop.files_panel import FilesPanel
from flurinfill.desktop.owners_panel import OwnersPanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.site_form import SiteForm
from flurinfill.desktop.site_panel import SitePanel
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.timeline_panel import TimelinePanel
from flurinfill.desktop.widgets import column, text
from flurinfill.i18n import ntr, tr

WHY, SITE, FORM, OWNERS, CONTACTS, TIMELINE, FILES = range(7)


class Inspector(Adaptive, QWidget):
    """Headline and tabs of what is selected."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._parcels: tuple[str, ...] = ()
        self._site_id: int | None = None
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(self, margin=0, spacing=0)
        head = QFrame()
        lines = column(head, spacing=2)
        lines.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID)
        self._lines = lines
        self.headline = text("heading", wrap=True, selectable=True)
        self.subline = text("muted", wrap=True, selectable=True)
        lines.addWidget(self.headline)
        lines.addWidget(self.subline)
        layout.addWidget(head)
        self.why = ExplanationPanel()
        self.site = SitePanel(session)
        self.form = SiteForm(session)
        self.owners = OwnersPanel(session)
        self.contacts = ContactsPanel(session)
        self.timeline = TimelinePanel(session)
        self.files = FilesPanel(session)
        self.people = (self.owners, self.contacts, self.timeline, self.files)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setProperty("tight", True)
        self.tabs.setUsesScrollButtons(True)
        for panel in (self.why, self.site, self.form, *self.people):
            self.tabs.addTab(panel, "")
        layout.addWidget(self.tabs, 1)
        self.setMinimumWidth(44 * GRID)
        self.settle()

    def condense(self, on: bool) -> None:
        """Be laid out densely, or as usual."""
        set_height_of_margins(self._lines, GRID, on)
        condense(self.tabs.tabBar(), on)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.tabs.setAccessibleName(tr("Panel on the right"))
        for number, (words, tip) in enumerate(
            (
                (tr("Why?"), tr("What speaks for and against the parcel (Ctrl+1)")),
                (tr("Case"), tr("Review, availability, publication and note (Ctrl+2)")),
                (tr("Facts"), tr("Building law, services, size, obstacles and value (Ctrl+7)")),
                (tr("Owners"), tr("Owners, outreach and willingness (Ctrl+3)")),
                (tr("Contacts"), tr("Letters, calls, visits and follow-ups (Ctrl+4)")),
                (tr("Timeline"), tr("Everything that happened to the site (Ctrl+8)")),
                (tr("Documents"), tr("Documents and photos of the site (Ctrl+9)")),
            )
        ):
            self.tabs.setTabText(number, words)
            self.tabs.setTabToolTip(number, tip)
        self._show_head()

    def flush(self) -> bool:
        """Save what is typed; False when something could not be, and is still there."""
        noted, entered = self.site.flush(), self.form.flush()
        return noted and entered

    def show_selection(self, parcels: tuple[str, ...], site_id: int | None) -> None:
        """Show what is selected."""
        self._parcels, self._site_id = parcels, site_id
        self._show_head()
        current = parcels[0] if parcels else ""
        self.why.show_parcel(self._session.snapshot, current)
        self.site.show_site(site_id, current)
        self.form.show_site(site_id)
        for panel in self.people:
            panel.show_site(site_id)

    def _show_head(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None or not self._parcels or self._parcels[0] not in snapshot.parcels.index:
            missing = snapshot is not None and self._site_id in snapshot.work.sites.index
            self.headline.setText(
                tr("Case {case}", case=snapshot.work.sites.loc[self._site_id, "case_no"])
                if missing
                else tr("Nothing selected")
            )
            self.subline.setText("" if missing else tr("Click a parcel on the map or a row in the table."))
            return
        parcel = snapshot.parcels.loc[self._parcels[0]]
        size = parcel["official_area_m2"]
        size = float(size if size == size else parcel["area_m2"])
        facts = [parcel["gemarkung"], parcel["address_text"], i18n.area(size)]
        more = len(self._parcels) - 1
        if self._site_id is not None and self._site_id in snapshot.work.sites.index:
            site = snapshot.work.sites.loc[self._site_id]
            words = tr("Case {case} · Parcel {number}", case=site["case_no"], number=site["numbers"])
            facts[-1] = _size(float(site["area_m2"]), float(site["cadastre_area_m2"]))
            more -= len(site["parcel_ids"]) - 1
        else:
            words = tr("Parcel {number}", number=parcel["number"])
        self.headline.setText(words)
        if more > 0:
            facts.append(ntr("{count} more selected", "{count} more selected", more))
        self.subline.setText(" · ".join(str(fact) for fact in facts if fact))


def _size(known: float, official: float) -> str:
    """Say how large a site is, and of a value that a person entered what the cadastre says."""
    if known == official:
        return i18n.area(known)
    return tr("{area} (by hand; cadastre: {official})", area=i18n.area(known), official=i18n.area(official))
