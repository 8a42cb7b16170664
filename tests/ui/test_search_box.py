"""One line finds parcels, streets, cases, owners and notes, in the real window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from flurinfill.desktop.search_offers import Offers, _marked
from flurinfill.model import parcel_id as ids
from flurinfill.project import operations, queries
from flurinfill.project.queries import Hit, HitKind
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support", extend=True)


def look_for(desk: Desk, qtbot: QtBot, words: str) -> list[Hit]:
    """Type words and return the hits behind the offered lines."""
    box = desk.window.search
    desk.do("find")
    box.offers.clear()
    box.setText(words)  # Qt's test keyboard has no umlauts
    box.textEdited.emit(words)
    desk.wait(lambda: not box._typing.isActive())
    return [hit for row in range(box.offers.rowCount()) for hit in Offers.hits(box.offers.index(row, 0))]


def of_kind(hits: Sequence[Hit], kind: HitKind) -> list[Hit]:
    return [hit for hit in hits if hit.kind is kind]


def test_a_parcel_in_every_spelling(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    parcels = desk.session.snapshot.parcels
    letter = parcels["number"].str.fullmatch(r"\d+/[a-z]")
    parcel = next(one for one in parcels.index[letter] if parcels.loc[one, "flur"] == "")
    number, gemarkung = parcels.loc[parcel, ["number", "gemarkung"]]
    plain = number.replace("/", "")
    for words in (
        parcel,
        parcel[:18],
        number,
        plain,
        f"Flst. {plain}",
        f"Flurstück Nr. {number}",
        f"{gemarkung} {plain.upper()}",
    ):
        hits = look_for(desk, qtbot, words)
        assert (parcel,) in [hit.parcel_ids for hit in hits], words
    begun = look_for(desk, qtbot, parcel[:14])
    assert begun
    assert all(hit.parcel_ids[0].startswith(parcel[:14]) for hit in begun)


def test_a_street_and_a_house_number(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    hits = of_kind(look_for(desk, qtbot, "dorfstr. 11"), HitKind.ADDRESS)
    assert {hit.matched for hit in hits} == {"Dorfstraße 11"}
    parcels = desk.session.snapshot.parcels
    wanted = parcels.index[
        parcels["address_text"].str.split("; ").map(lambda parts: "Dorfstraße 11" in parts)
    ]
    assert {parcel for hit in hits for parcel in hit.parcel_ids} >= set(wanted)
    streets = of_kind(look_for(desk, qtbot, "DORFSTRASSE"), HitKind.ADDRESS)
    assert {hit.matched for hit in streets} == {"Dorfstraße"}
    villages = [set(parcels.loc[list(hit.parcel_ids), "village"]) for hit in streets]
    assert all(len(each) == 1 for each in villages)  # each village has its own line
    street = next(hit for hit in streets if set(hits[0].parcel_ids) < set(hit.parcel_ids))
    assert list(street.parcel_ids) == sorted(street.parcel_ids, key=ids.sort_key)
    box = desk.window.search
    place = next(
        row for row in range(box.offers.rowCount()) if Offers.hits(box.offers.index(row, 0)) == [street]
    )
    assert villages[streets.index(street)].pop() in box.offers.index(place, 0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    box._on_chosen(box.offers.index(place, 0))
    desk.wait(lambda: set(desk.linking.selection.parcels) == set(street.parcel_ids))


def test_the_keyboard_walks_through_the_offers(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    hits = look_for(desk, qtbot, "25")
    popup = desk.window.search._completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert desk.window.search.text() == "25"  # what was typed stays
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    desk.wait(lambda: desk.linking.selection.current == hits[1].parcel_ids[0])
    last = desk.window.search.offers.index(desk.window.search.offers.rowCount() - 1, 0)
    everything = {hit.parcel_ids for hit in Offers.hits(last)}
    assert len(everything) > 7  # the line for the rest takes them all
    desk.window.search._on_chosen(last)
    desk.wait(lambda: len(desk.linking.selection.parcels) == len(everything))


def test_enter_takes_the_first_and_says_that_there_are_others(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    hits = look_for(desk, qtbot, "25")
    desk.window.search._completer.popup().hide()
    assert len(of_kind(hits, HitKind.PARCEL)) > 1
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Return)
    desk.wait(lambda: desk.linking.selection.parcels == hits[0].parcel_ids)
    found = len(desk.window.search._searcher.find("25"))
    assert f"{found - 1} weitere Treffer" in desk.window.status._said.text()


def test_an_address_of_several_villages_is_only_offered(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    here, there = desk.session.snapshot.parcels.index[:2]
    hits = [Hit(HitKind.ADDRESS, (parcel,), "Am Ring 3") for parcel in (here, there)]
    box = desk.window.search
    desk.do("find")
    box._submitted = True
    box._on_found(("Am Ring 3", hits))
    assert box._completer.popup().isVisible()
    assert box.offers.rowCount() == 2
    assert not desk.linking.selection.parcels
    box._submitted = True
    box._on_found(("Am Ring 3", hits[1:]))
    assert desk.linking.selection.parcels == (there,)


def test_a_case_leads_to_its_site(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    sites = desk.session.snapshot.work.sites
    site_id = int(sites.index[40])
    year, number = sites.loc[site_id, "case_no"].split("-")
    for words in (f"{year}-{number}", f"{year}-{int(number)}", f"Fall {year}-{number}"):
        (hit,) = of_kind(look_for(desk, qtbot, words), HitKind.CASE)
        assert hit.site_id == site_id
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Return)
    desk.wait(lambda: desk.linking.selection.site_id == site_id)


def test_owners_and_notes_only_with_the_passphrase(desk: Desk, town: Path, qtbot: QtBot) -> None:
    desk.open(town)
    assert "Eigentümer" not in desk.window.search.placeholderText()
    assert not of_kind(look_for(desk, qtbot, "Zufahrt"), HitKind.NOTE)
    desk.session.unlock(SAMPLE_PASSPHRASE)
    desk.wait(lambda: desk.session.snapshot.work.access.people_visible)
    assert "Eigentümer" in desk.window.search.placeholderText()
    project = desk.session.project
    site_id = desk.show_site(review="confirmed", potential="gap")
    owner, _ = queries.owners_of(project, desk.site(site_id)["parcel_ids"], "case_work")[0]
    before = len(queries.access_log(project))
    hits = of_kind(look_for(desk, qtbot, owner.name.lower()), HitKind.OWNER)
    assert owner.name in {hit.matched for hit in hits}
    parcels = {parcel for hit in hits for parcel in hit.parcel_ids}
    assert set(desk.site(site_id)["parcel_ids"]) <= parcels
    log = queries.access_log(project)
    assert set(log["purpose"].iloc[: len(log) - before]) == {"search"}
    assert log["owners"].iloc[0] >= len(hits)

    operations.set_note(project, site_id, "Am Zaun steht ein alter Kirschbaum,\nsonst nichts.")
    desk.session.refresh([site_id])
    desk.wait()
    (note,) = of_kind(look_for(desk, qtbot, "kirschb"), HitKind.NOTE)
    assert (note.site_id, note.matched) == (site_id, "Am Zaun steht ein alter Kirschbaum, sonst nichts.")
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Return)
    desk.wait(lambda: desk.linking.selection.site_id == site_id)

    desk.do("seal")
    desk.wait(lambda: desk.session.snapshot.work.access.sealed)
    assert not look_for(desk, qtbot, "kirschb")
    assert desk.window.search.offers.rowCount() == 0


def test_nothing_found_is_said_and_esc_empties_the_line(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    assert look_for(desk, qtbot, "Nirgendwostraße 99") == []
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Return)
    desk.wait(lambda: "Nirgendwostraße 99" in desk.window.notices.words("search"))
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Escape)
    assert desk.window.search.text() == ""


def test_what_matched_is_marked() -> None:
    assert _marked("Dorfstraße 11", "dorf 11") == [("Dorf", True), ("straße ", False), ("11", True)]
    assert _marked("Flurstück 25/a", "25a") == [("Flurstück 25/a", False)]
    assert _marked("", "x") == [("", False)]
