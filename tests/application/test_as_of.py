"""Every reading at a past position is what the same reading says over a log that ends there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from application.answers import lists
from application.answers.budget import budget
from application.answers.costs import cost_lines
from application.answers.counted import readings_counted
from application.answers.decisions import Decisions
from application.answers.enactments import accounting_years, amendments, conditions, enactments
from application.answers.exactness import exactness
from application.answers.explanation import explanation
from application.answers.flows import service_flows
from application.answers.history import history
from application.answers.minutes import minutes_of
from application.answers.on_a_day import agreements_on, contracts_on
from application.answers.readings_missing import readings_missing
from application.answers.reimbursement import exact_reimbursement
from application.answers.restatements import restatements
from application.answers.settlement import settlement
from application.answers.stand_alone_costs import stand_alone_costs
from application.answers.statement import booked_due_cents, statement
from application.answers.template import template_of
from application.answers.unallocated import unallocated
from application.answers.variance import variance
from application.answers.votes import electors
from application.answers.what_if import what_if_answer
from application.answers.win_win import win_win
from application.answers.year_flows import year_flows
from application.group import Group
from application.ports import EventLog, ViewRows
from application.run_inputs import ReadingMissing
from application.service_flows import FlowsAwaited, must_have_shared
from application.services import find_contract
from application.what_if.changes import question_of
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from infrastructure.postgres import readings as postgres_readings
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import migrate
from interfaces.composition import Home
from tests.application.histories import MONTHS
from tests.application.test_views import CutLog, beside, written_beside
from tests.application.test_what_if_identity import Admitting
from tests.examples import CONFLUENCE, MEMBERS

__all__ = ["beside"]

Reading = Callable[[EventLog, ViewRows, int], Any]
KEY = question_of(
    {"change": "key", "contract": "platform", "effective_from": "2026-02", "key": {"equal": {}}}
)
DAY = date(2026, 2, 14)

READINGS: Mapping[str, Reading] = {
    "members": lambda _, rows, at: lists.members(rows, at),
    "agreements": lambda _, rows, at: lists.agreements(rows, at),
    "services": lambda _, rows, at: lists.services(rows, at),
    "contracts": lambda _, rows, at: lists.contracts(rows, at),
    "resolutions": lambda _, rows, at: lists.resolutions(rows, at),
    "costs": lambda _, rows, at: cost_lines(rows, at),
    "late costs": lambda _, rows, at: cost_lines(rows, at, late=True),
    "statements": lambda _, rows, at: [statement(rows, at, m, 2026) for m in MEMBERS],
    "due": lambda _, rows, at: [booked_due_cents(rows, at, m, 2026) for m in MEMBERS],
    "explanation": lambda _, rows, at: explanation(rows, at, "Aval", "platform", "2026-01"),
    "exactness": lambda _, rows, at: exactness(rows, at),
    "history": lambda log, rows, at: list(history(log, rows, {}, at)),
    "enactments": lambda _, rows, at: enactments(rows, at),
    "amendments": lambda _, rows, at: amendments(rows, at),
    "conditions": lambda _, rows, at: conditions(rows, at),
    "accounting years": lambda _, rows, at: accounting_years(rows, at),
    "restatements": lambda _, rows, at: restatements(rows, at),
    "service flows": lambda _, rows, at: service_flows(rows, at, MONTHS),
    "alone": lambda _, rows, at: stand_alone_costs(rows, at),
    "electors": lambda _, rows, at: electors(rows, at, CONFLUENCE),
    "not allocated": lambda _, rows, at: unallocated(rows, at, "2026"),
    "reimbursement": lambda _, rows, at: exact_reimbursement(rows, at, 2026),
    "budget": lambda _, rows, at: budget(rows, at, "land", 2026),
    "settlement": lambda _, rows, at: settlement(rows, at, 2026),
    "agreements on a day": lambda _, rows, at: agreements_on(rows, at, DAY),
    "contracts on a day": lambda _, rows, at: contracts_on(rows, at, DAY),
    "variance": lambda _, rows, at: variance(rows, at, "platform", "2026-01", "2026-02"),
    "win-win": lambda _, rows, at: win_win(rows, at, "platform", "2026-01"),
    "template": lambda _, rows, at: template_of(rows, at, CONFLUENCE),
    "flows of a year": lambda _, rows, at: year_flows(rows, at, 2026),
    "readings": lambda _, rows, at: readings_counted(rows, at),
    "readings missing": lambda _, rows, at: readings_missing(rows, at, unallocated(rows, at, "2026")),
    "minutes": lambda log, _, at: minutes_of(log, at, CONFLUENCE, "R00"),
    "decisions": lambda log, rows, at: _told(Decisions(log, rows, at)),
    "what if": lambda log, rows, at: what_if_answer(log, rows, at, KEY),
}


def _told(decisions: Decisions) -> list[Any]:
    return [decisions.told(step) for step in decisions.steps[-2:]]


def said(reading: Reading, log: EventLog, rows: ViewRows, at: int) -> str:
    """What a reading says, or which rule it names when it refuses."""
    try:
        answer: Any = reading(log, rows, at)
    except Refusal as refusal:
        answer = {"refused": refusal.name, "facts": refusal.facts}
    return json.dumps(answer, default=_plain, sort_keys=True)


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


@pytest.fixture(scope="module", params=[31, 32])
def lived(request: pytest.FixtureRequest, pool: ConnectionPool) -> Iterator[tuple[str, Group]]:
    """A group with a history of its own, in which a member was admitted."""
    schema = f"asked_{request.param}"
    migrate(pool, schema)
    group = Home(pool).open(schema)
    Admitting(group, request.param).play(300)
    yield schema, group
    Home(pool).drop(schema)


@pytest.mark.parametrize("batch", [1, 5000])
def test_every_reading_at_a_random_position_is_that_of_a_fresh_replay_cut_there(
    pool: ConnectionPool,
    lived: tuple[str, Group],
    beside: str,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schema, group = lived
    monkeypatch.setattr(postgres_readings, "LIVE_BATCH", batch)
    head = group.position()
    for position in Random(f"{schema} {batch}").sample(range(1, head + 1), 3):
        cut = CutLog(pool, schema, position)
        fresh = written_beside(pool, beside, cut)
        whole = group.ledger.event_log
        for name, reading in READINGS.items():
            live = said(reading, whole, group.readings, position)
            assert live == said(reading, cut, fresh, position), (name, position)


def test_as_of_an_instant_is_as_of_the_last_position_recorded_by_then(
    pool: ConnectionPool, lived: tuple[str, Group]
) -> None:
    schema, group = lived
    records = PostgresEventLog(pool, schema).read(0, group.position())
    for record in Random(schema).sample(list(records), 5):
        by_then = max(r.position for r in records if r.recorded_at <= record.recorded_at)
        assert group.position(record.recorded_at.isoformat()) == by_then
        before = (record.recorded_at - timedelta(microseconds=1)).isoformat()
        assert group.position(before) < record.position


def test_the_readings_say_something(lived: tuple[str, Group]) -> None:
    _, group = lived
    at, log = group.position(), group.ledger.event_log
    empty = [name for name, reading in READINGS.items() if said(reading, log, group.readings, at) == "[]"]
    assert set(empty) <= {"late costs", "readings missing", "restatements"}


def test_what_is_not_allocated_is_what_each_pool_says(lived: tuple[str, Group]) -> None:
    _, group = lived
    at, ledger = group.position(), group.ledger
    told = {(w["contract"], w["service_month"]): w for w in unallocated(group.readings, at, "2026")}
    pools = group.readings.rows("pools", at)
    for row in pools:
        place = str(row["contract"]), str(row["service_month"])
        pool = ledger.find(CostPool, cost_pool_id(*place))
        assert told.get(place, {"waiting_cents": 0})["waiting_cents"] == pool.waiting_cents
        assert (place in told) == (pool.awaits_a_run or _awaits_flows(group, *place))
    assert any(told.values())
    assert pools


def _awaits_flows(group: Group, contract: str, month: str) -> bool:
    try:
        must_have_shared(group.ledger, find_contract(group.ledger, contract), Month.of(month))
    except (FlowsAwaited, ReadingMissing):
        return True
    return False
