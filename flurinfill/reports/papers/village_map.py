"""A map of the town with a circle for each village: how many sites there are, and none of them."""

from __future__ import annotations

from math import sqrt

from flurinfill import i18n
from flurinfill.cartography.svg import MapLayer, map_svg, round_scale
from flurinfill.cartography.svg_furniture import FONT, UNIT, text_element
from flurinfill.cartography.symbology import LIGHT, style_of_land_use
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.papers.map_ground import Picture
from flurinfill.reports.papers.paper import short
from flurinfill.reports.papers.typesetting import displayable

_LEAST_MM, _MOST_MM = 2.7, 9.0
_NAME_LETTERS = 26
_AROUND_M = 650.0
_FILL, _RING = "#0b5f9e", "#ffffff"


def village_map(release: FiguresRelease, width_mm: float, height_mm: float) -> Picture:
    """Draw the town with a circle for each village, its surface by the number of sites."""
    west, south, east, north = release.places.total_bounds
    bounds = (west - _AROUND_M, south - _AROUND_M, east + _AROUND_M, north + _AROUND_M)
    scale = round_scale(bounds, width_mm, height_mm)
    centre = ((west + east) / 2, (south + north) / 2)
    ground = release.ground
    styles = [style_of_land_use(kind) for kind in ground.land["kind"]]
    layers = [
        MapLayer([ground.parcels.union_all().envelope], style=LIGHT.parcel, line_mm=0.0),
        MapLayer(list(ground.land.geometry), styles=styles, line_mm=0.08),
        MapLayer(list(ground.buildings.geometry), style=LIGHT.building, line_mm=0.05),
    ]
    told = [f"{short(str(name))}: {i18n.number(count)}" for name, count in release.places["count"].items()]
    alt = i18n.tr(
        "Map 1 : {scale} of the town; a circle in each village says how many sites there are: {villages}.",
        scale=i18n.number(scale),
        villages="; ".join(told),
    )
    svg = map_svg(layers, width_mm=width_mm, height_mm=height_mm, centre=centre, scale=scale, alt=alt)
    circles = "".join(_circles(release, centre, scale, width_mm, height_mm))
    drawn = f'<g font-family="{FONT}">{circles}</g></svg>'
    return Picture(svg.removesuffix("</svg>") + drawn, width_mm, height_mm, scale, alt)


def _circles(
    release: FiguresRelease, centre: tuple[float, float], scale: int, width_mm: float, height_mm: float
) -> list[str]:
    """The largest first, so that no small one is hidden; every name stays inside the frame."""
    drawn = []
    places = release.places[release.places["count"] > 0].sort_values("count", ascending=False)
    most = max(places["count"].max(), 1) if len(places) else 1
    for name, place in places.iterrows():
        x = ((place.geometry.x - centre[0]) * 1000 / scale + width_mm / 2) * UNIT
        y = (height_mm / 2 - (place.geometry.y - centre[1]) * 1000 / scale) * UNIT
        radius = max(_LEAST_MM, _MOST_MM * sqrt(place["count"] / most)) * UNIT
        drawn.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{_FILL}" stroke="{_RING}" '
            'stroke-width="40"/>'
        )
        drawn.append(text_element(i18n.number(int(place["count"])), x, y + 100, 2.9 * UNIT, _RING, bold=True))
        below = y + radius + 3.1 * UNIT
        drawn.append(
            text_element(
                displayable(short(str(name), _NAME_LETTERS)),
                x,
                below,
                2.7 * UNIT,
                LIGHT.text,
                halo=LIGHT.halo,
                bold=True,
            )
        )
    return drawn
