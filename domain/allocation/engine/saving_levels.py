"""The greatest least saving: how well off the worst-off coalition can be made, by exact linear programming.

A coalition saves its cost of going alone less what its players bear. The least saving over some
coalitions is made as great as can be, while the sums over settled coalitions stay as they are. What is
walked is the dual: weights of coalitions, a basis of them at a time, each step in exact rationals; only
the coalition that is hurt most enters, so that the many others never stand in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from domain.allocation.engine.coalitions import bits, subset_sums
from domain.allocation.engine.exact_numbers import over_one_denominator
from domain.allocation.engine.spans import as_fraction, null_vectors, row_of

Column = tuple[int, int]
"""A coalition and its kind."""

SAVING, ALONE, SETTLED = 0, 1, 2
"""Kinds: its saving counts; a player bears no more than alone; the sum it bears is settled."""


@dataclass(frozen=True, slots=True)
class LeastSaving:
    """The greatest least saving, a split that reaches it, and the weights that prove it.

    `weights` are above zero, sum to one, and add up (with those of `alone`) to a combination of settled
    coalitions: so whoever raised the saving of one of them would lower another's.
    """

    saving: Fraction
    split: list[Fraction]
    weights: Mapping[int, Fraction]
    alone: Mapping[int, Fraction]


def greatest_least_saving(
    players: int,
    costs: Mapping[int, int],
    settled: Mapping[int, Fraction],
    alone: Mapping[int, int],
    enough: Fraction | None = None,
) -> LeastSaving:
    """Make the least saving over the coalitions in `costs` as great as can be.

    The sums over `settled` coalitions, independent ones with that of all players, stay as given; the
    players in `alone` bear at most that. `costs` holds each single player that does not follow from the
    settled ones, and no coalition that does. With `enough`, stops as soon as it is known that the
    greatest is below it; the saving returned is then only a bound.
    """
    program = _Program(players, costs, settled, alone)
    basis = program.start()
    careful = False
    while True:
        inverse = program.matrix(basis).inv()
        prices = fmpq_mat([[program.cost(column) for column in basis]]) * inverse
        split = [as_fraction(prices[0, i]) for i in range(players)]
        saving = as_fraction(prices[0, players])
        weights = [as_fraction(inverse[i, players]) for i in range(players + 1)]
        entering = program.hurt(split, saving, careful)
        if entering is None or (enough is not None and saving < enough):
            kinds: tuple[dict[int, Fraction], dict[int, Fraction]] = ({}, {})
            for (coalition, kind), weight in zip(basis, weights, strict=True):
                if kind != SETTLED and weight:
                    kinds[kind][coalition] = weight
            return LeastSaving(saving, split, *kinds)
        steps = inverse * fmpq_mat([[entry] for entry in program.vector(entering)])
        leaving = [
            (weights[i] / as_fraction(steps[i, 0]), basis[i], i)
            for i in range(players + 1)
            if basis[i][1] != SETTLED and steps[i, 0] > 0
        ]
        if not leaving:
            raise AssertionError("no split leaves every player unharmed")
        length, _, place = min(leaving)
        # Steps of no length could go round in circles; taking the first in order (Bland) rules that out.
        careful = length == 0
        basis[place] = entering


class _Program:
    """The columns of the dual and what they cost."""

    def __init__(
        self,
        players: int,
        costs: Mapping[int, int],
        settled: Mapping[int, Fraction],
        alone: Mapping[int, int],
    ) -> None:
        self.players = players
        self.costs = costs
        self.settled = settled
        self.alone = alone
        self._dense = len(costs) * 4 > 1 << players

    def vector(self, column: Column) -> list[int]:
        coalition, kind = column
        return [*row_of(coalition, self.players), int(kind == SAVING)]

    def cost(self, column: Column) -> fmpq:
        coalition, kind = column
        known = (self.costs, self.alone, self.settled)[kind][coalition]
        return fmpq(known.numerator, known.denominator)

    def matrix(self, basis: Sequence[Column]) -> fmpq_mat:
        return fmpq_mat([self.vector(column) for column in basis]).transpose()

    def start(self) -> list[Column]:
        """A basis whose weights are not negative: single players share the weight, thinned out to a basis."""
        fixed = [(coalition, SETTLED) for coalition in self.settled]
        singles = [(1 << i, SAVING) for i in range(self.players) if 1 << i in self.costs]
        weights = [Fraction(1, len(singles))] * len(singles)
        while len(fixed) + len(singles) > self.players + 1:
            columns = [self.vector(column) for column in (*fixed, *singles)]
            rows = [list(row) for row in zip(*columns, strict=True)]
            shift = null_vectors(rows, len(columns))[0][len(fixed) :]
            length, place = min((weights[i] / -shift[i], i) for i in range(len(singles)) if shift[i] < 0)
            weights = [weight + length * by for weight, by in zip(weights, shift, strict=True)]
            del singles[place], weights[place]
        return [*fixed, *singles]

    def hurt(self, split: Sequence[Fraction], saving: Fraction, first: bool) -> Column | None:
        """The coalition that falls short of the saving by most, or the first that falls short."""
        parts, scale = over_one_denominator([*split, saving], "costs")
        least = parts.pop()
        if self._dense:
            sums = subset_sums(parts)
            short = {c: sums[c] - cost * scale for c, cost in self.costs.items()}
        else:
            short = {c: sum(parts[i] for i in bits(c)) - cost * scale for c, cost in self.costs.items()}
        above = ((by + least, (c, SAVING)) for c, by in short.items() if by + least > 0)
        over = (
            (parts[c.bit_length() - 1] - cost * scale, (c, ALONE))
            for c, cost in self.alone.items()
            if parts[c.bit_length() - 1] > cost * scale
        )
        if first:
            return min((column for _, column in (*above, *over)), default=None)
        most = max((*above, *over), default=None)
        return None if most is None else most[1]
