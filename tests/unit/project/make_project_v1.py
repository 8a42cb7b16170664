"""Make ``tests/data/project_v1.gpkg``: run once, when schema version 1 was settled.

The stored file is never made anew: it stands for the projects that offices have.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import small_town

from flurinfill.model.owners import ContactChannel, ContactResult
from flurinfill.model.states import Availability, Outreach, Publication, Review, Willingness
from flurinfill.project import Project, operations

PASSPHRASE = "Musterau-Version-1"
DAY = date(2026, 4, 1)


def make(path: Path) -> str:
    """Write the file and return its recovery key."""
    with Project.create(path, passphrase=PASSPHRASE, user="erika") as project:
        operations.import_cadastre(project, small_town.owned())
        operations.store_detection(
            project,
            small_town.measures(owners=True),
            small_town.verdicts(small_town.CLASSES, hints=["", "same_owner_neighbour", *[""] * 6]),
            small_town.profile(),
            small_town.TOML,
        )
        operations.set_review(project, 1, Review.CONFIRMED)
        operations.set_availability(project, 1, Availability.AVAILABLE)
        operations.set_publication(project, 1, Publication.ANNOUNCED, on=DAY)
        operations.set_note(project, 1, "Hecke an der Straße")
        operations.set_outreach(project, 1, "DEOWN1", Outreach.SENT, on=DAY)
        operations.set_willingness(
            project, 1, "DEOWN1", Willingness.SELL_CONDITIONAL, source=ContactChannel.CALL, on=DAY
        )
        operations.record_contact(
            project,
            1,
            "DEOWN1",
            channel=ContactChannel.CALL,
            outgoing=False,
            on=DAY,
            result=ContactResult.CALLBACK,
            text="Ruft im Mai an",
            follow_up_on=date(2026, 5, 4),
        )
        operations.create_site(project, [small_town.IDS[1], small_town.IDS[3]])
        operations.set_review(project, 2, Review.IN_REVIEW)
        operations.undo(project)
        assert project.recovery_key is not None
        return project.recovery_key


if __name__ == "__main__":
    sys.stdout.write(make(Path(sys.argv[1])) + "\n")
