"""Who left and who came back: cents follow presence, month by month, whenever a line comes."""

from __future__ import annotations

from datetime import date

import pytest

from application.agreements import SignAccession
from application.group import Group
from application.services import AddBeneficiary, LetBeneficiaryLeave
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput
from domain.membership.agreement import EntryConvention
from tests import examples
from tests.examples import (
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    CONFLUENCE,
    EQUAL,
    adopted,
    carry_out,
    document,
    post,
)

LAND = "land"


def borne(group: Group, month: str) -> dict[str, int]:
    """What each member bears of the month, over all its runs."""
    at, sums = group.position(), dict.fromkeys(examples.MEMBERS, 0)
    runs = group.readings.rows("runs", at, contract=LAND, service_month=month, stage="posted")
    for share in group.readings.rows("shares", at, stream=[run["stream"] for run in runs]):
        sums[share["member"]] += share["cents"] + share["direct_cents"]
    return sums


@pytest.fixture
def land(group: Group) -> Group:
    """Aval, Brume and Cime share the contract land equally."""
    return opened(group)


def opened(group: Group, convention: EntryConvention = EntryConvention.MONTHS_STARTED) -> Group:
    agreed = examples.members_in_agreement(entry_convention=convention)
    carry_out(group, *agreed, *examples.toolbox(LAND), examples.contract(LAND, EQUAL))
    carry_out(group, examples.charter(examples.rule("exclusion"), examples.rule("admission")))
    return group


def let_cime_leave(group: Group, until: str) -> None:
    leaving = {"member": CIME, "reason": "release", "notified_on": "2026-01-02", "contracts": [LAND]}
    enactment = Enactment("let a member leave", {**leaving, "bears_costs_until": until})
    carry_out(group, *adopted("R1", [enactment]))


def test_a_departure_ends_the_shares_of_the_contracts_that_it_names(land: Group) -> None:
    let_cime_leave(land, "2026-02-28")
    for month in ("2026-02", "2026-03"):
        carry_out(land, document(LAND, month, 9_000))
        post(land, LAND, month)
    assert borne(land, "2026-02") == {AVAL: 3_000, BRUME: 3_000, CIME: 3_000}
    assert borne(land, "2026-03") == {AVAL: 4_500, BRUME: 4_500, CIME: 0}
    [enactment] = land.readings.rows("enactments", land.position())
    assert enactment["state"] == "carried out"


def test_who_came_back_still_bears_the_months_before_it_left(land: Group) -> None:
    carry_out(land, document(LAND, "2026-01", 9_000))
    post(land, LAND, "2026-01")
    let_cime_leave(land, "2026-02-28")
    admission = {"member": CIME, "bears_costs_from": "2026-06-01", "votes_from": "2026-06-01"}
    terms = {**admission, "earlier_debts": "exempt", "contracts": [LAND]}
    voters = (AVAL, BRUME)
    carry_out(land, *adopted("R2", [Enactment("admit a member", terms)], day=date(2026, 5, 4), voters=voters))
    signature = examples.signature(CIME, date(2026, 5, 20))
    carry_out(land, SignAccession(agreement=CONFLUENCE, **signature))
    carry_out(land, document(LAND, "2026-01", 30))
    post(land, LAND, "2026-01")
    assert borne(land, "2026-01") == {AVAL: 3_010, BRUME: 3_010, CIME: 3_010}
    for month in ("2026-04", "2026-06"):
        carry_out(land, document(LAND, month, 9_000))
        post(land, LAND, month)
    assert borne(land, "2026-04") == {AVAL: 4_500, BRUME: 4_500, CIME: 0}
    assert borne(land, "2026-06") == {AVAL: 3_000, BRUME: 3_000, CIME: 3_000}


@pytest.mark.parametrize(
    ("convention", "cime"),
    [
        (EntryConvention.MONTHS_STARTED, 3_000),
        (EntryConvention.MONTHS_COMPLETE, 0),
        (EntryConvention.DAYS, 1_800),
        (EntryConvention.NEXT_1_JANUARY, 3_000),
    ],
)
def test_a_founder_leaves_by_the_convention_of_the_agreement(
    group: Group, convention: EntryConvention, cime: int
) -> None:
    opened(group, convention)
    until = {"bears_costs_until": date(2026, 4, 15), "authority": BY_AMENDMENT}
    carry_out(group, LetBeneficiaryLeave(contract=LAND, member=CIME, **until))
    carry_out(group, document(LAND, "2026-04", 9_000))
    post(group, LAND, "2026-04")
    assert borne(group, "2026-04")[CIME] == cime


def test_direct_charges_alone_are_posted_and_ask_no_key(group: Group) -> None:
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox(LAND, ("calls",)))
    carry_out(group, examples.contract(LAND, examples.proportional("calls")))
    carry_out(group, document(LAND, "2026-01", 700, direct_to=BRUME))
    post(group, LAND, "2026-01")
    assert borne(group, "2026-01") == {AVAL: 0, BRUME: 700, CIME: 0}


def test_who_enters_within_a_quarter_is_present_for_its_part_of_it(group: Group) -> None:
    carry_out(group, *examples.members_in_agreement(parties=(AVAL, BRUME)), *examples.toolbox(LAND))
    terms = {"beneficiaries": [AVAL, BRUME], "allocation_period": "quarter"}
    carry_out(group, examples.contract(LAND, EQUAL, **terms), examples.charter(examples.rule("admission")))
    admission = {"member": CIME, "bears_costs_from": "2026-02-10", "votes_from": "2026-02-10"}
    examples.admit(group, {**admission, "earlier_debts": "exempt", "contracts": [LAND]})
    carry_out(group, SignAccession(agreement=CONFLUENCE, **examples.signature(CIME, date(2026, 2, 1))))
    for month in ("2026-01", "2026-02", "2026-03"):
        carry_out(group, document(LAND, month, 8_000))
        post(group, LAND, month)
    # 1 : 1 : 0 of 80, then 1 : 1 : 1/2 of 160, then 1 : 1 : 2/3 of 240, each less what was posted.
    assert borne(group, "2026-01") == {AVAL: 4_000, BRUME: 4_000, CIME: 0}
    assert borne(group, "2026-02") == {AVAL: 2_400, BRUME: 2_400, CIME: 3_200}
    assert borne(group, "2026-03") == {AVAL: 2_600, BRUME: 2_600, CIME: 2_800}


def test_nobody_comes_back_before_it_left(land: Group) -> None:
    until = {"bears_costs_until": date(2026, 4, 20), "authority": BY_AMENDMENT}
    carry_out(land, LetBeneficiaryLeave(contract=LAND, member=CIME, **until))
    again = {"convention": EntryConvention.DAYS, "authority": BY_AMENDMENT}
    with pytest.raises(BadInput) as refused:
        carry_out(
            land, AddBeneficiary(contract=LAND, member=CIME, bears_costs_from=date(2026, 4, 20), **again)
        )
    assert refused.value.facts["field"] == "bears_costs_from"


def test_a_month_credited_in_full_asks_no_key(group: Group) -> None:
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox(LAND))
    key = {"fixed": {CIME: "50.00"}, "rest": EQUAL}
    carry_out(group, examples.contract(LAND, key), document(LAND, "2026-01", 20_000))
    post(group, LAND, "2026-01")
    assert borne(group, "2026-01")[CIME] == 5_000
    carry_out(group, document(LAND, "2026-01", -20_000), document(LAND, "2026-01", 20, direct_to=BRUME))
    post(group, LAND, "2026-01")
    assert borne(group, "2026-01") == {AVAL: 0, BRUME: 20, CIME: 0}
