"""Every dialog, in both languages; the import from the first file to the first verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from desk import Desk
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QWidget

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.dialogs.bulk_edit import BulkEditDialog
from flurinfill.desktop.dialogs.case_file import CaseFileDialog
from flurinfill.desktop.dialogs.change_passphrase import ChangePassphraseDialog
from flurinfill.desktop.dialogs.crash import CrashDialog, HardCrashDialog
from flurinfill.desktop.dialogs.detection import DetectionDialog
from flurinfill.desktop.dialogs.erase_files import EraseFilesDialog
from flurinfill.desktop.dialogs.follow_up import FollowUpDialog
from flurinfill.desktop.dialogs.keep_view import KeepViewDialog
from flurinfill.desktop.dialogs.letters import LettersDialog
from flurinfill.desktop.dialogs.new_project import NewProjectDialog
from flurinfill.desktop.dialogs.owner import OwnerDialog
from flurinfill.desktop.dialogs.owner_answer import OwnerAnswerDialog
from flurinfill.desktop.dialogs.owner_answers import OwnerAnswersDialog
from flurinfill.desktop.dialogs.owner_doubles import DoublesDialog
from flurinfill.desktop.dialogs.owner_list import OwnerListDialog
from flurinfill.desktop.dialogs.owner_request import OwnerRequestDialog
from flurinfill.desktop.dialogs.protect import ProtectDialog
from flurinfill.desktop.dialogs.recovery_key import RecoveryKeyDialog
from flurinfill.desktop.dialogs.reservation import ReservationDialog, ReservedSite
from flurinfill.desktop.dialogs.returns import ReturnsDialog
from flurinfill.desktop.dialogs.take_over import TakeOverDialog
from flurinfill.desktop.dialogs.town_list import TownListDialog
from flurinfill.desktop.dialogs.unfinished import UnfinishedDialog
from flurinfill.desktop.dialogs.unplaced import UnplacedDialog
from flurinfill.desktop.exporting.recipe_bar import RecipeNameDialog
from flurinfill.desktop.fault_log import HardCrash
from flurinfill.desktop.import_assistant import CONTENTS, FILES, OWNERS, REPORT, ImportAssistant
from flurinfill.desktop.person.dialog import PersonDialog
from flurinfill.desktop.person.erase_dialog import EraseDialog
from flurinfill.desktop.privacy.retention_dialog import RetentionDialog
from flurinfill.model.case_files import CaseFile, FileKind
from flurinfill.model.owner_request import OwnerRequest
from flurinfill.project import LockHolder, Project
from flurinfill.project.queries import PersonRecord
from flurinfill.reports.correspondence.owner_request import default_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CRS = "EPSG:25833"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A street with ten lots, six of them built, as layers that nobody has mapped yet."""
    path = tmp_path / "dorf.gpkg"
    lots = [shapely.box(400_000 + x * 25, 5_700_000, 400_025 + x * 25, 5_700_040) for x in range(10)]
    houses = [
        shapely.box(b.bounds[0] + 7, b.bounds[1] + 8, b.bounds[0] + 18, b.bounds[1] + 20) for b in lots[:6]
    ]
    road = shapely.box(400_000, 5_699_992, 400_250, 5_700_000)
    table = gpd.GeoDataFrame({"nummer": [str(n + 1) for n in range(10)]}, geometry=lots, crs=CRS)
    table.to_file(path, layer="grundstuecke", engine="pyogrio")
    gpd.GeoDataFrame({"art": ["Haus"] * 6}, geometry=houses, crs=CRS).to_file(
        path, layer="gebaeude", engine="pyogrio"
    )
    gpd.GeoDataFrame({"name": ["Dorfstraße"]}, geometry=[road], crs=CRS).to_file(
        path, layer="strassen", engine="pyogrio"
    )
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A project without a cadastre."""
    path = tmp_path / "neu.gpkg"
    Project.create(path, crs=CRS).close()
    return path


def _assistant(desk: Desk, files: list[Path]) -> ImportAssistant:
    desk.drop(files)
    assistant = desk.dialog(ImportAssistant)
    desk.wait(lambda: assistant.pages.currentIndex() == CONTENTS)
    return assistant


def test_import_through_the_assistant_then_detect(desk: Desk, blank: Path, foreign: Path) -> None:
    desk.open(blank)
    assistant = _assistant(desk, [foreign])
    form = assistant.contents.mapping
    assert form.boxes["parcels"].currentText().endswith("grundstuecke")
    assert form.boxes["buildings"].currentText().endswith("gebaeude")
    form.identifier.setCurrentIndex(form.identifier.findText("nummer"))
    assistant.next.click()
    desk.wait(lambda: assistant.pages.currentIndex() == REPORT)
    assert "10 Flurstücke" in assistant.report._counts.text()
    assert len(desk.workspace.parcels.model.frame) == 10
    assistant.next.click()
    desk.wait(lambda: desk.session.snapshot.detected)
    assert "Keines von 10 Flurstücken" in desk.window.notices.words("detected")
    assert "Keine Flächen gefunden" in desk.workspace.sites.empty.findChild(QLabel, "headline").text()
    assert desk.no_dialog()


def test_plans_are_guessed_and_can_be_left_out(desk: Desk, blank: Path, foreign: Path) -> None:
    area = shapely.box(400_000, 5_700_000, 400_100, 5_700_040)
    table = gpd.GeoDataFrame({"gebietsart": ["WA"], "grz": [0.4]}, geometry=[area], crs=CRS)
    table.to_file(foreign, layer="bebauungsplan", engine="pyogrio")
    desk.open(blank)
    assistant = _assistant(desk, [foreign])
    form = assistant.contents.mapping
    assert [ref.layer for ref in form.mapping().plans] == ["bebauungsplan"]
    (listed,) = [form.plans.item(n) for n in range(4) if form.plans.item(n).text().endswith("bebauungsplan")]
    listed.setCheckState(Qt.CheckState.Unchecked)
    assert form.mapping().plans == ()
    listed.setCheckState(Qt.CheckState.Checked)
    assistant.next.click()
    desk.wait(lambda: assistant.pages.currentIndex() == REPORT)
    assert desk.session.snapshot.ground.plan_kinds.tolist() == ["plan"]
    assistant.reject()


def test_a_cancelled_import_changes_nothing(desk: Desk, blank: Path, foreign: Path) -> None:
    desk.open(blank)
    assistant = _assistant(desk, [foreign])
    assistant.next.click()
    assistant.cancel.click()
    desk.wait(lambda: assistant.pages.currentIndex() == CONTENTS)
    assert "unverändert" in assistant.error
    assert desk.session.snapshot.data_state is None
    assistant.reject()


def test_a_file_that_is_no_cadastre_is_refused_calmly(desk: Desk, blank: Path, tmp_path: Path) -> None:
    desk.open(blank)
    broken = tmp_path / "leer.xml"
    broken.write_bytes(b"")
    desk.drop([broken])
    assistant = desk.dialog(ImportAssistant)
    desk.wait(lambda: bool(assistant.error))
    assert "leer.xml" in assistant.error
    assert assistant.pages.currentIndex() == FILES
    assistant.reject()


def test_owners_need_a_protected_area(desk: Desk, blank: Path, realdata: Path) -> None:
    desk.open(blank)
    nas = next((realdata / "hale-neuwerk-nas").glob("*.gz"))
    assistant = _assistant(desk, [nas])
    assistant.next.click()
    assert assistant.pages.currentIndex() == OWNERS
    assert not assistant.next.isEnabled()
    for field in (assistant.owners.new_secret.first, assistant.owners.new_secret.second):
        field.setText("Ein guter Satz")
    assert assistant.next.isEnabled()
    assistant.next.click()
    desk.wait(lambda: assistant.pages.currentIndex() == REPORT)
    key = desk.dialog(RecoveryKeyDialog)
    assert key.key.text()
    assert not key.go_on.isEnabled()
    key.kept.setChecked(True)
    key.go_on.click()
    assistant.cancel.click()
    assert desk.session.project.has_vault
    assert len(desk.session.snapshot.parcels) == 137


def test_a_new_project_shows_its_recovery_key_and_goes_on(desk: Desk, tmp_path: Path, foreign: Path) -> None:
    event = QMimeData()
    event.setUrls([QUrl.fromLocalFile(str(foreign))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        event,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(drop)
    desk.wait()
    dialog = desk.dialog(NewProjectDialog)
    dialog.path.setText(str(tmp_path / "frisch.gpkg"))
    assert not dialog.create_button.isEnabled()
    for field in (dialog.passphrase.first, dialog.passphrase.second):
        field.setText("Ein guter Satz")
    dialog.create_button.click()
    desk.wait(lambda: desk.session.snapshot is not None)
    key = desk.dialog(RecoveryKeyDialog)
    key.kept.setChecked(True)
    key.go_on.click()
    assistant = desk.dialog(ImportAssistant)
    desk.wait(lambda: assistant.pages.currentIndex() == CONTENTS)
    assert assistant.files.files == [foreign]
    assistant.reject()


def _texts(widget: QWidget) -> list[str]:
    texts = [widget.windowTitle()]
    for child in (child for child in widget.findChildren(QWidget) if not child.isHidden()):
        texts += [child.toolTip(), child.accessibleName()]
        if isinstance(child, (QLabel, QAbstractButton)):
            texts.append(child.text())
        if isinstance(child, QComboBox):
            texts += [child.itemText(number) for number in range(child.count())]
    return [text for text in texts if text]


_BY_COMMAND = (
    "new", "import", "detect", "export", "doctor", "unlock", "history", "about", "glossary",
    "office", "print_map", "basemap", "edit_rules", "compare_rules",
    "announcing", "access_log", "users", "report_days", "council_paper",
)  # fmt: skip


def _open_all(desk: Desk) -> list[Callable[[], None]]:
    window, sites = desk.window, desk.session.snapshot.work.sites
    holder = LockHolder("amt", "rechner-7", datetime(2026, 11, 26, 9, 0), 1)
    crash = HardCrash(Path("absturz.txt"), datetime(2026, 11, 25), "Segmentation fault")
    rows = pd.DataFrame({"Flurstück": ["1"], "Status": ["bebaut"]}, index=[2], dtype="str")
    today = date(2026, 11, 26)
    case_file = CaseFile(True, 1, 2, 1, "a.jpg", "Ansicht", FileKind.PHOTO, today, 9, today, "erika", b"")
    request = OwnerRequest(1, date(2026, 6, 1), None, ("Amt",), default_text(), ("1",), ())
    site = ReservedSite(int(sites.index[0]), 1, "2026-0001", False, None)
    office_list = OfficeList("liste.csv", rows, (("IBAN", "bank_account"),))
    made: tuple[Callable[[], QDialog], ...] = (
        lambda: RecoveryKeyDialog("AAAA-BBBB", window),
        lambda: ProtectDialog(window),
        lambda: ChangePassphraseDialog(desk.session, "", window),
        lambda: CrashDialog(ValueError("x"), window),
        lambda: HardCrashDialog((crash,), window),
        lambda: KeepViewDialog("Briefe", ("Briefe",), ("Notiz",), window),
        lambda: RecipeNameDialog("Rat", ("Rat",), new=True, parent=window),
        lambda: TakeOverDialog(holder, window),
        lambda: UnfinishedDialog("Bauland erkennen", window),
        lambda: ReturnsDialog(desk.session, window),
        lambda: OwnerListDialog(desk.session, sites["parcel_ids"].iloc[0], Path(), window),
        lambda: OwnerRequestDialog(desk.session, sites["parcel_ids"].iloc[0], Path(), window),
        lambda: OwnerAnswersDialog(desk.session, window),
        lambda: OwnerAnswerDialog(desk.session, request, office_list, {}, window),
        lambda: DoublesDialog(desk.session, window),
        lambda: OwnerDialog(desk.session, int(sites.index[0]), {"1": "25/3"}, (), parent=window),
        lambda: LettersDialog(desk.session, (int(sites.index[0]),), Path("briefe"), window),
        lambda: PersonDialog(desk.session, Path("auskunft"), parent=window),
        lambda: RetentionDialog(desk.session, window),
        lambda: EraseDialog("DEOWN1", PersonRecord(None, *[()] * 10), window),
        lambda: BulkEditDialog(sites, unlocked=True, parent=window),
        lambda: TownListDialog(desk.session, office_list, {}, window),
        lambda: UnplacedDialog(desk.session, tuple, window),
        lambda: CaseFileDialog(case_file, window),
        lambda: EraseFilesDialog(2, window),
        lambda: FollowUpDialog(today, "", ("erika",), window),
        lambda: ReservationDialog(desk.session, site, (), parent=window),
    )
    return [
        *(lambda name=name: desk.do(name) for name in _BY_COMMAND),
        *(lambda make=make: make().open() for make in made),
    ]


@pytest.mark.timeout(400)  # two dozen windows, each in two languages
def test_every_dialog_speaks_both_languages(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    seen = set()
    for open_one in _open_all(desk):
        open_one()
        dialog = desk.dialog(QDialog)
        seen.add(type(dialog))
        if isinstance(
            dialog,
            (DoublesDialog, LettersDialog, OwnerAnswerDialog, OwnerDialog, OwnerRequestDialog, ReturnsDialog),
        ):
            assert dialog.minimumSizeHint().height() <= 560  # on 1024×600
        desk.wait()
        german = set(_texts(dialog))
        desk.do("english")
        desk.wait()
        assert i18n.language() == "en"
        english = set(_texts(dialog))
        sentences = {text for text in german & english if len(text.split()) > 3 and not text.startswith("/")}
        assert not {text for text in sentences if "EPSG" not in text and "·" not in text}, type(
            dialog
        ).__name__
        desk.do("german")
        desk.wait()
        assert set(_texts(dialog)) == german, type(dialog).__name__
        dialog.reject()
        desk.wait(desk.no_dialog)
    every = {kind for base in Dialog.__subclasses__() for kind in (base.__subclasses__() or [base])}
    assert not {kind.__name__ for kind in every - seen if kind.__module__.startswith("flurinfill")}


def test_rules_can_be_read_from_a_file(desk: Desk, sample: Path, tmp_path: Path) -> None:
    desk.open(sample)
    desk.do("detect")
    dialog = desk.dialog(DetectionDialog)
    wrong = tmp_path / "regeln.toml"
    wrong.write_text("name = ", encoding="utf-8")
    dialog._on_file(str(wrong))
    assert dialog.error
    dialog.start.click()
    desk.wait(lambda: bool(desk.window.notices.words("detected")))
