"""The win-win check of the ledger: of what was posted and declared, as of a position, and of a key that is tried."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from application.answers.explanation import explanation
from application.answers.stand_alone_costs import declared_costs, stand_alone_costs
from application.answers.win_win import KeyToTry, key_to_try, win_win
from application.calculator import calculate
from application.group import Group
from application.run_inputs import ReadingMissing
from application.runs import ReverseRun
from application.services import AdoptKey, LetBeneficiaryLeave
from application.stand_alone import CorrectStandAloneCost, DeclareStandAloneCost, WithdrawStandAloneCost
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.money import money_text
from domain.kernel.periods import Month
from domain.services.contract import OutsideContract
from tests import examples
from tests.examples import BY_AMENDMENT, EQUAL, MEMBERS, PREPARER, alone, carry_out, document, post

ALONE = {"Aval": 4_000, "Brume": 2_500, "Cime": 2_200}
PAIRS = {("Aval", "Brume"): 5_200, ("Aval", "Cime"): 5_500, ("Brume", "Cime"): 3_900}


@pytest.fixture
def january(confluence: Group) -> Group:
    """70.00 EUR of January are posted: by 3, 2 and 2 calls, 30.00, 20.00 and 20.00 EUR."""
    carry_out(confluence, document("platform", "2026-01", 7_000))
    post(confluence, "platform", "2026-01")
    return confluence


def declare_all(group: Group, first: str = "2026-01", last: str = "2026-01", months: int = 1) -> None:
    single = [alone("platform", [m], first, last, cents * months) for m, cents in ALONE.items()]
    pairs = [alone("platform", names, first, last, cents * months) for names, cents in PAIRS.items()]
    carry_out(group, *single, *pairs)


def check(
    group: Group, period: str = "2026-01", to_try: KeyToTry | None = None, at: int | None = None
) -> dict[str, Any]:
    return win_win(group.readings, group.position() if at is None else at, "platform", period, to_try)


def tried(group: Group, key: Mapping[str, object], period: str = "2026-01") -> dict[str, Any]:
    found: dict[str, Any] = check(group, period, KeyToTry(key, group.ledger))["tried"]
    return found


def saves(split: dict[str, Any]) -> dict[str, str | None]:
    return {member["member"]: member["saves_cents"] for member in split["members"]}


def test_the_ledger_says_what_the_calculator_says_of_the_same_numbers(january: Group) -> None:
    declare_all(january)
    told, posted = check(january), {"Aval": 3_000, "Brume": 2_000, "Cime": 2_000}
    costs = {("Aval", "Brume", "Cime"): 7_000, **{(m,): c for m, c in ALONE.items()}, **PAIRS}
    request = {
        "calculate": "fairness",
        "costs": {"+".join(names): money_text(cents) for names, cents in costs.items()},
        "shares": {member: money_text(cents) for member, cents in posted.items()},
        "methods": [method["method"] for method in told["methods"]],
    }
    answer: Any = calculate(json.dumps(request))
    assert told["core_is_empty"] == answer["core"]["empty"]
    # Brume and Cime bear 40.00 EUR together and would bear 39.00 EUR without Aval.
    assert (told["posted"]["in_core"], told["posted"]["worst"]) == (False, ["Brume", "Cime"])
    assert (answer["judged"]["in_core"], answer["judged"]["worst_coalition"]) == (False, ["Brume", "Cime"])
    assert (told["posted"]["would_save_cents"], answer["judged"]["would_save"]) == ("100", "1.00")
    for method in told["methods"]:
        by_calculator = answer["methods"][method["method"]]
        assert {s["member"]: money_text(s["bears_cents"]) for s in method["shares"]} == by_calculator[
            "shares"
        ]
        assert {s["member"]: s["exact_cents"] for s in method["shares"]} == by_calculator["exact_cents"]
        assert method["in_core"] == by_calculator["in_core"]
        assert sum(s["more_cents"] for s in method["shares"]) == 0


def test_as_of_an_earlier_position_only_what_was_declared_then_is_known(january: Group) -> None:
    before = january.position()
    carry_out(january, alone("platform", ["Aval"], "2026-01", "2026-01", 4_000))
    declared = january.position()
    correction = {"reason": "the quotation had VAT", **examples.alone_evidence(), "cost_cents": 2_900}
    about = {"contract": "platform", "members": ("Aval",), "first_month": "2026-01", "last_month": "2026-01"}
    carry_out(january, CorrectStandAloneCost(**about, **correction))
    corrected = january.position()
    carry_out(january, WithdrawStandAloneCost(**about, reason="it was of another service"))
    told = [check(january, at=at)["posted"] for at in (before, declared, corrected, january.position())]
    assert [saves(split)["Aval"] for split in told] == [None, "1000", "-100", None]
    assert [split["in_core"] for split in told] == [None, True, False, None]
    assert [cost["withdrawn_because"] for cost in stand_alone_costs(january.readings, corrected)] == [None]


def test_the_same_declaration_twice_changes_nothing(january: Group) -> None:
    carry_out(january, alone("platform", ["Brume", "Aval"], "2026-01", "2026-01", 5_200))
    before = january.position()
    carry_out(january, alone("PLATFORM", ["aval", "brume"], "2026-01", "2026-01", 5_200))
    assert january.position() == before
    [cost] = declared_costs(january.readings, before, "platform")
    assert cost.members == ("Aval", "Brume")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"members": ["Aval", "Nobody"]}, "members[1]"),
        ({"members": ["Dune"]}, "members[0]"),
        ({"members": ["Aval", "aval"]}, "members"),
        ({"members": []}, "members"),
        ({"last_month": "2025-12"}, "last_month"),
        ({"cost_cents": -1}, "cost_cents"),
        ({"cost_cents": True}, "cost_cents"),
        ({"cost_cents": 1.5}, "cost_cents"),
        ({"cost_cents": "100"}, "cost_cents"),
        ({"cost_cents": 10**16}, "cost_cents"),
        ({"evidence_sha256": "abc"}, "evidence_sha256"),
        ({"evidence_reference": None}, "evidence_reference"),
        ({"certified_by": None}, "certified_by"),
    ],
)
def test_what_cannot_be_declared_is_refused_by_field_and_records_nothing(
    january: Group, terms: dict[str, object], field: str
) -> None:
    before = january.position()
    usual = alone("platform", ["Aval"], "2026-01", "2026-03", 100).model_dump(mode="json")
    with pytest.raises(BadInput) as refused:
        january.carry_out(DeclareStandAloneCost.read({**usual, **terms}), PREPARER)
    assert refused.value.facts["field"] == field
    assert january.position() == before


def test_a_cost_is_declared_of_months_that_the_contract_serves(january: Group) -> None:
    with pytest.raises(OutsideContract):
        carry_out(january, alone("platform", ["Aval"], "2025-12", "2026-01", 100))


def test_another_key_is_tried_on_the_posted_months_and_recorded_nowhere(january: Group) -> None:
    declare_all(january)
    before, told = january.position(), tried(january, EQUAL)
    # A third of 70.00 EUR each: Cime would bear 23.33 EUR and go alone for 22.00 EUR.
    assert [member["bears_cents"] for member in told["members"]] == [2_334, 2_333, 2_333]
    assert {member["exact_cents"] for member in told["members"]} == {"7000/3"}
    assert (told["in_core"], told["worst"]) == (False, ["Brume", "Cime"])
    assert told["would_save_cents"] == str(Fraction(14_000, 3) - 3_900)
    assert january.position() == before


def test_a_trial_of_the_contracts_own_key_is_judged_as_what_was_posted(january: Group) -> None:
    declare_all(january)
    told = check(january, to_try=KeyToTry(examples.proportional("calls"), january.ledger))
    same = ("in_core", "worst", "would_save_cents", "subgroups", "sentences")
    assert {name: told["tried"][name] for name in same} == {name: told["posted"][name] for name in same}


def test_a_trial_says_what_came_late(january: Group) -> None:
    declare_all(january)
    carry_out(january, document("platform", "2026-01", 700))
    told = tried(january, EQUAL)
    assert told["total_cents"] == 7_700
    assert any("7.00 EUR more than was posted" in sentence for sentence in told["sentences"])


def test_a_key_that_cannot_be_tried_is_refused(january: Group) -> None:
    with pytest.raises(ReadingMissing):
        tried(january, examples.proportional("homes"))
    with pytest.raises(NotFound):
        tried(january, examples.proportional("letters"))


@pytest.mark.parametrize(
    ("text", "as_of", "field"),
    [
        ("{", None, "key"),
        ("[]", None, "key"),
        ('{"proportional": 1}', None, "key.proportional"),
        ('{"equal": {}, "equal": {}}', None, "key.equal"),
        ('{"equal": {}}', "3", "as_of"),
    ],
)
def test_what_is_no_key_to_try_is_refused_by_field(
    group: Group, text: str, as_of: str | None, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        key_to_try(group.ledger, text, as_of)
    assert refused.value.facts["field"] == field


def test_direct_charges_are_left_out_on_both_sides(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-01", 7_000))
    carry_out(confluence, document("platform", "2026-01", 500, direct_to="Cime"))
    post(confluence, "platform", "2026-01")
    declare_all(confluence)
    told = check(confluence)
    assert (told["total_cents"], saves(told["posted"])["Cime"]) == (7_000, "200")
    assert told["direct"] == [{"member": "Cime", "direct_cents": 500}]
    assert any("Cime 5.00 EUR" in sentence for sentence in told["sentences"])
    share = explanation(confluence.readings, confluence.position(), "Cime", "platform", "2026-01")["alone"]
    assert (share["bears_cents"], share["saves_cents"]) == (2_000, "200")
    assert "What is charged to Cime alone, 5.00 EUR" in share["sentences"][1]


def test_what_is_not_posted_or_reversed_is_left_out_and_said(january: Group) -> None:
    declare_all(january, "2026-01", "2026-12", 12)
    told = check(january, "2026")
    assert told["months"] == ["2026-01"]
    assert told["months_left_out"] == [str(Month(2026, 1).plus(n)) for n in range(1, 12)]
    assert saves(told["posted"]) == {"Aval": "1000", "Brume": "500", "Cime": "200"}
    carry_out(january, ReverseRun(contract="platform", month="2026-01", reason="the wrong invoice"))
    with pytest.raises(NotFound):
        check(january, "2026")


def test_a_corrective_run_counts_with_the_month_of_service_that_it_corrects(january: Group) -> None:
    declare_all(january)
    carry_out(january, document("platform", "2026-01", 700))
    post(january, "platform", "2026-01")
    told = check(january)
    assert told["total_cents"] == 7_700
    assert saves(told["posted"]) == {"Aval": "700", "Brume": "300", "Cime": "0"}
    assert len(told["runs"]) == 2


def test_a_split_that_only_rounding_puts_out_of_the_core_says_so(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-01", 10_000))
    post(confluence, "platform", "2026-01")
    # 3/7 of 100.00 EUR are 42.857…, rounded to 42.86 EUR.
    about = {"contract": "platform", "first_month": "2026-01", "last_month": "2026-07"}
    carry_out(confluence, alone(members=["Aval"], cost_cents=30_000, **about))
    posted = check(confluence)["posted"]
    assert (posted["in_core"], posted["in_core_before_rounding"]) == (False, True)
    assert posted["would_save_cents"] == str(4_286 - Fraction(30_000, 7))
    assert posted["sentences"][-1] == "Before rounding to the cent the split is in the core."


def test_a_quarter_is_checked_as_a_whole_up_to_the_last_month_posted(confluence: Group) -> None:
    quarterly = examples.contract("land", EQUAL, allocation_period="quarter")
    carry_out(confluence, *examples.toolbox("land"), quarterly)
    for month in ("2026-01", "2026-02"):
        carry_out(confluence, document("land", month, 3_000))
        post(confluence, "land", month)
    carry_out(confluence, alone("land", ["Aval"], "2026-01", "2026-12", 12 * 1_500))
    told = win_win(confluence.readings, confluence.position(), "land", "2026-Q1")
    assert (told["months"], told["months_left_out"]) == (["2026-01", "2026-02"], ["2026-03"])
    assert saves(told["posted"])["Aval"] == str(2 * 1_500 - 2_000)
    with pytest.raises(BadInput) as refused:
        win_win(confluence.readings, confluence.position(), "land", "2026-02")
    assert "2026-01 to 2026-03" in str(refused.value)


def test_who_left_is_compared_for_the_months_in_which_it_was_there(january: Group) -> None:
    last_day = {"bears_costs_until": date(2026, 1, 31), "authority": BY_AMENDMENT}
    carry_out(january, LetBeneficiaryLeave(contract="platform", member="Cime", **last_day))
    counted = [examples.reading("calls", m, "2026-02", "1") for m in MEMBERS]
    carry_out(january, *counted, document("platform", "2026-02", 6_000))
    post(january, "platform", "2026-02")
    declare_all(january, "2026-01", "2026-12", 12)
    told = check(january, "2026")
    subgroups = {"+".join(group["members"]): group["alone_cents"] for group in told["posted"]["subgroups"]}
    assert subgroups["Cime"] == "2200"
    # Without Cime, Aval and Brume bore in February what they bear without Cime anyhow.
    assert subgroups["Aval+Brume"] == str(5_200 + 6_000)
    assert subgroups["Aval+Cime"] == str(5_500 + 4_000)


@pytest.mark.parametrize("period", ["", "2026-13", "2026-Q5", "26", "2026-1", "2026-Q1-01", "0999", "2026\n"])
def test_what_is_no_period_is_refused(january: Group, period: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(january, period)
    assert refused.value.facts["field"] == "period"


def test_a_share_says_what_going_alone_would_have_cost(january: Group) -> None:
    carry_out(january, alone("platform", ["Brume"], "2026-01", "2026-02", 5_000))
    at = january.position()
    found = {m: explanation(january.readings, at, m, "platform", "2026-01")["alone"] for m in MEMBERS}
    assert (found["Aval"], found["Cime"]) == (None, None)
    assert (found["Brume"]["bears_cents"], found["Brume"]["alone_cents"]) == (2_000, "2500")
    assert found["Brume"]["sentences"] == [
        "Going alone would have cost Brume 25.00 EUR for 2026-01; sharing saves it 5.00 EUR."
    ]
    assert [cost["evidence_reference"] for cost in found["Brume"]["declared"]] == ["GED/2026/alone.pdf"]


def test_a_run_that_is_not_posted_is_not_compared(confluence: Group) -> None:
    declare_all(confluence)
    carry_out(confluence, document("platform", "2026-01", 7_000))
    confluence.carry_out(examples.PrepareRun(contract="platform", month="2026-01"), PREPARER)
    told = explanation(confluence.readings, confluence.position(), "Aval", "platform", "2026-01")
    assert told["alone"] is None


def test_a_key_by_costs_that_its_method_cannot_work_with_is_not_adopted(january: Group) -> None:
    key = {"fairness": {"method": "shapley", "costs": {"Aval": "40.00", "Brume": "25.00"}}}
    terms = examples.key_terms("platform", key, "2026-02")
    adopt = AdoptKey.read({**terms, "decided_on": date(2026, 1, 1), "authority": BY_AMENDMENT})
    with pytest.raises(BadInput) as refused:
        carry_out(january, adopt)
    assert refused.value.facts["field"] == "key.fairness.costs"
