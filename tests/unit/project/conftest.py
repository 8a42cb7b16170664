from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import small_town

from flurinfill.model.office import Office
from flurinfill.project import Project, operations, vault

PASSPHRASE = small_town.PASSPHRASE


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching a passphrase takes a tenth of a second on purpose; not in every test."""
    monkeypatch.setattr(vault, "SCRYPT_N", 2**10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Bauamt Müsterau"  # blanks and umlauts are normal
    folder.mkdir()
    return folder / "Lücken.gpkg"


@pytest.fixture
def plain(path: Path) -> Iterator[Project]:
    """A project without a passphrase."""
    with Project.create(path, user="erika") as project:
        operations.import_cadastre(project, small_town.cadastre())
        yield project


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """An open project with owners and sites 1 (parcel 1), 2 (3), 3 (5), 4 (8)."""
    with Project.create(path, passphrase=PASSPHRASE, user="erika") as project:
        operations.import_cadastre(project, small_town.owned())
        operations.set_office(project, Office(town="Musterau"))
        operations.store_detection(
            project,
            small_town.measures(owners=True),
            small_town.verdicts(small_town.CLASSES),
            small_town.profile(),
            small_town.TOML,
        )
        yield project
