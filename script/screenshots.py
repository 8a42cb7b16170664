"""Pictures of the real window for the README: ``python script/screenshots.py [names]``.

They are written to ``docs/images``, five of them also at 200 % (``NAME-200.png``). Pages of papers are drawn
side by side; the web map is shown by Chromium, where there is one.
Everything that is seen comes from the sample town; the settings folder is a temporary one, so that no
project of the person at the machine shows up.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
HOME = Path(tempfile.mkdtemp(prefix="flurinfill-screenshots-"))
for folder in ("CONFIG", "DATA", "STATE"):
    os.environ[f"XDG_{folder}_HOME"] = str(HOME / folder.lower())

import pypdfium2  # noqa: E402
from PIL import Image  # noqa: E402
from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtGui import QColor, QImage, QPainter  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from flurinfill import settings  # noqa: E402
from flurinfill._data import data_path  # noqa: E402
from flurinfill.cartography import warmup  # noqa: E402
from flurinfill.desktop import application  # noqa: E402
from flurinfill.desktop.controller import Controller  # noqa: E402
from flurinfill.desktop.dialogs.letters import PREVIEW  # noqa: E402
from flurinfill.desktop.import_assistant import CONTENTS, REPORT, ImportAssistant  # noqa: E402
from flurinfill.desktop.inspector import CONTACTS, OWNERS, SITE, TIMELINE, WHY  # noqa: E402
from flurinfill.desktop.profile_editor.dialog import ProfileEditor  # noqa: E402
from flurinfill.desktop.workspace import DUE, PARCELS, SITES, STATISTICS  # noqa: E402
from flurinfill.model.audience import Audience  # noqa: E402
from flurinfill.project import Project, queries  # noqa: E402
from flurinfill.usecases.export_kinds import ExportFormat  # noqa: E402
from flurinfill.usecases.exporting import export as write_export  # noqa: E402
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, create_sample  # noqa: E402

IMAGES = Path(os.environ.get("IMAGES", ROOT / "docs" / "images"))
SCALE = int(os.environ.get("QT_SCALE_FACTOR", "1"))
SIZE = (1600, 1000) if SCALE == 1 else (1280, 800)
SUFFIX = "" if SCALE == 1 else f"-{100 * SCALE}"
SAMPLE = Path(os.environ.get("FLURINFILL_SAMPLE", HOME / "Projekte" / "Musterstadt.gpkg"))
_PATIENCE = 120.0


class Studio:
    """The running window and the ways to bring it into a pose."""

    def __init__(self) -> None:
        self.app = application.application()
        known = settings.Settings(appearance="light")
        self.controller: Controller = application.build(self.app, known)
        self.window = self.controller.window
        self.window.resize(*SIZE)
        self.window.show()
        warmup.warm(wait=True)

    def wait(self, until: Callable[[], bool] = lambda: True, *, calm: float = 0.4) -> None:
        """Process events until something holds and nothing runs any more."""
        end = time.monotonic() + _PATIENCE
        jobs = self.controller.session.jobs
        while time.monotonic() < end:
            self.app.processEvents()
            if until() and jobs.idle:
                break
            time.sleep(0.01)
        else:
            raise TimeoutError
        end = time.monotonic() + calm
        while time.monotonic() < end or not jobs.idle:
            self.app.processEvents()
            time.sleep(0.01)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of the window, with a dialog over it where one is open."""
        self.wait()
        picture = self.window.grab()
        if widget is not None:
            place = self.window.rect().center() - widget.rect().center()
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
            painter.drawPixmap(place, widget.grab())
            painter.end()
        plain = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
        plain.save(str(IMAGES / f"{name}{SUFFIX}.png"), quality=0)  # the smallest file
        print(name)

    def dialog(self) -> QDialog:
        """Return the dialog that is open."""
        return next(w for w in self.app.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())

    def close_dialogs(self) -> None:
        """Close what is open."""
        for widget in self.app.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.done(0)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.wait()

    def open_sample(self, *, unlocked: bool) -> None:
        """Open the sample project."""
        self.controller.open_path(SAMPLE, SAMPLE_PASSPHRASE if unlocked else None)
        self.wait(lambda: self.controller.session.snapshot is not None, calm=1.0)

    def pose(self, *, table: int, tab: int, near: bool = True, **site: str) -> None:
        """Choose a table and a tab, and select the first site with these states."""
        workspace = self.window.workspace
        sites = self.controller.session.snapshot.work.sites
        for column, value in site.items():
            sites = sites[sites[column] == value]
        workspace.tabs.setCurrentIndex(table)
        workspace.inspector.tabs.setCurrentIndex(tab)
        self.controller.linking.show_site(int(sites.index[0]))
        canvas = workspace.map.canvas
        if near:
            canvas.zoom_to(canvas.selected)
            canvas.set_scale(1500)
        self.wait(calm=1.5)

    def english(self) -> None:
        """Speak English."""
        self.controller.actions["english"].trigger()
        self.wait()


