"""Papers about the selected sites, asked for in the real window; a scanned code opens its case."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from flurinfill.desktop import paper_tasks
from flurinfill.desktop.dialogs.passphrase import PassphraseDialog
from flurinfill.desktop.file_chooser import FileChooser
from flurinfill.project import queries
from flurinfill.usecases.exporting import ExportFormat, ExportReport
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)


def test_visit_sheets_of_the_selected_sites(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    desk.linking.show_parcels([sites.at[site_id, "parcel_ids"][0] for site_id in sites.index[:3]])
    desk.do("visit_sheets")
    chooser = desk.dialog(FileChooser)
    assert Path(chooser.selectedFiles()[0]).name.startswith("Begehung-")
    chooser.close()
    path = tmp_path / "begehung.pdf"
    desk.controller.papers.write_visits(path)
    desk.wait(lambda: bool(desk.window.notices.words("paper-written")))
    assert desk.window.notices.words("paper-written").startswith("Blätter für 3 Stationen")
    assert len(PdfReader(path).pages) == 4
    entry = queries.history(desk.session.project)[0]
    assert (entry.code, entry.details["format"], entry.details["count"]) == ("log_export", "visits", 3)


def test_too_many_are_refused_before_a_file_is_asked_for(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites["parcel_ids"]
    desk.linking.show_parcels([ids[0] for ids in sites.iloc[:61]])
    for command, words in (
        ("visit_sheets", "61 Flächen sind zu viele für eine Begehung"),
        ("dossier", "61"),
        ("print_why", "61"),
    ):
        desk.do(command)
        desk.wait(lambda words=words: words in desk.window.notices.words("refused"))
        assert desk.no_dialog(), command
        desk.window.notices.remove("refused")


def test_sheets_of_all_selected_parcels(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    parcels = [ids[0] for ids in desk.session.snapshot.work.sites["parcel_ids"].iloc[:3]]
    desk.linking.show_parcels(parcels)
    desk.do("print_why")
    chooser = desk.dialog(FileChooser)
    assert Path(chooser.selectedFiles()[0]).name == "warum-3-flurstuecke.pdf"
    assert desk.controller.rules._parcels == parcels
    chooser.close()


def test_maps_by_village_of_all_sites(desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open(sample)
    desk.do("village_maps")
    chooser = desk.dialog(FileChooser)
    assert Path(chooser.selectedFiles()[0]).name.startswith("Ortsteilkarten-")
    asked: list[tuple[ExportFormat, object]] = []

    def written(project: object, kind: ExportFormat, path: Path, **options: object) -> ExportReport:
        asked.append((kind, options["site_ids"]))
        return ExportReport(path, 478, ())

    monkeypatch.setattr(paper_tasks, "export", written)
    chooser.fileSelected.emit("karten.pdf")
    chooser.close()
    desk.wait(lambda: bool(desk.window.notices.words("paper-written")))
    assert asked == [(ExportFormat.VILLAGE_MAPS, None)]
    assert desk.window.notices.words("paper-written").startswith("Karten mit 478 Flächen in karten.pdf")


def test_a_dossier_asks_for_the_passphrase_first(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    desk.show_site(review="confirmed")
    desk.do("dossier")
    asked = desk.dialog(PassphraseDialog)
    asked.close()
    desk.session.project.unlock(SAMPLE_PASSPHRASE)
    desk.session.reload()
    desk.wait(lambda: desk.session.snapshot.work.access.people_visible)
    desk.do("dossier")
    desk.dialog(FileChooser).close()
    path = tmp_path / "dossier.pdf"
    desk.controller.papers.write_dossier(path)
    desk.wait(lambda: bool(desk.window.notices.words("paper-written")))
    assert "Personendaten" in desk.window.notices.words("paper-written")
    assert path.is_file()


def test_the_menu_of_a_right_click_offers_them(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    table = desk.workspace.sites
    desk.show_site()
    table.menu.open(table.view.rect().center())
    menu = next(each for each in table.view.findChildren(QMenu) if each.isVisible())
    for command in ("visit_sheets", "dossier"):
        assert desk.controller.actions[command] in menu.actions()
    menu.close()


@pytest.mark.parametrize("sign", ["-", "ß"])
def test_a_scanned_case_number_opens_its_case(desk: Desk, sample: Path, qtbot: QtBot, sign: str) -> None:
    """A hand scanner types the number and Enter; one set to an American keyboard types ß for a hyphen."""
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    site_id = int(sites.index[41])
    box = desk.window.search
    desk.do("find")
    box.setText("")
    for letter in str(sites.at[site_id, "case_no"]).replace("-", sign):
        if letter == "ß":
            box.insert(letter)  # Qt's test keyboard has none
        else:
            qtbot.keyClicks(box, letter)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    desk.wait(lambda: desk.linking.selected_sites() == [site_id])
