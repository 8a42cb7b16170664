"""Make ``tests/data/project_v<n>.gpkg`` of the present schema version: run once, when it is settled.

It holds what the file of version 1 holds, and whatever the small town has got since. A stored file is
never made anew: it stands for the projects that offices have.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import make_project_v1

from flurinfill.model.case_files import FileKind, NewFile
from flurinfill.model.owners import Owner, OwnerKind
from flurinfill.model.reservations import ReservationTerms
from flurinfill.model.site_fields import FieldSource
from flurinfill.model.states import Availability, Review
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project import Project, operations
from flurinfill.project.schema import SCHEMA_VERSION


def add(path: Path) -> None:
    """Write what later versions can hold; the last operation stays taken back."""
    with Project.open(path, passphrase=make_project_v1.PASSPHRASE, user="erika") as project:
        operations.set_site_field(project, 1, "grz", 0.4, source=FieldSource.PLAN, as_of=date(2026, 4, 1))
        operations.set_site_field(project, 1, "asking_price", 45_000.0)
        operations.keep_view(project, "sites", "Große Flächen", '{"sort": "area_m2"}')
        letter = NewFile("brief.txt", b"Guten Tag", False, "Brief", FileKind.LETTER, date(2026, 4, 1))
        operations.add_files(project, 1, [letter])
        figure = {"name": "return_rate", "numerator": 4, "denominator": 9}
        operations.freeze_figures(project, date(2026, 4, 2), [], [figure])
        lost = Entry(3, "Flst. 999", Placing.NOT_FOUND, cells={"Bemerkung": "Garten"})
        operations.take_town_list(project, "liste.csv", [lost])
        operations.set_availability(project, 3, Availability.AVAILABLE)
        firm = Owner("", OwnerKind.ORGANISATION, organisation="Federleicht Bau GmbH")
        operations.reserve_site(project, 3, ReservationTerms(firm, date(2027, 3, 31), "Skizze liegt vor"))
        operations.set_review(project, 2, Review.IN_REVIEW)
        operations.undo(project)


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "data" / f"project_v{SCHEMA_VERSION}.gpkg"
    recovery_key = make_project_v1.make(path)
    add(path)
    sys.stdout.write(f"{path.name}: recovery key {recovery_key}\n")
