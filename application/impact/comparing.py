"""Two ways to share the same months, member by member: before and after, to the cent, with their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from application.answers.lists import Answer
from application.answers.split_judging import Judged, judge_months
from application.answers.win_win_words import checked_words, judged_words, member_words
from application.trial_runs import Trial
from domain.allocation.engine.splitting import round_difference
from domain.allocation.going_alone import SharedMonths
from domain.allocation.stand_alone import AloneCost
from domain.kernel.money import exact_text
from domain.kernel.periods import Month

Exact = Mapping[str, Fraction]
_ZERO = Fraction(0)
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """What each member bears of some months as things stand, and as they would be, in exact cents."""

    before: Exact
    after: Exact

    @property
    def more(self) -> dict[str, Fraction]:
        """By how much each would bear more."""
        return {m: self.after.get(m, _ZERO) - self.before.get(m, _ZERO) for m in self.members}

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody who bears something in either, in the order of the contract."""
        return tuple(dict.fromkeys((*self.before, *self.after)))


def exact_of(trials: Iterable[Trial]) -> dict[str, Fraction]:
    """What each member bears of all of these together."""
    sums: dict[str, Fraction] = {}
    for trial in trials:
        for member, cents in trial.exact_cents.items():
            sums[member] = sums.get(member, _ZERO) + cents
    return sums


def table_of(compared: Compared) -> Answer:
    """Member by member and in all: before, after and the difference, each to the cent by largest remainder.

    The exact parts of either sum to whole cents, so the rounded ones sum to the same.
    """
    before, after = _cents(compared, compared.before), _cents(compared, compared.after)
    exact = compared.more
    return {
        "members": [
            {
                "member": member,
                "before_cents": before[member],
                "after_cents": after[member],
                "difference_cents": after[member] - before[member],
                "difference_exact_cents": exact_text(exact[member]),
            }
            for member in compared.members
        ],
        "before_cents": sum(before.values()),
        "after_cents": sum(after.values()),
        "difference_cents": sum(after.values()) - sum(before.values()),
    }


def of_budget(compared: Compared, amount_cents: int, months: int) -> Compared | None:
    """A part of a year's budget, borne as the past months are borne: twelfths, to the nearest cent.

    None where the past cost nothing, so that it has no parts.
    """
    part_cents = _nearest(Fraction(amount_cents * months, MONTHS_OF_A_YEAR))
    before, after = _parts(compared.before, part_cents), _parts(compared.after, part_cents)
    return None if before is None or after is None else Compared(before, after)


def win_win_of(declared: Sequence[AloneCost], trials: Sequence[Trial]) -> Answer | None:
    """Whether every member and subgroup of which it is declared saves by sharing; None when none is declared."""
    shared = [
        SharedMonths(tuple(t.service_from.through(t.service_to)), t.exact_cents, t.presence) for t in trials
    ]
    if not declared or not shared:
        return None
    judged = judge_months(declared, shared)
    if not judged.subgroups:
        return None
    return {
        "in_core": judged.in_core,
        "worst": list(judged.worst),
        "would_save_cents": exact_text(judged.would_save_cents),
        "members": [_saves(judged, name) for name in judged.shares],
        "sentences": [*judged_words(judged, None), *checked_words(judged)],
    }


def months_told(months: Sequence[Month]) -> list[str]:
    """Months as data."""
    return [str(month) for month in months]


def _saves(judged: Judged, name: str) -> Answer:
    alone = judged.subgroup(name)
    return {
        "member": name,
        "alone_cents": None if alone is None else exact_text(alone.alone_cents),
        "saves_cents": None if alone is None else exact_text(alone.saves_cents),
        "sentence": member_words(name, judged),
    }


def _cents(compared: Compared, exact: Exact) -> dict[str, int]:
    every = {member: exact.get(member, _ZERO) for member in compared.members}
    return dict(round_difference(every, int(sum(every.values(), _ZERO))).cents)


def _parts(exact: Exact, amount_cents: int) -> dict[str, Fraction] | None:
    total = sum(exact.values(), _ZERO)
    if not exact:
        return {}
    return {m: amount_cents * part / total for m, part in exact.items()} if total else None


def _nearest(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
