"""A folder of papers for the document system: each with its metadata, and a list of all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.records import check_scheme, file_name, folded, longest_name
from flurinfill.reports import writing
from flurinfill.reports.records.documents import Document, Released, documents
from flurinfill.reports.records.metadata import Entry, document_xml, entry_of, index_xml, keep_until
from flurinfill.reports.sheets import write_list

INDEX = "Verzeichnis"
SCHEMA = "ablage.xsd"
INDEX_COLUMNS = (
    "file",
    "file_number",
    "case_no",
    "kind",
    "subject",
    "day",
    "kept_until",
    "audience",
    "marking",
    "checksum",
)
"""Columns of the list (catalogue context ``records_column``)."""


def write(release: Released, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write a new folder: the papers (PDF) with an XML each, a list of all as XML and CSV, the schema.

    Parameters
    ----------
    release : Release or FiguresRelease
        From the gate; names and retention are those of the office in its origin.
    path : Path
        Must not exist: nothing is ever mixed with what is there, or put in its place.
    progress : Progress
        Step ``write_papers``; a cancellation leaves nothing.

    Raises
    ------
    InputError
        ``records_folder_exists``, ``export_folder_missing``, ``records_path_too_long``,
        ``records_scheme_malformed``, ``records_scheme_unknown``.
    ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    path = Path(path)
    scheme = check_scheme(release.origin.sender.records_names)
    longest = longest_name(str(path.absolute()))
    with _new_folder(path) as folder:
        entries = []
        taken = {folded(name) for name in (INDEX, Path(SCHEMA).stem)}
        papers = list(documents(release))
        for done, document in enumerate(papers):
            progress.report("write_papers", done, len(papers))
            name = file_name(scheme, _values(document), taken, longest)
            taken.add(folded(name))
            entries.append(_write_document(document, folder, name))
        (folder / f"{INDEX}.xml").write_bytes(index_xml(entries, release))
        write_list(_index(entries, release), folder / f"{INDEX}.csv")
        shutil.copyfile(data_path("resources", "records", SCHEMA), folder / SCHEMA)
    return path


def _write_document(document: Document, folder: Path, name: str) -> Entry:
    pdf = document.write(folder / f"{name}.pdf")
    entry = entry_of(document, pdf.name, pdf.read_bytes())
    (folder / f"{name}.xml").write_bytes(document_xml(entry, document.release))
    return entry


def _values(document: Document) -> Mapping[str, str]:
    origin = document.release.origin
    return {
        "file_number": origin.sender.file_reference.strip(),
        "case_no": document.mark,
        "kind": i18n.label("records_kind", document.kind),
        "date": origin.made_on.isoformat(),
        "town": origin.sender.town.strip(),
        "audience": i18n.name_of(document.release.audience),
        "no": f"{document.no:03}" if document.no else "",
    }


def _index(entries: list[Entry], release: Released) -> pd.DataFrame:
    origin, office = release.origin, release.origin.sender
    until = i18n.day(keep_until(origin.made_on, office.records_years)) if office.records_years else ""
    rows = [
        {
            "file": entry.file,
            "file_number": office.file_reference.strip(),
            "case_no": entry.case_no,
            "kind": entry.kind_text,
            "subject": entry.subject,
            "day": i18n.day(origin.made_on),
            "kept_until": until,
            "audience": i18n.name_of(release.audience),
            "marking": i18n.label("marking", release.marking) if release.marking else "",
            "checksum": entry.checksum,
        }
        for entry in entries
    ]
    frame = pd.DataFrame(rows, columns=list(INDEX_COLUMNS))
    return frame.rename(columns={name: i18n.label("records_column", name) for name in INDEX_COLUMNS})


@contextmanager
def _new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside ``path`` that takes its name once it is full; else nothing stays."""
    if not path.parent.is_dir():
        raise InputError("export_folder_missing", path=path.parent)
    _refuse_existing(path)
    unfinished = path.parent / f".flurinfill-{secrets.token_hex(6)}"
    try:
        unfinished.mkdir()
        yield unfinished
        _refuse_existing(path)
        os.rename(unfinished, path)  # noqa: PTH104 - refuses a folder that has come meanwhile
    except OSError as error:
        raise writing.explained(error, path) from error
    except ProjectError as error:
        if "path" not in error.details:
            raise
        raise ProjectError(error.code, **{**error.details, "path": path}) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(unfinished)


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise InputError("records_folder_exists", path=path)
