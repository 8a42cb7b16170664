"""Users by name and role: what each may do, and that somebody can always edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import small_town

from flurinfill.model.case_files import FileKind, NewFile
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.office import Office
from flurinfill.model.roles import Role, role_of
from flurinfill.model.states import Review
from flurinfill.project import Project, operations, queries
from flurinfill.usecases import case_files
from flurinfill.usecases.owner_list import export_owner_list
from flurinfill.usecases.persons import write_information

WHO = small_town.OWNER_IDS[0]
USERS = {"erika": Role.EDIT, "Gustav": Role.READ, "dora": Role.PRIVACY}


@pytest.fixture
def as_user(project: Project, path: Path) -> Callable[[str], Project]:
    """Open the project, which names its users, as one of them."""
    operations.add_files(
        project, 1, [NewFile("brief.pdf", b"%PDF", False, "Brief", FileKind.LETTER, date(2026, 5, 1))]
    )
    operations.set_users(project, USERS)
    project.close()

    def opened(user: str) -> Project:
        return Project.open(path, passphrase=small_town.PASSPHRASE, user=user)

    return opened


def test_without_users_everybody_edits() -> None:
    assert role_of("wer auch immer", {}) is Role.EDIT
    assert role_of("GUSTAV", USERS) is Role.READ
    assert role_of("wer auch immer", USERS) is Role.READ


@pytest.mark.parametrize("user", ["gustav", "niemand"])
def test_who_reads_changes_and_hands_out_nothing(
    as_user: Callable[[str], Project], user: str, path: Path
) -> None:
    with as_user(user) as project:
        before = len(queries.history(project))
        for change in (
            lambda: operations.set_review(project, 1, Review.CONFIRMED),
            lambda: operations.set_note(project, 1, "x"),
            lambda: operations.set_office(project, Office(town="Anderswo")),
            lambda: operations.set_users(project, {user: Role.EDIT}),
            lambda: operations.erase_owner(project, WHO, reason="x"),
            lambda: operations.undo(project),
        ):
            with pytest.raises(ProjectError) as refused:
                change()
            assert refused.value.code == "role_reads"
        assert len(queries.history(project)) == before
        out = path.parent / "hinaus.csv"
        for hand_out, code in (
            (lambda: export_owner_list(project, [small_town.IDS[0]], out), "role_no_internal_export"),
            (lambda: write_information(project, WHO, out), "role_reads"),
            (lambda: case_files.save(project, queries.case_files(project, 1)[0], out), "role_reads"),
        ):
            with pytest.raises(ProjectError) as refused:
                hand_out()
            assert refused.value.code == code
        assert not out.exists()
        assert queries.site_table(project).loc[1, "review"] == Review.CANDIDATE
        assert queries.owners_of(project, [small_town.IDS[0]], "case_work")  # reading is logged as ever


def test_data_protection_changes_no_case_but_informs_and_erases(
    as_user: Callable[[str], Project], path: Path
) -> None:
    with as_user("dora") as project:
        assert write_information(project, WHO, path.parent / "auskunft.csv").is_file()
        with pytest.raises(ProjectError) as refused:
            operations.set_review(project, 1, Review.CONFIRMED)
        assert refused.value.code == "role_keeps_privacy"
        operations.restrict_owner(project, WHO, True, reason="Antrag")
        operations.erase_owner(project, WHO, reason="Antrag")
        operations.set_users(project, {"gustav": Role.EDIT, "Dora": Role.PRIVACY})
        assert project.role is Role.PRIVACY


def test_somebody_edits_always(project: Project) -> None:
    for users, code in (
        ({"dora": Role.PRIVACY, "gustav": Role.READ}, "nobody_edits"),
        ({" ": Role.EDIT}, "user_without_name"),
        ({"gustaf": Role.EDIT}, "own_role_lost"),
        ({"gustaf": Role.EDIT, "erika": Role.READ}, "own_role_lost"),
        ({"Erika": Role.EDIT, "erika": Role.READ}, "user_twice"),
    ):
        with pytest.raises(InputError) as refused:
            operations.set_users(project, users)
        assert refused.value.code == code
    operations.set_users(project, {"erika": Role.EDIT})
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_users(project, {})
    assert project.role is Role.EDIT
