"""A log of a million entries in seconds: copied into the tables of the store, with the chain that appends would lay.

TANTIEME_BENCH_EVENTS sets another size. What is read of it is held against a fold of the log, and its chain is
verified: nothing here is believed because it is quick.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from psycopg_pool import ConnectionPool

from application.ports import LogRecord
from application.transcoding import encode
from domain.accounts.journal import Booked, EntryLine, journal_id
from infrastructure.postgres.canonical import START, canonical, chained
from infrastructure.postgres.migrations import in_schema

EVENTS = int(os.environ.get("TANTIEME_BENCH_EVENTS", "1000000"))
BOOKS, YEARS_OF_BOOKS = 100, 20
ACTOR = "person-0000000000000001"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_SAVE = 20
"""So many events have one instant, as if saved at once."""
_COLUMNS = (
    "position, originator_id, originator_version, topic, payload, actor, on_behalf_of, correlation, causation,"
    " idempotency_key, recorded_at, hash"
)
_TYPES = ("int8", "uuid", "int8", "text", "bytea", *("text",) * 3, "int8", "text", "timestamptz", "bytea")
# Without the offset the payload would be read again for each column.
_ENTRIES = """
    insert into {}.entries (
        stream, number, line, entity, contract, year, run, service_month, posting_period, accounting_date, label,
        role, counterparty, debit_cents, credit_cents, used_by, from_position, to_position
    )
    select
        e.originator_id, (b ->> 'number')::int, line.ordinal, b ->> 'entity', b ->> 'contract', (b ->> 'year')::int,
        b ->> 'run', b ->> 'service_month', b ->> 'posting_period', b ->> 'accounting_date', b ->> 'label',
        line.said ->> 'role', line.said ->> 'counterparty', (line.said ->> 'debit_cents')::bigint,
        (line.said ->> 'credit_cents')::bigint, b ->> 'used_by', e.position, 9223372036854775807
    from {}.events e
    cross join lateral (select convert_from(e.payload, 'UTF8')::jsonb as b offset 0) as booked
    cross join lateral jsonb_array_elements(b -> 'lines') with ordinality as line (said, ordinal)
"""


def _booked(number: int) -> tuple[UUID, Booked]:
    # One entry in one of many books; from 0 on, books and years take turns.
    book, turn = number % BOOKS, number // BOOKS
    year, place = 2000 + turn % YEARS_OF_BOOKS, turn // YEARS_OF_BOOKS + 1
    entity, contract = f"Entity {book}", f"C-{book}"
    lines = (
        EntryLine("shared services", "Provider", 12_345, 0),
        EntryLine("due to providers", "Provider", 0, 12_345),
    )
    month = f"{year}-{place % 12 + 1:02d}"
    run = f"{contract} {month} #{place}"
    days = (month, month, f"{month}-28", f"{contract} {month}")
    return _journal(entity, contract, year), Booked(entity, contract, year, place, run, *days, lines)


@cache
def _journal(entity: str, contract: str, year: int) -> UUID:
    return journal_id(entity, contract, year)


def records(events: int) -> Iterator[LogRecord]:
    """The first events with their places, instants and hashes."""
    previous = START
    for position in range(1, events + 1):
        stream, event = _booked(position - 1)
        at = _START + timedelta(milliseconds=(position - 1) // _SAVE)
        said = (stream, event.number, Booked.TOPIC, encode(event), ACTOR, None, None, None, None, at)
        previous = chained(previous, canonical(LogRecord(position, *said, b"")))
        yield LogRecord(position, *said, previous)


def copy_log(pool: ConnectionPool, schema: str, events: int) -> None:
    """Fill the empty log of a group."""
    with pool.connection() as connection, connection.cursor() as cursor:
        statement = f"copy {{}}.events ({_COLUMNS}) from stdin (format binary)"
        with cursor.copy(in_schema(schema, statement)) as copy:
            copy.set_types(_TYPES)
            for r in records(events):
                named = (r.position, r.stream, r.version, r.topic, r.payload, r.actor)
                copy.write_row((*named, None, None, None, None, r.recorded_at, r.hash))
        last = in_schema(schema, "select position, hash, recorded_at from {}.events where position = %s")
        [end] = connection.execute(last, (events,)).fetchall()
        connection.execute(
            in_schema(schema, "update {}.head set position = %s, hash = %s, recorded_at = %s"), end
        )


def copy_entries(pool: ConnectionPool, schema: str) -> None:
    """The rows of what is booked, from all that the log says."""
    with pool.connection() as connection:
        connection.execute(in_schema(schema, _ENTRIES))
    with pool.connection() as connection:
        connection.execute(in_schema(schema, "analyze {}.entries"))
