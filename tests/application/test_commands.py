"""What is recorded can never be taken back: a command that could not be kept or shown is refused whole."""

from __future__ import annotations

from typing import Any

import pytest

from application.accounts import OpenAccountingYear
from application.commands import MAX_INTEGER, Command
from application.enacting import MarkEnactmentExecuted
from application.errors import Conflict
from application.group import ForProcesses, Group
from application.members import RecordFigure, RegisterMember
from application.ports import Act
from application.resolutions import TableResolution
from application.services import AdoptBudget
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput
from tests import examples
from tests.examples import BY_AMENDMENT, CONFLUENCE, PREPARER, adopted, carry_out

MEMBER = {"kind": "OPH", "effective_on": "2026-01-01", "source": "register"}
BUDGET: dict[str, Any] = {"contract": "platform", "authority": BY_AMENDMENT}


@pytest.mark.parametrize(
    ("command", "terms", "field"),
    [
        (RegisterMember, {**MEMBER, "code": "M", "name": "nul \x00"}, "name"),
        (RegisterMember, {**MEMBER, "code": "M", "name": "lone \ud800"}, "name"),
        (RegisterMember, {**MEMBER, "code": "M", "name": "n" * 10_001}, "name"),
        (AdoptBudget, {**BUDGET, "year": 2026, "amount_cents": MAX_INTEGER + 1}, "amount_cents"),
        (RegisterMember, {**MEMBER, "code": "M", "name": "M", "effective_on": "9999-12-15"}, "effective_on"),
        (
            TableResolution,
            {
                "agreement": CONFLUENCE,
                "number": "R1",
                "decision_type": "budget",
                "title": "T",
                "tabled_on": "2026-01-05",
                "enactments": [{"kind": "adopt a budget", "terms": {"amount_cents": 10**20}}],
            },
            "enactments.0.terms.amount_cents",
        ),
    ],
)
def test_what_could_not_be_kept_is_not_a_command(
    command: type[Command], terms: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as why:
        command.read(terms)
    assert why.value.facts["field"] == field


@pytest.mark.parametrize(
    "command",
    [
        OpenAccountingYear(year=10_000),
        AdoptBudget(**BUDGET, year=99_999, amount_cents=1),
        RecordFigure(code="Aval", figure="f" * 4_000, value="1", unit="u", as_of="2026-01-01", source="s"),
    ],
)
def test_what_could_not_be_shown_is_not_recorded(confluence: Group, command: Command) -> None:
    before = confluence.position()
    with pytest.raises(BadInput):
        confluence.carry_out(command, PREPARER)
    assert confluence.position() == before


def test_what_became_of_an_enactment_is_said_by_the_processes(confluence: Group) -> None:
    mark = MarkEnactmentExecuted(of=Authority("resolution", CONFLUENCE, "R1", 1))
    with pytest.raises(ForProcesses):
        confluence.carry_out(mark, PREPARER)


@pytest.mark.parametrize("key", ["enact-when-adopted/99/1", "enactment/99/1"])
def test_the_keys_of_the_processes_are_their_own(confluence: Group, key: str) -> None:
    taken = Act(actor=PREPARER.actor, idempotency_key=key)
    with pytest.raises(BadInput):
        confluence.carry_out(OpenAccountingYear(year=2027), taken)


@pytest.mark.parametrize("actor", ["", " ", "nul \x00", "lone \ud800", "a" * 201])
def test_who_acts_is_named_in_text_that_can_be_kept(confluence: Group, actor: str) -> None:
    with pytest.raises(BadInput):
        confluence.carry_out(OpenAccountingYear(year=2027), Act(actor=actor))


def test_a_race_lost_by_a_process_is_not_the_refusal_of_a_decision(
    confluence: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    enactment = Enactment("adopt a budget", {"contract": "platform", "year": 2026, "amount_cents": 100})
    *before, close = adopted("R1", [enactment])
    carry_out(confluence, *before)
    record = confluence.ledger.record

    def losing(*aggregates: Any, act: Act, expected: Any = ()) -> int:
        if act.actor.startswith("process"):
            raise Conflict()
        return record(*aggregates, act=act, expected=expected)

    monkeypatch.setattr(confluence.ledger, "record", losing)
    with pytest.raises(Conflict):
        confluence.carry_out(close, PREPARER)
    monkeypatch.undo()
    confluence.follow()
    [row] = confluence.readings.rows("enactments", confluence.position())
    assert row["state"] == "carried out"
    assert [b["amount_cents"] for b in confluence.readings.rows("budgets", confluence.position())] == [100]


def test_a_person_has_one_id_in_whatever_letters(confluence: Group) -> None:
    assert confluence.people.identify("Zoé Martin") == confluence.people.identify("zoé  MARTIN")
    assert examples.PERSONS["Aval"] not in confluence.people.names()
