"""The nucleolus: the split whose least saving over all coalitions is greatest, then the next, and so on.

A chain of exact linear programs, each of which settles the coalitions that cannot save more. The chain
leaves a certificate (Kohlberg's balanced weights, level by level) that plain arithmetic checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from domain.allocation.engine.coalitions import Game, subset_sums
from domain.allocation.engine.exact_numbers import over_one_denominator
from domain.allocation.engine.saving_levels import LeastSaving, greatest_least_saving
from domain.allocation.engine.spans import as_fraction, independent, null_vectors, outside, row_of

MAX_PLAYERS = 16
"""Each step looks at all 2ⁿ coalitions; beyond this it takes minutes."""


@dataclass(frozen=True, slots=True)
class Nucleolus:
    """What each player bears, in player order, and the levels that prove it."""

    split: list[Fraction]
    levels: tuple[LeastSaving, ...]


def nucleolus_of(game: Game) -> Nucleolus:
    """The nucleolus of a complete game in which going together costs no more than all alone."""
    n = len(game.players)
    costs = game.vector()
    alone = {1 << i: costs[1 << i] for i in range(n)}
    settled = {game.all_together: Fraction(costs[game.all_together])}
    levels = []
    while len(settled) < n:
        apart = outside(list(settled), n)
        open_ones = {coalition: costs[coalition] for coalition, number in enumerate(apart) if number}
        unharmed = {coalition: cost for coalition, cost in alone.items() if apart[coalition]}
        level = greatest_least_saving(n, open_ones, settled, unharmed)
        levels.append(level)
        sums = dict(settled)
        sums |= {coalition: costs[coalition] - level.saving for coalition in level.weights}
        sums |= {coalition: Fraction(alone[coalition]) for coalition in level.alone}
        settled = {coalition: sums[coalition] for coalition in independent(sums, n)}
    split = _solved(settled, n)
    found = Nucleolus(split, tuple(levels))
    if not is_certified(game, found):
        raise AssertionError("the nucleolus is not certified")
    return found


def _solved(sums: dict[int, Fraction], players: int) -> list[Fraction]:
    rows = fmpq_mat([row_of(coalition, players) for coalition in sums])
    borne = fmpq_mat([[fmpq(value.numerator, value.denominator)] for value in sums.values()])
    solution = rows.solve(borne)
    return [as_fraction(solution[i, 0]) for i in range(players)]


def is_certified(game: Game, found: Nucleolus) -> bool:
    """Whether the levels prove the split, by arithmetic alone.

    At each level: no coalition that does not follow from the settled ones saves less than the level;
    those with a weight save just that (or, alone, bear just their cost of going alone); and the weighted
    coalitions add up to a combination of the settled ones, so that raising one saving lowers another. They
    are then settled too. In the end everything is settled.
    """
    n = len(game.players)
    costs = game.vector()
    parts, scale = over_one_denominator(found.split, "shares")
    savings = [cost * scale - borne for cost, borne in zip(costs, subset_sums(parts), strict=True)]
    if savings[-1] != 0 or any(savings[1 << i] < 0 for i in range(n)):
        return False
    settled = [game.all_together]
    for level in found.levels:
        apart = outside(settled, n)
        least = level.saving * scale
        holds = (
            all(weight > 0 for weight in (*level.weights.values(), *level.alone.values()))
            and sum(level.weights.values()) == 1
            and all(savings[coalition] == least for coalition in level.weights)
            and all(savings[coalition] == 0 for coalition in level.alone)
            and all(saving >= least for saving, number in zip(savings, apart, strict=True) if number)
            and _adds_up(level, settled, n)
        )
        if not holds:
            return False
        settled = independent((*settled, *level.weights, *level.alone), n)
    return len(settled) == n


def _adds_up(level: LeastSaving, settled: Sequence[int], players: int) -> bool:
    total = [Fraction(0)] * players
    for weights in (level.weights, level.alone):
        for coalition, weight in weights.items():
            total = [t + weight * e for t, e in zip(total, row_of(coalition, players), strict=True)]
    rows = [row_of(coalition, players) for coalition in settled]
    return all(
        sum(t * v for t, v in zip(total, vector, strict=True)) == 0 for vector in null_vectors(rows, players)
    )
