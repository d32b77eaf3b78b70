"""Costs of going alone, in groups and all together: a cooperative game in cents, by coalition.

A coalition is a set of players; as a number, bit i stands for the player in place i. The cost of the
empty coalition is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.allocation.engine.exact_numbers import over_one_denominator
from domain.allocation.engine.reading import at, checked_name, read_cents
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

COALITION_MARK = "+"
MAX_PLAYERS = 64


def parse_costs(data: Mapping[str, object], field: str) -> dict[tuple[str, ...], int]:
    """Read costs by coalition, as {"A": "11.00", "A+B": "15.00"}, into cents by the names in each.

    Raises BadInput naming the field.
    """
    costs: dict[tuple[str, ...], int] = {}
    seen: set[frozenset[str]] = set()
    for joined, value in data.items():
        here = at(field, joined)
        names = tuple(checked_name(here, name) for name in str(joined).split(COALITION_MARK))
        together = frozenset(names)
        if len(together) != len(names):
            raise BadInput(here, "a member stands in a coalition once")
        if together in seen:
            raise BadInput(here, "the cost of a coalition is given once")
        seen.add(together)
        costs[names] = read_cents(value, here)
    if not costs:
        raise BadInput(field, "the costs of some coalition are needed")
    if len({name for names in costs for name in names}) > MAX_PLAYERS:
        raise BadInput(
            field, Sentence("coalitions are of at most {max_players} members", max_players=MAX_PLAYERS)
        )
    return costs


@dataclass(frozen=True, slots=True)
class Game:
    """The players in order and the cost in cents of each coalition that is known, by its number."""

    players: tuple[str, ...]
    costs: Mapping[int, int]

    @classmethod
    def of(cls, costs: Mapping[tuple[str, ...], int]) -> Game:
        """The game of these costs; players stand in the order in which they are first named."""
        players = tuple(dict.fromkeys(name for names in costs for name in names))
        place = {name: i for i, name in enumerate(players)}
        return cls(players, {sum(1 << place[n] for n in names): cents for names, cents in costs.items()})

    @property
    def all_together(self) -> int:
        """The coalition of all players."""
        return (1 << len(self.players)) - 1

    @property
    def complete(self) -> bool:
        """Whether the cost of each coalition is known."""
        return len(self.costs) == self.all_together

    def names(self, coalition: int) -> list[str]:
        """The players of a coalition, in order.

        >>> Game(("A", "B", "C"), {}).names(0b101)
        ['A', 'C']
        """
        return [name for i, name in enumerate(self.players) if coalition >> i & 1]

    def missing(self) -> str:
        """The first coalition, the smallest numbers first, whose cost is not known."""
        first = next(c for c in range(1, self.all_together + 1) if c not in self.costs)
        return COALITION_MARK.join(self.names(first))

    def vector(self) -> list[int]:
        """The costs of all coalitions by number, that of the empty one first; for complete games."""
        costs = self.costs
        return [0, *(costs[c] for c in range(1, self.all_together + 1))]

    def borne_by(self, split: Sequence[Fraction]) -> Iterator[tuple[int, Fraction]]:
        """Each known coalition with what its players bear together under a split."""
        parts, scale = over_one_denominator(split, "shares")
        if len(self.costs) * 4 > self.all_together:
            sums = subset_sums(parts)
            for coalition in self.costs:
                yield coalition, Fraction(sums[coalition], scale)
        else:
            for coalition in self.costs:
                yield coalition, Fraction(sum(parts[i] for i in bits(coalition)), scale)


def bits(coalition: int) -> Iterator[int]:
    """The places of a coalition's players.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while coalition:
        lowest = coalition & -coalition
        yield lowest.bit_length() - 1
        coalition ^= lowest


def subset_sums(parts: Sequence[int]) -> list[int]:
    """The sum over each coalition, by its number.

    >>> subset_sums([1, 10])
    [0, 1, 10, 11]
    """
    sums = [0]
    for part in parts:
        sums += [known + part for known in sums]
    return sums
