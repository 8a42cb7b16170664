"""Names of files in the document system: the office's scheme, and what systems allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.model.errors import InputError
from flurinfill.model.records import (
    DEFAULT_NAMES,
    PLACEHOLDERS,
    check_scheme,
    file_name,
    folded,
    longest_name,
)

VALUES = {
    "file_number": "612.10/3",
    "case_no": "2026-0007",
    "kind": "Exposé",
    "date": "2026-11-26",
    "no": "007",
}


def named(scheme: str, **changed: str) -> str:
    return file_name(scheme, {**VALUES, **changed}, ())


def test_the_usual_name() -> None:
    assert named(check_scheme("  ")) == "612.10-3_2026-0007_Exposé_2026-11-26"


@pytest.mark.parametrize(
    ("scheme", "changed", "name"),
    [
        (DEFAULT_NAMES, {"file_number": ""}, "2026-0007_Exposé_2026-11-26"),
        (DEFAULT_NAMES, {"file_number": "A" * 150}, "A" * 72 + "_2026-0007_Exposé_2026-11-26"),
        (
            DEFAULT_NAMES,
            {"case_no": "3, 4, " * 40},
            "612.10-3_" + "3, 4, " * 11 + "3, 4, 3_Exposé_2026-11-26",
        ),
        (DEFAULT_NAMES, {"case_no": "", "kind": "Übersicht"}, "612.10-3_Übersicht_2026-11-26"),
        ("{kind} - {case_no} - {date}", {"case_no": ""}, "Exposé 2026-11-26"),
        ("{case_no}", {"case_no": ' <a:b>"/\\|?* . '}, "a-b"),
        ("{case_no}", {"case_no": "CON"}, "_CON"),
        ("{case_no}.{kind}", {"case_no": "lpt1"}, "_lpt1.Exposé"),
        ("{case_no}", {"case_no": "CONSUL"}, "CONSUL"),
        ("{case_no}", {"case_no": "a\x00b\u202ec\u200dd\nE"}, "a-bcd-E"),
        ("{case_no}", {"case_no": "{kind}"}, "{kind}"),
        ("{case_no}", {"case_no": "..."}, "-"),
        ("{town}", {}, "-"),
    ],
)
def test_what_no_system_allows_is_replaced(scheme: str, changed: dict[str, str], name: str) -> None:
    assert named(scheme, **changed) == name


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("{kind", "records_scheme_malformed"),
        ("kind}", "records_scheme_malformed"),
        ("{kind:>20}", "records_scheme_malformed"),
        ("{kind!r}", "records_scheme_malformed"),
        ("{owner}", "records_scheme_unknown"),
        ("{kind.__class__}", "records_scheme_unknown"),
        ("{}", "records_scheme_unknown"),
        ("{0}", "records_scheme_unknown"),
    ],
)
def test_a_scheme_that_is_none_is_refused(scheme: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        check_scheme(scheme)
    assert error.value.code == code


def test_no_name_is_given_twice() -> None:
    taken: set[str] = set()
    names = []
    for kind in ("Exposé", "EXPOSÉ", "Expose\u0301", "Exposé_2"):
        names.append(file_name("{kind}", {"kind": kind}, taken))
        taken.add(folded(names[-1]))
    assert names == ["Exposé", "EXPOSÉ_2", "Exposé_3", "Exposé_2_2"]


def test_a_long_folder_leaves_short_names_or_is_refused() -> None:
    assert longest_name("/" * 100) == 180 - 100 - 1 - 9
    assert longest_name("/a") == 100
    with pytest.raises(InputError, match="records_path_too_long"):
        longest_name("/" * 160)


@given(st.dictionaries(st.sampled_from(PLACEHOLDERS), st.text(max_size=300)), st.integers(16, 100))
def test_any_name_can_be_kept(values: dict[str, str], longest: int) -> None:
    name = file_name(DEFAULT_NAMES, values, (), longest)
    assert name
    assert len(name) <= longest + 1  # a reserved name gets one more
    assert len(f"{name}_9999.pdf".encode()) <= 255
    assert not set(name) & set('<>:"/\\|?*\x00\n\t')
    assert name == name.strip(" .")
