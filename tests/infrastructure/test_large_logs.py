"""The large logs of the benchmarks are what appends and views would have made of the same events."""

from __future__ import annotations

import pytest
from eventsourcing.persistence import StoredEvent
from psycopg_pool import ConnectionPool

from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.recorder import PostgresRecorder
from interfaces.composition import Home
from tests.benchmarks.large_logs import copy_entries, copy_log, records

EVENTS = 300


@pytest.fixture
def copied(pool: ConnectionPool, group_schema: str) -> str:
    copy_log(pool, group_schema, EVENTS)
    return group_schema


def test_a_copied_log_is_read_as_it_was_made_and_its_chain_holds(pool: ConnectionPool, copied: str) -> None:
    log = PostgresEventLog(pool, copied)
    assert list(log.read(0, EVENTS + 1)) == list(records(EVENTS))
    assert log.verify().events == EVENTS


def test_appends_go_on_from_a_copied_log(pool: ConnectionPool, copied: str) -> None:
    log, last = PostgresEventLog(pool, copied), list(records(EVENTS + 1))[-1]
    event = StoredEvent(last.stream, last.version, last.topic, last.payload)
    PostgresRecorder(pool, copied).insert_events([event])
    assert log.verify().events == EVENTS + 1


def test_copied_entries_are_those_that_the_view_writes(pool: ConnectionPool, copied: str) -> None:
    group = Home(pool).open(copied)
    at = group.position()
    written = group.readings.rows("entries", at)
    with pool.connection() as connection:
        connection.execute(f"truncate {copied}.entries")
    copy_entries(pool, copied)
    assert group.readings.rows("entries", at) == written
    assert len(written) == 2 * EVENTS
