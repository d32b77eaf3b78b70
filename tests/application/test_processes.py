"""An adopted resolution is carried out once, whoever follows, however often, and whatever crashed in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from psycopg_pool import ConnectionPool

from application.agreements import SignAccession
from application.group import Group
from application.ports import LogRecord
from application.processes.running import NAME
from domain.governance.resolution_events import Enactment
from infrastructure.postgres.migrations import in_schema
from interfaces.composition import Home
from tests import examples
from tests.examples import CONFLUENCE, DUNE, PREPARER, adopted, carry_out

BUDGET = Enactment("adopt a budget", {"contract": "platform", "year": 2026, "amount_cents": 120_000})
ADMISSION = Enactment(
    "admit a member",
    {
        "member": DUNE,
        "bears_costs_from": "2026-02-01",
        "votes_from": "2026-02-01",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    },
)
NOTICE = Enactment("free text", {})
UNKNOWN = Enactment("adopt a budget", {"contract": "nowhere", "year": 2026, "amount_cents": 1})


@pytest.fixture(autouse=True)
def charter(confluence: Group) -> None:
    """Any decision is taken by simple majority."""
    carry_out(confluence, examples.charter(examples.rule(), examples.rule("admission")))


def log(group: Group) -> Sequence[LogRecord]:
    return group.ledger.event_log.read(0, 10_000)


def happened(group: Group) -> Counter[str]:
    return Counter(record.topic.rpartition(".")[2] for record in log(group))


def follow_afresh(pool: ConnectionPool, home: Home, schema: str) -> Group:
    """Follow the whole log again, as if nobody had noted how far it was followed."""
    with pool.connection() as connection:
        connection.execute(in_schema(schema, "delete from {}.followers where name = %s"), (NAME,))
    group = home.open(schema)
    group.follow()
    return group


def test_an_adopted_resolution_is_the_cause_of_what_it_enacts(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [BUDGET]))
    closed, budget, executed = log(confluence)[-3:]
    assert [record.topic for record in (closed, budget, executed)] == [
        "governance.resolution.closed",
        "services.contract.budget-adopted",
        "governance.resolution.enactment-executed",
    ]
    assert budget.causation == executed.causation == closed.position
    assert budget.correlation == closed.correlation
    assert budget.actor == "process enact-when-adopted"


def test_what_is_followed_twice_is_enacted_once(
    confluence: Group, pool: ConnectionPool, home: Home, group_schema: str
) -> None:
    carry_out(confluence, *adopted("R1", [BUDGET, UNKNOWN]), *adopted("R2", [ADMISSION]))
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20))))
    before = log(confluence)
    assert log(follow_afresh(pool, home, group_schema)) == before
    assert log(follow_afresh(pool, home, group_schema)) == before


def test_two_that_follow_at_once_enact_once(
    confluence: Group, home: Home, group_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(confluence, "follow", lambda: 0)
        carry_out(confluence, *adopted("R1", [BUDGET]))
    groups = [home.open(group_schema) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda group: group.follow(), groups))
    assert happened(confluence)["budget-adopted"] == happened(confluence)["enactment-executed"] == 1


@pytest.mark.parametrize("decisions_before_the_crash", range(6))
@pytest.mark.parametrize(
    ("enactments", "expected"),
    [
        (
            [BUDGET, NOTICE, UNKNOWN],
            {"budget-adopted": 1, "enactment-executed": 2, "enactment-refused": 1},
        ),
        ([ADMISSION], {"admission-decided": 1, "enactment-awaiting": 1}),
    ],
)
def test_a_crash_between_decision_and_follow_up_loses_nothing(
    confluence: Group,
    home: Home,
    group_schema: str,
    monkeypatch: pytest.MonkeyPatch,
    enactments: list[Enactment],
    expected: dict[str, int],
    decisions_before_the_crash: int,
) -> None:
    class Crashed(Exception):
        pass

    carry_out(confluence, *examples.vote("R1", enactments))
    *ballots, close = examples.ballots("R1", dict.fromkeys(examples.MEMBERS, "for"))
    carry_out(confluence, *ballots)
    before, record, left = happened(confluence), confluence.ledger.record, decisions_before_the_crash

    def crash_later(*aggregates: object, **terms: object) -> int:
        nonlocal left
        if left == 0:
            raise Crashed
        left -= 1
        return record(*aggregates, **terms)

    monkeypatch.setattr(confluence.ledger, "record", crash_later)
    try:
        confluence.carry_out(close, PREPARER)
    except Crashed:
        monkeypatch.undo()
        after = home.open(group_schema)
        if decisions_before_the_crash == 0:
            assert happened(after) == before
            after.carry_out(close, PREPARER)
        after.follow()
    assert happened(confluence) - before == Counter({"closed": 1, **expected})


def test_what_cannot_be_carried_out_stays_visible(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [UNKNOWN, BUDGET]))
    position = confluence.position()
    rows = confluence.readings.rows("enactments", position)
    assert [(row["ordinal"], row["state"]) for row in rows] == [(1, "refused"), (2, "carried out")]
    assert "nowhere" in rows[0]["said"]


def test_what_was_rejected_enacts_nothing(confluence: Group) -> None:
    carry_out(confluence, *examples.vote("R1", [BUDGET]))
    carry_out(confluence, *examples.ballots("R1", dict.fromkeys(examples.MEMBERS, "against")))
    assert happened(confluence)["budget-adopted"] == 0


def test_an_entrant_becomes_a_beneficiary_when_it_has_signed(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [ADMISSION]))
    assert happened(confluence)["beneficiary-added"] == 0
    [enactment] = confluence.readings.rows("enactments", confluence.position())
    assert enactment["state"] == "adopted, not in force"
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20))))
    assert happened(confluence)["beneficiary-added"] == 1
    [enactment] = confluence.readings.rows("enactments", confluence.position())
    assert enactment["state"] == "carried out"
