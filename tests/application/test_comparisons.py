"""Periods are compared by what stands posted, as of any position; budgets and settlements likewise."""

from __future__ import annotations

from typing import Any

import pytest

from application.answers.budget import budget
from application.answers.settlement import settlement
from application.answers.variance import NothingPosted, SharedOverLonger, variance
from application.group import Group
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.services import AdoptBudget
from domain.allocation.posted_period import NotTheWhole
from domain.kernel.errors import BadInput, NotFound
from tests import examples
from tests.examples import APPROVER, BY_AMENDMENT, MEMBERS, PREPARER, carry_out, document, post

JANUARY, FEBRUARY = "2026-01", "2026-02"


@pytest.fixture(autouse=True)
def two_months(confluence: Group) -> None:
    """January: 70.00 EUR for 7 calls. February: 108.00 EUR for 9, two more of them Brume's."""
    counted = zip(MEMBERS, ("3", "4", "2"), strict=True)
    carry_out(confluence, *(examples.reading("calls", m, FEBRUARY, v) for m, v in counted))
    for month, cents in ((JANUARY, 7_000), (FEBRUARY, 10_800)):
        carry_out(confluence, document("platform", month, cents))
        post(confluence, "platform", month)


def compared(group: Group, *periods: str, contract: str = "platform", **options: Any) -> dict[str, Any]:
    first, second = periods or (JANUARY, FEBRUARY)
    at = options.pop("at", None) or group.position()
    return variance(group.readings, at, contract, first, second, **options)


def parts_of(found: dict[str, Any], member: str) -> dict[str, int]:
    [difference] = [each for each in found["members"] if each["member"] == member]
    return {part["cause"]: part["cents"] for part in difference["parts"] if part["cents"]}


def test_a_difference_says_what_was_counted_and_what_a_unit_cost(confluence: Group) -> None:
    found = compared(confluence)
    assert parts_of(found, "Brume") == {"volume": 2_000, "price": 800}
    assert found["sentences"] == [
        "2026-02 against 2026-01: volume: calls of Brume 2, then 4; those there in both together 7, then 9.",
        "2026-02 against 2026-01: price: 70.00 EUR for 7 of calls, then 108.00 EUR for 9, which at the first price "
        "would have cost 90.00 EUR.",
    ]
    [pair] = found["pairs"]
    assert (pair["first_runs"], pair["second_runs"]) == (["platform 2026-01 #1"], ["platform 2026-02 #1"])


def test_a_comparison_as_of_a_position_stays_as_it_was(confluence: Group) -> None:
    then, before = confluence.position(), compared(confluence)
    carry_out(confluence, document("platform", FEBRUARY, 900))
    post(confluence, "platform", FEBRUARY)
    after = compared(confluence)
    assert compared(confluence, at=then) == before
    assert parts_of(after, "Brume") == {"volume": 2_000, "price": 1_200}
    assert after["pairs"][0]["second_runs"] == ["platform 2026-02 #1", "platform 2026-02 #2"]


def test_a_run_that_was_reversed_counts_no_more(confluence: Group) -> None:
    carry_out(confluence, ReverseRun(contract="platform", month=FEBRUARY, reason="the wrong invoice"))
    with pytest.raises(NothingPosted):
        compared(confluence)
    post(confluence, "platform", FEBRUARY)
    assert parts_of(compared(confluence), "Brume") == {"volume": 2_000, "price": 800}


def test_of_a_run_that_was_prepared_again_only_the_last_shares_count(confluence: Group) -> None:
    run = {"contract": "platform", "month": FEBRUARY}
    carry_out(confluence, document("platform", FEBRUARY, 450))
    carry_out(confluence, PrepareRun(**run))
    carry_out(confluence, document("platform", FEBRUARY, 450))
    carry_out(confluence, PrepareRun(**run))
    carry_out(confluence, ApproveRun(**run), act=APPROVER)
    carry_out(confluence, PostRun(**run))
    assert parts_of(compared(confluence), "Aval") == {"price": 900}


def test_one_member_is_told_alone_beside_all_together(confluence: Group) -> None:
    found = compared(confluence, member="brume")
    assert [each["member"] for each in found["members"]] == ["Brume"]
    assert found["in_all"]["difference_cents"] == 3_800
    with pytest.raises(NotFound):
        compared(confluence, member="Dune")


