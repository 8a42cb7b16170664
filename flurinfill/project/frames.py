"""Whole tables in and out: frames of the cadastre to rows with blobs, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Select,
    Table,
    delete,
    insert,
    select,
)

from flurinfill.model.progress import no_pause
from flurinfill.project import blobs, geopackage

_ROWS = 10_000
"""Rows between two pauses."""
_CHUNK = 500
"""Values of one ``IN`` list."""


def insert_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[tuple[object, ...]],
    pause: Callable[[], None] = no_pause,
) -> None:
    """Insert rows that have a value for every column, in the table's order.

    They are taken some thousand at a time: to make all of them first would need memory, and hold up
    other threads. ``pause`` is called in between, and may raise.
    """
    statement = str(insert(table).compile(dialect=connection.dialect))
    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS)):
        pause()
        connection.exec_driver_sql(statement, some)


def in_slices(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a frame into some thousand rows each."""
    return (frame.iloc[at : at + _ROWS] for at in range(0, len(frame), _ROWS))


def replace_layer(
    connection: Connection, table: Table, frame: gpd.GeoDataFrame, more: Mapping[str, object], crs: str
) -> None:
    """Replace all rows of a layer, in the frame's order, numbered from 1.

    Parameters
    ----------
    connection : Connection
        Inside a transaction.
    table : Table
        A layer of the schema.
    frame : GeoDataFrame
        With the layer's columns.
    more : mapping
        The same value in every row for columns that the frame does not have.
    crs : str
        CRS of the geometry.
    """
    geopackage.drop_rtree_triggers(connection, table)
    connection.execute(delete(table))
    shapes = frame.geometry.to_numpy()
    names = [column.name for column in table.columns if column.name not in {"fid", "geom"}]
    count = len(frame)
    columns: list[Iterable[object]] = [
        frame[name].tolist() if name in frame else [more[name]] * count for name in names
    ]
    encoded = blobs.encode(shapes, geopackage.srs_id(crs)) if count else []
    insert_rows(connection, table, zip(range(1, count + 1), encoded, *columns, strict=True))
    bounds = shapely.bounds(shapes).reshape(-1, 4) if count else np.empty((0, 4))
    geopackage.fill_rtree(connection, table, bounds)
    geopackage.note_extent(connection, table, bounds)
    geopackage.create_rtree_triggers(connection, table)


def read_layer(
    connection: Connection,
    table: Table,
    columns: Iterable[str],
    crs: str,
    within: tuple[float, float, float, float] | None = None,
    pause: Callable[[], None] = no_pause,
    known: blobs.Geometries | None = None,
) -> gpd.GeoDataFrame:
    """Read a layer in the order it was written.

    ``within`` is a box (west, south, east, north), asked of its R-tree; ``pause`` is called now and
    then, and may raise; ``known`` are the geometries of all rows, where they were read before.
    """
    names = [*columns] if known is not None else [*columns, "geom"]
    query = select(*(table.c[name] for name in names)).order_by(table.c.fid)
    if within is not None:
        query = query.where(table.c.fid.in_(geopackage.touching(table, within)))
    frame = read(connection, query, pause)
    shapes = known if known is not None else frame.pop("geom").to_numpy()
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=crs), crs=crs)


def read(
    connection: Connection, query: Select[*tuple[object, ...]], pause: Callable[[], None] = no_pause
) -> pd.DataFrame:
    """Read a query as a typed frame: text is never missing, numbers may be NaN, blobs are decoded."""
    columns = list(query.selected_columns)
    pieces: list[list[pd.Series]] = [[] for _ in columns]  # typed bit by bit: others get their turn
    for rows in connection.execute(query).partitions(_ROWS):
        pause()
        for column, values, piece in zip(columns, zip(*rows, strict=True), pieces, strict=True):
            piece.append(_typed(column, values))
    whole = (
        pd.concat(piece, ignore_index=True) if len(piece) > 1 else piece[0] if piece else _typed(column, ())
        for column, piece in zip(columns, pieces, strict=True)
    )
    return pd.DataFrame({column.name: values for column, values in zip(columns, whole, strict=True)})


def _typed(column: ColumnElement[Any], values: Sequence[Any]) -> pd.Series:
    assert isinstance(column, Column)
    if isinstance(column.type, Double):
        return pd.Series(np.array(values, dtype="float64"))
    if isinstance(column.type, Boolean):
        return pd.Series(np.array(values, dtype="bool"))
    if isinstance(column.type, Integer):
        nullable = any(value is None for value in values)
        return pd.Series(list(values), dtype="Int64" if nullable else "int64")
    if isinstance(column.type, blobs.Geometry):
        return pd.Series(blobs.decode(values), dtype=object)
    if column.nullable:
        return pd.Series(list(values), dtype=object)
    return pd.Series(list(values), dtype="str")


def chunks(values: Iterable[object]) -> Iterable[list[object]]:
    """Cut a list into pieces that fit into one ``IN``."""
    everything = list(values)
    return (everything[at : at + _CHUNK] for at in range(0, len(everything), _CHUNK))
