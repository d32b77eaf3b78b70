"""A view as of any position is what a replay cut there gives, whatever the batches it was written in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from application.ports import Head, LogRecord
from application.transcoding import decode
from application.views import VIEWS
from application.views.projection import Change, Put, Table
from infrastructure.postgres import readings as postgres_readings
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import in_schema, migrate
from infrastructure.postgres.readings import PostgresReadings
from interfaces.composition import Home
from tests.application.histories import History
from tests.examples import PREPARER, register

TABLES: tuple[Table, ...] = tuple(table for view in VIEWS for table in view.tables)
SEEDS = (1, 2)
Rows = dict[str, list[dict[str, Any]]]


class CutLog(PostgresEventLog):
    """A log as it was when it ended at a position."""

    def __init__(self, pool: ConnectionPool, schema: str, end: int) -> None:
        super().__init__(pool, schema)
        self.end = end

    def head(self) -> Head:
        return replace(super().head(), position=self.end)

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> Sequence[LogRecord]:
        return [record for record in super().read(after, limit, topics) if record.position <= self.end]


@pytest.fixture(scope="module", params=SEEDS)
def lived(request: pytest.FixtureRequest, pool: ConnectionPool) -> Iterator[tuple[str, Group]]:
    """A group with a history of its own."""
    schema = f"lived_{request.param}"
    migrate(pool, schema)
    group = Home(pool).open(schema)
    History(group, request.param).play(240)
    yield schema, group
    Home(pool).drop(schema)


@pytest.fixture(scope="module")
def beside(pool: ConnectionPool) -> str:
    """A schema whose views may be written over and over."""
    migrate(pool, "beside")
    return "beside"


def some_positions(head: int, count: int) -> list[int]:
    return sorted({1, head, *Random(head).sample(range(1, head), count)})


def written_beside(pool: ConnectionPool, beside: str, log: CutLog) -> PostgresReadings:
    """The views of that log, written afresh."""
    with pool.connection() as connection:
        names = ", ".join(f"{{}}.{table.name}" for table in TABLES)
        connection.execute(in_schema(beside, f"truncate {names}, {{}}.followers"))
    fresh = PostgresReadings(pool, beside, log)
    assert fresh.follow() == log.end
    return fresh


def rows_at(readings: PostgresReadings, position: int) -> Rows:
    return {table.name: [dict(row) for row in readings.rows(table.name, position)] for table in TABLES}


def digests(pool: ConnectionPool, schema: str) -> dict[str, str]:
    """By table, the hash of all that it holds, at every position."""
    found = {}
    with pool.connection() as connection:
        for table in TABLES:
            columns = ", ".join((*table.key, *table.columns, "from_position", "to_position"))
            order = ", ".join((*table.key, "from_position"))
            statement = f"select ({columns})::text from {{}}.{table.name} order by {order}"
            rows = connection.execute(in_schema(schema, statement)).fetchall()
            found[table.name] = sha256("\n".join(row for (row,) in rows).encode()).hexdigest()
    return found


def folded(log: PostgresEventLog, end: int) -> Rows:
    """The rows that the events up to a position leave, kept in memory and without a database."""
    held: dict[str, dict[tuple[object, ...], dict[str, Any]]] = {table.name: {} for table in TABLES}
    for record in log.read(0, end):
        event = decode(record.topic, record.payload)
        for view in VIEWS:
            for write in view.when[type(event)](event, record) if type(event) in view.when else ():
                rows, columns = held[write.table.name], (*write.table.key, *write.table.columns)
                match write:
                    case Put(table, values):
                        row = {name: values.get(name) for name in columns}
                        key = tuple(row[name] for name in table.key)
                    case Change(_, key, values):
                        row = {**rows[key], **{n: v for n, v in values.items() if n in columns}}
                rows[key] = {**row, "from_position": record.position}
    return {name: list(rows.values()) for name, rows in held.items()}


def comparable(rows: Rows) -> dict[str, list[str]]:
    def plain(value: object) -> object:
        return str(value) if isinstance(value, UUID) else dict(value) if isinstance(value, Mapping) else value

    return {
        name: sorted(json.dumps(row, sort_keys=True, default=plain) for row in of)
        for name, of in rows.items()
    }


def test_a_view_at_a_past_position_is_a_fresh_replay_cut_there(
    pool: ConnectionPool, lived: tuple[str, Group], beside: str
) -> None:
    schema, group = lived
    for position in some_positions(group.position(), 5):
        fresh = written_beside(pool, beside, CutLog(pool, schema, position))
        assert rows_at(fresh, position) == rows_at(group.readings, position)


def test_a_view_holds_what_its_list_of_when_this_write_that_says(
    pool: ConnectionPool, lived: tuple[str, Group]
) -> None:
    schema, group = lived
    log = PostgresEventLog(pool, schema)
    for position in some_positions(group.position(), 10):
        live = rows_at(group.readings, position)
        assert comparable(live) == comparable(folded(log, position))


@pytest.mark.parametrize("batch", [1, 7, 5000])
def test_batches_of_any_size_write_the_same_rows(
    pool: ConnectionPool,
    lived: tuple[str, Group],
    beside: str,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schema, group = lived
    monkeypatch.setattr(postgres_readings, "LIVE_BATCH", batch)
    written_beside(pool, beside, CutLog(pool, schema, group.position()))
    assert digests(pool, beside) == digests(pool, schema)


def test_histories_reach_every_view(pool: ConnectionPool, lived: tuple[str, Group]) -> None:
    _, group = lived
    rows = rows_at(group.readings, group.position())
    empty = {view.name for view in VIEWS if not any(rows[table.name] for table in view.tables)}
    assert empty == set()


def test_as_of_before_anything_happened_there_is_nothing(lived: tuple[str, Group]) -> None:
    _, group = lived
    assert all(not rows for rows in rows_at(group.readings, 0).values())


def test_a_command_returns_after_the_views_hold_what_it_wrote(group: Group) -> None:
    [aval] = register("Aval")
    position = group.carry_out(aval, PREPARER)
    assert [row["code"] for row in group.readings.rows("members", position)] == ["Aval"]
    assert group.readings.position() == position


def test_views_left_behind_by_a_crash_catch_up_before_the_next_answer(
    home: Home, group: Group, group_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    aval, brume = register("Aval", "Brume")
    monkeypatch.setattr(group, "follow", lambda: 0)
    group.carry_out(aval, PREPARER)
    group.carry_out(brume, PREPARER)
    after_the_crash = home.open(group_schema)
    assert after_the_crash.readings.rows("members", 2) == []
    assert after_the_crash.position() == 2
    assert len(after_the_crash.readings.rows("members", 2)) == 2
