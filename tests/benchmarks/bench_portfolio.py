"""How long a portfolio of many sites takes, from the project to the file, cold and warm.

``python tests/benchmarks/bench_portfolio.py [sites]``. The sites are those of the sample project, for the
office, so that the consent of their owners does not decide how many there are. Cold is the first portfolio
of a new process, warm the second one. The target is 60 sites in 10 seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from flurinfill.model.audience import Audience
from flurinfill.project import Project, queries
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, create_sample

DAY = date(2026, 11, 23)


def main(count: int) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "sample.gpkg", Path(folder) / "portfolio.pdf"
        create_sample(path, today=DAY)
        with Project.open(path, passphrase=SAMPLE_PASSPHRASE) as project:
            sites = [int(site_id) for site_id in queries.site_table(project).index[:count]]
            for name in ("cold", "warm"):
                _measure(project, sites, out, name)


def _measure(project: Project, sites: list[int], out: Path, name: str) -> None:
    started, busy = time.perf_counter(), time.process_time()
    report = export(
        project, ExportFormat.PORTFOLIO, out, audience=Audience.INTERNAL, site_ids=sites, today=DAY
    )
    seconds, computing = time.perf_counter() - started, time.process_time() - busy
    pages, size = len(PdfReader(out).pages), out.stat().st_size / 1e6
    sys.stdout.write(
        f"{name}: {report.count} sites, {pages} pages, {size:.1f} MB: "
        f"{seconds:.1f} s, of which {computing:.1f} s computing\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
