"""Outlines that a person draws, parcels added and taken out: checked, undone, kept by an import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import shapely
import small_town
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.model.errors import MoveRefused, ProjectError, StaleWrite
from flurinfill.model.states import Publication, Review
from flurinfill.project import Project, operations, outlines, queries

E, N, IDS = small_town.EAST, small_town.NORTH, small_town.IDS
HALF = shapely.box(E, N, E + 25, N + 20)  # the lower half of the first parcel


def refused(code: str, call: Callable[[], object], kind: type[Exception] = ProjectError) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code  # type: ignore[attr-defined]
    assert i18n.error_text(caught.value) != code  # type: ignore[arg-type]


def shape(project: Project, site_id: int = 1) -> BaseGeometry:
    return queries.site_geometry(project, site_id)


def test_an_outline_is_drawn_undone_and_given_back(project: Project) -> None:
    before = shape(project)
    change = operations.set_site_outline(project, 1, HALF, version=1)
    assert change.details["area_m2"] == 500.0
    assert change.sites == {1}
    assert shape(project).equals(HALF)
    row = queries.site_table(project).loc[1]
    assert row["outline_m2"] == pytest.approx(500)
    assert row["area_m2"] == pytest.approx(queries.parcel_table(project).loc[IDS[0], "official_area_m2"])
    assert queries.site_outlines(project)[1].equals(HALF)
    operations.undo(project)
    assert shape(project).equals(before)
    assert queries.site_table(project)["outline_m2"].isna().all()
    operations.redo(project)
    assert shape(project).equals(HALF)
    operations.set_site_outline(project, 1, None)
    assert shape(project).equals(before)
    assert queries.history(project, 1)[0].code == "set_site_outline"
    assert i18n.label("operation", "set_site_outline") != "set_site_outline"


def test_only_outlines_that_make_sense_are_taken(project: Project) -> None:
    def draw(outline: BaseGeometry) -> Callable[[], object]:
        return lambda: operations.set_site_outline(project, 1, outline)

    bow_tie = shapely.Polygon([(E, N), (E + 20, N + 20), (E + 20, N), (E, N + 20)])
    refused("outline_invalid", draw(bow_tie))
    refused("outline_invalid", draw(shapely.LineString([(E, N), (E + 9, N)])))
    refused("outline_invalid", draw(shapely.Polygon()))
    refused("outline_too_small", draw(shapely.box(E, N, E + 3, N + 3)))
    refused("outline_outside", draw(shapely.box(E + 10, N, E + 30, N + 20)))
    refused("site_absent", lambda: operations.set_site_outline(project, 99, HALF))
    refused("stale_site", lambda: operations.set_site_outline(project, 1, HALF, version=7), StaleWrite)
    assert queries.site_table(project)["outline_m2"].isna().all()
    assert queries.undo_state(project).undo is None
    operations.set_site_outline(project, 1, shapely.box(E - 0.4, N - 0.4, E + 25, N + 20))  # a hand shakes


def test_a_site_grows_and_shrinks_by_parcels(project: Project) -> None:
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    row = queries.site_table(project).loc[1]
    assert row["parcel_ids"] == (IDS[0], IDS[1])
    assert shape(project).area == pytest.approx(2000)
    assert row["outline_m2"] != row["outline_m2"]
    operations.set_site_parcels(project, 1, [IDS[1]])
    assert queries.site(project, 1).parcel_ids == (IDS[1],)
    assert shape(project).equals(shapely.box(E + 25, N, E + 50, N + 40))
    operations.create_site(project, [IDS[0]])  # free again
    refused("parcel_in_site", lambda: operations.set_site_parcels(project, 1, [IDS[1], IDS[0]]))
    refused("site_without_parcels", lambda: operations.set_site_parcels(project, 1, []))
    refused("parcel_absent", lambda: operations.set_site_parcels(project, 1, [IDS[1], "nowhere"]))
    for _ in range(3):
        operations.undo(project)
    assert queries.site(project, 1).parcel_ids == (IDS[0],)
    assert shape(project).area == pytest.approx(1000)
    for _ in range(2):
        operations.redo(project)
    assert queries.site(project, 1).parcel_ids == (IDS[1],)


def test_a_drawn_outline_grows_and_shrinks_with_the_parcels(project: Project) -> None:
    operations.set_site_outline(project, 1, HALF)
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    assert shape(project).area == pytest.approx(1500)
    assert queries.site_table(project).loc[1, "outline_m2"] == pytest.approx(1500)
    operations.set_site_parcels(project, 1, [IDS[0]])
    assert shape(project).equals(HALF)
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    operations.set_site_parcels(project, 1, [IDS[1]])
    assert shape(project).area == pytest.approx(1000)


def test_a_parcel_added_after_the_notice_needs_a_new_one(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_publication(project, 1, Publication.ANNOUNCED, on=date(2026, 3, 2))
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    site = queries.site(project, 1)
    assert (site.publication, site.announced_on) == (Publication.NOT_ANNOUNCED, None)
    operations.undo(project)
    assert queries.site(project, 1).publication is Publication.ANNOUNCED
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    operations.set_publication(project, 1, Publication.ANNOUNCED, on=date(2026, 4, 2))
    operations.set_site_parcels(project, 1, [IDS[0]])  # less than was announced is no new plot
    assert queries.site(project, 1).publication is Publication.ANNOUNCED


def test_an_objection_stays_with_its_parcels_and_a_new_one_needs_a_notice(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_publication(project, 1, Publication.ANNOUNCED, on=date(2026, 3, 2))
    operations.record_objection(project, 1, on=date(2026, 3, 3))
    refused(
        "objection_keeps_parcels",
        lambda: operations.set_site_parcels(project, 1, [IDS[1]]),
        MoveRefused,
    )
    assert queries.site(project, 1).parcel_ids == (IDS[0],)
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    assert queries.site(project, 1).publication is Publication.OBJECTED
    (objection,) = queries.objections(project)
    operations.take_back_objection(project, objection.objection_id, on=date(2026, 3, 4))
    site = queries.site(project, 1)
    assert (site.publication, site.announced_on) == (Publication.NOT_ANNOUNCED, None)
    operations.set_site_parcels(project, 1, [IDS[1]])  # nobody objects any more
    assert queries.site(project, 1).parcel_ids == (IDS[1],)


def test_a_newer_cadastre_keeps_what_was_drawn(project: Project) -> None:
    operations.set_site_outline(project, 1, HALF)
    operations.import_cadastre(project, small_town.owned(shift=0.2))  # surveyed anew
    assert shape(project).equals(HALF)
    assert queries.site_table(project).loc[1, "outline_m2"] == pytest.approx(500)
    operations.import_cadastre(project, small_town.owned(shift=5.0))
    assert shape(project).area == pytest.approx(400)  # cut to the parcel
    operations.import_cadastre(project, small_town.owned(shift=500.0))
    assert shape(project).area == pytest.approx(1000)  # nothing of it is left: the whole parcel
    assert shape(project, 2).area == pytest.approx(1000)


def test_no_outline_where_a_parcel_is_missing(project: Project) -> None:
    operations.import_cadastre(project, small_town.owned(IDS[1:]))
    refused("outline_parcel_missing", lambda: operations.set_site_outline(project, 1, HALF))
    operations.set_site_parcels(project, 1, [IDS[0], IDS[1]])
    assert queries.site(project, 1).parcel_missing
    operations.set_site_parcels(project, 1, [IDS[1]])  # the missing one is taken out
    assert not queries.site(project, 1).parcel_missing
    assert shape(project).equals(shapely.box(E, N, E + 25, N + 40))


def test_slivers_are_left_out() -> None:
    parcel, neighbour = shapely.box(0, 0, 20, 20), shapely.box(20, 0, 40, 20)
    drawn = shapely.box(0, 0, 20.04, 20)
    assert outlines.changed(drawn, shapely.Polygon(), parcel).equals(parcel)
    assert outlines.changed(drawn, shapely.Polygon(), neighbour) is None
