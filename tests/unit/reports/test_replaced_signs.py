"""Signs that the font lacks are listed with the cases in whose texts they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from village import site_row, site_table

from flurinfill.model.audience import Audience
from flurinfill.reports.papers import expose
from flurinfill.reports.papers.replaced import Replaced, replaced_lines, where_replaced
from flurinfill.reports.papers.typesetting import displayable, noting_replaced
from flurinfill.reports.release import Release


def test_signs_are_listed_with_their_cases(released: Callable[..., Release], tmp_path: Path) -> None:
    sites = site_table(
        site_row(case_no="2026-0012", plan_name="Am 😀 Anger", district="Ort 🦜"),
        site_row(case_no="2026-0013", district="Ort 🦜"),
        site_row(case_no="2026-0014", district="Größe – „ě“ ½"),
    )
    release = released(Audience.INVESTOR, sites)
    with noting_replaced() as signs:
        expose.write(release, tmp_path / "out.pdf")
    found = where_replaced(release, signs)
    assert found == (Replaced("😀", ("2026-0012",)), Replaced("🦜", ("2026-0012", "2026-0013")))
    assert replaced_lines(found)[0] == "Zeichen, das die Schrift nicht hat: 😀 → ◊ in 2026-0012"


def test_hidden_signs_are_named_by_their_number() -> None:
    with noting_replaced() as signs:
        displayable("a\u202eb")
    assert replaced_lines(where_replaced(None, signs)) == [
        "Zeichen, das die Schrift nicht hat: U+202E → ◊ in den Angaben des Büros"
    ]
    displayable("😀")  # nobody listens any more
    assert signs == {"\u202e"}
