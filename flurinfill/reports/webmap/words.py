"""Words of the page that do not depend on the sites."""

from __future__ import annotations

from collections.abc import Iterable

from flurinfill import i18n
from flurinfill.model.potential import LandUse

_SHOWN = "{shown}"
_COUNT = "{count}"


def texts() -> dict[str, str]:
    """Give the texts of controls, names for screen readers and messages, by what they are for."""
    return {
        "skip_list": i18n.tr("Skip to the list of sites"),
        "skip_map": i18n.tr("Skip to the map"),
        "list": i18n.tr("List of sites"),
        "list_help": i18n.tr("The arrow keys go through the list, Enter shows a site on the map."),
        "map": i18n.tr("Map of the sites"),
        "map_help": i18n.tr("The arrow keys move the map, plus and minus zoom. The list has the same sites."),
        "search": i18n.tr("Search"),
        "search_hint": i18n.tr("Plot, street, village"),
        "clear_search": i18n.tr("Clear the search"),
        "filters": i18n.tr("Filters"),
        "kinds": i18n.tr("Types of site"),
        "village": i18n.tr("Village"),
        "any_village": i18n.tr("All villages"),
        "size": i18n.tr("Size in m²"),
        "size_from": i18n.tr("from"),
        "size_to": i18n.tr("to"),
        "availability": i18n.tr("Availability"),
        "reset": i18n.tr("Reset"),
        "sort": i18n.tr("Sorted by"),
        "sort_no": i18n.tr("by number"),
        "sort_village": i18n.tr("by village"),
        "sort_size": i18n.tr("by size"),
        "shown": i18n.tr("{shown} of {count} sites", shown=_SHOWN, count=_COUNT),
        "all_shown": i18n.tr("All {count} sites", count=_COUNT),
        "nothing": i18n.tr("No site matches. Change the search or reset the filters."),
        "not_here": i18n.tr("The site of this link is not on this map."),
        "close": i18n.tr("Close"),
        "zoom_to": i18n.tr("Show on the map"),
        "copy_link": i18n.tr("Copy link"),
        "copied": i18n.tr("The link is copied."),
        "copy_by_hand": i18n.tr("Copy this link:"),
        "print": i18n.tr("Print"),
        "print_map": i18n.tr("Map extract"),
        "dark": i18n.tr("Dark"),
        "all": i18n.tr("Show all sites"),
        "zoom_in": i18n.tr("Zoom in"),
        "zoom_out": i18n.tr("Zoom out"),
        "ground": i18n.tr("Background map"),
        "ground_hint": i18n.tr("Background map from {host}, needs network", host="{host}"),
        "ground_off": i18n.tr("The background map is not available; the map works without it."),
        "north": i18n.tr("North is up"),
        "legend": i18n.tr("Legend"),
        "notes": i18n.tr("Notes and source"),
        "sheet_more": i18n.tr("Show more of the list"),
        "sheet_less": i18n.tr("Show more of the map"),
        "no": i18n.tr("No."),
        "plot": i18n.tr("Plot"),
        "location": i18n.tr("Location"),
        "kind": i18n.tr("Type of site"),
        "area": i18n.tr("Area"),
        "filtered": i18n.tr("Search and filters: {what}", what="{what}"),
        "no_script": i18n.tr("This map needs JavaScript, which is switched off in this browser."),
        "page": i18n.tr("Page"),
    }


def legend(land: Iterable[object]) -> list[dict[str, str]]:
    """Name the surroundings that the map has, in the order of a legend."""
    found = {str(kind) for kind in land}
    shown = (LandUse.ROAD, LandUse.WATER, LandUse.FOREST, LandUse.RAILWAY)
    return [
        {"kind": "parcel", "text": i18n.label("paper_legend", "parcel")},
        {"kind": "building", "text": i18n.label("paper_legend", "building")},
        *({"kind": str(kind), "text": i18n.name_of(kind)} for kind in shown if kind in found),
    ]