@pytest.mark.parametrize(
    "periods", [(JANUARY, "2026-Q1"), ("2026-13", FEBRUARY), ("2026-Q5", "2026-Q1"), ("", "")]
)
def test_two_periods_of_one_length_are_compared(confluence: Group, periods: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        compared(confluence, *periods)


def test_the_second_period_may_be_of_the_contract_that_came_after(confluence: Group) -> None:
    carry_out(confluence, *examples.toolbox("new"), examples.contract("new", examples.EQUAL))
    carry_out(confluence, document("new", FEBRUARY, 7_500))
    post(confluence, "new", FEBRUARY)
    found = compared(confluence, other="new")
    assert found["second"] == {"contract": "new", "period": FEBRUARY, "borne_cents": 7_500}
    assert parts_of(found, "Aval") == {"key": 2_333 - 3_000, "price": 167}


def test_contracts_shared_over_periods_of_other_lengths_are_not_compared(confluence: Group) -> None:
    quarterly = examples.contract("quarterly", examples.EQUAL, allocation_period="quarter")
    carry_out(confluence, *examples.toolbox("quarterly"), quarterly, document("quarterly", FEBRUARY, 900))
    post(confluence, "quarterly", FEBRUARY)
    with pytest.raises(BadInput):
        compared(confluence, "2026-Q1", "2026-Q1", other="quarterly")
    with pytest.raises(SharedOverLonger):
        compared(confluence, contract="quarterly")


def test_a_quarter_is_compared_as_its_runs_have_posted_it(confluence: Group) -> None:
    quarterly = examples.contract("quarterly", examples.EQUAL, allocation_period="quarter")
    carry_out(confluence, *examples.toolbox("quarterly"), quarterly)
    for month, cents in ((JANUARY, 9_000), (FEBRUARY, 3_000), ("2026-04", 15_000)):
        carry_out(confluence, document("quarterly", month, cents))
        post(confluence, "quarterly", month)
    found = compared(confluence, "2026-Q1", "2026-Q2", contract="quarterly")
    assert parts_of(found, "Cime") == {"price": 1_000}
    assert found["sentences"] == [
        "2026-04 against 2026-01 to 2026-02: price: the cost itself was 120.00 EUR, then 150.00 EUR."
    ]
    carry_out(confluence, ReverseRun(contract="quarterly", month=JANUARY, reason="the wrong invoice"))
    with pytest.raises(NotTheWhole):
        compared(confluence, "2026-Q1", "2026-Q2", contract="quarterly")


def test_two_years_are_compared_month_by_month(confluence: Group) -> None:
    found = compared(confluence, "2026", "2026")
    assert [(pair["first"], pair["second"]) for pair in found["pairs"]] == [
        (m, m) for m in (JANUARY, FEBRUARY)
    ]
    assert found["in_all"]["difference_cents"] == 0
    assert found["sentences"] == []


def test_a_budget_that_was_overrun_remains_below_zero(confluence: Group) -> None:
    terms = {"contract": "platform", "year": 2026, "authority": BY_AMENDMENT}
    carry_out(confluence, AdoptBudget(**terms, amount_cents=8_900))
    found = budget(confluence.readings, confluence.position(), "platform", 2026)
    assert found["months"] == [
        {"month": JANUARY, "posted_cents": 7_000},
        {"month": FEBRUARY, "posted_cents": 10_800},
    ]
    assert (found["posted_cents"], found["remaining_cents"]) == (17_800, -8_900)
    assert found["authority"]["number"] == "annex"
    # 66.00, 68.00 and 44.00 EUR are posted.
    assert {m["member"]: m["budget_cents"] for m in found["members"]} == {
        "Aval": 3_300,
        "Brume": 3_400,
        "Cime": 2_200,
    }


def test_before_anything_is_posted_no_proportions_are_known(confluence: Group) -> None:
    carry_out(confluence, *examples.toolbox("new"), examples.contract("new", examples.EQUAL))
    carry_out(confluence, AdoptBudget(contract="new", year=2026, authority=BY_AMENDMENT, amount_cents=100))
    found = budget(confluence.readings, confluence.position(), "new", 2026)
    assert (found["months"], found["members"], found["remaining_cents"]) == ([], [], 100)


def test_of_a_year_without_a_budget_there_is_nothing_to_hold_against(confluence: Group) -> None:
    for contract, year in (("platform", 2026), ("platform", 2027), ("unknown", 2026)):
        with pytest.raises(NotFound):
            budget(confluence.readings, confluence.position(), contract, year)


def test_a_settlement_is_of_a_year_that_the_books_know(confluence: Group) -> None:
    at = confluence.position()
    assert settlement(confluence.readings, at, 2026)["gross_cents"] == 6_800 + 4_400
    with pytest.raises(NotFound):
        settlement(confluence.readings, at, 2027)


def test_what_was_reversed_is_owed_no_more(confluence: Group) -> None:
    carry_out(
        confluence, ReverseRun(contract="platform", month=FEBRUARY, reason="the wrong invoice"), act=PREPARER
    )
    found = settlement(confluence.readings, confluence.position(), 2026)
    assert [(debt["debtor"], debt["cents"]) for debt in found["gross"]] == [("Brume", 2_000), ("Cime", 2_000)]
