"""Quorum and majority as named functions that cite their article, over exact weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from domain.kernel.money import exact_text


@dataclass(frozen=True, slots=True)
class Votes:
    """The weights of a ballot, exactly: what was cast, what stayed away and what was recused.

    `entitled` is the weight of all voters; `recused` leaves it only when the charter says so.
    """

    in_favour: Fraction
    against: Fraction
    abstained: Fraction
    blank: Fraction
    recused: Fraction
    entitled: Fraction
    recused_leave_majority: bool
    recused_leave_quorum: bool

    @property
    def taking_part(self) -> Fraction:
        """The weight that took part: for, against, abstained and blank."""
        return self.in_favour + self.against + self.abstained + self.blank

    @property
    def cast(self) -> Fraction:
        """Votes cast: for and against; abstentions and blanks are not cast."""
        return self.in_favour + self.against

    @property
    def all_votes(self) -> Fraction:
        """The base "all": every vote, without the recused only when the charter says so."""
        return self.entitled - (self.recused if self.recused_leave_majority else 0)


def simple(votes: Votes) -> tuple[bool, str]:
    """More votes for than against; abstentions and blanks are not cast."""
    rule = f"simple majority: {_n(votes.in_favour)} for, {_n(votes.against)} against"
    return votes.in_favour > votes.against, rule


def absolute(votes: Votes) -> tuple[bool, str]:
    """For is more than half of all votes."""
    base = votes.all_votes
    rule = f"absolute majority: {_n(votes.in_favour)} for, more than 1/2 of all {_n(base)} votes needed"
    return 2 * votes.in_favour > base, rule


def _at_least(part: Fraction, base_name: str, base_of: Callable[[Votes], Fraction]) -> Majority:
    def majority(votes: Votes) -> tuple[bool, str]:
        base = base_of(votes)
        rule = (
            f"{_n(part)} of {base_name}: {_n(votes.in_favour)} for, at least {_n(part)} of {_n(base)} needed"
        )
        return base > 0 and votes.in_favour >= part * base, rule

    majority.__doc__ = f"For is at least {_n(part)} of the votes {base_name}."
    return majority


def unanimity(votes: Votes) -> tuple[bool, str]:
    """Every vote of the unrecused is for: abstention or absence defeats it."""
    needed = votes.entitled - votes.recused
    return (
        needed > 0 and votes.in_favour == needed,
        f"unanimity: {_n(votes.in_favour)} for of {_n(needed)} needed",
    )


def _n(value: Fraction) -> str:
    return exact_text(value)


Majority = Callable[[Votes], tuple[bool, str]]

MAJORITIES: Mapping[str, Majority] = MappingProxyType(
    {
        "simple": simple,
        "absolute": absolute,
        "two thirds of cast": _at_least(Fraction(2, 3), "cast", lambda v: v.cast),
        "two thirds of present": _at_least(Fraction(2, 3), "present", lambda v: v.taking_part),
        "two thirds of all": _at_least(Fraction(2, 3), "all", lambda v: v.all_votes),
        "three quarters of cast": _at_least(Fraction(3, 4), "cast", lambda v: v.cast),
        "three quarters of present": _at_least(Fraction(3, 4), "present", lambda v: v.taking_part),
        "three quarters of all": _at_least(Fraction(3, 4), "all", lambda v: v.all_votes),
        "unanimity": unanimity,
    }
)


def quorum(votes: Votes, part: Fraction) -> tuple[bool, str]:
    """The weight taking part is at least that part of the weight entitled; the recused count as present.

    They leave both sides only when the charter says so.
    """
    present = votes.taking_part + (0 if votes.recused_leave_quorum else votes.recused)
    base = votes.entitled - (votes.recused if votes.recused_leave_quorum else 0)
    return present >= part * base, f"quorum: {_n(present)} of {_n(base)} take part, {_n(part)} needed"
