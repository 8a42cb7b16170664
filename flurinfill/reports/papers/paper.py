"""What all papers share: the town's logo and colour, head, source line, notice, and how maps are named."""

from __future__ import annotations

from typing import Any

from flurinfill import i18n
from flurinfill.cartography.svg import swatch_svg
from flurinfill.model.colours import colour_from, readable
from flurinfill.model.office import Office
from flurinfill.reports import fields
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.papers.map_ground import Picture
from flurinfill.reports.papers.typesetting import day_parts
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import disclaimer_code

BODY_MM = 251.0
"""Height of a page between header and footer."""
SWATCH_MM = (6.0, 3.2)
ACCENT = "#0b5f9e"
"""Colour of headings where the town has none of its own."""
_MOST_TEXT = 60


def paper_data(release: Release | FiguresRelease, title: str) -> dict[str, Any]:
    """Give what every paper needs: title, date, language, header, footer, notice."""
    origin = release.origin
    made = i18n.tr("made on {day}", day=i18n.day(origin.made_on))
    parts = [fields.source_line(origin.source, origin.data_state), made]
    if origin.profile:
        profile = i18n.tr(
            "rules “{name}” version {version}", name=origin.profile, version=origin.profile_version
        )
        parts.append(profile)
    return {
        **look(origin.sender),
        "title": title,
        "description": i18n.label("disclaimer", disclaimer_code(release.audience)),
        "date": day_parts(origin.made_on),
        "lang": i18n.language(),
        "head": head_line(origin.office),
        "marking": i18n.label("marking", release.marking) if release.marking else "",
        "source": " · ".join(parts),
        "page_word": i18n.tr("Page"),
        "disclaimer": i18n.label("disclaimer", disclaimer_code(release.audience)),
    }


def look(office: Office) -> dict[str, Any]:
    """Give what every paper shows of its town: logo (an SVG document, or ``""``) and colour."""
    colour = colour_from(office.colour)
    logo = office.logo.strip()
    return {
        "accent": readable(colour) if colour else ACCENT,
        "logo": logo if logo.startswith("<") else "",
        "logo_alt": i18n.tr("Coat of arms or logo of the sender"),
    }


def head_line(town: str) -> str:
    """Say in the head of a paper whose it is: ``Stadt Musterau · Potenzialflächen``."""
    return " · ".join(part for part in (town.strip(), i18n.tr("Potential development sites")) if part)


def picture_data(name: str, picture: Picture, pictures: dict[str, str]) -> dict[str, Any]:
    """Describe a map to a template and add it to the pictures: file, width, alternative text, legend."""
    pictures[name] = picture.svg
    legend = []
    for entry in picture.legend:
        file = f"swatch-{entry.code}.svg"
        pictures[file] = swatch_svg(entry.style, *SWATCH_MM)
        legend.append(
            {"file": file, "text": entry.text, "count": i18n.number(entry.count) if entry.count else ""}
        )
    described = {"file": name, "width": picture.width_mm, "alt": picture.alt, "legend": legend}
    return {**described, "below": picture.below} if picture.below else described


def short(text: str, most: int = _MOST_TEXT) -> str:
    """Cut a long text, at a word where there is one, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
