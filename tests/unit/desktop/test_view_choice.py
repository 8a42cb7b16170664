"""Which view of a table is in force."""

from __future__ import annotations

from flurinfill.desktop.arranging import Column
from flurinfill.desktop.saved_views import TableState, View, named
from flurinfill.desktop.view_choice import ViewChoice
from flurinfill.usecases.filters import Contains, Filled

COLUMNS = (
    Column("case_no", lambda: "Fall", str),
    Column("note", lambda: "Notiz", str, usual=False, personal=True),
)
NOTED = {"note": Contains("Garten")}


def choice() -> ViewChoice:
    return ViewChoice(
        COLUMNS,
        (
            View(lambda: "Alle", TableState()),
            View(lambda: "Neu", TableState(rules={"case_no": Filled(True)})),
        ),
    )


def test_a_view_is_changed_until_it_is_chosen_again() -> None:
    views = choice()
    assert not views.changed
    views.change(rules=NOTED)
    assert views.changed
    assert views.titles_of_rules() == ["Notiz"]
    views.choose(0)
    assert not views.changed
    assert views.titles_of_rules() == []


def test_the_usual_columns_are_no_change() -> None:
    views = choice()
    views.show_columns(["note", "case_no"])
    assert views.changed
    assert views.shown_columns() == ("note", "case_no")
    views.show_columns(["case_no"])
    assert not views.changed
    assert views.shown_columns() == ("case_no",)


def test_words_about_persons_are_not_kept() -> None:
    views = choice()
    views.change(rules={**NOTED, "case_no": Filled(True)})
    assert views.asks_about_owners()
    assert set(views.kept_state().rules) == {"case_no"}
    assert views.unkept_filters() == ["Notiz"]


def test_an_expected_view_is_chosen_when_it_comes() -> None:
    views = choice()
    views.expect("Unsere")
    views.change(rules=NOTED)
    views.set_own([named("Andere", TableState(), 1)])
    assert views.number == 0
    views.set_own([named("Andere", TableState(), 1), named("Unsere", TableState(rules=NOTED), 2)])
    assert views.current.title() == "Unsere"
    assert not views.changed


def test_a_chosen_view_that_is_deleted_elsewhere_gives_way_to_the_first() -> None:
    views = choice()
    own = [named("Eine", TableState(), 1), named("Andere", TableState(rules=NOTED), 2)]
    views.set_own(own)
    views.choose(3)
    views.set_own(own[1:])
    assert views.current.title() == "Andere"
    views.set_own([])
    assert views.current.title() == "Alle"


def test_the_next_session_knows_a_changed_view_again() -> None:
    views, later = choice(), choice()
    own = [named("Unsere", TableState(rules=NOTED), 7)]
    views.set_own(own)
    views.choose(2)
    views.change(grouped=True)
    later.remember(views.state, views.mark())
    later.set_own(own)
    assert later.current.title() == "Unsere"
    assert later.changed
