"""On what measures rest, besides the cadastre: kept with them, so that nothing is measured twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import shapely

from flurinfill.cadastre import landuse
from flurinfill.model import measures, planning, potential
from flurinfill.model.potential import Use

_ELSEWHERE = (landuse, measures, planning, potential)
"""Modules outside this package whose change may change a measure."""


def measures_basis(
    *, setbacks_m: Mapping[Use, float], sizes_m: Mapping[Use, tuple[float, float]], owners: bool
) -> str:
    """Text that is equal when measuring the same cadastre again would give the same.

    Parameters
    ----------
    setbacks_m : mapping
        Distance that a building keeps from every boundary of a parcel of each use.
    sizes_m : mapping
        Sides of the building tried on a parcel of each use.
    owners : bool
        Whether owners could be read.
    """
    sizes = {use.value: list(sizes_m[use]) for use in sorted(sizes_m)}
    setbacks = {use.value: setbacks_m[use] for use in sorted(setbacks_m)}
    facts = {"program": program(), "setbacks_m": setbacks, "sizes_m": sizes, "owners": owners}
    return json.dumps(facts, sort_keys=True)


@cache
def program() -> str:
    """Digest of the code that measures: a new version of the program measures again.

    Besides this package it is what reads land use and plans, and GEOS, whose versions differ in the last
    digits.
    """
    files = [*Path(__file__).parent.rglob("*.py"), *(Path(str(each.__file__)) for each in _ELSEWHERE)]
    judging = {"rules.py", "doubts.py", "explanation.py", "explained.py", "statements.py", "room_texts.py"}
    judging |= {"whatif.py", "comparison.py", "profiles.py", "score.py"}
    digest = hashlib.sha256(repr(shapely.geos_version).encode())
    for path in sorted(file for file in files if file.name not in judging):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
