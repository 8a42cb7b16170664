"""Numbers, areas and dates in both languages."""

from datetime import date, datetime

import pytest

from flurinfill import i18n
from flurinfill.model.errors import InputError


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("de", 1234.0, "1.234 m²"),
        ("en", 1234.0, "1,234 m²"),
        ("de", 23456.0, "23.456 m²"),
        ("de", None, "–"),
        ("de", float("nan"), "–"),
    ],
)
def test_area(language: str, value: float | None, text: str) -> None:
    i18n.set_language(language)
    assert i18n.area(value) == text


def test_only_sums_are_told_in_hectares() -> None:
    assert [i18n.total_area(size) for size in (9_999.0, 10_000.0, 23_456.0)] == [
        "9.999 m²",
        "1,00 ha",
        "2,35 ha",
    ]


def test_hectares_are_told_alike_in_a_list() -> None:
    assert i18n.hectares(812.0) == "0,08 ha"
    assert i18n.hectares(594_759.0) == i18n.total_area(594_759.0) == "59,48 ha"
    assert i18n.hectare_number(594_759.0, 1) == "59,5"
    assert i18n.hectare_number(-2569.0) == "−0,26"
    assert i18n.hectares(None) == i18n.hectare_number(float("nan")) == "–"


def test_units() -> None:
    assert i18n.in_unit(0.0523, "share") == "5,2 %"
    assert i18n.in_unit(12.34, "m") == "12,3 m"
    assert i18n.in_unit(1.0, "flag") == "ja"
    assert i18n.in_unit(None, "m") == "–"


def test_days() -> None:
    assert i18n.day(date(2026, 3, 5)) == "05.03.2026"
    assert i18n.moment(datetime(2026, 3, 5, 8, 7)) == "05.03.2026 08:07"
    i18n.set_language("en")
    assert i18n.day(date(2026, 3, 5)) == "5 Mar 2026"


def test_an_error_says_what_happened_and_what_to_do() -> None:
    text = i18n.error_text(InputError("parcel_id_malformed", text="12"))
    assert text.startswith("„12“ ist kein Flurstückskennzeichen.")
    assert "20 Zeichen" in text


def test_unknown_codes_are_shown_as_they_are() -> None:
    assert i18n.label("Review", "no_such_state") == "no_such_state"


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")


def test_zero_has_no_sign_and_figures_of_errors_have_a_comma() -> None:
    i18n.set_language("de")
    assert i18n.length(-0.04) == "0,0 m"
    assert i18n.share(-0.0001) == "0,0 %"
    text = i18n.error_text(InputError("crs_undecidable", path="x.gpkg", x=51.5, y=1234567.5))
    assert "51,5 / 1.234.567,5" in text


def test_a_minus_is_no_hyphen_and_is_read_again() -> None:
    assert i18n.number(-1234.5, 1) == "−1.234,5"
    assert i18n.read_number(i18n.number(-1234.5, 1)) == -1234.5


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mindestens 350 m² je Haus", "mindestens 350\xa0m² je Haus"),
        ("Passt 10 × 12 m?", "Passt 10\xa0×\xa012\xa0m?"),
        ("14 % bis 27 %.", "14\xa0% bis 27\xa0%."),
        ("an 3 mal 4 Tagen", "an 3 mal 4 Tagen"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(text: str, kept: str) -> None:
    assert i18n.unbroken(text) == kept
