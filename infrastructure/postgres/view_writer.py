"""Writing the rows of views: each write closes the row that held before and opens the next, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from application.views.projection import Change, Put, Table, View, Write
from infrastructure.postgres.migrations import in_schema

STILL = 2**63 - 1
"""The `to_position` of a row that still holds."""

_TYPES: dict[tuple[str, int, str, str, str], Mapping[str, str]] = {}
"""The types of the columns of a table of a schema of a database: a process never sees them change."""
Key = tuple[Any, ...]
Named = Callable[[Table], str]
"""Gives the name under which a table is kept: its own, or that of its copy under rebuild."""


def itself(table: Table) -> str:
    """The live table."""
    return table.name


class ViewWriter:
    """Collects the writes of a batch of events and puts them down in a few statements a table."""

    def __init__(self, schema: str, view: View, named: Named = itself) -> None:
        self._schema = schema
        self._tables = view.tables
        self._named = named

    def write(self, connection: Connection[TupleRow], writes: Sequence[tuple[int, Write]]) -> None:
        """Put the writes down, each with the position of its event, in order."""
        for table in self._tables:
            of_table = [(position, write) for position, write in writes if write.table is table]
            if of_table:
                self._write_table(connection, table, of_table)

    def _write_table(
        self, connection: Connection[TupleRow], table: Table, writes: Iterable[tuple[int, Write]]
    ) -> None:
        batch = list(writes)
        holding = self._rows_to_change(connection, table, batch)
        # Per key, the rows as they follow each other; the position of the first is where the old one ends.
        rows: dict[Key, list[tuple[int, Mapping[str, object]]]] = {}
        for position, write in batch:
            key = _key(table, write)
            values = _values(table, write, rows[key][-1][1] if key in rows else holding.get(key))
            following = rows.setdefault(key, [])
            if following and following[-1][0] == position:
                following.pop()
            following.append((position, values))
        self._close(connection, table, {key: following[0][0] for key, following in rows.items()})
        self._copy(connection, table, rows)

    def _rows_to_change(
        self, connection: Connection[TupleRow], table: Table, batch: Sequence[tuple[int, Write]]
    ) -> dict[Key, Mapping[str, object]]:
        put: set[Key] = set()
        wanted: list[Key] = []
        for _, write in batch:
            key = _key(table, write)
            if isinstance(write, Change) and key not in put:
                wanted.append(key)
            put.add(key)
        if not wanted:
            return {}
        names = (*table.key, *table.columns)
        statement = (
            f"select {', '.join(f't.{n}' for n in names)} from {{}}.{self._named(table)} t"
            f" join {self._keys(connection, table)} on {_same_key(table)} where t.to_position = {STILL}"
        )
        found = connection.execute(in_schema(self._schema, statement), _columns(table, wanted), prepare=True)
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return {tuple(row[n] for n in table.key): row for row in rows}

    def _close(self, connection: Connection[TupleRow], table: Table, ends: Mapping[Key, int]) -> None:
        keys = self._keys(connection, table, "end_position bigint")
        statement = (
            f"update {{}}.{self._named(table)} t set to_position = k.end_position"
            f" from {keys} where {_same_key(table)} and t.to_position = {STILL}"
        )
        parameters = [*_columns(table, ends), list(ends.values())]
        connection.execute(in_schema(self._schema, statement), parameters, prepare=True)

    def _copy(
        self,
        connection: Connection[TupleRow],
        table: Table,
        rows: Mapping[Key, Sequence[tuple[int, Mapping[str, object]]]],
    ) -> None:
        names = (*table.key, *table.columns)
        statement = (
            f"copy {{}}.{self._named(table)} ({', '.join(names)}, from_position, to_position) from stdin"
        )
        json = {n for n, kind in self._types_of(connection, table).items() if kind == "jsonb"}
        with connection.cursor().copy(in_schema(self._schema, statement)) as copy:
            for following in rows.values():
                ends = [position for position, _ in following[1:]] + [STILL]
                for (position, values), end in zip(following, ends, strict=True):
                    cells = [_cell(values[n], n in json) for n in names]
                    copy.write_row((*cells, position, end))

    def _keys(self, connection: Connection[TupleRow], table: Table, *more: str) -> str:
        types = self._types_of(connection, table)
        arrays = [f"%s::{types[n]}[]" for n in table.key] + [f"%s::{m.split()[1]}[]" for m in more]
        names = [*table.key, *(m.split()[0] for m in more)]
        return f"unnest({', '.join(arrays)}) as k({', '.join(names)})"

    def _types_of(self, connection: Connection[TupleRow], table: Table) -> Mapping[str, str]:
        at = connection.info
        place = at.host, at.port, at.dbname, self._schema, table.name
        if place not in _TYPES:
            found = connection.execute(
                "select column_name::text, data_type::text from information_schema.columns"
                " where table_schema = %s and table_name = %s",
                (self._schema, table.name),
            )
            _TYPES[place] = dict(found.fetchall())
        return _TYPES[place]


def _key(table: Table, write: Write) -> Key:
    return tuple(write.values[n] for n in table.key) if isinstance(write, Put) else write.key


def _values(table: Table, write: Write, held: Mapping[str, object] | None) -> Mapping[str, object]:
    if isinstance(write, Put):
        return {n: write.values.get(n) for n in (*table.key, *table.columns)}
    if held is None:
        raise AssertionError(f"{table.name} has no row {write.key} to change")
    return {n: write.values.get(n, value) for n, value in held.items()}


def _same_key(table: Table) -> str:
    return " and ".join(f"t.{n} = k.{n}" for n in table.key)


def _columns(table: Table, keys: Iterable[Key]) -> list[list[object]]:
    listed = list(keys)
    return [[key[i] for key in listed] for i in range(len(table.key))]


def _cell(value: object, json: bool) -> object:
    return Jsonb(value) if json and value is not None else value
