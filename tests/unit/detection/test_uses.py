"""Each parcel is judged by the profile of its use."""

import dataclasses

import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.detection.uses import judge_by_use, judges_by_use, profile_of
from flurinfill.model.errors import InputError
from flurinfill.model.potential import Use

HOUSING = for_hamlets(profiles.load("kleinstadt-wohnen"))
TRADE = for_hamlets(profiles.load("gewerbe"))


def row_of(kind: str, width: float) -> Cadastre:
    """Three lots of one land use beside a street, the one in the middle empty."""
    lots = {f"lot{i}": rectangle(width * i, 0, width * (i + 1), 60) for i in range(3)}
    return cadastre(
        {**lots, "street": rectangle(0, -8, 3 * width, 0)},
        buildings=[house(width * i + 3, 5, 12, 12) for i in (0, 2)],
        land_use=[
            {"geometry": rectangle(0, -8, 3 * width, 0), "kind": "road"},
            {"geometry": rectangle(0, 0, 3 * width, 60), "kind": kind},
        ],
    )


@pytest.mark.parametrize(
    ("kind", "width", "found", "by"),
    [
        ("residential", 20.0, "gap", "kleinstadt-wohnen"),
        ("commercial", 24.0, "gap", "gewerbe"),
        ("commercial", 15.0, "none", "gewerbe"),  # a house fits, a hall does not
        ("mixed", 20.0, "gap", "kleinstadt-wohnen"),
        ("mixed", 100.0, "gap", "gewerbe"),  # too large for a house plot
    ],
)
def test_the_use_chooses_the_profile(kind: str, width: float, found: str, by: str) -> None:
    verdicts = judge_by_use(measure(row_of(kind, width)), [HOUSING, TRADE])
    assert verdicts.loc["lot1", ["potential", "profile"]].tolist() == [found, by]
    assert profile_of(verdicts.loc["lot1"], [HOUSING, TRADE]).name == by


def test_one_profile_alone_judges_everything_as_before() -> None:
    frame = measure(row_of("commercial", 20.0))
    found = judge_by_use(frame, [HOUSING])
    pd.testing.assert_frame_equal(found.drop(columns=["profile", "judged_as"]), judge(frame, HOUSING))


def test_no_profile_is_refused() -> None:
    with pytest.raises(InputError):
        judge_by_use(measure(row_of("mixed", 20.0)), [])


def test_setbacks_are_those_of_the_profile_that_judges() -> None:
    """A hall of 30 m at 0.2 H keeps 6 m, a house 3 m; mixed land without a profile of its own too."""
    tall = dataclasses.replace(TRADE, height_m=30.0)
    judges = judges_by_use([HOUSING, tall])
    assert {use: one.distance_m for use, one in judges.items()} == {
        Use.RESIDENTIAL: 3.0,
        Use.COMMERCIAL: 6.0,
        Use.MIXED: 3.0,
    }
    assert judges_by_use([tall])[Use.MIXED] is tall
    setbacks = {use: one.distance_m for use, one in judges.items()}
    for kind, side in (("residential", 3.0), ("commercial", 6.0), ("mixed", 3.0)):
        found = measure(row_of(kind, 40.0), setbacks_m=setbacks).loc["lot1"]
        assert found["envelope_m2"] == pytest.approx((40 - 2 * side) * (60 - 2 * side))
        assert found["envelope_rect_width_m"] == pytest.approx(40 - 2 * side, abs=0.5)
