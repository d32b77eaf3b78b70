"""The figures of a count: what its arithmetic rests on, for whoever tells it in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from domain.governance.counting import (
    Choice,
    Poll,
    block_of,
    blocks,
    count,
    of_college,
    second_weight,
    there_and_base,
    votes_of,
    weight,
)
from domain.governance.recusals import is_concerned
from domain.governance.tally import ADMITS_TIES, Votes
from domain.kernel.identity import normal_code

_PARTS: Mapping[str, Fraction] = MappingProxyType(
    {"absolute": Fraction(1, 2), "two thirds": Fraction(2, 3), "three quarters": Fraction(3, 4)}
)


@dataclass(frozen=True, slots=True)
class QuorumFigures:
    """What was there, of what, and which part of it is needed. The base is votes, members or capital."""

    there: Fraction
    base: Fraction
    part: Fraction
    counted: str
    only_present: bool

    @property
    def met(self) -> bool:
        """Whether it is enough."""
        return self.there >= self.part * self.base


@dataclass(frozen=True, slots=True)
class MajorityFigures:
    """For and against by one majority and, where it asks for a part of a base, which part of which."""

    majority: str
    in_favour: Fraction
    against: Fraction
    part: Fraction | None
    base: Fraction | None
    weights: str | None = None


@dataclass(frozen=True, slots=True)
class BlockFigures:
    """A college that votes as a block: its part of the votes, what it says, and how it came to it inside."""

    college: str
    share: Fraction
    said: str
    inside: MajorityFigures | None


@dataclass(frozen=True, slots=True)
class ConsentFigures:
    """The members that must be among those for, those of them that are not, and the article."""

    members: tuple[str, ...]
    without: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A count in figures. Without a quorum nothing else is asked; a casting vote is a seat and what it said."""

    quorum: QuorumFigures
    colleges: tuple[BlockFigures, ...] = ()
    majorities: tuple[MajorityFigures, ...] = ()
    casting_vote: tuple[str, str | None] | None = None
    consent: ConsentFigures | None = None


def figures_of(poll: Poll) -> Figures:
    """The figures on which `count` decides."""
    there, base = there_and_base(poll)
    rule = poll.rule
    only_present = bool(poll.attendance) and rule.quorum_counts == "present"
    quorum = QuorumFigures(there, base, rule.quorum_part(poll.call), rule.quorum_base, only_present)
    if not count(poll).quorate:
        return Figures(quorum)
    as_blocks = rule.college_votes == "block" and bool(rule.colleges)
    votes = blocks(poll)[0] if as_blocks else votes_of(poll, weight)
    majorities = [_majority(rule.majority, votes)]
    if rule.second_majority is not None:
        majorities.append(_majority(rule.second_majority, votes_of(poll, second_weight), rule.second_weights))
    return Figures(
        quorum,
        tuple(_blocks(poll)) if as_blocks else (),
        tuple(majorities),
        _casting_vote(poll, votes),
        _consent(poll),
    )


def _majority(name: str, votes: Votes, weights: str | None = None) -> MajorityFigures:
    said = (votes.in_favour, votes.against)
    if name == "unanimity":
        return MajorityFigures(name, *said, Fraction(1), votes.entitled - votes.recused, weights)
    part, _, base = name.partition(" of ")
    if part not in _PARTS:
        return MajorityFigures(name, *said, None, None, weights)
    bases = {"cast": votes.cast, "present": votes.present, "all": votes.all_votes, "": votes.all_votes}
    return MajorityFigures(name, *said, _PARTS[part], bases[base], weights)


def _blocks(poll: Poll) -> list[BlockFigures]:
    found = []
    for college in poll.rule.colleges:
        voters = of_college(poll, college.code).voters.values()
        said, votes, _ = block_of(poll, college)
        inside = None if votes is None else _majority(college.majority, votes)
        if voters:
            found.append(BlockFigures(college.code, sum(map(weight, voters), Fraction(0)), said, inside))
    return found


def _casting_vote(poll: Poll, votes: Votes) -> tuple[str, str | None] | None:
    seat = poll.rule.casting_vote
    if seat is None or not votes.tied or poll.rule.majority not in ADMITS_TIES:
        return None
    said = (c.value for voter, c in poll.choices.items() if normal_code(voter) == normal_code(seat))
    return seat, next(said, None)


def _consent(poll: Poll) -> ConsentFigures | None:
    if poll.consent is None:
        return None
    for_it = [poll.voters[seat].member for seat, said in poll.choices.items() if said is Choice.FOR]
    members = poll.consent.members
    without = [m for m in members if not any(is_concerned(voted, (m,)) for voted in for_it)]
    return ConsentFigures(members, tuple(without), poll.consent.source)
