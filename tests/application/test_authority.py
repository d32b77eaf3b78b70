"""Nothing in force lacks its authority: an agreement, an amendment or a resolution that says just this."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.agreements import (
    ChangeVatRegime,
    DecideAdmission,
    DraftAmendment,
    LetMemberLeave,
    SignAccession,
    SignAmendment,
)
from application.authorities import AlreadyEnacted, NotCompetent, NotEnacted
from application.commands import Command
from application.group import Group
from application.meetings import LayDownCharter
from application.resolutions import TableResolution
from application.services import AddBeneficiary, AdoptBudget, AdoptKey, EndContract
from domain.governance.resolution import WrongStage
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.membership.agreement import NotInForce
from domain.services.contract import KeyNotProspective
from tests import examples
from tests.examples import CONFLUENCE, DUNE, MEMBERS, PREPARER, adopted, carry_out

BUDGET: dict[str, Any] = {"contract": "platform", "year": 2026, "amount_cents": 120_000}
R1 = Authority("resolution", CONFLUENCE, "R1", 1)


@pytest.fixture(autouse=True)
def charter(confluence: Group) -> None:
    """Any decision is taken by simple majority."""
    carry_out(confluence, examples.charter(examples.rule()))


def refused(group: Group, command: Command, refusal: type[Refusal]) -> None:
    """The command is refused, and nothing is recorded."""
    before = group.ledger.event_log.head()
    with pytest.raises(refusal) as why:
        group.carry_out(command, PREPARER)
    assert type(why.value) is refusal
    assert group.ledger.event_log.head() == before


@pytest.mark.parametrize("change", [{"amount_cents": 120_001}, {"year": 2027}, {"contract": "elsewhere"}])
def test_a_resolution_enacts_what_it_says_and_not_a_cent_more(
    confluence: Group, change: dict[str, Any]
) -> None:
    carry_out(confluence, *adopted("R1", [Enactment("adopt a budget", BUDGET)]))
    refused(confluence, AdoptBudget(**{**BUDGET, **change}, authority=R1), NotEnacted)


def test_a_resolution_enacts_by_the_place_of_the_enactment(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [Enactment("free text", {}), Enactment("adopt a budget", BUDGET)]))
    for ordinal in (None, 0, -1, 1, 3):
        authority = Authority("resolution", CONFLUENCE, "R1", ordinal)
        refused(confluence, AdoptBudget(**BUDGET, authority=authority), NotEnacted)


@pytest.mark.parametrize(
    "command",
    [
        AdoptKey(
            contract="platform",
            key={"equal": {}},
            effective_from="2026-02",
            reason="use",
            decided_on=date(2026, 1, 5),
            authority=R1,
        ),
        AddBeneficiary(
            contract="platform",
            member=DUNE,
            bears_costs_from=date(2026, 2, 1),
            convention="days",
            authority=R1,
        ),
        EndContract(contract="platform", ends_on=date(2026, 6, 30), authority=R1),
        LayDownCharter(agreement=CONFLUENCE, effective_on=date(2026, 2, 1), rules=(), authority=R1),
        ChangeVatRegime(agreement=CONFLUENCE, regime="liable", effective_on=date(2026, 2, 1), authority=R1),
        DraftAmendment(
            agreement=CONFLUENCE, number="1", text="t", effective_on=date(2026, 2, 1), authority=R1
        ),
    ],
)
def test_a_resolution_is_no_authority_for_something_else(confluence: Group, command: Command) -> None:
    carry_out(confluence, *adopted("R1", [Enactment("adopt a budget", BUDGET)]))
    refused(confluence, command, NotEnacted)


def test_a_resolution_is_an_authority_once_it_is_adopted(confluence: Group) -> None:
    command = AdoptBudget(**BUDGET, authority=R1)
    refused(confluence, command, NotFound)
    *before_the_close, close = adopted("R1", [Enactment("adopt a budget", BUDGET)])
    for step in before_the_close:
        carry_out(confluence, step)
    refused(confluence, command, WrongStage)
    carry_out(confluence, close)


def test_a_resolution_enacts_once(confluence: Group) -> None:
    carry_out(confluence, *adopted("R1", [Enactment("adopt a budget", BUDGET)]))
    refused(confluence, AdoptBudget(**BUDGET, authority=R1), AlreadyEnacted)


def test_a_rejected_resolution_is_no_authority(confluence: Group) -> None:
    carry_out(confluence, *examples.vote("R1", [Enactment("adopt a budget", BUDGET)]))
    carry_out(confluence, *examples.ballots("R1", dict.fromkeys(MEMBERS, "against")))
    refused(confluence, AdoptBudget(**BUDGET, authority=R1), WrongStage)


def other_agreement(group: Group, *parties: str) -> None:
    """A second agreement, Estuary, with a charter like that of Confluence."""
    carry_out(group, *examples.agreement_in_force("Estuary", parties))
    charter = examples.charter(examples.rule())
    by_estuary = {"agreement": "Estuary", "authority": Authority("agreement", "Estuary")}
    carry_out(group, charter.model_copy(update=by_estuary))


def test_a_resolution_of_other_members_is_no_authority_here(confluence: Group) -> None:
    other_agreement(confluence, "Aval", DUNE)
    enactment = Enactment("adopt a budget", BUDGET)
    carry_out(confluence, *adopted("R1", [enactment], agreement="Estuary", voters=("Aval", DUNE)))
    [row] = confluence.readings.rows("enactments", confluence.position())
    assert row["state"] == "refused"
    assert "members" in row["said"]
    assert confluence.readings.rows("budgets", confluence.position()) == []


def test_a_resolution_of_another_agreement_of_the_same_members_is_one(confluence: Group) -> None:
    other_agreement(confluence, *MEMBERS)
    enactment = Enactment("adopt a budget", BUDGET)
    carry_out(confluence, *adopted("R1", [enactment], agreement="Estuary"))
    [row] = confluence.readings.rows("enactments", confluence.position())
    assert row["state"] == "carried out"


def test_the_agreement_of_others_is_no_authority_here(confluence: Group) -> None:
    other_agreement(confluence, "Aval", DUNE)
    by_estuary = Authority("agreement", "Estuary")
    refused(confluence, AdoptBudget(**BUDGET, authority=by_estuary), NotCompetent)


def test_an_agreement_that_not_all_have_signed_is_no_authority(confluence: Group) -> None:
    carry_out(confluence, examples.draft("Estuary"), examples.signed("Estuary")[0])
    refused(confluence, AdoptBudget(**BUDGET, authority=Authority("agreement", "Estuary")), NotInForce)


def test_an_amendment_that_not_all_have_signed_is_no_authority(confluence: Group) -> None:
    amendment = {"agreement": CONFLUENCE, "number": "1", "text": "a budget", "effective_on": date(2026, 1, 1)}
    carry_out(confluence, DraftAmendment(**amendment))
    by_amendment = Authority("amendment", CONFLUENCE, "1")
    refused(confluence, AdoptBudget(**BUDGET, authority=by_amendment), NotInForce)


def signed_late(group: Group, number: str) -> Authority:
    """An amendment in words only that the last of its parties signs on 20 March 2026."""
    amendment = {"agreement": CONFLUENCE, "number": number, "text": "keys", "effective_on": date(2026, 1, 1)}
    carry_out(group, DraftAmendment(**amendment))
    for party, day in zip(MEMBERS, (date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 20)), strict=True):
        signature = examples.signature(party, day)
        carry_out(group, SignAmendment(agreement=CONFLUENCE, number=number, **signature))
    return Authority("amendment", CONFLUENCE, number)


@pytest.mark.parametrize("typed", [date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 19)])
def test_a_deed_in_words_decides_nothing_before_all_have_signed_it(confluence: Group, typed: date) -> None:
    by_amendment = signed_late(confluence, "1")
    terms = {**examples.key_terms("platform", examples.EQUAL, "2026-01"), "authority": by_amendment}
    refused(confluence, AdoptKey.read({**terms, "decided_on": typed}), BadInput)
    use = {"contracts": ("platform", "desk"), "measures": {"desk": "hours"}, "authority": by_amendment}
    refused(confluence, examples.mutual_use(**use, month="2026-01", decided_on=typed), BadInput)


def test_a_deed_in_words_changes_a_key_from_the_month_of_its_last_signature(confluence: Group) -> None:
    terms = {**examples.key_terms("platform", examples.EQUAL, "2026-02"), "decided_on": date(2026, 3, 20)}
    terms |= {"authority": signed_late(confluence, "1")}
    refused(confluence, AdoptKey.read(terms), KeyNotProspective)
    carry_out(confluence, AdoptKey.read({**terms, "effective_from": "2026-03"}))


def test_a_deed_of_those_who_stayed_is_no_authority_where_a_member_that_left_still_is(
    confluence: Group,
) -> None:
    other_agreement(confluence, *MEMBERS)
    leaves = {"reason": "exclusion", "notified_on": date(2026, 1, 10), "bears_costs_until": date(2026, 2, 28)}
    by_annex = Authority("amendment", CONFLUENCE, examples.ANNEX)
    carry_out(confluence, LetMemberLeave(agreement=CONFLUENCE, member="Aval", **leaves, authority=by_annex))
    amendment = {"agreement": CONFLUENCE, "number": "1", "text": "t", "effective_on": date(2026, 3, 1)}
    carry_out(confluence, DraftAmendment(**amendment))
    for party in MEMBERS[1:]:
        signature = examples.signature(party, date(2026, 3, 10))
        carry_out(confluence, SignAmendment(agreement=CONFLUENCE, number="1", **signature))
    of_two = Authority("amendment", CONFLUENCE, "1")
    regime = {"agreement": "Estuary", "regime": "liable", "effective_on": date(2026, 4, 1)}
    refused(confluence, ChangeVatRegime(**regime, authority=of_two), NotCompetent)


def test_an_admission_lets_its_entrant_into_the_contracts_that_it_names_only(confluence: Group) -> None:
    carry_out(confluence, *examples.toolbox("land"), examples.contract("land", examples.EQUAL))
    terms = {
        "member": DUNE,
        "bears_costs_from": date(2026, 2, 1),
        "votes_from": date(2026, 2, 1),
        "earlier_debts": "exempt",
        "contracts": ("platform",),
    }
    data = {**terms, "bears_costs_from": "2026-02-01", "votes_from": "2026-02-01", "contracts": ["platform"]}
    carry_out(confluence, *adopted("R1", [Enactment("admit a member", data)]))
    beneficiary = {"member": DUNE, "bears_costs_from": date(2026, 2, 1), "convention": "months started"}
    for change in ({"contract": "land"}, {"member": "Cime"}, {"bears_costs_from": date(2026, 3, 1)}):
        given = {"contract": "platform", **beneficiary, **change}
        refused(confluence, AddBeneficiary(**given, authority=R1), NotEnacted)
    other = {**terms, "earlier_debts": "liable"}
    refused(confluence, DecideAdmission(agreement=CONFLUENCE, **other, authority=R1), NotEnacted)


def test_an_entrant_shares_once_it_has_signed_by_the_convention_of_the_agreement(confluence: Group) -> None:
    data = {
        "member": DUNE,
        "bears_costs_from": "2026-02-10",
        "votes_from": "2026-02-01",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    }
    carry_out(confluence, *adopted("R1", [Enactment("admit a member", data)]))
    entrant = {"contract": "platform", "member": DUNE, "bears_costs_from": date(2026, 2, 10)}
    for convention in ("months started", "next 1 January"):
        refused(confluence, AddBeneficiary(**entrant, convention=convention, authority=R1), NotEnacted)
    carry_out(confluence, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 1, 20))))
    [added] = confluence.readings.rows("beneficiaries", confluence.position(), member=DUNE)
    assert added["convention"] == "months started"


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("appoint a captain", {}),
        ("adopt a budget", {"contract": "platform"}),
        ("adopt a budget", {**BUDGET, "currency": "EUR"}),
        ("adopt a budget", {**BUDGET, "authority": {"kind": "agreement", "agreement": CONFLUENCE}}),
        ("adopt a key", examples.key_terms("platform", examples.EQUAL, "2026-02", decided_on="2020-01-01")),
    ],
)
def test_what_could_not_be_enacted_is_not_tabled(confluence: Group, kind: str, terms: dict[str, Any]) -> None:
    tabled = {"agreement": CONFLUENCE, "number": "R1", "decision_type": "key", "title": "Title"}
    enactment = Enactment(kind, terms)
    command = TableResolution(**tabled, tabled_on=date(2026, 1, 5), enactments=(enactment,))
    refused(confluence, command, BadInput)
