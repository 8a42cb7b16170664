"""Kept measures hold only as long as everything that they rest on is the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from flurinfill.detection.basis import measures_basis, program
from flurinfill.detection.measures.room import BUILDING_SIZES_M, SETBACKS_M


@pytest.fixture(autouse=True)
def computed_anew() -> Iterator[None]:
    program.cache_clear()
    yield
    program.cache_clear()


def basis() -> str:
    program.cache_clear()
    return measures_basis(setbacks_m=SETBACKS_M, sizes_m=BUILDING_SIZES_M, owners=False)


@pytest.mark.parametrize(
    ("module", "matters"),
    [
        ("cadastre/landuse.py", True),
        ("model/planning.py", True),
        ("model/potential.py", True),
        ("model/measures.py", True),
        ("detection/kernels.py", True),
        ("detection/whatif.py", False),
    ],
)
def test_a_changed_module(module: str, matters: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = basis(), Path.read_bytes

    def changed(path: Path) -> bytes:
        return read(path) + (b"# new" if path.as_posix().endswith(f"flurinfill/{module}") else b"")

    monkeypatch.setattr(Path, "read_bytes", changed)
    assert (basis() != before) is matters


def test_another_geos(monkeypatch: pytest.MonkeyPatch) -> None:
    before = basis()
    monkeypatch.setattr(shapely, "geos_version", (9, 9, 9))
    assert basis() != before
