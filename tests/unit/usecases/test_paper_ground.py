"""The orthophoto of papers: below the map where it can be had, and left out without a word where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flurinfill.basemaps.presets import preset
from flurinfill.basemaps.still import Still
from flurinfill.model.errors import Cancelled, ServiceError
from flurinfill.usecases import paper_ground
from flurinfill.usecases.printing import Ground

BOUNDS = (0.0, 0.0, 100.0, 50.0)


@pytest.fixture
def ground() -> Ground:
    service = preset("basemapde_colour")
    assert service is not None
    return Ground(replace(service, printable=True))


def test_after_the_first_trouble_no_further_picture_is_asked_for(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def broken(*_args: object, **_more: object) -> Still:
        asked.append(1)
        raise ServiceError("service_unreachable", host="x.example")

    monkeypatch.setattr(paper_ground, "still", broken)
    picture = paper_ground.ground_of(ground, "EPSG:25833")
    assert picture is not None
    assert [picture(BOUNDS, 10, 5), picture(BOUNDS, 10, 5), len(asked)] == [None, None, 1]


def test_a_picture_is_handed_on_with_its_credit(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Still(np.zeros((5, 10), dtype=np.uint32), True, "Quelle: Probe")
    monkeypatch.setattr(paper_ground, "still", lambda *_args, **_more: made)
    picture = paper_ground.ground_of(ground, "EPSG:25833")
    assert picture is not None
    found = picture(BOUNDS, 10, 5)
    assert found is not None
    assert (found.credit, found.is_dark) == ("Quelle: Probe", True)


def test_cancelling_is_no_trouble(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_args: object, **_more: object) -> Still:
        raise Cancelled

    monkeypatch.setattr(paper_ground, "still", cancelled)
    picture = paper_ground.ground_of(ground, "EPSG:25833")
    assert picture is not None
    with pytest.raises(Cancelled):
        picture(BOUNDS, 10, 5)


def test_nothing_is_asked_where_the_terms_do_not_allow_paper(ground: Ground) -> None:
    assert paper_ground.ground_of(None, "EPSG:25833") is None
    assert (
        paper_ground.ground_of(replace(ground, service=replace(ground.service, printable=False)), "") is None
    )
