"""The page about the formats says what the code does."""

from __future__ import annotations

from pathlib import Path

from flurinfill.model.audience import Audience
from flurinfill.model.records import PATH_LIMIT, PLACEHOLDERS
from flurinfill.reports.handover import geopackage
from flurinfill.reports.handover.attributes import ATTRIBUTES, IN_WORDS, describe_sites
from flurinfill.reports.handover.shapefile import TEXT_BYTES
from flurinfill.reports.records import documents
from flurinfill.reports.release import SITE_COLUMNS
from flurinfill.usecases.export_kinds import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
HANDED_OVER = {"gpkg", "geojson", "shp", "kml", "records"}
HEAD = "| name | Shapefile | type | unit | label | meaning | for |"


def table() -> list[str]:
    """Lines of the table of attributes, as the page must have them."""
    lines = [HEAD, "| -- | -- | -- | -- | -- | -- | -- |"]
    for attribute in ATTRIBUTES:
        line = describe_sites([attribute.name], "")[0]
        audiences = [name.value for name in Audience if attribute.name in SITE_COLUMNS[name]]
        who = {"no": "all", "marking": "internal"}.get(attribute.name) or (
            "all" if len(audiences) == len(Audience) else ", ".join(audiences)
        )
        short = attribute.short + (f", {attribute.words}" if attribute.words else "")
        name = f"`{attribute.name}`" + (f", `{attribute.name}{IN_WORDS}`" if attribute.words else "")
        words = [
            name,
            short,
            line.type,
            line.unit,
            f"{line.label_en} · {line.label_de}",
            line.definition_en,
            who,
        ]
        lines.append(f"| {' | '.join(word or '–' for word in words)} |")
    return lines


def test_the_table_of_attributes_is_that_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8").splitlines()
    start = text.index(HEAD)
    expected = table()
    assert text[start : start + len(expected)] == expected
    assert not text[start + len(expected)].startswith("|")


def test_the_page_names_kinds_layers_and_placeholders() -> None:
    text = PAGE.read_text(encoding="utf-8")
    wanted = [f"`{kind.value}`" for kind in KINDS if kind.value in HANDED_OVER]
    assert len(wanted) == len(HANDED_OVER)
    wanted += [f"`{name}`" for name in (geopackage.SITES, geopackage.ATTRIBUTES, geopackage.FIGURES)]
    wanted += [f"`{{{name}}}`" for name in PLACEHOLDERS]
    wanted += [str(TEXT_BYTES), str(PATH_LIMIT), *(f"`{kind}`" for kind in documents.WRITERS)]
    assert not [word for word in wanted if word not in text]
