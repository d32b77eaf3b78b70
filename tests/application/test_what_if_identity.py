"""A what-if that changes nothing is the ledger: every stream, event by event, to the cent and the fraction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from application.agreements import DraftAmendment, SignAccession, SignAmendment
from application.answers.what_if import what_if_answer
from application.electors import GrantProxy
from application.enacting import RecordApproval
from application.group import Group
from application.ports import LogRecord
from application.service_flows import ShareServiceFlows
from application.transcoding import decode
from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question, question_of
from domain.allocation.allocation_run_events import Prepared
from domain.allocation.carry import Moved
from domain.governance.resolution_events import Enactment
from infrastructure.postgres.migrations import in_schema, migrate
from interfaces.composition import Home
from tests import examples
from tests.application.histories import CONTRACTS, DAY, MINISTER, MONTHS, History
from tests.examples import BRUME, CIME, CONFLUENCE, DUNE, MEMBERS

CHANGES = (
    {"change": "key", "contract": "platform", "effective_from": "2026-02", "key": {"equal": {}}},
    {"change": "rounding", "contract": "land", "effective_from": "2026-02", "rounding": "sainte-lague"},
    {"change": "no admission", "agreement": CONFLUENCE, "member": DUNE},
    {"change": "resolution", "agreement": CONFLUENCE, "number": "R0", "outcome": "refused"},
)
NOTHING = Question(changes=())
SEEDS = (11, 12, 13)
Streams = dict[object, list[tuple[int, str, bytes, str, str | None]]]


class Admitting(History):
    """A history in which Dune is admitted and each kind of decision taken at first, and then all goes as it may."""

    def begin(self) -> None:
        super().begin()
        admission = Enactment("admit a member", self.admission())
        self.do(*examples.adopted("R0", [admission, Enactment("free text", {})], day=DAY))
        self.do(SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, DAY)))
        self.do(*(examples.reading("calls", DUNE, month, self.some(1, 90)) for month in MONTHS[1:]))
        self.take_each_kind_of_decision()
        self.share_a_quarter()

    def take_each_kind_of_decision(self) -> None:
        budget = Enactment("adopt a budget", {"contract": "land", "year": 2026, "amount_cents": 2000})
        amendment = {"agreement": CONFLUENCE, "number": "A"}
        self.do(DraftAmendment(**amendment, text="budgets", effective_on=DAY, enactments=(budget,)))
        self.do(*(SignAmendment(**amendment, **examples.signature(each, DAY)) for each in (*MEMBERS, DUNE)))
        notice = {"contract": "platform", "effective_from": MONTHS[0], "notice_months": 5}
        change = Enactment("change a contract", notice, conditions=(MINISTER,))
        meeting = "Meeting on R00"
        given = {"seat": CIME, "holder": BRUME, "evidence": "letter"}
        # Cime votes itself on R00, and by that takes its proxy back.
        self.do(GrantProxy(agreement=CONFLUENCE, meeting=meeting, granted_on=DAY, **given))
        self.do(*examples.adopted("R00", [change, Enactment("free text", {}, needs=(1,))], day=DAY))
        answer = {"approval": MINISTER.subject, "given_by": "the minister", "reference": "letter"}
        days = {"given_on": DAY, "effective_on": DAY}
        self.do(RecordApproval.read({"agreement": CONFLUENCE, "act": "order", **answer, **days}))

    def share_a_quarter(self) -> None:
        costs = [examples.document(c, m, 10_001, number=f"Q-{c}-{m}") for c in CONTRACTS for m in MONTHS]
        self.do(*costs, *(ShareServiceFlows(agreement=CONFLUENCE, month=month) for month in MONTHS))
        for contract in CONTRACTS:
            self.look_ahead(contract)
        self.do(examples.document("platform", MONTHS[1], 77, number="Q-late"))
        self.do(ShareServiceFlows(agreement=CONFLUENCE, month=MONTHS[1]))


@pytest.fixture(scope="module", params=SEEDS)
def lived(request: pytest.FixtureRequest, pool: ConnectionPool) -> Iterator[Group]:
    """A group with a history of its own."""
    schema = f"supposed_{request.param}"
    migrate(pool, schema)
    group = Home(pool).open(schema)
    Admitting(group, request.param).play(360)
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
    Admitting(group, 5).play(300)
    at, before = group.position(), (group.ledger.event_log.head(), rows_of(pool, group_schema))
    for change in CHANGES:
        answer = what_if_answer(group.ledger.event_log, group.readings, at, question_of(change))
        assert answer["position"] == at
    assert (group.ledger.event_log.head(), rows_of(pool, group_schema)) == before


def test_what_is_held_against_the_ledger_holds_what_could_break_it(lived: Group) -> None:
    records = records_until(lived.ledger.event_log, lived.position())
    assert {r.topic for r in records} >= BREAKING
    written = b"".join(r.payload for r in records)
    # Journals name the service that used another, keys weigh their months, and a run looked ahead to open ones.
    assert all(said in written for said in (b'"used_by":"', b'"month_weights":{"'))
    assert any(_looked_ahead(records))


BREAKING = {
    "allocation.cost-pool.flow-moved",
    "allocation.run.posted",
    "allocation.service-flows.shared",
    "allocation.stand-alone.declared",
    "governance.condition.approved",
    "governance.proxies.revoked",
    "membership.agreement.enactment-executed",
    "membership.agreement.member-admitted",
    "services.contract.beneficiary-added",
    "services.contract.terms-changed",
}


def _looked_ahead(records: Iterable[LogRecord]) -> Iterator[bool]:
    carries: dict[str, object] = {}
    for record in records:
        match decode(record.topic, record.payload):
            case Moved() as moved:
                carries[moved.contract] = {
                    m: cents for m, cents in moved.carried_cents.items() if cents != "0"
                }
            case Prepared() as run:
                yield run.carried_cents != carries.get(run.contract, {})
