"""The Flurstückskennzeichen: parsing, printing, spellings, order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.model.errors import InputError
from flurinfill.model.parcel_id import ParcelId, normalise, parse_number, sort_key

parcel_ids = st.builds(
    ParcelId,
    land=st.from_regex(r"[0-9]{2}", fullmatch=True),
    gemarkung=st.from_regex(r"[0-9]{4}", fullmatch=True),
    flur=st.one_of(st.just(""), st.from_regex(r"[0-9]{3}", fullmatch=True)),
    numerator=st.integers(1, 99999),
    denominator=st.one_of(
        st.just(""), st.integers(1, 9999).map(str), st.from_regex(r"[a-z]{1,2}", fullmatch=True)
    ),
    suffix=st.one_of(st.just(""), st.integers(1, 99).map(str)),
)


@given(parcel_ids)
def test_printing_and_parsing_is_the_identity(parcel_id: ParcelId) -> None:
    text = str(parcel_id)
    assert len(text) == 20
    assert ParcelId.parse(text) == parcel_id


@pytest.mark.parametrize(
    ("text", "canonical", "number"),
    [
        ("14183402210033100__", None, None),  # 19 characters
        ("141834___022100331__", "141834___022100331__", "2210/331"),
        ("141834___00025000a__", "141834___00025000a__", "25/a"),
        ("141834___00500____", "141834___00500______", "500"),  # 18 characters, without Folge
        ("14183400300012000301", "14183400300012000301", "12/3"),
        ("141834___00025000A__", "141834___00025000a__", "25/a"),
    ],
)
def test_official_forms(text: str, canonical: str | None, number: str | None) -> None:
    if canonical is None:
        with pytest.raises(InputError, match="parcel_id_malformed"):
            ParcelId.parse(text)
    else:
        assert str(ParcelId.parse(text)) == canonical
        assert ParcelId.parse(text).number == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123/4", (123, "4")),
        ("Flst. 25a", (25, "a")),
        ("25 / a", (25, "a")),
        ("Flurstück Nr. 25/a", (25, "a")),
        ("flurst. 0012/003", (12, "3")),
        ("7", (7, "")),
        ("Lindenstraße 5", None),
        ("", None),
    ],
)
def test_spellings_of_a_number(text: str, expected: tuple[int, str] | None) -> None:
    assert parse_number(text) == expected


def test_foreign_identifiers_are_kept() -> None:
    assert normalise(" 49149000AB0123 ") == "49149000AB0123"


def test_natural_order() -> None:
    numbers = [
        ParcelId("14", "1834", "", n, d) for n, d in [(25, "a"), (3, ""), (25, "10"), (25, "2"), (25, "")]
    ]
    ordered = sorted((str(number) for number in numbers), key=sort_key)
    assert [ParcelId.parse(text).number for text in ordered] == ["3", "25", "25/a", "25/2", "25/10"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("141834-02210/0331", "141834___022100331__"),
        ("141834-00500", "141834___00500______"),
        ("141834-00025/000a", "141834___00025000a__"),
        ("141834-002-00025/3", "141834002000250003__"),
    ],
)
def test_the_written_form_of_saxony(written: str, expected: str) -> None:
    assert normalise(written) == expected


@pytest.mark.parametrize("text", ["141834001000251_2___", "14183400100025_1_2__"])
def test_a_denominator_with_a_hole_is_none(text: str) -> None:
    assert normalise(text) == text
