"""Lists as offices have them: any delimiter, any encoding, nothing that is not needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.cadastre.readers.lists import day_of, read_list
from flurinfill.model.errors import InputError

HEAD = ("Flurstück", "Gemarkung", "Stand", "Bemerkung")
ROWS = (("25/3", "Neuhain", "1.2.26", "Hecke; hoch"), ("26", "Großmöhren", "", 'sagt "nein"'))


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_any_dress(tmp_path: Path, delimiter: str, encoding: str) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for row in (HEAD, *ROWS) for cell in row]
    lines = [delimiter.join(quoted[at : at + 4]) for at in range(0, len(quoted), 4)]
    path = tmp_path / "Lücken.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    found = read_list(path)
    assert tuple(found.rows.columns) == HEAD
    assert [tuple(row) for row in found.rows.to_numpy()] == list(ROWS)
    assert list(found.rows.index) == [2, 3]


def test_a_sheet_with_a_title_line_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Baulücken 2024"])
    book.active.append(["Flurstück", "Fläche", "am"])
    book.active.append([25, 812.0, date(2026, 2, 1)])
    book.active.append([None, None, None])
    book.active.append(["26/a", 12.5, None])
    book.save(path)
    found = read_list(path).rows
    assert found.to_dict("list") == {
        "Flurstück": ["25", "26/a"],
        "Fläche": ["812", "12.5"],
        "am": ["2026-02-01", ""],
    }
    assert list(found.index) == [3, 5]


def test_what_is_not_needed_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "eigentümer.csv"
    path.write_text(
        "Name;Geb.-Datum;Konto;IBAN;Ort\nQuark;1.1.1950;DE12500105170648489890;x;Neuhain\n", encoding="utf-8"
    )
    found = read_list(path)
    assert list(found.rows) == ["Name", "Ort"]
    assert dict(found.refused) == {
        "Geb.-Datum": "birth_date",
        "Konto": "bank_account",
        "IBAN": "bank_account",
    }


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.csv", b"", "list_empty"),
        ("nur-kopf.csv", b"a;b;c\n", "list_empty"),
        ("kaputt.xlsx", b"PK\3\4 nothing", "list_unreadable"),
        ("bild.jpg", b"\xff\xd8", "list_format"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_list(path)
    assert refused.value.code == code
    assert refused.value.details["path"] == name


def test_two_columns_of_one_name_and_one_without(tmp_path: Path) -> None:
    path = tmp_path / "doppelt.csv"
    path.write_text("Name;Name;\nA;B;C\n", encoding="utf-8")
    assert list(read_list(path).rows) == ["Name", "Name (2)", "(3)"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("1.2.26", date(2026, 2, 1)), ("01.02.2026", date(2026, 2, 1)), ("2026-02-01", date(2026, 2, 1))],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert day_of(text) == day


@given(st.text(max_size=12))
def test_a_text_is_a_day_or_it_is_not(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)
