"""Majorities and quorum as named functions that cite their article, over exact weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from domain.kernel.money import exact_text
from domain.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Votes:
    """The weights of a vote, exactly: what was cast, what was there, what stayed away and what was recused.

    `entitled` is the weight of all voters; `recused` leaves it only when the charter says so. `present` is
    the base of that name: who attends or, where no attendance is kept, who casts a ballot, with the recused
    unless the charter lets them leave.
    """

    in_favour: Fraction
    against: Fraction
    abstained: Fraction
    blank: Fraction
    recused: Fraction
    entitled: Fraction
    present: Fraction
    recused_leave_majority: bool

    @property
    def taking_part(self) -> Fraction:
        """The weight of all ballots: for, against, abstained and blank."""
        return self.in_favour + self.against + self.abstained + self.blank

    @property
    def cast(self) -> Fraction:
        """Votes cast: for and against; abstentions and blanks are not cast."""
        return self.in_favour + self.against

    @property
    def all_votes(self) -> Fraction:
        """The base "all": every vote, without the recused only when the charter says so."""
        return self.entitled - (self.recused if self.recused_leave_majority else 0)

    @property
    def tied(self) -> bool:
        """As much for as against, and not nothing."""
        return self.in_favour == self.against > 0


def simple(votes: Votes) -> tuple[bool, str]:
    """More votes for than against; abstentions and blanks are not cast. The only majority that can be tied.

    The rule of a members' meeting where bylaws ask for a majority of the votes cast.
    """
    rule = Sentence(
        "simple majority: {in_favour} for, {against} against",
        in_favour=_n(votes.in_favour),
        against=_n(votes.against),
    )
    return votes.in_favour > votes.against, rule


def absolute(votes: Votes) -> tuple[bool, str]:
    """For is more than half of all votes: a decision by the majority of the members, not of those who came."""
    base = votes.all_votes
    rule = Sentence(
        "absolute majority: {in_favour} for, more than 1/2 of all {base} votes needed",
        in_favour=_n(votes.in_favour),
        base=_n(base),
    )
    return 2 * votes.in_favour > base, rule


_NEEDED: Mapping[str, Callable[..., Sentence]] = MappingProxyType(
    {
        "cast": lambda **facts: Sentence(
            "{part} of cast: {in_favour} for, at least {part} of {base} needed", **facts
        ),
        "present": lambda **facts: Sentence(
            "{part} of present: {in_favour} for, at least {part} of {base} needed", **facts
        ),
        "all": lambda **facts: Sentence(
            "{part} of all: {in_favour} for, at least {part} of {base} needed", **facts
        ),
    }
)


def _at_least(part: Fraction, base_name: str, base_of: Callable[[Votes], Fraction], source: str) -> Majority:
    needed = _NEEDED[base_name]

    def majority(votes: Votes) -> tuple[bool, str]:
        base = base_of(votes)
        rule = needed(part=_n(part), in_favour=_n(votes.in_favour), base=_n(base))
        return base > 0 and votes.in_favour >= part * base, rule

    majority.__doc__ = f"For is at least {_n(part)} of the votes {base_name}. {source}"
    return majority


def unanimity(votes: Votes) -> tuple[bool, str]:
    """Every vote of the unrecused is for: abstention or absence defeats it.

    C. com. art. L. 251-10: the rule of a GIE whose contract is silent.
    """
    needed = votes.entitled - votes.recused
    return (
        needed > 0 and votes.in_favour == needed,
        Sentence(
            "unanimity: {in_favour} for of {needed} needed", in_favour=_n(votes.in_favour), needed=_n(needed)
        ),
    )


def _n(value: Fraction) -> str:
    return exact_text(value)


Majority = Callable[[Votes], tuple[bool, str]]

_CAST = "Bylaws name it; abstentions, blanks and nulls are not cast."
_PRESENT = 'As in the minutes of a GIE: "deux tiers des voix des membres présents ou représentés".'
_ALL = "As a coordination company's board decides under 7° of L. 423-1-2 CCH: the absent weigh against."

MAJORITIES: Mapping[str, Majority] = MappingProxyType(
    {
        "simple": simple,
        "absolute": absolute,
        "two thirds of cast": _at_least(Fraction(2, 3), "cast", lambda v: v.cast, _CAST),
        "two thirds of present": _at_least(Fraction(2, 3), "present", lambda v: v.present, _PRESENT),
        "two thirds of all": _at_least(Fraction(2, 3), "all", lambda v: v.all_votes, _ALL),
        "three quarters of cast": _at_least(Fraction(3, 4), "cast", lambda v: v.cast, _CAST),
        "three quarters of present": _at_least(Fraction(3, 4), "present", lambda v: v.present, _PRESENT),
        "three quarters of all": _at_least(Fraction(3, 4), "all", lambda v: v.all_votes, _ALL),
        "unanimity": unanimity,
    }
)
ADMITS_TIES = frozenset({"simple"})
"""In every other majority what is not for is against: half is simply not enough."""


def quorum(present: Fraction, base: Fraction, part: Fraction, take_part: str) -> tuple[bool, str]:
    """What is there is at least that part of the base. `take_part` says what being there means.

    >>> quorum(Fraction(1), Fraction(3), Fraction(2, 3), "take part")
    (False, 'quorum: 1 of 3 take part, 2/3 needed')
    """
    return present >= part * base, Sentence(
        "quorum: {present} of {base} {take_part}, {part} needed",
        present=_n(present),
        base=_n(base),
        take_part=take_part,
        part=_n(part),
    )
