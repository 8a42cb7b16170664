"""The surroundings of a site in sentences, with what each rests on."""

from __future__ import annotations

from collections.abc import Iterator

from flurinfill import i18n
from flurinfill.detection.neighbourhood import AROUND_M, Neighbourhood
from flurinfill.i18n import ntr, tr
from flurinfill.model.potential import LandUse
from flurinfill.reports import fields
from flurinfill.reports.papers.paper import short

_BESIDE_M = 10.0
_IN_CENTRE_M = 50.0
_MOST_WAYS = 4


def surroundings_lines(found: Neighbourhood) -> list[str]:
    """Say where the site lies in its village, what stands around it, and what is near."""
    return [*_centre(found), *_ways(found), *_neighbours(found), *_uses(found), *_near(found)]


def surroundings_note(found: Neighbourhood) -> str:
    """Say how the distances were measured."""
    distances = tr("Distances as the crow flies, from the cadastre.")
    if found.centre_m is None:
        return distances
    centre = tr("Centre: the mean position of all main buildings of the village, weighted by footprint.")
    return f"{distances} {centre}"


def rounded_distance(metres: float) -> str:
    """Distance as people say it: to ten metres, from 200 m to fifty, from a kilometre to a hundred.

    Examples
    --------
    >>> rounded_distance(174.0), rounded_distance(785.0), rounded_distance(1234.0)
    ('170 m', '800 m', '1,2 km')
    """
    if metres >= 975:
        return f"{i18n.number(metres / 1000, 1)} km"
    step = 10 if metres < 195 else 50
    return f"{i18n.number(max(step, round(metres / step) * step))} m"


def _centre(found: Neighbourhood) -> Iterator[str]:
    if found.centre_m is None or not found.village:
        return
    village = short(found.village)
    if found.centre_m < _IN_CENTRE_M:
        yield tr("The site lies in the centre of {village}.", village=village)
    else:
        distance = rounded_distance(found.centre_m)
        yield tr(
            "The site lies about {distance} from the centre of {village}.", distance=distance, village=village
        )


def _ways(found: Neighbourhood) -> Iterator[str]:
    names = [short(fields.access(word), 40) for word in found.ways[:_MOST_WAYS]]
    if names:
        yield tr("Streets and paths at the site: {ways}.", ways=i18n.listed(names))
    else:
        yield tr("The site adjoins no public street or path.")


def _neighbours(found: Neighbourhood) -> Iterator[str]:
    if found.neighbours:
        yield _built_on(found.built, found.neighbours)
    if found.footprint_m2 is not None:
        yield ntr(
            "{count} main building stands within {reach}; its footprint is {size}.",
            "{count} main buildings stand within {reach}; half of them have a footprint of {size} or more.",
            found.buildings,
            reach=i18n.in_unit(AROUND_M, "m").replace(",0", "").replace(".0", ""),
            size=i18n.in_unit(float(f"{found.footprint_m2:.2g}"), "m2"),
        )


def _built_on(built: int, neighbours: int) -> str:
    if neighbours == 2 and built != 1:
        return (
            tr("Both adjacent plots are built on.")
            if built
            else tr("Neither of the two adjacent plots is built on.")
        )
    if not built:
        return ntr(
            "The adjacent plot is not built on.",
            "None of the {count} adjacent plots is built on.",
            neighbours,
        )
    if built == neighbours:
        return ntr("The adjacent plot is built on.", "All {count} adjacent plots are built on.", neighbours)
    return ntr(
        "One of the {neighbours} adjacent plots is built on.",
        "{count} of the {neighbours} adjacent plots are built on.",
        built,
        neighbours=i18n.number(neighbours),
    )


def _uses(found: Neighbourhood) -> Iterator[str]:
    if found.uses:
        parts = [
            f"{i18n.name_of(use)}\N{NO-BREAK SPACE}{i18n.number(share * 100)}\N{NO-BREAK SPACE}%"
            for use, share in found.uses[:4]
        ]
        yield tr("Surrounding land use: {uses}.", uses=", ".join(parts))


def _near(found: Neighbourhood) -> Iterator[str]:
    parts = []
    for kind, metres in found.nearest:
        name = tr("Sport and leisure") if kind is LandUse.LEISURE else i18n.name_of(kind)
        parts.append(f"{name} {tr('adjoining') if metres < _BESIDE_M else rounded_distance(metres)}")
    if parts:
        yield tr("Nearby: {places}.", places=", ".join(parts))
