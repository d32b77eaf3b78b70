"""The ledger judges a split as the calculator does, on the same numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.answers.split_judging import Judged, judge_months, judge_split
from application.calculator import calculate
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.fairness import METHODS
from domain.allocation.going_alone import SharedMonths
from domain.allocation.stand_alone import AloneCost
from domain.kernel.errors import BadInput
from domain.kernel.money import money_text
from domain.kernel.periods import Month

MARCH = Month(2026, 3)
Costs = Mapping[tuple[str, ...], int]


def declared(costs: Costs, first: Month = MARCH, months: int = 1) -> list[AloneCost]:
    """Each cost a month, declared for so many months."""
    span = str(first), str(first.plus(months - 1))
    return [
        AloneCost(names, *span, c * months, "quotation", "p", "GED/1", "ab" * 32)
        for names, c in costs.items()
    ]


@st.composite
def games(draw: st.DrawFn, complete: bool = False) -> tuple[Costs, dict[str, int]]:
    """Costs of some or all subgroups of two to four members, and a split, in cents."""
    players = "ABCD"[: draw(st.integers(2, 4))]
    subgroups = [c for size in range(1, len(players)) for c in combinations(players, size)]
    cents = st.integers(0, 20_000)
    costs = {names: draw(cents) for names in subgroups if complete or draw(st.booleans())}
    return costs, {name: draw(st.integers(-500, 9_999)) for name in players}


def calculated(costs: Costs, shares: Mapping[str, int], *methods: str) -> Any:
    together = {"+".join(shares): money_text(sum(shares.values()))}
    request = {
        "calculate": "fairness",
        "costs": {**together, **{"+".join(names): money_text(cents) for names, cents in costs.items()}},
        "shares": {name: money_text(cents) for name, cents in shares.items()},
        **({"methods": methods} if methods else {}),
    }
    return calculate(json.dumps(request))


def told(judged: Judged) -> dict[str, Any]:
    alone = {name: judged.subgroup(name) for name in judged.shares}
    return {
        "in_core": judged.in_core,
        "worst_coalition": list(judged.worst) or None,
        "would_save": money_text(int(judged.would_save_cents)),
        "stand_alone": [
            {"member": name, "saves": None if of is None else money_text(int(of.saves_cents))}
            for name, of in alone.items()
        ],
    }


@given(games().filter(lambda game: bool(game[0])))
def test_a_split_is_judged_as_the_calculator_judges_it(game: tuple[Costs, dict[str, int]]) -> None:
    costs, shares = game
    judged, answer = judge_split(declared(costs), [MARCH], shares), calculated(costs, shares)
    assert told(judged) == {name: answer["judged"][name] for name in told(judged)}
    assert judged.core_is_empty == answer["core"]["empty"]
    assert len(judged.subgroups) == len(costs)


@given(st.one_of(games(), games(complete=True)))
def test_the_total_is_shared_otherwise_as_the_calculator_shares_it(
    game: tuple[Costs, dict[str, int]],
) -> None:
    costs, shares = game
    for other in judge_split(declared(costs), [MARCH], shares).alternatives():
        if other.cannot is not None:
            with pytest.raises(BadInput) as refused:
                calculated(costs, shares, other.method)
            assert str(refused.value.facts["rule"]) in other.cannot
            continue
        answer = calculated(costs, shares, other.method)["methods"][other.method]
        assert {name: money_text(cents) for name, cents in other.cents.items()} == answer["shares"]
        assert {name: exact_text(cents) for name, cents in other.exact_cents.items()} == answer["exact_cents"]
        assert other.in_core == answer["in_core"]


@given(games(complete=True), st.integers(1, 12))
def test_what_the_members_save_sums_to_going_alone_less_the_total(
    game: tuple[Costs, dict[str, int]], months: int
) -> None:
    costs, shares = game
    judged = judge_split(declared(costs, MARCH.plus(-1), months + 1), [MARCH], shares)
    members = [of for name in shares if (of := judged.subgroup(name)) is not None]
    assert len(members) == len(shares)
    assert (
        sum(of.saves_cents for of in members) == sum(costs[(name,)] for name in shares) - judged.total_cents
    )


@given(games())
def test_where_going_alone_costs_what_is_borne_nobody_saves_and_nobody_leaves(
    game: tuple[Costs, dict[str, int]],
) -> None:
    _, shares = game
    costs = {(name,): abs(cents) for name, cents in shares.items()}
    judged = judge_split(declared(costs), [MARCH], {name: abs(cents) for name, cents in shares.items()})
    assert [of.saves_cents for of in judged.subgroups] == [0] * len(shares)
    assert (judged.in_core, judged.worst, judged.would_save_cents) == (True, (), 0)


@given(games(), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_it_does_not_matter_in_which_spans_the_same_costs_a_month_are_declared(
    game: tuple[Costs, dict[str, int]], spans: Sequence[int]
) -> None:
    costs, shares = game
    first, cut = MARCH, []
    for length in spans:
        cut += declared(costs, first, length)
        first = first.plus(length)
    months = [MARCH.plus(n) for n in range(sum(spans))]
    whole = judge_split(declared(costs, MARCH, sum(spans)), months, shares)
    assert judge_split(cut, months, shares).subgroups == whole.subgroups


@given(games(), games())
def test_months_judged_together_are_judged_as_their_sum_where_the_same_members_were_there(
    one: tuple[Costs, dict[str, int]], other: tuple[Costs, dict[str, int]]
) -> None:
    costs = one[0]
    again = {name: other[1].get(name, 0) for name in one[1]}
    april = MARCH.plus(1)
    both = [SharedMonths((MARCH,), one[1], {}), SharedMonths((april,), again, {})]
    added = {name: cents + again[name] for name, cents in one[1].items()}
    judged = judge_months(declared(costs, MARCH, 2), both)
    assert judged.subgroups == judge_split(declared(costs, MARCH, 2), [MARCH, april], added).subgroups


def test_where_nothing_is_declared_nothing_can_be_said() -> None:
    judged = judge_split([], [MARCH], {"A": 60, "B": 40})
    assert (judged.in_core, judged.core_is_empty, judged.subgroups, judged.subgroups_in_all) == (
        None,
        None,
        (),
        2,
    )
    assert {other.method for other in judged.alternatives() if other.cannot} == set(METHODS)


def test_exact_parts_of_a_cent_are_judged_without_rounding() -> None:
    thirds = dict.fromkeys("ABC", Fraction(100, 3))
    judged = judge_split(declared({("A",): 33}), [MARCH], thirds)
    assert (judged.worst, judged.would_save_cents) == (("A",), Fraction(1, 3))
    assert not judge_split(declared({("A",): 33}), [MARCH], {"A": 34, "B": 33, "C": 33}).in_core
    assert judge_split(declared({("A",): 33}), [MARCH], {"A": 33, "B": 34, "C": 33}).in_core


@pytest.mark.parametrize(
    ("months", "shares", "field"), [([], {"A": 1}, "months"), ([MARCH], {"A": Fraction(1, 2)}, "shares")]
)
def test_what_is_no_split_is_refused(months: list[Month], shares: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        judge_split([], months, shares)
    assert refused.value.facts["field"] == field
