"""Shapefile in a ZIP: short names, texts cut to what the format holds, and what was cut."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.reports.handover import table
from flurinfill.reports.handover.attributes import AttributeType, describe_sites, frame
from flurinfill.reports.handover.gdal import explaining, write_sites
from flurinfill.reports.handover.geopackage import SITES, site_style
from flurinfill.reports.handover.table import Column, Value
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import about, write_list
from flurinfill.reports.writing import replacing

TEXT_BYTES = 254
"""What a Shapefile holds of a text, in bytes of UTF-8."""
_READABLE = 0o644 << 16


@dataclass(frozen=True)
class Cut:
    """A text that was too long."""

    no: int
    name: str  # in the Shapefile
    attribute: str  # in the other files
    text: str  # whole


def write(release: Release, path: Path) -> Path:
    """Write a ZIP with the Shapefile of the sites, its style, a note, its attributes, and what was cut.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``export_failed`` also when GDAL refuses.
    """
    with replacing(path) as unfinished:
        folder = unfinished.parent / "files"
        folder.mkdir()
        with explaining(path):
            _write_files(release, folder)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                archive.writestr(_packed(file.name, release), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return Path(path)


def content(release: Release) -> tuple[list[Column], list[Cut]]:
    """Give the attributes as the Shapefile holds them, and the texts that had to be cut."""
    cuts: list[Cut] = []
    found = [_fitted(column, release, cuts) for column in table.columns(release)]
    return found, cuts


def cut_text(text: str, limit: int = TEXT_BYTES) -> str:
    """Cut a text to so many bytes of UTF-8, between two characters.

    Examples
    --------
    >>> cut_text("Straße", 5), cut_text("Straße", 6)
    ('Stra', 'Straß')
    """
    return text.encode("utf-8")[:limit].decode("utf-8", errors="ignore")


def _packed(name: str, release: Release) -> zipfile.ZipInfo:
    """Entry of the ZIP that anybody may read once it is unpacked, of the day of the export."""
    day = release.origin.made_on
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.external_attr = _READABLE
    return entry


def _fitted(column: Column, release: Release, cuts: list[Cut]) -> Column:
    if column.type is not AttributeType.TEXT:
        return column
    values: list[Value] = []
    for no, value in zip(release.sites.index, column.values, strict=True):
        text = "" if value is None else str(value)
        values.append(cut_text(text) or None)
        if len(text.encode("utf-8")) > TEXT_BYTES:
            cuts.append(Cut(int(no), column.short, column.name, text))
    return replace(column, values=values)


def _write_files(release: Release, folder: Path) -> None:
    found, cuts = content(release)
    names = [column.short for column in found]
    write_sites(
        release,
        found,
        names,
        folder / f"{SITES}.shp",
        layer=SITES,
        driver="ESRI Shapefile",
        geometry_type="Polygon",
        encoding="UTF-8",
    )
    _write_style(release, folder, names)
    _write_words(release, folder, cuts)


def _write_style(release: Release, folder: Path, names: Sequence[str]) -> None:
    """Write the style where QGIS looks for it: beside the layer, under the same name."""
    lines = describe_sites(table.released_columns(release), SITES, short=True)
    (folder / f"{SITES}.qml").write_text(site_style(release, lines), encoding="utf-8")


def _write_words(release: Release, folder: Path, cuts: Sequence[Cut]) -> None:
    lines = describe_sites(table.released_columns(release), SITES, short=True)
    write_list(frame(lines), folder / f"{i18n.tr('Attributes')}.csv")
    note = [f"{name}: {text}" for name, text in about(release)]
    note.append(i18n.tr("Coordinate system: {crs}", crs=release.crs))
    if cuts:
        note.append(
            i18n.ntr(
                "{count} text is longer than a Shapefile can hold; it stands in {file} as a whole.",
                "{count} texts are longer than a Shapefile can hold; they stand in {file} as a whole.",
                len(cuts),
                file=_cuts_name(),
            )
        )
        columns = [i18n.label("column", "no"), *(i18n.label("cut_column", name) for name in _CUT_COLUMNS)]
        rows = [[cut.no, cut.name, cut.attribute, cut.text] for cut in cuts]
        write_list(pd.DataFrame(rows, columns=columns), folder / _cuts_name())
    text = "\r\n\r\n".join(note) + "\r\n"
    (folder / f"{i18n.tr('How to read')}.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())


_CUT_COLUMNS = ("name", "attribute", "text")


def _cuts_name() -> str:
    return f"{i18n.tr('Cut texts')}.csv"
