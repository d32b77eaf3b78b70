"""The game of going alone: what each subgroup would bear without the others, over months that were shared.

A declared cost counts for the months compared as they are to its own months. In each month a subgroup is
those of it who were there: who came in April adds nothing to March. Who was there for part of a month goes
alone for that part; then those who are there for less are taken to be there together with those who are
there for more (the game's Choquet integral: Tsurumi, Tanino and Inuiguchi, 2001). All who were there
together bear what was shared, whatever is declared of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from domain.allocation.engine.coalitions import MAX_PLAYERS, Game
from domain.allocation.engine.explaining import listed
from domain.allocation.stand_alone import AloneCost
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series

Coalition = frozenset[str]
MAX_KNOWN = 1 << 16
_NOBODY: Coalition = frozenset()
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class SharedMonths:
    """Months that were, or would be, shared together: what each member bears of them, in cents.

    `presence` is the part of the months for which a member bears costs, 0 to 1; who is not named there is
    there for all of them.
    """

    months: tuple[Month, ...]
    shares: Mapping[str, Fraction | int]
    presence: Mapping[str, Fraction]

    @property
    def total(self) -> Fraction:
        """What is shared, in cents."""
        return sum(map(Fraction, self.shares.values()), Fraction(0))

    def levels(self) -> list[tuple[Fraction, Coalition]]:
        """Who was there together, and for which part of the months.

        >>> march = SharedMonths((Month(2021, 3),), {"A": 70, "B": 30}, {"B": Fraction(1, 4)})
        >>> [(str(part), sorted(there)) for part, there in march.levels()]
        [('3/4', ['A']), ('1/4', ['A', 'B'])]
        """
        there = {name: self.presence.get(name, Fraction(1)) for name in self.shares}
        if not any(there.values()):
            # Fixed amounts are borne whoever is there.
            there = {name: Fraction(1) for name, cents in self.shares.items() if cents}
        steps = sorted({part for part in there.values() if part}, reverse=True)
        return [
            (part - less, frozenset(name for name, known in there.items() if known >= part))
            for part, less in zip(steps, [*steps, Fraction(0)][1:], strict=True)
        ]


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Members of whom a cost is declared, that are not checked, and why in words."""

    members: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class GoingAlone:
    """What is known of going alone over some months: exact cents by subgroup, all together included."""

    players: tuple[str, ...]
    costs: Mapping[Coalition, Fraction]
    not_checked: tuple[NotChecked, ...]

    @property
    def scale(self) -> int:
        """The game counts in whole parts of a cent: this many to a cent."""
        return lcm(*(cost.denominator for cost in self.costs.values()))

    def game(self) -> Game:
        """The game over the players, in parts of a cent."""
        scale, place = self.scale, {name: 1 << i for i, name in enumerate(self.players)}
        costs = {sum(place[name] for name in names): int(cost * scale) for names, cost in self.costs.items()}
        return Game(self.players, costs)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Who was there together for a part of some months, and what is known of the costs of those among them."""

    months: tuple[Month, ...]
    there: Coalition
    costs: Mapping[Coalition, Fraction]


def going_alone(declared: Sequence[AloneCost], shared: Sequence[SharedMonths]) -> GoingAlone:
    """What is known of going alone over these months. Raises BadInput when there are too many members."""
    pieces = list(_pieces(declared, shared))
    ever: Coalition = _NOBODY.union(*(piece.there for piece in pieces))
    bearing = [name for each in shared for name, cents in each.shares.items() if cents or name in ever]
    players = tuple(dict.fromkeys(bearing))
    if len(players) > MAX_PLAYERS:
        raise BadInput(
            "period",
            Sentence("the costs of at most {max_players} members are compared", max_players=MAX_PLAYERS),
        )
    # Who bears a rounded cent of months in which it was not there would go alone at no cost.
    away = [name for name in players if name not in ever]
    known = _joined(
        [*(_Piece((), frozenset({n}), {_NOBODY: _ZERO, frozenset({n}): _ZERO}) for n in away), *pieces]
    )
    if known[frozenset(players)] != sum((each.total for each in shared), _ZERO):
        raise AssertionError("all together bear what was shared")
    del known[_NOBODY]
    order = sorted(known, key=lambda names: (len(names), [name not in names for name in players]))
    costs = {names: known[names] for names in order}
    return GoingAlone(players, costs, tuple(_not_checked(declared, pieces, frozenset(players), costs)))


def _pieces(declared: Sequence[AloneCost], shared: Sequence[SharedMonths]) -> Iterator[_Piece]:
    alike: dict[tuple[tuple[Fraction, Coalition], ...], list[SharedMonths]] = {}
    for each in shared:
        alike.setdefault(tuple(each.levels()), []).append(each)
    for levels, of in alike.items():
        months = tuple(month for each in of for month in each.months)
        alone, total = _over(declared, months), sum((each.total for each in of), _ZERO)
        whole = sum((part for part, _ in levels), _ZERO)
        for part, there in levels:
            costs = {names: part * cost for names, cost in alone.items() if names < there}
            yield _Piece(months, there, {_NOBODY: _ZERO, **costs, there: total * part / whole})


def _joined(pieces: Sequence[_Piece]) -> dict[Coalition, Fraction]:
    """The costs over all pieces: known of a subgroup when known of those of it who were there in each."""
    seen, known = _NOBODY, {_NOBODY: _ZERO}
    for piece in pieces:
        both = seen & piece.there
        by_common: dict[Coalition, list[Coalition]] = {}
        for names in piece.costs:
            by_common.setdefault(names & both, []).append(names)
        known = {
            before | names: cost + piece.costs[names]
            for before, cost in known.items()
            for names in by_common.get(before & both, ())
        }
        if len(known) > MAX_KNOWN:
            raise BadInput("period", "the subgroups change too often over it: ask for a shorter period")
        seen |= piece.there
    return known


def _over(declared: Sequence[AloneCost], months: Sequence[Month]) -> dict[Coalition, Fraction]:
    """The cost of each coalition over these months, where all of them are declared."""
    named = [str(month) for month in months]
    costs: dict[Coalition, Fraction] = {}
    covered: dict[Coalition, int] = {}
    for cost in declared:
        names, of = frozenset(cost.members), sum(_covers(cost, month) for month in named)
        covered[names] = covered.get(names, 0) + of
        costs[names] = costs.get(names, _ZERO) + Fraction(cost.cost_cents * of, _length(cost))
    return {names: costs[names] for names, count in covered.items() if count == len(months)}


def _covers(cost: AloneCost, month: str) -> bool:
    return cost.first_month <= month <= cost.last_month


def _length(cost: AloneCost) -> int:
    first, last = Month.of(cost.first_month), Month.of(cost.last_month)
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _not_checked(
    declared: Sequence[AloneCost], pieces: Sequence[_Piece], players: Coalition, known: Collection[Coalition]
) -> Iterator[NotChecked]:
    months = [str(month) for piece in pieces for month in piece.months]
    told = [cost for cost in declared if any(_covers(cost, month) for month in months)]
    for names, members in {frozenset(cost.members): cost.members for cost in told}.items():
        if names == players:
            yield NotChecked(members, Sentence("these are all: what was shared counts instead"))
        elif names < players and names not in known:
            piece = next(p for p in pieces if names & p.there not in p.costs)
            yield NotChecked(members, _lacking(names & piece.there, members, piece.months, declared))


def _lacking(
    names: Coalition, order: Sequence[str], months: Sequence[Month], declared: Sequence[AloneCost]
) -> str:
    own = [cost for cost in declared if frozenset(cost.members) == names]
    without = [str(month) for month in months if not any(_covers(cost, str(month)) for cost in own)]
    more = Sentence(" and {count} months more", count=len(without) - 3) if len(without) > 3 else ""
    return Sentence(
        "what {members} would bear without the others is not declared for {months}{more}",
        members=listed([name for name in order if name in names]),
        months=Series(without[:3]),
        more=more,
    )
