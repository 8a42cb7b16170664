"""Which papers of a release go into the records, each with its subject and its case.

A release of sites gives their exposés and the overview, figures of a day give the council paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.reports import fields
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.papers import council_paper, expose, overview
from flurinfill.reports.release import Release

Released = Release | FiguresRelease


@dataclass(frozen=True)
class Document:
    """One paper.

    Attributes
    ----------
    kind : str
        Code of its type (catalogue context ``records_kind``).
    subject : str
        What it is about, in one line.
    case_no : str
        Case it belongs to; "" when it is about several, or where the audience must not know it.
    no : int
        Running number of the site in the release; 0 for a paper about all.
    mark : str
        What tells it from others of its kind in the name of its file.
    release : Release or FiguresRelease
        What the paper may show.
    """

    kind: str
    subject: str
    case_no: str
    no: int
    mark: str
    release: Released

    def write(self, path: Path) -> Path:
        """Write the PDF."""
        return WRITERS[self.kind](self.release, path)


EXPOSE, OVERVIEW, COUNCIL = "expose", "overview", "council"
WRITERS: Mapping[str, Callable[[Any, Path], Path]] = {
    EXPOSE: expose.write,
    OVERVIEW: overview.write,
    COUNCIL: council_paper.write,
}


def documents(release: Released) -> Iterator[Document]:
    """Give an exposé for each site and, of several sites, the overview; of figures the council paper."""
    if isinstance(release, FiguresRelease):
        yield Document(COUNCIL, council_paper.subject(release), "", 0, "", release)
    else:
        yield from _of_sites(release)


def _of_sites(release: Release) -> Iterator[Document]:
    for no, row in release.sites.iterrows():
        place = fields.place(str(row["numbers"]), str(row["gemarkung"]), str(row["flur"]))
        subject = i18n.tr("Potential site: {place}", place=place)
        case_no = str(row.get("case_no") or "")
        mark = case_no or f"{row['gemarkung']} {row['numbers']}".strip()
        yield Document(EXPOSE, subject, case_no, int(str(no)), mark, only(release, int(str(no))))
    if len(release.sites) > 1:
        subject = i18n.ntr(
            "{count} potential development site", "{count} potential development sites", len(release.sites)
        )
        yield Document(OVERVIEW, subject, "", 0, "", release)


def only(release: Release, no: int) -> Release:
    """Narrow a release to one of its sites, which becomes number 1.

    Whatever the gate gave by the number of a site is kept for this one alone.
    """
    sites = release.sites.loc[[no]]
    sites.index = pd.RangeIndex(1, 2, name=release.sites.index.name)
    parcels = sites["parcel_ids"].iloc[0] if "parcel_ids" in sites else ()
    measures = release.measures.loc[release.measures.index.isin(parcels)]
    values = {field.name: getattr(release, field.name) for field in dataclass_fields(release)}
    by_site = {
        name: {1: value[no]} if no in value else {}
        for name, value in values.items()
        if isinstance(value, Mapping)
    }
    known = dict(zip(release.sites.index, release.site_ids, strict=False))
    narrowed = {
        "sites": sites,
        "measures": measures,
        "withheld": (),
        "site_ids": (known[no],) if known else (),
    }
    return replace(release, **{**by_site, **narrowed})