def start_page(studio: Studio) -> None:
    """Show the start page."""
    controller = studio.controller
    os.chdir(SAMPLE.parent.parent)
    recent = [
        SAMPLE.relative_to(SAMPLE.parent.parent),
        Path("Projekte", "Altes", "Innenentwicklung-2019.gpkg"),
    ]
    controller.window.start.show_recent(recent)
    controller.today.look(recent)
    studio.shoot("start")


def main_window(studio: Studio) -> None:
    """Show map, table and explanation."""
    studio.open_sample(unlocked=True)
    studio.window.workspace.map.canvas.zoom_full()
    studio.pose(table=SITES, tab=WHY, near=False, potential="gap", review="candidate")
    studio.window.workspace.map.canvas.zoom_full()
    if SCALE == 1:
        studio.shoot("town")
    studio.pose(table=SITES, tab=WHY, potential="gap", review="candidate")
    studio.shoot("main")


def why_not(studio: Studio) -> None:
    """Show the explanation of a parcel that failed."""
    parcels = studio.controller.session.snapshot.parcels
    chosen = parcels[(parcels["potential"] == "none") & (parcels["failed"].str.count(";") == 1)]
    studio.window.workspace.tabs.setCurrentIndex(PARCELS)
    studio.controller.linking.show_parcels([chosen.index[len(chosen) // 2]])
    studio.window.workspace.inspector.tabs.setCurrentIndex(WHY)
    studio.wait(calm=1.0)
    studio.shoot("why-not")


def review(studio: Studio) -> None:
    """Show the review of a site, coloured by review."""
    studio.window.workspace.map.by.setCurrentIndex(1)
    studio.pose(table=SITES, tab=SITE, publication="announced")
    studio.window.workspace.map.canvas.set_scale(5000)
    studio.wait(calm=1.0)
    studio.shoot("review")
    studio.window.workspace.map.by.setCurrentIndex(0)


def review_mode(studio: Studio) -> None:
    """Show review mode."""
    studio.controller.actions["review"].trigger()
    page, mode = studio.window.review, studio.controller.review
    studio.wait(lambda: page.card.sheets.ready, calm=1.0)
    for _ in range(2):
        mode.deciding.confirm()
        studio.wait(lambda: page.card.sheets.ready, calm=1.0)
    studio.shoot("review-mode")
    for _ in range(2):
        mode.deciding.undo()
    mode.leave()
    studio.wait()


def people(studio: Studio) -> None:
    """Show owners, contacts and what is due."""
    due = studio.controller.session.snapshot.work.due
    site_id = int(due[due["kind"] == "follow_up"]["site_id"].iloc[0])
    studio.window.workspace.tabs.setCurrentIndex(DUE)
    studio.controller.linking.show_site(site_id)
    studio.window.workspace.inspector.tabs.setCurrentIndex(OWNERS)
    studio.wait(calm=1.0)
    studio.shoot("owners")
    studio.window.workspace.inspector.tabs.setCurrentIndex(CONTACTS)
    studio.wait(calm=1.0)
    studio.shoot("contacts")


def letters(studio: Studio) -> None:
    """Show letters to owners, a return, the public register and the timeline of a site."""
    sites = studio.controller.session.snapshot.work.sites
    fresh = sites[(sites["owner_category"] == "private") & sites["outreach"].str.startswith("0/")].iloc[:12]
    linking, actions = studio.controller.linking, studio.controller.actions
    linking.show_parcels([parcel for parcels in fresh["parcel_ids"] for parcel in parcels])
    actions["letters"].trigger()
    dialog = studio.dialog()
    dialog.path.setText("/Projekte/Umfrage.pdf")
    studio.wait(lambda: dialog.plan is not None)
    dialog.tabs.setCurrentIndex(PREVIEW)
    studio.wait(lambda: not dialog.preview.picture.pixmap().isNull())
    studio.shoot("letters", dialog)
    studio.close_dialogs()
    actions["returns"].trigger()
    dialog = studio.dialog()
    dialog.number.setText(str(sites[sites["outreach_state"] == "waiting"]["case_no"].iloc[0]))
    dialog.look()
    dialog.willingness.setCurrentRow(1)
    studio.shoot("returns", dialog)
    studio.close_dialogs()
    actions["announcing"].trigger()
    studio.shoot("register", studio.dialog())
    studio.close_dialogs()
    studio.pose(table=SITES, tab=TIMELINE, outreach_state="answered")
    studio.shoot("timeline")


def figures(studio: Studio) -> None:
    """Show the statistics."""
    studio.window.workspace.tabs.setCurrentIndex(STATISTICS)
    studio.window.workspace.upright.setSizes([120, 740])
    studio.wait(calm=1.0)
    studio.shoot("figures")
    studio.window.workspace.upright.setSizes([560, 320])


def rules(studio: Studio) -> None:
    """Show the rules with the distribution of a measure."""
    studio.controller.actions["edit_rules"].trigger()
    studio.wait(calm=2.0)
    editor = next(w for w in studio.app.topLevelWidgets() if isinstance(w, ProfileEditor))
    editor.resize(*(side * 4 // 5 for side in SIZE))
    studio.wait(calm=1.0)
    studio.shoot("rules", editor)
    editor.close()
    studio.wait()


def layers(studio: Studio) -> None:
    """Show the layers of the map."""
    studio.window.workspace.tabs.setCurrentIndex(SITES)
    studio.controller.actions["layers"].trigger()
    studio.pose(table=SITES, tab=WHY, near=False, potential="gap", review="candidate")
    studio.window.workspace.map.canvas.set_scale(4000)
    studio.wait(calm=1.0)
    studio.shoot("layers")
    studio.controller.actions["layers"].trigger()


def export(studio: Studio) -> None:
    """Show the export dialog."""
    studio.window.workspace.tabs.setCurrentIndex(SITES)
    studio.controller.linking.selection.clear()
    studio.controller.actions["export"].trigger()
    dialog = studio.dialog()
    dialog.bar.box.setCurrentIndex(1)
    dialog.bar.box.activated.emit(1)
    dialog.folder.setText("/Projekte/Investoren")
    dialog.preview.shown.setCurrentIndex(1)
    dialog.tabs.setCurrentIndex(2)
    studio.wait(lambda: dialog.released is not None)
    studio.shoot("export", dialog)
    studio.close_dialogs()


def papers(_studio: Studio) -> None:
    """Show pages of papers side by side, and the web map."""
    kinds = (
        (ExportFormat.PORTFOLIO, Audience.INVESTOR, "portfolio", (0, 2, 4, 5)),
        (ExportFormat.COUNCIL, Audience.INTERNAL, "council", (0, 1, 2, 4)),
        (ExportFormat.VISITS, Audience.INTERNAL, "visits", (0, 1, 2)),
    )
    copy = HOME / "papers.gpkg"
    shutil.copyfile(SAMPLE, copy)
    with Project.open(copy, passphrase=SAMPLE_PASSPHRASE) as project:
        sites = [int(site) for site in queries.site_table(project).index[:6]]
        for kind, audience, name, pages in kinds:
            chosen = sites if kind is ExportFormat.VISITS else None
            path = HOME / f"{name}.pdf"
            write_export(project, kind, path, audience=audience, site_ids=chosen)
            _side_by_side(path, pages).save(IMAGES / f"{name}.png", optimize=True)
            print(name)
        path = HOME / "webmap.html"
        write_export(project, ExportFormat.WEB_MAP, path, audience=Audience.INTERNAL)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("web map: no Chromium here")
        return
    picture = IMAGES / "webmap.png"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1440,900")
    shown = [f"--screenshot={picture}", "--virtual-time-budget=4000", f"{path.as_uri()}#site=12"]
    subprocess.run([chromium, *options, *shown], check=True, capture_output=True)
    Image.open(picture).convert("RGB").quantize(256).save(picture, optimize=True)
    print("webmap")


def _side_by_side(path: Path, pages: Sequence[int]) -> Image.Image:
    """Pages of a paper on a grey table."""
    gap, height = 16, 560
    with pypdfium2.PdfDocument(path) as document:
        drawn = [document[page].render(scale=height / document[page].get_height()).to_pil() for page in pages]
    width = sum(page.width for page in drawn) + gap * (len(drawn) + 1)
    table, left = Image.new("RGB", (width, height + 2 * gap), "#d5dade"), gap
    for page in drawn:
        table.paste(page, (left, gap))
        left += page.width + gap
    return table.quantize(256)


def dark(studio: Studio) -> None:
    """Show the dark appearance."""
    studio.controller.actions["dark"].trigger()
    studio.pose(table=SITES, tab=WHY, potential="gap", review="confirmed")
    studio.shoot("dark")
    studio.controller.actions["light"].trigger()
    studio.wait()


def english(studio: Studio) -> None:
    """Show the same in English."""
    studio.controller.actions["english"].trigger()
    studio.pose(table=SITES, tab=WHY, potential="gap", review="candidate")
    studio.shoot("english")
    studio.controller.actions["german"].trigger()
    studio.wait()


def assistant(studio: Studio) -> None:
    """Show the import assistant, with foreign data and with its report."""
    path = HOME / "Neu.gpkg"
    Project.create(path).close()
    studio.controller.open_path(path)
    studio.wait(lambda: studio.controller.session.snapshot is not None)
    tasks = studio.controller.tasks
    tasks.take_files([data_path("sample_data", "town.gpkg"), data_path("sample_data", "constraints.gpkg")])
    studio.wait(lambda: any(isinstance(w, QDialog) and w.isVisible() for w in studio.app.topLevelWidgets()))
    dialog = studio.dialog()
    assert isinstance(dialog, ImportAssistant)
    studio.wait(lambda: dialog.pages.currentIndex() == CONTENTS)
    studio.shoot("import-mapping", dialog)
    dialog.next.click()
    studio.wait(lambda: dialog.pages.currentIndex() == REPORT)
    studio.shoot("import-report", dialog)
    studio.close_dialogs()


POSES = (
    start_page,
    main_window,
    why_not,
    review,
    review_mode,
    people,
    letters,
    figures,
    rules,
    layers,
    export,
    papers,
    dark,
    english,
    assistant,
)

TWICE = (main_window, review_mode, figures, rules, dark)
"""Poses that are also taken at 200 %."""


def main() -> int:
    """Take all pictures, or those that are named."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    if not SAMPLE.is_file():
        create_sample(SAMPLE)
    studio = Studio()
    wanted = set(sys.argv[1:])
    for pose in POSES if SCALE == 1 else TWICE:
        if not wanted or pose.__name__ in wanted or pose is main_window:
            pose(studio)
    studio.window.close()
    if SCALE == 1:
        twice = {**os.environ, "QT_SCALE_FACTOR": "2", "FLURINFILL_SAMPLE": str(SAMPLE)}
        return subprocess.run([sys.executable, __file__, *sys.argv[1:]], env=twice, check=False).returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
