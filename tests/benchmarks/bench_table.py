"""Sort, filter, group and select in a table of parcels: ``python tests/benchmarks/bench_table.py [rows]``.

For each step: how long until the rows stand there, the longest time for which the window did not
react meanwhile, and the longest that it worked itself, which nobody else on the machine prolongs.
Figures are printed, none is asserted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pandas as pd
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Slot

from flurinfill.desktop import application
from flurinfill.desktop.columns import parcel_columns
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.saved_views import PARCEL_VIEWS
from flurinfill.desktop.table_panel import TablePanel
from flurinfill.model.measures import MEASURES
from flurinfill.model.potential import PotentialClass
from flurinfill.usecases.filters import AnyOf, Between, Contains

ROWS = 100_000
VILLAGES = tuple(
    f"{name}{end}" for name in ("Alt", "Neu", "Ober", "Unter") for end in ("au", "dorf", "hain", "see")
)


def make_frame(rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make parcels and their measures."""
    random = np.random.default_rng(1)
    number = random.integers(1, 4000, rows)
    part = random.integers(0, 40, rows)
    ids = pd.Index(
        [f"14{i % 16:04d}___{i // 16 % 99999:05d}{i // 1600000:04d}__" for i in range(rows)], dtype="str"
    )
    village = random.integers(0, len(VILLAGES), rows)
    frame = pd.DataFrame(
        {
            "number": [f"{n}/{p}" if p else str(n) for n, p in zip(number, part, strict=True)],
            "village": [VILLAGES[v] for v in village],
            "gemarkung": [VILLAGES[v] for v in village],
            "flur": "",
            "municipality": "Musterstadt",
            "address_text": [f"Straße {i % 700} Nr. {i // 700}" if i % 3 else "" for i in range(rows)],
            "official_area_m2": random.lognormal(6.5, 0.6, rows),
            "potential": random.choice([str(c) for c in PotentialClass], rows),
            "reason": random.choice(["built", "passed", "too_small"], rows),
            "case_no": [f"2026-{i:05d}" if i % 20 == 0 else "" for i in range(rows)],
            "parcel_key": ids.to_numpy(dtype=object),
        },
        index=ids,
    ).astype(dict.fromkeys(("number", "village", "gemarkung", "flur", "address_text", "case_no"), "str"))
    names = [m.name for m in MEASURES if not m.family]
    return frame, pd.DataFrame(random.normal(20, 5, (rows, len(names))), columns=names, index=ids)


class Pulse(QObject):
    """Beats as often as the event loop lets it; remembers the longest pause, and the most work in one."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self.reset()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.nsecsElapsed() / 1e6)
        self.work = max(self.work, (time.thread_time() - self._worked) * 1e3)
        self._begin()

    def reset(self) -> None:
        """Forget the pauses so far."""
        self.longest = self.work = 0.0
        self._begin()

    def _begin(self) -> None:
        self._clock.restart()
        self._worked = time.thread_time()


def main() -> int:
    """Run every step and print it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    app = application.application()
    jobs = JobRunner()
    panel = TablePanel(
        parcel_columns(),
        PARCEL_VIEWS,
        jobs,
        words_in=("number", "village", "address_text", "case_no"),
        number_column="number",
        area_column="official_area_m2",
    )
    panel.resize(1400, 500)
    panel.show()
    panel.show_filters(True)
    frame, measures = make_frame(rows)
    pulse = Pulse()

    def run(title: str, step: Callable[[], object]) -> None:
        for _ in range(20):
            app.processEvents()
        pulse.reset()
        started = time.perf_counter()
        step()
        while not jobs.idle:
            app.processEvents()
        for _ in range(5):
            app.processEvents()  # the rows are painted
        took = (time.perf_counter() - started) * 1000
        stall = f"longest stall {pulse.longest:6.1f} ms   own {pulse.work:5.1f} ms"
        print(f"{title:<46} {took:8.1f} ms   {stall}")

    head = panel.view.head
    names = [entry.name for entry in panel.model.columns]

    def sort(name: str, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> Callable[[], object]:
        return lambda: head.setSortIndicator(names.index(name), order)

    def rule(**rules: object) -> Callable[[], object]:
        return lambda: panel.set_rules(rules)

    print(f"{rows:,} rows, {len(names)} columns, {os.cpu_count()} cores")
    run("show the rows", lambda: panel.set_frame(frame, more=measures))
    for name in ("address_text", "number", "official_area_m2", "parcel_key", "frontage_m"):
        run(f"sort by {name}", sort(name))
        run(f"sort by {name}, the other way", sort(name, Qt.SortOrder.DescendingOrder))
    run("filter: words, first letter", lambda: panel.search.setText("s") or panel.arrange())
    run("filter: words", lambda: panel.search.setText("straße 12") or panel.arrange())
    run("filter: parcel number", lambda: panel.search.setText("Flst. 25/3") or panel.arrange())
    run("no filter", panel.clear_filter)
    run("filter: area 400-800", rule(official_area_m2=Between(400, 800)))
    run("filter: two classes", rule(potential=AnyOf(frozenset({"gap", "brownfield"}))))
    run("filter: street", rule(address_text=Contains("nr. 7")))
    run("no filter", panel.clear_filter)
    run("group by village", lambda: panel.bar.grouping.setChecked(True))
    run("fold a group", lambda: panel._on_fold(VILLAGES[3], True))
    run("no groups", lambda: panel.bar.grouping.setChecked(False))
    run("select all", panel.view.selectAll)
    run("sort with all selected", sort("official_area_m2"))
    run(
        "10,000 scattered rows selected from the map", lambda: panel.show_selected(frame.index[::10].tolist())
    )
    run("the selected on top", lambda: panel.bar.on_top.setChecked(True))
    run("nothing selected", lambda: panel.show_selected([]))
    run("scroll to the end", panel.view.scrollToBottom)
    panel.close()
    jobs.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
