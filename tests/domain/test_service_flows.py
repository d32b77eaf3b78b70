"""What services bear of each other is conserved, exactly and in cents, and never drifts by more than half a cent."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.service_flows import (
    FlowsShared,
    NothingMoves,
    ServiceFlows,
    Use,
    flows_between,
    service_flows_id,
    solve,
)
from tests.given_when_then import given

AGREEMENT = "Confluence"
SERVICES = ("IT", "Calls", "Land")


def use(
    costs: dict[str, int], usage: dict[str, dict[str, str]], method: str = "reciprocal", **terms: object
) -> Use:
    """A month of services; what is left of each goes to its members."""
    return Use(
        agreement=AGREEMENT,
        service_month=str(terms.get("month", "2026-01")),
        version=1,
        method=method,
        contracts=tuple(costs),
        costs_cents=costs,
        usage=usage,
        inputs=(),
    )


def of_members(name: str, amount: str) -> dict[str, str]:
    return {f"the members of {name}": amount}


def flows(*events: FlowsShared) -> ServiceFlows:
    return given(ServiceFlows, service_flows_id(AGREEMENT), *events).aggregate()


def test_a_flow_moves_the_nearest_cents_and_carries_the_rest() -> None:
    half_used = {"IT": {"Calls": "1", **of_members("IT", "2")}, "Calls": of_members("Calls", "1")}
    shared = flows().share(use({"IT": 10_000, "Calls": 0}, half_used))
    [flow] = shared.flows
    assert (flow.exact_cents, flow.moved_cents, flow.carried_after_cents) == ("10000/3", 3333, "-1/3")


def test_the_next_month_works_the_carry_off() -> None:
    third = {"IT": {"Calls": "1", **of_members("IT", "2")}, "Calls": of_members("Calls", "1")}
    stream, moved = flows(), []
    for month in range(1, 7):
        shared = stream.share(use({"IT": 100, "Calls": 0}, third, month=f"2026-{month:02d}"))
        moved.append(shared.flows[0].moved_cents)
    assert moved == [33, 34, 33, 33, 34, 33]
    assert stream.carried == {("IT", "Calls"): 0}


def test_what_has_not_changed_is_not_shared_again() -> None:
    again = use({"IT": 900, "Calls": 0}, {"IT": {"Calls": "1"}, "Calls": of_members("Calls", "1")})
    shared = flows().share(again)
    given(ServiceFlows, service_flows_id(AGREEMENT), shared).when(lambda f: f.share(again)).refused(
        NothingMoves
    )


def test_a_use_that_falls_away_moves_everything_back() -> None:
    stream = flows()
    stream.share(use({"IT": 1_000, "Calls": 0}, {"IT": {"Calls": "1"}, "Calls": of_members("Calls", "1")}))
    back = stream.share(
        use({"IT": 1_000, "Calls": 0}, {"IT": of_members("IT", "1"), "Calls": of_members("Calls", "1")})
    )
    assert [(flow.exact_cents, flow.moved_cents) for flow in back.flows] == [("0", -1_000)]


costs = st.fixed_dictionaries({name: st.integers(-(10**9), 10**12) for name in SERVICES})
amounts = st.integers(0, 1_000).map(str)
used = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(
            {**dict.fromkeys(SERVICES, amounts), f"the members of {name}": st.integers(1, 1_000).map(str)}
        )
        for name in SERVICES
    }
)


@for_all(
    st.lists(st.tuples(costs, used), min_size=1, max_size=4), st.sampled_from(["reciprocal", "step-down"])
)
def test_pools_are_conserved_and_no_flow_is_off_by_more_than_half_a_cent(
    sharings: list[tuple[dict[str, int], dict[str, dict[str, str]]]], method: str
) -> None:
    stream = flows()
    moved: dict[tuple[str, str], int] = {}
    for own, usage in sharings:
        month = use(own, usage, method)
        solved = solve(month)
        pools = {f"the members of {name}": Fraction(cents) for name, cents in own.items()}
        for (provider, user), cents in flows_between(solved).items():
            pools[f"the members of {provider}"] -= cents
            pools[f"the members of {user}"] += cents
        # What is left in each pool is what the engine brings to its members, and nothing is lost.
        assert pools == dict(solved.receivers)
        assert sum(pools.values()) == sum(own.values())
        try:
            shared = stream.share(month)
        except NothingMoves:
            continue
        for flow in shared.flows:
            pair = flow.provider, flow.user
            moved[pair] = moved.get(pair, 0) + flow.moved_cents
            assert abs(moved[pair] - carry_of(flow.exact_cents)) <= Fraction(1, 2)
            assert carry_of(flow.carried_after_cents) == moved[pair] - carry_of(flow.exact_cents)
