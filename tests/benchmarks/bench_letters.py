"""Serial letters: ``python tests/benchmarks/bench_letters.py [owners]``.

Plans, writes and records the survey of so many owners of the sample town (default 500), as PDF and as
DOCX. Figures are printed, none is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pypdf

from flurinfill.model.letters import LetterKind
from flurinfill.model.office import Office
from flurinfill.project import Project, operations, queries
from flurinfill.usecases import letters
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, create_sample

OFFICE = Office(
    town="Stadt Musterau", department="Wirtschaftsförderung", street="Markt 1", postcode="02999",
    city="Musterau",
    person="Tilda Beispiel", phone="03599 1234", mail="bauland@musterau.example", signatory="Tilda Beispiel",
    privacy_officer="Datenschutz der Stadt Musterau",
)  # fmt: skip
T = TypeVar("T")


def timed(title: str, work: Callable[[], T]) -> T:
    begun = time.perf_counter()
    done = work()
    print(f"{title:<28}{time.perf_counter() - begun:8.2f} s", flush=True)
    return done


def main(wanted: int) -> None:
    today = date(2026, 11, 26)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "stadt.gpkg"
        create_sample(path)
        with Project.open(path, passphrase=SAMPLE_PASSPHRASE) as project:
            operations.set_office(project, OFFICE)
            sites = [int(site) for site in queries.site_table(project).index]
            everybody = letters.plan(project, LetterKind.SURVEY, sites, on=today)
            kept: list[int] = []
            for letter in everybody.run.letters[:wanted]:
                kept += [subject.site_id for subject in letter.subjects if subject.site_id not in kept]
            made = timed("plan", lambda: letters.plan(project, LetterKind.SURVEY, kept, on=today))
            print(f"{len(made.run.letters)} letters to {len(kept)} sites")
            pdf = timed("PDF", lambda: letters.write(made, Path(name) / "briefe.pdf"))
            print(f"{len(pypdf.PdfReader(pdf).pages)} pages, {pdf.stat().st_size / 1e6:.1f} MB")
            timed("DOCX", lambda: letters.write(made, Path(name) / "briefe.docx"))
            timed("record", lambda: letters.record(project, made, follow_up_on=None))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
