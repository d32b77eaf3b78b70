"""A pool holds what a contract cost in a service month; once a run is posted, what comes is late."""

from __future__ import annotations

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.allocation.cost_pool import (
    Closed,
    CostPool,
    LateLineAdded,
    LineAdded,
    Opened,
    Reopened,
    cost_pool_id,
)
from domain.kernel.aggregate import Event
from tests.given_when_then import Given, given

OPENED = Opened("C-LAND", "2026-01")
LINE = LineAdded("Geo", "F1", 1, "cost", 10_000, None)
CLOSED = Closed("C-LAND 2026-01 #1", 10_000)


def pool(*events: Event) -> Given[CostPool]:
    return given(CostPool, cost_pool_id("C-LAND", "2026-01"), *events)


def add(number: str, amount_cents: int, direct_to: str | None = None) -> object:
    nature = "direct" if direct_to else "cost"
    return lambda p: p.add_line("C-LAND", "2026-01", "Geo", number, 1, nature, amount_cents, direct_to)


def test_the_first_line_opens_the_pool() -> None:
    pool().when(add("F1", 10_000)).then(OPENED, LINE)


def test_a_line_after_the_run_was_posted_is_late() -> None:
    late = (
        pool(OPENED, LINE, CLOSED).when(add("F2", 500)).then(LateLineAdded("Geo", "F2", 1, "cost", 500, None))
    )
    assert late.aggregate().base_cents == 10_500
    assert late.aggregate().late_line_count == 1


def test_a_direct_charge_is_not_shared() -> None:
    direct = (
        pool(OPENED, LINE)
        .when(add("F2", 700, "Brume"))
        .then(LineAdded("Geo", "F2", 1, "direct", 700, "Brume"))
        .aggregate()
    )
    assert (direct.base_cents, direct.direct_cents) == (10_000, {"Brume": 700})


def test_closing_says_what_base_was_shared() -> None:
    pool(OPENED, LINE).when(lambda p: p.close(CLOSED.run)).then(CLOSED)


def test_a_corrective_run_takes_the_late_lines_with_it() -> None:
    late = LateLineAdded("Geo", "F2", 1, "cost", 500, None)
    corrected = pool(OPENED, LINE, CLOSED, late, Closed("C-LAND 2026-01 #2", 10_500)).aggregate()
    assert corrected.late_line_count == 0
    assert corrected.posted_runs == ["C-LAND 2026-01 #1", "C-LAND 2026-01 #2"]


def test_a_reversed_run_lets_its_pool_go() -> None:
    reopened = (
        pool(OPENED, LINE, CLOSED).when(lambda p: p.reopen(CLOSED.run)).then(Reopened(CLOSED.run, None))
    )
    assert not reopened.aggregate().closed
    reopened.when(add("F2", 500)).then(LineAdded("Geo", "F2", 1, "cost", 500, None))


def test_a_number_of_a_run_is_not_given_again_after_its_reversal() -> None:
    reopened = pool(OPENED, LINE, CLOSED, Reopened(CLOSED.run, None)).aggregate()
    assert (len(reopened.runs), reopened.posted_runs) == (1, [])


def test_a_pool_stays_closed_while_an_earlier_run_stands() -> None:
    second = Closed("C-LAND 2026-01 #2", 10_000)
    reopened = (
        pool(OPENED, LINE, CLOSED, second)
        .when(lambda p: p.reopen(second.run))
        .then(Reopened(second.run, CLOSED.run))
    )
    assert reopened.aggregate().closed


@for_all(
    st.lists(st.tuples(st.integers(-(10**9), 10**9), st.sampled_from((None, "Aval", "Brume"))), max_size=20)
)
def test_a_pool_holds_all_of_its_lines_to_the_cent(lines: list[tuple[int, str | None]]) -> None:
    held = pool().aggregate()
    for number, (amount_cents, direct_to) in enumerate(lines):
        held.add_line("C-LAND", "2026-01", "Geo", str(number), 1, "cost", amount_cents, direct_to)
    assert held.base_cents + sum(held.direct_cents.values()) == sum(amount for amount, _ in lines)
    assert held.line_count == len(lines)
