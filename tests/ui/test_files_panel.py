"""Documents and photos in the window: dropped, opened as a copy, changed, removed, gone from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flurinfill.desktop.dialogs.case_file import CaseFileDialog
from flurinfill.desktop.dialogs.erase_files import EraseFilesDialog
from flurinfill.desktop.opened_files import OpenedFiles
from flurinfill.model.audience import Audience
from flurinfill.model.case_files import FileKind
from flurinfill.project import queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Files that were handed to other programs."""
    found: list[Path] = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(Path(url.toLocalFile())))
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    Image.new("RGB", (400, 300), "teal").save(tmp_path / "Ansicht.jpg")
    (tmp_path / "Vermerk.txt").write_text("Frau Beispiel rief an", encoding="utf-8")
    return [tmp_path / "Ansicht.jpg", tmp_path / "Vermerk.txt"]


def _drop(widget: object, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    copy, no_key = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, no_key))


def test_files_come_in_by_dropping_and_go_again(
    shown: list[Path], files: list[Path], desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    panel = desk.inspector.files
    desk.do("files")
    desk.wait(lambda: panel.empty.isVisible())
    _drop(panel, files)
    desk.wait(lambda: panel.list.count() == 2)
    assert not panel.erase.isVisible()
    photo = next(number for number in range(2) if "Ansicht" in panel.list.item(number).text())
    assert "Foto" in panel.list.item(photo).text()
    panel.list.setCurrentRow(photo)
    for_investors, for_all = panel.shown_to.values()
    assert not for_investors.isChecked()
    assert not for_all.isChecked()
    for_investors.click()
    desk.wait(lambda: bool(queries.photos_for(desk.session.project, Audience.INVESTOR, [site_id])))
    desk.wait(lambda: "Investoren" in panel.list.item(photo).text())
    assert not queries.photos_for(desk.session.project, Audience.PUBLIC, [site_id])
    desk.do("undo")
    desk.wait(lambda: "Investoren" not in panel.list.item(photo).text())

    panel.list.setCurrentRow(1 - photo)
    assert not for_investors.isVisible()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    desk.wait(lambda: bool(shown))
    assert shown[0].read_text(encoding="utf-8") == "Frau Beispiel rief an"
    assert "Vermerk" not in shown[0].name
    assert not shown[0].stat().st_mode & 0o277

    panel.change.click()
    dialog = desk.dialog(CaseFileDialog)
    dialog.title.setText("Anruf")
    dialog.kind.setCurrentIndex(dialog.kind.findData(FileKind.MINUTES.value))
    dialog.dated.setChecked(False)
    dialog.keep.click()
    desk.wait()
    desk.wait(lambda: any("Anruf" in panel.list.item(number).text() for number in range(2)))
    panel.save.click()
    QApplication.activeModalWidget().close()
    desk.controller.files._on_place(str(tmp_path / "außen.txt"))
    desk.wait((tmp_path / "außen.txt").is_file)
    assert "nicht mehr geschützt" in desk.window.notices.words("file-saved")

    desk.window.activateWindow()
    panel.list.setFocus()
    desk.wait(panel.list.hasFocus)
    panel.list.selectAll()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    desk.wait(lambda: not queries.case_files(desk.session.project, site_id))
    desk.wait(lambda: panel.list.count() == 0)
    panel.erase.click()
    desk.dialog(EraseFilesDialog).erase.click()
    desk.wait(lambda: panel.empty.isVisible())
    assert queries.removed_files(desk.session.project) == 0

    desk.session.seal()
    desk.wait(lambda: not shown[0].exists())


def test_a_file_that_is_too_large_or_dropped_while_locked_is_not_taken(
    shown: list[Path], desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample, SAMPLE_PASSPHRASE)
    site_id = desk.show_site(review="candidate")
    huge = tmp_path / "riesig.pdf"
    with huge.open("wb") as file:
        file.truncate(30_000_000)
    desk.controller.files.add(site_id, [huge])
    desk.wait(lambda: "25 MB" in desk.window.notices.words("refused"))
    desk.do("files")
    assert desk.inspector.files._takes()
    desk.session.seal()
    desk.wait(lambda: desk.session.snapshot.work.access.sealed)
    assert not desk.inspector.files._takes()
    assert not shown


def test_copies_that_a_crash_left_are_cleared_and_those_of_others_stay(tmp_path: Path) -> None:
    gone, mine, alive = tmp_path / "999999999", OpenedFiles(tmp_path), tmp_path / "1"
    for folder in (gone, alive):
        folder.mkdir()
        (folder / "2026-0001-2.pdf").write_bytes(b"%PDF")
    own = mine.place("2026-0001-4.pdf")
    own.write_bytes(b"%PDF")
    mine.protect(own)
    mine.clear()
    assert not own.exists()
    assert not gone.exists()
    assert alive.exists()
