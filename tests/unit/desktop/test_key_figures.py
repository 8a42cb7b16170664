"""The figures of the card in review mode do not contradict each other."""

from __future__ import annotations

import pandas as pd
import pytest

from flurinfill.desktop.review_mode.key_figures import key_figures
from flurinfill.detection import profiles

PROFILE = profiles.load("kleinstadt-wohnen")


@pytest.mark.parametrize(
    ("width", "caption"),
    [
        (9.0, "größtes freies Rechteck; 10 × 12 m passt an anderer Stelle"),
        (12.0, "größtes freies Rechteck"),
    ],
)
def test_a_house_fits_beside_a_narrow_rectangle(width: float, caption: str) -> None:
    site = pd.Series({"area_m2": 1_200.0, "potential": "second_row"})
    measures = pd.Series(
        {
            "main_built_m2": 120.0,
            "rest_m2": 700.0,
            "rest_rect_width_m": width,
            "rest_rect_depth_m": 38.0,
            "rest_spare_m": 0.5,
            "rest_way_m": 3.0,
            "second_main_distance_m": 8.0,
        }
    )
    shown = {figure.value: figure.caption for figure in key_figures(site, measures, PROFILE)}
    assert shown[f"{width:.0f} × 38 m"] == caption
