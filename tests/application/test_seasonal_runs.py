"""A key may weigh the months of its period and average its stocks: the runs, their inputs and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from application.allocation import CorrectReading
from application.answers.explanation import explanation
from application.answers.lists import contracts
from application.authorities import NotEnacted
from application.errors import InputsMoved
from application.group import Group
from application.run_bases import MonthsWeighNothing, Terms
from application.run_inputs import ReadingMissing
from application.runs import ApproveRun, PostRun, PrepareRun
from application.services import AddBeneficiary, AdoptKey, EndContract, LetBeneficiaryLeave
from application.trial_runs import try_terms
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.membership.agreement import EntryConvention
from tests import examples
from tests.examples import (
    APPROVER,
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    PREPARER,
    carry_out,
    document,
    post,
    reading,
)
from tests.seasons import ALIKE, HEATING

BY_HOMES = examples.proportional("homes")
JANUARY, MARCH = Month(2026, 1), Month(2026, 3)
SEASONAL: dict[str, Any] = {"month_weights": HEATING, "averaged_measures": ["homes"]}


def opened(group: Group, key: dict[str, object] = BY_HOMES, **terms: Any) -> Group:
    """Aval, Brume and Cime share heating over each quarter, by an agreement that counts presence by days."""
    of_quarter = {"allocation_period": "quarter", **terms}
    carry_out(group, *examples.members_in_agreement(entry_convention=EntryConvention.DAYS))
    carry_out(group, *examples.toolbox("heating", ("homes", "calls")), examples.charter(examples.rule()))
    carry_out(group, examples.contract("heating", key, **of_quarter))
    return group


@pytest.fixture
def heating(group: Group) -> Group:
    """In the mean of the winter, weighed by 170, 150 and 130: Aval 100 homes, Brume 4630/45, Cime 30500/245.

    Cime leaves on 14 February, halfway through the month. Brume has 110 homes from the end of March.
    """
    opened(group, **SEASONAL)
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    carry_out(group, reading("homes", CIME, "2026-02", "180"), reading("homes", BRUME, "2026-03", "110"))
    leaves = {"contract": "heating", "member": CIME, "authority": BY_AMENDMENT}
    carry_out(group, LetBeneficiaryLeave(**leaves, bears_costs_until=date(2026, 2, 14)))
    return group


def borne(group: Group, contract: str = "heating") -> dict[str, int]:
    """What stands of all shares, by member."""
    at, sums = group.position(), dict.fromkeys(examples.MEMBERS, 0)
    for run in group.readings.rows("runs", at, contract=contract, stage="posted"):
        for share in group.readings.rows("shares", at, stream=run["stream"], prepared_at=run["prepared_at"]):
            sums[share["member"]] += share["cents"]
    return sums


def last_basis(group: Group) -> Any:
    return max(group.readings.rows("runs", group.position()), key=lambda run: run["prepared_at"])["basis"]


def told(group: Group, member: str, month: str = "2026-03") -> Any:
    [run] = explanation(group.readings, group.position(), member, "heating", month)["runs"]
    return run


def test_a_quarter_is_shared_by_its_seasons_and_by_the_mean_of_its_homes(heating: Group) -> None:
    carry_out(heating, document("heating", "2026-03", 121_800))
    post(heating, "heating", "2026-03")
    assert borne(heating) == {AVAL: 45_000, BRUME: 46_300, CIME: 30_500}
    basis = last_basis(heating)
    assert basis["month_weights"] == {"2026-01": "170", "2026-02": "150", "2026-03": "130"}
    assert basis["presence"] == {AVAL: "1", BRUME: "1", CIME: "49/90"}
    assert basis["month_presence"][CIME] == {"2026-01": "1", "2026-02": "1/2", "2026-03": "0"}
    assert basis["readings"] == {"homes": {AVAL: "100", BRUME: "926/9", CIME: "6100/49"}}


def test_the_months_before_the_last_share_the_period_so_far(heating: Group) -> None:
    for month, cents, so_far in (
        ("2026-01", 30_000, {AVAL: 10_000, BRUME: 10_000, CIME: 10_000}),
        ("2026-02", 64_500, {AVAL: 32_000, BRUME: 32_000, CIME: 30_500}),
        ("2026-03", 27_300, {AVAL: 45_000, BRUME: 46_300, CIME: 30_500}),
    ):
        carry_out(heating, document("heating", month, cents))
        post(heating, "heating", month)
        assert borne(heating) == so_far


def test_the_explanation_shows_each_reading_with_its_date_and_the_mean_for_pen_and_paper(
    heating: Group,
) -> None:
    carry_out(heating, document("heating", "2026-03", 121_800))
    post(heating, "heating", "2026-03")
    assert told(heating, CIME)["sentences"][:4] == [
        "The months weigh 2026-01 170, 2026-02 150, 2026-03 130, together 450.",
        "Cime's presence, from 2026-01 to 2026-03: (170 × 1 + 150 × 1/2 + 130 × 0) / 450 = 49/90.",
        "homes of Cime at the end of each month: 100 of 2025-12-31 for 2026-01, 180 of 2026-02-28 for 2026-02.",
        "homes of Cime in the mean: (170 × 100 + 75 × 180) / (170 + 75) = 6100/49.",
    ]
    run = told(heating, BRUME)
    assert run["sentences"][2:4] == [
        "homes of Brume at the end of each month: 100 of 2025-12-31 for 2026-01 and 2026-02, "
        "110 of 2026-03-31 for 2026-03.",
        "homes of Brume in the mean: (170 × 100 + 150 × 100 + 130 × 110) / (170 + 150 + 130) = 926/9.",
    ]
    assert [(r["period"], r["member"], r["value"]) for r in run["readings"]] == [
        ("2025-12-31", AVAL, "100"),
        ("2025-12-31", BRUME, "100"),
        ("2025-12-31", CIME, "100"),
        ("2026-02-28", CIME, "180"),
        ("2026-03-31", BRUME, "110"),
    ]
    assert run["averages"][2] == {
        "measure": "homes",
        "member": CIME,
        "mean": "6100/49",
        "months": [
            {"month": "2026-01", "reference_date": "2025-12-31", "value": "100", "weight": "170"},
            {"month": "2026-02", "reference_date": "2026-02-28", "value": "180", "weight": "75"},
        ],
    }


def test_every_reading_of_a_mean_is_noted_and_frozen_once(heating: Group) -> None:
    carry_out(heating, document("heating", "2026-03", 121_800))
    post(heating, "heating", "2026-03")
    noted = [each["what"] for each in last_basis(heating)["inputs"]]
    assert noted[-4:] == [
        "measure homes",
        "homes of 2026-03-31",
        "homes of 2026-02-28",
        "homes of 2025-12-31",
    ]
    rows = heating.readings.rows("measurements", heating.position())
    assert {row["frozen_by"] for row in rows} == {"heating 2026-03 #1"}


def test_a_run_is_not_posted_where_a_reading_of_its_mean_has_moved(heating: Group) -> None:
    carry_out(heating, document("heating", "2026-03", 121_800))
    run = {"contract": "heating", "month": "2026-03"}
    heating.carry_out(PrepareRun(**run), PREPARER)
    heating.carry_out(ApproveRun(**run), APPROVER)
    february = {"measure": "homes", "member": CIME, "period": "2026-02-28"}
    heating.carry_out(CorrectReading(**february, value="100", reason="two stairs twice"), PREPARER)
    with pytest.raises(InputsMoved):
        heating.carry_out(PostRun(**run), PREPARER)


def test_a_run_is_not_posted_where_a_later_count_has_come_in_since(group: Group) -> None:
    """Only Dune had been counted at the end of March, so that nothing of that count stood in the run."""
    opened(group, averaged_measures=["homes"])
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    carry_out(group, reading("homes", examples.DUNE, "2026-03", "7"), document("heating", "2026-03", 900))
    run = {"contract": "heating", "month": "2026-03"}
    group.carry_out(PrepareRun(**run), PREPARER)
    group.carry_out(ApproveRun(**run), APPROVER)
    carry_out(group, reading("homes", CIME, "2026-03", "400"))
    with pytest.raises(InputsMoved):
        group.carry_out(PostRun(**run), PREPARER)


def test_a_corrected_reading_of_an_earlier_month_is_posted_as_a_difference(heating: Group) -> None:
    carry_out(heating, document("heating", "2026-03", 115_800))
    post(heating, "heating", "2026-03")
    assert sum(borne(heating).values()) == 115_800
    february = {"measure": "homes", "member": CIME, "period": "2026-02-28"}
    carry_out(heating, CorrectReading(**february, value="100", reason="two stairs twice"))
    post(heating, "heating", "2026-03")
    assert borne(heating) == {AVAL: 45_000, BRUME: 46_300, CIME: 24_500}


def test_a_month_without_any_count_up_to_its_end_is_missing(group: Group) -> None:
    opened(group, **SEASONAL)
    carry_out(group, *(reading("homes", member, "2026-02", "100") for member in examples.MEMBERS))
    carry_out(group, document("heating", "2026-03", 1_000))
    with pytest.raises(ReadingMissing) as refused:
        post(group, "heating", "2026-03")
    assert refused.value.facts == {
        "measure": "homes",
        "member": AVAL,
        "month": JANUARY,
        "contract": "heating",
    }


def test_a_month_in_which_a_member_is_not_there_needs_no_count_of_it(group: Group) -> None:
    opened(group, beneficiaries=[AVAL, BRUME], **SEASONAL)
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in (AVAL, BRUME)))
    enters = {"contract": "heating", "member": CIME, "authority": BY_AMENDMENT}
    carry_out(group, AddBeneficiary(**enters, bears_costs_from=date(2026, 3, 1), convention="days"))
    carry_out(group, reading("homes", CIME, "2026-03", "100"), document("heating", "2026-03", 103_000))
    post(group, "heating", "2026-03")
    assert borne(group) == {AVAL: 45_000, BRUME: 45_000, CIME: 13_000}


def test_what_a_period_costs_before_its_first_month_of_weight_waits_for_that_month(group: Group) -> None:
    late = {**HEATING, "1": "0", "2": "0"}
    opened(group, **{**SEASONAL, "month_weights": late})
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    carry_out(group, document("heating", "2026-02", 60_000), document("heating", "2026-03", 30_000))
    with pytest.raises(MonthsWeighNothing) as refused:
        post(group, "heating", "2026-02")
    assert refused.value.facts == {"contract": "heating", "first": JANUARY, "month": Month(2026, 2)}
    post(group, "heating", "2026-03")
    assert borne(group) == dict.fromkeys(examples.MEMBERS, 30_000)


def test_a_period_of_direct_charges_alone_asks_no_season(group: Group) -> None:
    opened(group, **{**SEASONAL, "month_weights": {**HEATING, "1": "0"}})
    carry_out(group, document("heating", "2026-01", 500, BRUME))
    post(group, "heating", "2026-01")
    assert (last_basis(group)["month_weights"], last_basis(group)["averages"]) == ({}, {})


def test_a_period_that_the_start_of_the_contract_cuts_to_one_month_has_no_season(group: Group) -> None:
    opened(group, starts_on="2026-03-01", **SEASONAL)
    carry_out(group, *(reading("homes", member, "2026-03", "100") for member in examples.MEMBERS))
    carry_out(group, document("heating", "2026-03", 900))
    post(group, "heating", "2026-03")
    assert borne(group) == dict.fromkeys(examples.MEMBERS, 300)
    assert (last_basis(group)["month_weights"], last_basis(group)["averages"]) == ({}, {})


def test_a_flow_is_added_over_the_months_whatever_they_weigh(group: Group) -> None:
    half = examples.blend({"1/2": BY_HOMES, "0.5": examples.proportional("calls")})
    opened(group, half, **{**SEASONAL, "month_weights": {**HEATING, "2": "0", "3": "0"}})
    leaves = {"contract": "heating", "member": CIME, "authority": BY_AMENDMENT}
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    for month in ("2026-01", "2026-02", "2026-03"):
        carry_out(group, *(reading("calls", member, month, "5") for member in examples.MEMBERS))
    carry_out(group, LetBeneficiaryLeave(**leaves, bears_costs_until=date(2026, 2, 14)))
    carry_out(group, document("heating", "2026-03", 48_000))
    post(group, "heating", "2026-03")
    # By homes a third each, by calls 15, 15 and 10: Cime's calls of February count whole.
    assert borne(group) == {AVAL: 17_000, BRUME: 17_000, CIME: 14_000}


@pytest.mark.parametrize("seed", range(3))
def test_months_that_weigh_alike_and_homes_that_stand_still_change_nothing(group: Group, seed: int) -> None:
    random = Random(seed)
    opened(group, **{**SEASONAL, "month_weights": ALIKE})
    plain = {"service": "heating", "allocation_period": "quarter"}
    carry_out(group, examples.contract("plain", BY_HOMES, **plain))
    homes = {member: str(random.randint(1, 40_000)) for member in examples.MEMBERS}
    carry_out(group, *(reading("homes", member, "2025-12", homes[member]) for member in examples.MEMBERS))
    until = date(2026, random.randint(1, 3), random.randint(1, 28))
    for contract in ("heating", "plain"):
        leaves = {"contract": contract, "member": CIME, "bears_costs_until": until}
        carry_out(group, LetBeneficiaryLeave(**leaves, authority=BY_AMENDMENT))
    for month in ("2026-01", "2026-02", "2026-03"):
        cents = random.randint(1, 10**7)
        for contract in ("heating", "plain"):
            carry_out(group, document(contract, month, cents))
            post(group, contract, month)
        assert borne(group, "heating") == borne(group, "plain")


def test_a_resolution_decides_the_seasons_and_the_averages(group: Group) -> None:
    opened(group)
    terms = examples.key_terms("heating", BY_HOMES, "2026-04", **SEASONAL)
    carry_out(group, *examples.adopted("R1", [Enactment("adopt a key", terms)]))
    [contract] = contracts(group.readings, group.position(), "heating")
    assert [(key["month_weights"], key["averaged_measures"]) for key in contract["keys"]] == [
        ({}, []),
        (HEATING, ["homes"]),
    ]
    assert contract["keys"][1]["authority"]["number"] == "R1"
    decided = {"decided_on": date(2026, 1, 5), "authority": Authority("resolution", "Confluence", "R1", 1)}
    others = {**terms, "month_weights": {**HEATING, "1": "171"}}
    with pytest.raises(NotEnacted):
        carry_out(group, AdoptKey.read({**others, **decided}))


@pytest.mark.parametrize(
    ("averaged", "rule"),
    [
        (["calls"], "calls is a flow: it is added over the months of the period, not averaged"),
        (["lots"], "lots is not a measure that the key counts"),
        (["nothing of the kind"], "nothing of the kind is not a measure that the key counts"),
        (["homes", "HOMES"], "homes is named once"),
    ],
)
def test_only_stocks_that_the_key_counts_are_averaged(
    group: Group, averaged: Sequence[str], rule: str
) -> None:
    half = examples.blend({"1/2": BY_HOMES, "0.5": examples.proportional("calls")})
    opened(group, half)
    before = group.position()
    key = examples.key_terms("heating", half, "2026-04", averaged_measures=averaged)
    with pytest.raises(BadInput) as refused:
        carry_out(group, AdoptKey.read({**key, "decided_on": "2026-01-05", "authority": BY_AMENDMENT}))
    assert refused.value.facts == {"field": "averaged_measures", "rule": rule}
    assert group.position() == before


def test_a_measure_is_averaged_under_the_code_by_which_the_key_counts_it(group: Group) -> None:
    opened(group, averaged_measures=["HOMES"])
    [contract] = contracts(group.readings, group.position(), "heating")
    assert contract["keys"][0]["averaged_measures"] == ["homes"]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"month_weights": {**HEATING, "1": 170}}, "month_weights.1"),
        ({"month_weights": {**HEATING, "1": True}}, "month_weights.1"),
        ({"month_weights": list(HEATING.values())}, "month_weights"),
        ({"month_weights": {**HEATING, "1": "170.5.1"}}, "month_weights.1"),
        ({"month_weights": {"1": "1"}}, "month_weights"),
        ({"averaged_measures": "homes"}, "averaged_measures"),
        ({"averaged_measures": [1]}, "averaged_measures.0"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(group: Group, terms: dict[str, Any], field: str) -> None:
    opened(group)
    key = {**examples.key_terms("heating", BY_HOMES, "2026-04"), **terms}
    with pytest.raises(BadInput) as refused:
        carry_out(group, AdoptKey.read({**key, "decided_on": "2026-01-05", "authority": BY_AMENDMENT}))
    assert refused.value.facts["field"] == field


def test_a_contract_does_not_end_before_a_period_has_weighed_something(group: Group) -> None:
    opened(group, month_weights={**HEATING, "4": "0"})
    with pytest.raises(BadInput) as refused:
        carry_out(group, EndContract(contract="heating", ends_on=date(2026, 4, 30), authority=BY_AMENDMENT))
    assert refused.value.facts["field"] == "ends_on"


def test_a_trial_weighs_and_averages_as_its_terms_say(heating: Group) -> None:
    carry_out(heating, document("heating", "2026-03", 121_800))
    post(heating, "heating", "2026-03")
    [own] = try_terms(heating.ledger, "heating", JANUARY, MARCH)
    assert own.exact_cents == {AVAL: 45_000, BRUME: 46_300, CIME: 30_500}
    [plain] = try_terms(heating.ledger, "heating", JANUARY, MARCH, Terms(BY_HOMES))
    # 100 homes, 110 and half of 180, Cime being there for half of the three months.
    assert plain.exact_cents == {
        m: Fraction(121_800 * n, 300) for m, n in ((AVAL, 100), (BRUME, 110), (CIME, 90))
    }


def test_a_command_that_says_nothing_of_seasons_has_the_digest_it_had_before_there_were_any() -> None:
    command = AdoptKey(
        contract="platform",
        key={"equal": {}},
        effective_from="2026-04",
        reason="use",
        decided_on=date(2026, 3, 20),
        authority=BY_AMENDMENT,
    )
    assert command.digest().hex() == "76a50780d0b779225a5d3390d7d7f21e7910a5fa332f33e3f4819ca31ec4701a"
    assert command.model_copy(update={"month_weights": HEATING}).digest() != command.digest()
