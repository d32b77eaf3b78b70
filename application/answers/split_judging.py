"""Is a split better than going alone, for every member and every subgroup of which a cost is declared?

One way to judge every split: what was posted, what a key would have made of it, what a resolution proposes.
It needs the declared costs of going alone and the split, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.core import Judgement, core_is_empty, judge
from domain.allocation.engine.fairness import METHODS, split_by
from domain.allocation.engine.splitting import round_difference
from domain.allocation.going_alone import GoingAlone, NotChecked, SharedMonths, going_alone
from domain.allocation.stand_alone import AloneCost
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Some members, not all: what they bear, what they would bear without the others; in exact cents."""

    members: tuple[str, ...]
    bears_cents: Fraction
    alone_cents: Fraction

    @property
    def saves_cents(self) -> Fraction:
        """What sharing saves them; below zero, what they would save by leaving."""
        return self.alone_cents - self.bears_cents


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to share the same total: exact cents and cents, or why the method cannot tell, in words."""

    method: str
    exact_cents: Mapping[str, Fraction]
    cents: Mapping[str, int]
    in_core: bool | None
    cannot: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A split, held against the costs of going alone that are known.

    `in_core` is None when of no subgroup a cost is known: then nothing can be said. A cost that is not
    declared is not checked: `subgroups` are those that were, of `subgroups_in_all`.
    """

    shares: Mapping[str, Fraction]
    in_core: bool | None
    worst: tuple[str, ...]
    would_save_cents: Fraction
    subgroups: tuple[Subgroup, ...]
    subgroups_in_all: int
    core_is_empty: bool | None
    not_checked: tuple[NotChecked, ...]
    _alone: GoingAlone

    @property
    def total_cents(self) -> int:
        """What was shared."""
        return int(sum(self.shares.values(), Fraction(0)))

    def subgroup(self, *members: str) -> Subgroup | None:
        """The subgroup of these members, when its cost is known."""
        return next((each for each in self.subgroups if set(each.members) == set(members)), None)

    def holds(self, shares: Mapping[str, Fraction | int]) -> bool:
        """Whether another split of the same total among the same members is in the core of what is known."""
        scale, game = self._alone.scale, self._alone.game()
        return judge(game, [Fraction(shares[name]) * scale for name in game.players]).in_core

    def alternatives(self) -> list[Alternative]:
        """The total as each method would share it, where what is declared suffices."""
        return [_alternative(method, self._alone, self.total_cents) for method in METHODS]


def judge_split(
    declared: Sequence[AloneCost],
    months: Sequence[Month],
    shares: Mapping[str, Fraction | int],
    presence: Mapping[str, Fraction] | None = None,
) -> Judged:
    """Judge what each member bears of some months, in cents, which sum to whole cents.

    `presence` is the part of the months for which a member bears costs; omitted, everybody is there for all
    of them. Months whose members differ are judged together by `judge_months`. Raises BadInput.
    """
    return judge_months(declared, [SharedMonths(tuple(months), shares, presence or {})])


def judge_months(declared: Sequence[AloneCost], shared: Sequence[SharedMonths]) -> Judged:
    """Judge what each member bears of several months, each time with those who were there. Raises BadInput."""
    if not shared or not all(each.months for each in shared):
        raise BadInput("months", "a split is of one month at least")
    if sum((each.total for each in shared), Fraction(0)).denominator != 1:
        raise BadInput("shares", "the shares sum to whole cents")
    alone = going_alone(declared, shared)
    shares = {
        name: sum((Fraction(each.shares.get(name, 0)) for each in shared), Fraction(0))
        for name in alone.players
    }
    game, scale = alone.game(), alone.scale
    found = judge(game, [cents * scale for cents in shares.values()])
    subgroups = tuple(_subgroups(alone, shares))
    return Judged(
        shares=shares,
        in_core=found.in_core if subgroups or len(shares) == 1 else None,
        worst=tuple(game.names(found.worst)),
        would_save_cents=found.would_save_cents / scale,
        subgroups=subgroups,
        subgroups_in_all=2 ** len(shares) - 2,
        core_is_empty=_core_is_empty(game, found) if subgroups else None,
        not_checked=alone.not_checked,
        _alone=alone,
    )


def _subgroups(alone: GoingAlone, shares: Mapping[str, Fraction]) -> list[Subgroup]:
    return [
        Subgroup(
            tuple(name for name in alone.players if name in names),
            sum((shares[name] for name in names), Fraction(0)),
            cost,
        )
        for names, cost in alone.costs.items()
        if len(names) < len(alone.players)
    ]


def _core_is_empty(game: Game, found: Judgement) -> bool | None:
    # A split in it, found on the way, saves looking for one.
    return False if found.in_core else core_is_empty(game)


def _alternative(method: str, alone: GoingAlone, total_cents: int) -> Alternative:
    game, scale = alone.game(), alone.scale
    try:
        split = split_by(method, game, "")
    except BadInput as refused:
        needed, rule = refused.facts["field"], refused.facts["rule"]
        return Alternative(method, {}, {}, None, f"{rule}: {needed}" if needed else str(rule))
    exact = {name: part / scale for name, part in zip(game.players, split, strict=True)}
    return Alternative(method, exact, round_difference(exact, total_cents).cents, judge(game, split).in_core)
