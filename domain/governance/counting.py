"""The count of a vote: quorum, majority, casting vote and consent by the frozen rule, told in sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from domain.governance.attendance import Attendance
from domain.governance.commitments import Consent
from domain.governance.recusals import is_concerned
from domain.governance.resolution_events import Voter
from domain.governance.rules import College, VotingRule
from domain.governance.tally import ADMITS_TIES, MAJORITIES, Votes, quorum
from domain.kernel.identity import normal_code
from domain.kernel.money import exact_text, quantity_of
from domain.kernel.sentences import Sentence, Word


class Choice(StrEnum):
    """What a voter may say."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


# What being there means: of those who take part and, where a quorum counts these only, of those present.
_TAKE_PART: Mapping[str, tuple[Word, Word]] = MappingProxyType(
    {
        "votes": (Word("take part"), Word("are present")),
        "members": (Word("voters take part"), Word("voters are present")),
        "capital": (Word("shares of the capital take part"), Word("shares of the capital are present")),
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """What a vote came to."""

    quorate: bool
    carried: bool
    votes: Votes
    arithmetic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """A vote as it stands: the frozen rule, the voters, what they said, and who was there or recused."""

    rule: VotingRule
    call: int
    voters: Mapping[str, Voter]
    choices: Mapping[str, Choice]
    recused: Collection[str]
    attendance: Attendance | None = None
    consent: Consent | None = None

    def attends(self, seat: str, *, counted: bool = False) -> bool:
        """Whether a seat takes part; `counted` for the quorum, which may count those present only.

        Where no attendance is kept, who casts a ballot takes part, and a recused voter is taken to be there.
        """
        if self.attendance is None:
            return seat in self.choices or seat in self.recused
        if self.attendance.is_present(seat):
            return True
        only_present = counted and self.rule.quorum_counts == "present"
        return self.attendance.is_represented(seat) and not only_present


def count(poll: Poll) -> Count:
    """Count a vote: without quorum nothing else is asked; what carries must carry in every respect."""
    quorate, told = _quorum(poll)
    votes = votes_of(poll, weight)
    if not quorate:
        return Count(False, False, votes, (told,))
    sentences = [told]
    if poll.rule.college_votes == "block" and poll.rule.colleges:
        votes, of_colleges = blocks(poll)
        sentences += of_colleges
    carried = [_majority(poll, poll.rule.majority, votes, sentences)]
    if poll.rule.second_majority is not None:
        second = votes_of(poll, second_weight)
        place = len(sentences)
        carried.append(_majority(poll, poll.rule.second_majority, second, sentences))
        sentences[place] = Sentence(
            "{weights}, {told}", weights=poll.rule.second_weights, told=sentences[place]
        )
    carried.append(_consent(poll, sentences))
    return Count(True, all(carried), votes, tuple(sentences))


def votes_of(poll: Poll, weight_of: Callable[[Voter], Fraction]) -> Votes:
    """The weights of a poll as they stand, by one of its weightings."""
    sums = dict.fromkeys(Choice, Fraction(0))
    for seat, choice in poll.choices.items():
        sums[choice] += weight_of(poll.voters[seat])
    leaving = poll.recused if poll.rule.recused_leave_majority else ()
    there = (v for seat, v in poll.voters.items() if poll.attends(seat) and seat not in leaving)
    return Votes(
        in_favour=sums[Choice.FOR],
        against=sums[Choice.AGAINST],
        abstained=sums[Choice.ABSTAIN],
        blank=sums[Choice.BLANK],
        recused=sum((weight_of(poll.voters[seat]) for seat in poll.recused), Fraction(0)),
        entitled=sum(map(weight_of, poll.voters.values()), Fraction(0)),
        present=sum(map(weight_of, there), Fraction(0)),
        recused_leave_majority=poll.rule.recused_leave_majority,
    )


def weight(voter: Voter) -> Fraction:
    """What the voter weighs."""
    return quantity_of(voter.weight)


def second_weight(voter: Voter) -> Fraction:
    """What the voter weighs in a second count."""
    return quantity_of(voter.second_weight or "0")


def _quorum_weight(voter: Voter) -> Fraction:
    return quantity_of(voter.quorum_weight or "0")


def there_and_base(poll: Poll) -> tuple[Fraction, Fraction]:
    """What the quorum counts as being there, and of what: votes, voters or shares of the capital."""
    rule = poll.rule
    weight_of = {"votes": weight, "members": lambda _: Fraction(1), "capital": _quorum_weight}[
        rule.quorum_base
    ]
    base = {
        seat: weight_of(voter)
        for seat, voter in poll.voters.items()
        if not (rule.recused_leave_quorum and seat in poll.recused)
    }
    there = sum((weight for seat, weight in base.items() if poll.attends(seat, counted=True)), Fraction(0))
    return there, sum(base.values(), Fraction(0))


def _quorum(poll: Poll) -> tuple[bool, str]:
    rule, (there, base) = poll.rule, there_and_base(poll)
    only_present = bool(poll.attendance) and rule.quorum_counts == "present"
    return quorum(there, base, rule.quorum_part(poll.call), _TAKE_PART[rule.quorum_base][only_present])


def _majority(poll: Poll, name: str, votes: Votes, sentences: list[str]) -> bool:
    carried, told = MAJORITIES[name](votes)
    sentences.append(told)
    seat = poll.rule.casting_vote
    if name not in ADMITS_TIES or not votes.tied or seat is None:
        return carried
    said = (c for voter, c in poll.choices.items() if normal_code(voter) == normal_code(seat))
    choice = next(said, None)
    sentences.append(
        Sentence(
            "a tie: the casting vote of {seat} is {choice}",
            seat=seat,
            choice=Word(choice.value if choice else "not cast"),
        )
    )
    return choice is Choice.FOR


def blocks(poll: Poll) -> tuple[Votes, list[str]]:
    """The colleges' parts, each as the block that its own majority made of it."""
    sums = dict.fromkeys((*Choice, "recused", "absent"), Fraction(0))
    present = Fraction(0)
    sentences: list[str] = []
    for college in poll.rule.colleges:
        inside = {seat: v for seat, v in poll.voters.items() if v.college == college.code}
        share = sum(map(weight, inside.values()), Fraction(0))
        said, _, told = block_of(poll, college)
        sums[said] += share
        gone = said == "recused" and poll.rule.recused_leave_majority
        present += share if any(map(poll.attends, inside)) and not gone else 0
        if inside:
            sentences.append(
                Sentence(
                    "college {college}, {told}: its {share} of the votes is {said}",
                    college=college.code,
                    told=told,
                    share=exact_text(share),
                    said=Word(said),
                )
            )
    return (
        Votes(
            in_favour=sums[Choice.FOR],
            against=sums[Choice.AGAINST],
            abstained=sums[Choice.ABSTAIN],
            blank=Fraction(0),
            recused=sums["recused"],
            entitled=sum(sums.values(), Fraction(0)),
            present=present,
            recused_leave_majority=poll.rule.recused_leave_majority,
        ),
        sentences,
    )


def of_college(poll: Poll, code: str) -> Poll:
    """The vote inside one college."""
    inside = {seat: v for seat, v in poll.voters.items() if v.college == code}
    choices = {seat: choice for seat, choice in poll.choices.items() if seat in inside}
    recused = [seat for seat in poll.recused if seat in inside]
    return Poll(poll.rule, poll.call, inside, choices, recused, poll.attendance)


def block_of(poll: Poll, college: College) -> tuple[str, Votes | None, str]:
    """What a college says as a block: its votes inside, where it is not all recused, and the arithmetic."""
    inside = of_college(poll, college.code)
    if inside.voters and len(inside.recused) == len(inside.voters):
        return "recused", None, Word("all recused")
    votes = votes_of(inside, weight)
    carried, told = MAJORITIES[college.majority](votes)
    if carried:
        return Choice.FOR.value, votes, told
    if votes.taking_part == 0:
        return "absent", votes, told
    return (Choice.AGAINST if votes.cast > 0 else Choice.ABSTAIN).value, votes, told


def _consent(poll: Poll, sentences: list[str]) -> bool:
    if poll.consent is None:
        return True
    without = [member for member in poll.consent.members if not _is_for(poll, member)]
    if without:
        told = Sentence("{without} would bear more and did not vote for it", without=", ".join(without))
    else:
        told = Sentence(
            "{members}, who would bear more, voted for it", members=", ".join(poll.consent.members)
        )
    sentences.append(Sentence("consent: {told} ({source})", told=told, source=poll.consent.source))
    return not without


def _is_for(poll: Poll, member: str) -> bool:
    seats = (seat for seat, voter in poll.voters.items() if is_concerned(voter.member, (member,)))
    return {poll.choices.get(seat) for seat in seats} == {Choice.FOR}
