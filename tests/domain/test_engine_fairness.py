"""Fairness: methods, the core, and nuclei proved by Kohlberg's criterion, checked independently."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.core import core_is_empty, judge
from domain.allocation.engine.fairness import METHODS, split_by
from domain.allocation.engine.nucleolus import Nucleolus, is_certified, nucleolus_of
from domain.kernel.errors import BadInput

NAMES = ("A", "B", "C", "D", "E")


@st.composite
def games(draw: st.DrawFn, most: int = 4, top: int = 60) -> Game:
    """Complete games in which all together cost no more than all alone."""
    n = draw(st.integers(2, most))
    costs = {c: draw(st.integers(0, top)) for c in range(1, 1 << n)}
    alone = sum(costs[1 << i] for i in range(n))
    assume(alone > 0)
    costs[(1 << n) - 1] = draw(st.integers(0, alone))
    return Game(NAMES[:n], costs)


def savings(game: Game, split: list[Fraction]) -> dict[int, Fraction]:
    return {
        coalition: cost - sum((split[i] for i in range(len(split)) if coalition >> i & 1), Fraction(0))
        for coalition, cost in game.costs.items()
        if coalition != game.all_together
    }


def sorted_savings(game: Game, split: list[Fraction]) -> list[Fraction]:
    return sorted(savings(game, split).values())


@settings(max_examples=80, deadline=None)
@given(games())
def test_each_method_shares_the_whole_cost(game: Game) -> None:
    for method in METHODS:
        try:
            split = split_by(method, game)
        except BadInput:
            assert method == "scrb"
            continue
        assert sum(split) == game.costs[game.all_together]


@settings(max_examples=60, deadline=None)
@given(games())
def test_shapley_is_the_mean_over_all_orders_of_joining(game: Game) -> None:
    n = len(game.players)
    total = [Fraction(0)] * n
    orders = list(permutations(range(n)))
    for order in orders:
        joined = 0
        for player in order:
            before = game.costs.get(joined, 0)
            joined |= 1 << player
            total[player] += game.costs[joined] - before
    assert split_by("shapley", game) == [part / len(orders) for part in total]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=6))
def test_methods_treat_equals_equally(by_size: list[int]) -> None:
    n = len(by_size)
    assume(by_size[0] > 0)
    assume(by_size[-1] <= n * by_size[0])
    players = tuple("ABCDEF"[:n])
    game = Game(players, {c: by_size[c.bit_count() - 1] for c in range(1, 1 << n)})
    for method in ("stand-alone", "equal-savings", "separable", "shapley", "nucleolus"):
        assert len(set(split_by(method, game))) == 1


@settings(max_examples=80, deadline=None)
@given(games(most=5))
def test_a_nucleolus_is_certified_and_no_small_move_betters_it(game: Game) -> None:
    found = nucleolus_of(game)
    assert is_certified(game, found)
    best = sorted_savings(game, found.split)
    n = len(game.players)
    for step in (Fraction(1), Fraction(1, 100)):
        for giver, taker in permutations(range(n), 2):
            moved = list(found.split)
            moved[giver] -= step
            moved[taker] += step
            if moved[taker] <= game.costs[1 << taker]:
                assert sorted_savings(game, moved) < best


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(1, 5))
def test_no_other_split_is_certified(game: Game, by: int) -> None:
    found = nucleolus_of(game)
    moved = [found.split[0] + Fraction(by, 7), found.split[1] - Fraction(by, 7), *found.split[2:]]
    assert not is_certified(game, Nucleolus(moved, found.levels))


@settings(max_examples=80, deadline=None)
@given(games())
def test_the_core_is_empty_exactly_when_the_least_saving_of_the_nucleolus_is_negative(game: Game) -> None:
    found = nucleolus_of(game)
    assert core_is_empty(game) == (not judge(game, found.split).in_core)


@settings(max_examples=80, deadline=None)
@given(games(most=3, top=12))
def test_the_core_of_three_agrees_with_the_balanced_collections(game: Game) -> None:
    assume(len(game.players) == 3)
    cost = game.costs
    singles = Fraction(cost[1] + cost[2] + cost[4])
    split_in_two = Fraction(min(cost[1] + cost[6], cost[2] + cost[5], cost[4] + cost[3]))
    halves = Fraction(cost[3] + cost[5] + cost[6], 2)
    assert core_is_empty(game) == (cost[7] > min(singles, split_in_two, halves))


def test_the_worst_coalition_is_the_one_that_would_save_most() -> None:
    game = Game(("A", "B", "C"), {1: 5, 2: 5, 4: 5, 3: 6, 5: 6, 6: 6, 7: 9})
    judged = judge(game, [Fraction(1), Fraction(3), Fraction(5)])
    assert game.names(judged.worst) == ["B", "C"]
    assert judged.would_save_cents == 2
    assert not judged.in_core


def test_a_split_that_does_not_sum_to_the_cost_is_not_in_the_core() -> None:
    game = Game(("A", "B"), {1: 5, 2: 5, 3: 8})
    assert not judge(game, [Fraction(3), Fraction(3)]).in_core


def test_undeclared_coalitions_are_not_checked() -> None:
    game = Game(("A", "B", "C"), {1: 5, 7: 9})
    assert judge(game, [Fraction(4), Fraction(100), Fraction(-95)]).in_core
    assert core_is_empty(game) is False
    assert core_is_empty(Game(("A", "B"), {1: 5, 2: 5})) is None
    assert core_is_empty(Game(("A", "B", "C"), {3: 4, 5: 4, 6: 4, 7: 7})) is True


@pytest.mark.parametrize("method", ["shapley", "nucleolus"])
def test_shapley_and_nucleolus_need_every_coalition(method: str) -> None:
    with pytest.raises(BadInput) as refused:
        split_by(method, Game(("A", "B", "C"), {1: 5, 2: 5, 4: 5, 3: 6, 5: 6, 7: 9}))
    assert refused.value.facts["field"] == "costs.B+C"


def test_there_is_no_nucleolus_where_together_costs_more_than_alone() -> None:
    with pytest.raises(BadInput, match="no nucleolus"):
        split_by("nucleolus", Game(("A", "B"), {1: 5, 2: 5, 3: 11}))


def test_a_known_nucleolus_of_four_players() -> None:
    # The airport game: runways of 1, 2, 3 and 10; a coalition needs its longest.
    costs = {c: max(length for i, length in enumerate((1, 2, 3, 10)) if c >> i & 1) for c in range(1, 16)}
    split = nucleolus_of(Game(("A", "B", "C", "D"), costs)).split
    assert split == [Fraction(1, 2), Fraction(3, 4), Fraction(7, 8), Fraction(63, 8)]


def test_one_player_bears_the_whole() -> None:
    for method in METHODS:
        assert split_by(method, Game(("A",), {1: 7})) == [7]
