"""Services of services, and settlement."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.allocation.engine.mutual_services import SERVICE_METHODS, share_services
from domain.allocation.engine.settlement import settle
from domain.kernel.errors import BadInput

Usage = dict[str, dict[str, Fraction]]


@st.composite
def departments(draw: st.DrawFn) -> tuple[dict[str, int], list[str], Usage]:
    services = [f"S{i}" for i in range(draw(st.integers(1, 5)))]
    receivers = [f"R{i}" for i in range(draw(st.integers(1, 4)))]
    costs = {name: draw(st.integers(-1000, 10**6)) for name in (*services, *receivers)}
    amounts = st.integers(0, 20).map(Fraction)
    usage = {s: {user: draw(amounts) for user in (*services, *receivers)} for s in services}
    return costs, receivers, usage


@settings(max_examples=100, deadline=None)
@given(departments(), st.sampled_from(sorted(SERVICE_METHODS)))
def test_what_the_receivers_bear_is_all_that_was_spent(
    case: tuple[dict[str, int], list[str], Usage], method: str
) -> None:
    costs, receivers, usage = case
    try:
        shared = share_services(costs, receivers, usage, method, list(usage))
    except BadInput:
        assume(False)
        raise
    assert sum(shared.receivers.values()) == sum(costs.values())
    if method == "reciprocal":
        for name, total in shared.services.items():
            inflow = sum((flow.cents for flow in shared.flows if flow.user == name), Fraction(0))
            outflow = sum((flow.cents for flow in shared.flows if flow.provider == name), Fraction(0))
            assert total == costs[name] + inflow == outflow


def test_what_a_service_uses_of_itself_changes_no_receiver() -> None:
    costs = {"IT": 10000, "A": 0, "B": 0}
    alone: Usage = {"IT": {"A": Fraction(1), "B": Fraction(3)}}
    itself: Usage = {"IT": {"IT": Fraction(4), **alone["IT"]}}
    for method in SERVICE_METHODS:
        shared = share_services(costs, ["A", "B"], itself, method, ["IT"])
        assert shared.receivers == {"A": 2500, "B": 7500}
        assert shared.services["IT"] == (20000 if method == "reciprocal" else 10000)


@pytest.mark.parametrize("method", sorted(SERVICE_METHODS))
def test_a_closed_loop_that_reaches_nobody_is_refused(method: str) -> None:
    usage: Usage = {"X": {"Y": Fraction(1)}, "Y": {"X": Fraction(1)}, "IT": {"A": Fraction(1)}}
    costs = {"X": 100, "Y": 0, "IT": 5, "A": 0}
    with pytest.raises(BadInput) as refused:
        share_services(costs, ["A"], usage, method, ["X", "Y", "IT"])
    assert refused.value.facts["field"] == "usage.X"


@pytest.mark.parametrize(
    ("usage", "method", "order", "field"),
    [
        ({"IT": {"Z": Fraction(1)}}, "direct", [], "usage.IT.Z"),
        ({"Z": {"A": Fraction(1)}}, "direct", [], "usage.Z"),
        ({"A": {"IT": Fraction(1)}}, "direct", [], "usage.A"),
        ({"IT": {"A": Fraction(0)}}, "direct", [], "usage.IT"),
        ({"IT": {"A": Fraction(1)}}, "step-down", [], "order"),
        ({"IT": {"A": Fraction(1)}}, "step-down", ["IT", "IT"], "order"),
        ({"IT": {"A": Fraction(1)}}, "sideways", [], "method"),
    ],
)
def test_services_that_cannot_be_shared_are_refused(
    usage: Usage, method: str, order: list[str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        share_services({"IT": 100, "A": 0}, ["A"], usage, method, order)
    assert refused.value.facts["field"] == field


def test_a_service_used_by_services_only_cannot_be_shared_directly() -> None:
    usage: Usage = {"IT": {"Desk": Fraction(1)}, "Desk": {"A": Fraction(1)}}
    costs = {"IT": 100, "Desk": 10, "A": 0}
    with pytest.raises(BadInput):
        share_services(costs, ["A"], usage, "direct")
    assert share_services(costs, ["A"], usage, "reciprocal").receivers == {"A": 110}


balances = st.lists(st.integers(-9, 9), min_size=1, max_size=7).map(
    lambda some: {f"M{i}": cents for i, cents in enumerate([*some, -sum(some)])}
)


def applied(before: dict[str, int]) -> tuple[dict[str, int], int, bool]:
    settled = settle(before)
    after = dict(before)
    for transfer in settled.transfers:
        assert transfer.cents > 0
        after[transfer.debtor] += transfer.cents
        after[transfer.creditor] -= transfer.cents
    return after, len(settled.transfers), settled.minimal


def fewest(values: list[int]) -> int:
    """By trying every way to split off a group that sums to zero."""
    values = [value for value in values if value]
    if not values:
        return 0
    first, *others = values
    options = []
    for size in range(1, len(others) + 1):
        for chosen in combinations(range(len(others)), size):
            if first + sum(others[i] for i in chosen) == 0:
                rest = [value for i, value in enumerate(others) if i not in chosen]
                options.append(size + fewest(rest))
    return min(options)


@settings(max_examples=100, deadline=None)
@given(balances)
def test_transfers_settle_all_and_none_could_be_saved(before: dict[str, int]) -> None:
    after, count, minimal = applied(before)
    assert not any(after.values())
    assert minimal
    assert count == fewest(list(before.values()))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-(10**6), 10**6), min_size=16, max_size=60))
def test_many_members_settle_with_fewer_transfers_than_members(some: list[int]) -> None:
    before = {f"M{i}": cents for i, cents in enumerate([*some, -sum(some)])}
    after, count, minimal = applied(before)
    assert not any(after.values())
    assert count < len(before)
    assert minimal is (sum(1 for cents in before.values() if cents) <= 15)


def test_balances_that_do_not_sum_to_zero_are_refused() -> None:
    with pytest.raises(BadInput):
        settle({"A": 1, "B": -2})
