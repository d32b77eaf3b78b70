"""A what-if that changes nothing is the ledger: every stream, event by event, to the cent and the fraction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from application.agreements import SignAccession
from application.answers.what_if import what_if_answer
from application.group import Group
from application.ports import LogRecord
from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question, question_of
from domain.governance.resolution_events import Enactment
from infrastructure.postgres.migrations import in_schema, migrate
from interfaces.composition import Home
from tests import examples
from tests.application.histories import DAY, MONTHS, History
from tests.examples import CONFLUENCE, DUNE

CHANGES = (
    {"change": "key", "contract": "platform", "effective_from": "2026-02", "key": {"equal": {}}},
    {"change": "rounding", "contract": "land", "effective_from": "2026-02", "rounding": "sainte-lague"},
    {"change": "no admission", "agreement": CONFLUENCE, "member": DUNE},
    {"change": "resolution", "agreement": CONFLUENCE, "number": "R0", "outcome": "refused"},
)
NOTHING = Question(changes=())
SEEDS = (11, 12, 13, 14, 15, 16)
Streams = dict[object, list[tuple[int, str, bytes, str, str | None]]]


class Admitting(History):
    """A history in which Dune is admitted at first, and then all goes as it may."""

    def begin(self) -> None:
        super().begin()
        admission = Enactment("admit a member", self.admission())
        self.do(*examples.adopted("R0", [admission, Enactment("free text", {})], day=DAY))
        self.do(SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, DAY)))
        self.do(*(examples.reading("calls", DUNE, month, self.some(1, 90)) for month in MONTHS[1:]))


@pytest.fixture(scope="module", params=SEEDS)
def lived(request: pytest.FixtureRequest, pool: ConnectionPool) -> Iterator[Group]:
    """A group with a history of its own."""
    schema = f"supposed_{request.param}"
    migrate(pool, schema)
    group = Home(pool).open(schema)
    Admitting(group, request.param).play(260)
    yield group
    Home(pool).drop(schema)


def streams_of(records: Iterable[LogRecord]) -> Streams:
    """Every stream with its events in order, and who acted for whom."""
    streams: Streams = {}
    for r in records:
        said = (r.version, r.topic, r.payload, r.actor, r.on_behalf_of)
        streams.setdefault(r.stream, []).append(said)
    return streams


def rows_of(pool: ConnectionPool, schema: str) -> dict[str, int]:
    """How many rows each table of a schema holds."""
    with pool.connection() as connection:
        return {table: _count(connection, schema, table) for table in _tables(connection, schema)}


def _tables(connection: Connection, schema: str) -> list[str]:
    found = connection.execute("select tablename from pg_tables where schemaname = %s", (schema,))
    return sorted(name for (name,) in found)


def _count(connection: Connection, schema: str, table: str) -> int:
    [(count,)] = connection.execute(in_schema(schema, f"select count(*) from {{}}.{table}")).fetchall()
    return int(count)


def test_every_stream_comes_about_as_it_is_recorded(lived: Group) -> None:
    records = records_until(lived.ledger.event_log, lived.position())
    answered = what_if(records, NOTHING)
    supposed = answered.world.log.read(0, len(records) + 1)
    assert streams_of(supposed) == streams_of(records)
    assert (answered.world.fallen, answered.world.refused_runs) == ([], [])


def test_run_by_run_the_cents_the_fractions_and_the_carry_are_those_posted(lived: Group) -> None:
    records = records_until(lived.ledger.event_log, lived.position())
    answered = what_if(records, NOTHING)
    assert answered.supposed.runs == answered.recorded.runs
    assert answered.supposed.runs
    assert all(d.recorded == d.supposed for d in answered.differences())
    assert answered.not_allocated() == []


@pytest.mark.parametrize("part", [1, 2, 3])
def test_as_of_any_position_too(lived: Group, part: int) -> None:
    cut = lived.position() * part // 4
    records = records_until(lived.ledger.event_log, cut)
    answered = what_if(records, NOTHING)
    assert answered.position == cut
    assert answered.supposed.runs == answered.recorded.runs


def test_what_stands_until_a_position_stands_as_it_is(lived: Group) -> None:
    records = records_until(lived.ledger.event_log, lived.position())
    answered = what_if(records, NOTHING, len(records) // 2)
    assert answered.supposed.runs == answered.recorded.runs


def test_a_question_leaves_no_trace(group: Group, pool: ConnectionPool, group_schema: str) -> None:
    Admitting(group, 5).play(150)
    at, before = group.position(), (group.ledger.event_log.head(), rows_of(pool, group_schema))
    for change in CHANGES:
        answer = what_if_answer(group.ledger.event_log, group.readings, at, question_of(change))
        assert answer["position"] == at
    assert (group.ledger.event_log.head(), rows_of(pool, group_schema)) == before


def test_what_is_held_against_the_ledger_holds_what_could_break_it(lived: Group) -> None:
    seen = {r.topic for r in records_until(lived.ledger.event_log, lived.position())}
    assert {
        "allocation.run.posted",
        "membership.agreement.member-admitted",
        "services.contract.beneficiary-added",
    } <= seen
