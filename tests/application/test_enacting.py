"""What deeds and resolutions enact: word for word, each once, in order, when its conditions are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from application.agreements import DraftAmendment, SignAccession, SignAgreement, SignAmendment
from application.answers.enactments import accounting_years, amendments, enactments
from application.authorities import AlreadyEnacted, NotEnacted
from application.commands import Command
from application.enacting import RecordApproval, RecordApprovalRefused
from application.group import Group
from application.ports import LogRecord
from application.processes.running import NAME, PROCESSES
from application.services import AdoptBudget
from domain.governance.pending_condition import ConditionSettled
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, ConditionAwaited, Enactment
from domain.kernel.errors import BadInput, NotFound, Refusal
from infrastructure.postgres.migrations import in_schema
from interfaces.composition import Home
from tests import examples
from tests.examples import CONFLUENCE, DUNE, MEMBERS, PREPARER, adopted, carry_out

DAY = date(2026, 1, 5)
MINISTER = Condition("official approval", "approval by the minister")
BUDGET: dict[str, Any] = {"contract": "platform", "year": 2026, "amount_cents": 120_000}
LATER: dict[str, Any] = {"contract": "platform", "year": 2027, "amount_cents": 130_000}
ADMISSION = {
    "member": DUNE,
    "bears_costs_from": "2026-02-01",
    "votes_from": "2026-02-01",
    "earlier_debts": "exempt",
    "contracts": ["platform"],
}


@pytest.fixture(autouse=True)
def charter(confluence: Group) -> None:
    """Any decision is taken by simple majority."""
    kinds = ("key", "budget", "admission", "agreement", "contract", "accounts", "charter")
    carry_out(confluence, examples.charter(*(examples.rule(kind) for kind in kinds)))


def budget(terms: dict[str, Any] = BUDGET, *needs: int, awaits: Sequence[Condition] = ()) -> Enactment:
    return Enactment("adopt a budget", terms, needs, tuple(awaits))


def refused(group: Group, command: Command, refusal: type[Refusal]) -> Refusal:
    before = group.ledger.event_log.head()
    with pytest.raises(refusal) as why:
        group.carry_out(command, PREPARER)
    assert type(why.value) is refusal
    assert group.ledger.event_log.head() == before
    return why.value


def log(group: Group) -> Sequence[LogRecord]:
    return group.ledger.event_log.read(0, 10_000)


def happened(group: Group) -> Counter[str]:
    return Counter(record.topic.rpartition(".")[2] for record in log(group))


def states(group: Group, number: str = "R1") -> list[str]:
    found = enactments(group.readings, group.position())
    return [e["state"] for e in found if e["authority"]["number"] == number]


def reasons(group: Group, number: str = "R1") -> list[str]:
    found = enactments(group.readings, group.position())
    return [e["reason"] or "; ".join(e["awaits"]) for e in found if e["authority"]["number"] == number]


def amend(group: Group, *laid_down: Enactment, number: str = "1", signers: Sequence[str] = MEMBERS) -> None:
    drafted = {"agreement": CONFLUENCE, "number": number, "text": "a change", "effective_on": DAY}
    carry_out(group, DraftAmendment(**drafted, enactments=laid_down))
    sign(group, *signers, number=number)


def sign(group: Group, *signers: str, number: str = "1", day: date = DAY) -> None:
    of = {"agreement": CONFLUENCE, "number": number}
    carry_out(group, *(SignAmendment(**of, **examples.signature(member, day)) for member in signers))


def approval(effective_on: date = DAY) -> RecordApproval:
    act = {"given_by": "the minister for housing", "act": "order", "reference": "JO 118"}
    asked = {"agreement": CONFLUENCE, "approval": MINISTER.subject, "given_on": DAY}
    return RecordApproval(**asked, **act, effective_on=effective_on)


def approve(group: Group, effective_on: date = DAY) -> None:
    carry_out(group, approval(effective_on))


# Amendments and agreements


def test_an_amendment_enacts_what_it_lays_down_once_all_have_signed(confluence: Group) -> None:
    amend(confluence, budget(), signers=MEMBERS[:2])
    assert states(confluence, "1") == ["proposed"]
    sign(confluence, MEMBERS[2])
    assert states(confluence, "1") == ["carried out"]
    [row] = confluence.readings.rows("budgets", confluence.position())
    assert row["authority"] == {"kind": "amendment", "agreement": CONFLUENCE, "number": "1", "enactment": 1}


@pytest.mark.parametrize(
    "change",
    [{"amount_cents": 120_001}, {"year": 2027}, {"authority": Authority("amendment", CONFLUENCE, "1")}],
)
def test_an_amendment_with_enactments_is_the_authority_for_these_alone(
    confluence: Group, change: dict[str, Any]
) -> None:
    amend(confluence, budget({**BUDGET, "contract": "nowhere"}))
    by_it = Authority("amendment", CONFLUENCE, "1", 1)
    command = AdoptBudget(**{**BUDGET, "authority": by_it, **change})
    refused(confluence, command, NotEnacted)


def test_an_amendment_in_words_only_is_taken_to_say_what_is_done_under_it(confluence: Group) -> None:
    amend(confluence)
    counted = Authority("amendment", CONFLUENCE, "1", 1)
    refused(confluence, AdoptBudget(**BUDGET, authority=counted), NotEnacted)
    carry_out(confluence, AdoptBudget(**BUDGET, authority=Authority("amendment", CONFLUENCE, "1")))


def test_what_a_deed_could_not_carry_out_stays_visible_and_is_not_tried_again(confluence: Group) -> None:
    nowhere = {**BUDGET, "contract": "nowhere"}
    amend(confluence, budget(nowhere), budget())
    assert states(confluence, "1") == ["refused", "carried out"]
    assert "nowhere" in reasons(confluence, "1")[0]
    by_it = Authority("amendment", CONFLUENCE, "1", 1)
    refused(confluence, AdoptBudget(**nowhere, authority=by_it), AlreadyEnacted)


def estuary(group: Group, *laid_down: Enactment) -> None:
    """Estuary, drafted between the same members with what it lays down."""
    carry_out(group, *examples.toolbox("land"), examples.draft("Estuary", enactments=laid_down))


def test_an_agreement_opens_its_charter_and_contracts_when_it_is_signed(confluence: Group) -> None:
    rules = [{**asdict(examples.rule("budget")), "source": "article 4"}]
    charter = Enactment("lay down the charter", {"effective_on": "2026-01-01", "rules": rules})
    opens = Enactment("open a contract", examples.contract_terms("land", examples.EQUAL))
    estuary(confluence, charter, opens)
    *first, last = examples.signed("Estuary")
    carry_out(confluence, *first)
    assert confluence.readings.rows("contracts", confluence.position(), code="land") == []
    carry_out(confluence, last)
    [opened] = confluence.readings.rows("contracts", confluence.position(), code="land")
    assert (opened["agreement"], opened["authority"]["enactment"]) == ("Estuary", 2)
    [laid_down] = confluence.readings.rows("charters", confluence.position(), agreement="Estuary")
    assert laid_down["rules"][0]["source"] == "article 4"
    by_estuary = {"agreement": "Estuary", "authority": Authority("agreement", "Estuary")}
    other = examples.contract("land", examples.EQUAL, code="other")
    for command in (other, examples.charter()):
        refused(confluence, command.model_copy(update=by_estuary), NotEnacted)


def test_an_agreement_signed_too_late_opens_no_contract_for_months_that_are_past(confluence: Group) -> None:
    estuary(confluence, Enactment("open a contract", examples.contract_terms("land", examples.EQUAL)))
    for member in MEMBERS:
        signed = examples.signature(member, date(2026, 2, 3))
        carry_out(confluence, SignAgreement(agreement="Estuary", **signed))
    [enactment] = enactments(confluence.readings, confluence.position(), "Estuary")
    assert (enactment["state"], "not in force on 2026-01-01" in enactment["reason"]) == ("refused", True)


def test_an_amendment_that_a_resolution_ordered_is_not_in_force_until_all_have_signed(
    confluence: Group,
) -> None:
    terms = {"number": "2", "text": "a budget", "effective_on": "2026-01-05"}
    laid_down = [{"kind": "adopt a budget", "terms": BUDGET}]
    ordered = Enactment("amend the agreement", {**terms, "enactments": laid_down})
    carry_out(confluence, *adopted("R1", [ordered]))
    assert states(confluence) == ["adopted, not in force"]
    assert reasons(confluence) == ["amendment 2 is signed by all"]
    [amendment] = [a for a in amendments(confluence.readings, confluence.position()) if a["number"] == "2"]
    assert (amendment["state"], amendment["authority"]["number"]) == ("to be signed", "R1")
    sign(confluence, *MEMBERS, number="2")
    assert states(confluence) == states(confluence, "2") == ["carried out"]
    [amendment] = [a for a in amendments(confluence.readings, confluence.position()) if a["number"] == "2"]
    assert [e["state"] for e in amendment["enactments"]] == ["carried out"]


def test_an_amendment_that_a_resolution_tables_is_read_before_the_vote(confluence: Group) -> None:
    terms = {"number": "2", "text": "a budget", "effective_on": "2026-01-05"}
    laid_down = [{"kind": "appoint a captain", "terms": {}}]
    tabled = adopted("R1", [Enactment("amend the agreement", {**terms, "enactments": laid_down})])[0]
    refused(confluence, tabled, BadInput)


# Conditions


def test_what_awaits_an_approval_is_carried_out_when_it_is_given(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [budget(awaits=[MINISTER])]))
    assert (states(confluence), reasons(confluence)) == (["adopted, not in force"], [str(MINISTER)])
    by_r1 = Authority("resolution", CONFLUENCE, "R1", 1)
    refused(confluence, AdoptBudget(**BUDGET, authority=by_r1), ConditionAwaited)
    approve(confluence)
    assert states(confluence) == ["carried out"]
    assert happened(confluence)["budget-adopted"] == 1


def test_what_is_met_already_is_not_waited_for(confluence: Group) -> None:
    amend(confluence)
    carry_out(confluence, *adopted("R1", [budget(awaits=[Condition("amendment signed", "1")])]))
    assert states(confluence) == ["carried out"]
    assert happened(confluence)["awaited"] == 0


def test_all_conditions_are_met_before_anything_is_carried_out(confluence: Group) -> None:
    signed = Condition("amendment signed", "1")
    carry_out(confluence, *adopted("R1", [budget(awaits=[MINISTER, signed])]))
    approve(confluence)
    assert (states(confluence), reasons(confluence)) == (["adopted, not in force"], [str(signed)])
    amend(confluence)
    assert states(confluence) == ["carried out"]


def test_who_waits_for_an_accession_goes_on_when_it_is_signed(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [Enactment("admit a member", ADMISSION)]))
    awaits = Condition("accession signed", "dune")
    carry_out(confluence, *adopted("R2", [budget(awaits=[awaits])]))
    assert states(confluence, "R2") == ["adopted, not in force"]
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20))))
    assert states(confluence) == states(confluence, "R2") == ["carried out"]
    carry_out(confluence, *adopted("R3", [budget(LATER, awaits=[awaits])]))
    assert states(confluence, "R3") == ["carried out"]


def test_an_approval_that_is_refused_refuses_what_waited_for_it(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [budget(awaits=[MINISTER]), budget(LATER, 1)]))
    asked = {"agreement": CONFLUENCE, "approval": MINISTER.subject, "given_on": DAY}
    act = {"given_by": "the minister", "reference": "letter 41", "reason": "the statutes name no purpose"}
    carry_out(confluence, RecordApprovalRefused(**asked, **act))
    assert states(confluence) == ["refused", "refused"]
    first, second = reasons(confluence)
    assert "the statutes name no purpose" in first
    assert "enactment 1, which enactment 2 needs, was refused" in second
    given = RecordApproval(**asked, given_by="m", act="order", reference="JO", effective_on=DAY)
    refused(confluence, given, ConditionSettled)


def test_what_was_refused_may_be_asked_for_anew_by_another_resolution(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [budget(awaits=[MINISTER])]))
    asked = {"agreement": CONFLUENCE, "approval": MINISTER.subject, "given_on": DAY}
    act = {"given_by": "the minister", "reference": "letter 41", "reason": "no purpose"}
    carry_out(confluence, RecordApprovalRefused(**asked, **act))
    carry_out(confluence, *adopted("R2", [budget(awaits=[MINISTER])]))
    approve(confluence)
    assert (states(confluence), states(confluence, "R2")) == (["refused"], ["carried out"])


def test_an_approval_that_nobody_awaits_is_not_recorded(confluence: Group) -> None:
    asked = {"agreement": CONFLUENCE, "approval": "something else", "given_on": DAY}
    given = RecordApproval(**asked, given_by="m", act="order", reference="JO", effective_on=DAY)
    refused(confluence, given, NotFound)


@pytest.mark.parametrize(
    ("month", "state"), [("2026-02", "refused"), ("2026-03", "carried out"), ("2026-04", "carried out")]
)
def test_a_key_is_prospective_from_the_day_on_which_its_condition_was_met(
    confluence: Group, month: str, state: str
) -> None:
    key = Enactment(
        "adopt a key", examples.key_terms("platform", examples.EQUAL, month), conditions=(MINISTER,)
    )
    carry_out(confluence, *adopted("R1", [key]))
    approve(confluence, effective_on=date(2026, 3, 10))
    assert states(confluence) == [state]


def test_nothing_holds_from_a_day_before_its_condition_was_met(confluence: Group) -> None:
    admission = Enactment("admit a member", ADMISSION, conditions=(MINISTER,))
    carry_out(confluence, *adopted("R1", [admission]))
    approve(confluence, effective_on=date(2026, 3, 10))
    assert states(confluence) == ["refused"]
    assert "has force from 2026-03-10" in reasons(confluence)[0]


# Order and needs


def test_what_needs_an_earlier_enactment_is_carried_out_in_order_or_refused_with_it(
    confluence: Group,
) -> None:
    nowhere = budget({**BUDGET, "contract": "nowhere"})
    carry_out(confluence, *adopted("R1", [nowhere, budget(BUDGET, 1), budget(LATER)]))
    assert states(confluence) == ["refused", "refused", "carried out"]
    carry_out(confluence, *adopted("R2", [budget(), budget(LATER, 1), budget()]))
    assert states(confluence, "R2") == ["carried out"] * 3
    settled = [r.payload for r in log(confluence) if r.topic.endswith("enactment-executed")][-3:]
    assert settled == [b'{"ordinal":1}', b'{"ordinal":2}', b'{"ordinal":3}']


def test_what_needs_what_waits_waits_and_the_rest_does_not(confluence: Group) -> None:
    enacted = [
        Enactment("admit a member", ADMISSION),
        Enactment("free text", {}, (1,)),
        Enactment("free text", {}),
    ]
    carry_out(confluence, *adopted("R1", enacted))
    assert states(confluence) == ["adopted, not in force", "adopted, not in force", "carried out"]
    assert reasons(confluence)[1] == "enactment 1 is carried out"
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20))))
    assert states(confluence) == ["carried out"] * 3


@pytest.mark.parametrize("needs", [(0,), (2,), (3,), (1, 1)])
def test_an_enactment_needs_earlier_ones_each_once(confluence: Group, needs: tuple[int, ...]) -> None:
    refused(confluence, adopted("R1", [budget(), budget(LATER, *needs)])[0], BadInput)


# Each once


def everything_waits(group: Group) -> None:
    """A resolution whose enactments wait for each other, an approval, an amendment and an accession."""
    signed = Condition("amendment signed", "1")
    later = [budget(awaits=[MINISTER]), budget(LATER, 1), budget(LATER, awaits=[signed]), budget()]
    carry_out(group, *adopted("R1", later))
    carry_out(
        group, *adopted("R2", [Enactment("admit a member", ADMISSION), Enactment("free text", {}, (1,))])
    )


def everything_comes() -> list[Command]:
    """The approval, the amendment signed by all, the accession."""
    of = {"agreement": CONFLUENCE, "number": "1"}
    laid_down = (budget(), Enactment("free text", {}, (1,)))
    drafted = DraftAmendment(**of, text="a change", effective_on=DAY, enactments=laid_down)
    signed = [SignAmendment(**of, **examples.signature(member, DAY)) for member in MEMBERS]
    acceded = SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20)))
    return [approval(), drafted, *signed, acceded]


def let_everything_come(group: Group) -> None:
    for number, command in enumerate(everything_comes()):
        group.carry_out(command, replace(PREPARER, idempotency_key=str(number)))


def test_what_is_delivered_twice_is_enacted_once(
    confluence: Group, pool: ConnectionPool, home: Home, group_schema: str
) -> None:
    everything_waits(confluence)
    carry_out(confluence, *everything_comes())
    before, head = log(confluence), confluence.ledger.event_log.head()
    assert set(states(confluence)) == set(states(confluence, "R2")) == {"carried out"}
    delivered_again(confluence)
    with pool.connection() as connection:
        connection.execute(in_schema(group_schema, "delete from {}.followers where name = %s"), (NAME,))
    assert home.open(group_schema).follow() == head.position
    assert log(confluence) == before


def delivered_again(group: Group) -> None:
    """Every cause so far is delivered once more: nothing is recorded."""
    head = group.ledger.event_log.head()
    for cause in [record for record in log(group) if record.topic in PROCESSES]:
        group._processes._carry_out_consequences(cause)
    assert group.ledger.event_log.head() == head


def test_what_is_delivered_late_finds_what_has_been_done_since(confluence: Group) -> None:
    everything_waits(confluence)
    delivered_again(confluence)
    for command in everything_comes():
        carry_out(confluence, command)
        delivered_again(confluence)


def test_a_refusal_delivered_late_refuses_only_what_waited_then(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [budget(awaits=[MINISTER])]))
    asked = {"agreement": CONFLUENCE, "approval": MINISTER.subject, "given_on": DAY}
    act = {"given_by": "the minister", "reference": "letter 41", "reason": "no purpose"}
    carry_out(confluence, RecordApprovalRefused(**asked, **act))
    carry_out(confluence, *adopted("R2", [budget(awaits=[MINISTER])]))
    delivered_again(confluence)
    assert states(confluence, "R2") == ["adopted, not in force"]


@pytest.mark.parametrize("decisions_before_the_crash", range(0, 28, 2))
def test_a_crash_at_any_moment_loses_nothing_and_doubles_nothing(
    confluence: Group,
    home: Home,
    group_schema: str,
    monkeypatch: pytest.MonkeyPatch,
    decisions_before_the_crash: int,
) -> None:
    class Crashed(Exception):
        pass

    everything_waits(confluence)
    record, left = confluence.ledger.record, decisions_before_the_crash

    def crash_later(*aggregates: Any, **terms: Any) -> int:
        nonlocal left
        if left == 0:
            raise Crashed
        left -= 1
        return record(*aggregates, **terms)

    monkeypatch.setattr(confluence.ledger, "record", crash_later)
    with suppress(Crashed):
        let_everything_come(confluence)
    monkeypatch.undo()
    after = home.open(group_schema)
    let_everything_come(after)
    assert set(states(after)) == set(states(after, "R2")) == set(states(after, "1")) == {"carried out"}
    assert happened(after)["budget-adopted"] == 5
    assert happened(after)["beneficiary-added"] == 1
    assert happened(after)["enactment-executed"] == 8


# Approving accounts


def test_accounts_are_approved_of_a_closed_year_once(confluence: Group) -> None:
    approves = Enactment("approve the accounts of a year", {"year": 2026})
    carry_out(confluence, *adopted("R1", [approves]))
    assert (states(confluence), "closed" in reasons(confluence)[0]) == (["refused"], True)
    examples.close_year(confluence, 2026)
    carry_out(confluence, *adopted("R2", [approves, approves]))
    assert states(confluence, "R2") == ["carried out", "refused"]
    [year] = accounting_years(confluence.readings, confluence.position())
    assert [(a["agreement"], a["authority"]["number"]) for a in year["approved"]] == [(CONFLUENCE, "R2")]
