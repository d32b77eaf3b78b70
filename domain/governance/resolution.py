"""A resolution: tabled, opened, voted, closed; adopted, it is the authority for what it enacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from domain.governance.charter import DECISION_TYPES, VotingRule
from domain.governance.enacting import Enacting
from domain.governance.resolution_events import (
    BallotCast,
    Closed,
    Enactment,
    ImpactStudied,
    Opened,
    Tabled,
    Voter,
    VoterRecused,
)
from domain.governance.tally import MAJORITIES, Votes, quorum
from domain.kernel.aggregate import Event
from domain.kernel.enactment import Course
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.money import exact_text, quantity_of


class Choice(StrEnum):
    """What a voter may say."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


class Stage(StrEnum):
    """How far a resolution has come."""

    TABLED = "tabled"
    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    INQUORATE = "inquorate"


class WrongStage(Refusal):
    """Each thing has its time in the life of a resolution."""

    sentence = "resolution {number} is {stage}, not {needed}"


class NotAVoter(Refusal):
    """Only the electorate frozen at opening votes."""

    sentence = "{seat} is not a voter on resolution {number}"


class AlreadyVoted(Refusal):
    """A voter votes once, by itself or by one proxy."""

    sentence = "{seat} has already voted on resolution {number}"


class Recused(Refusal):
    """A recused voter does not vote."""

    sentence = "{seat} is recused from resolution {number} and does not vote"


class TooManyProxies(Refusal):
    """The charter says how many proxies one holder may carry."""

    sentence = "{holder} already carries {limit} proxies, the most that the charter allows"


def resolution_id(agreement: str, number: str) -> UUID:
    """The stream of the resolution of that number under that agreement."""
    return stream_id("resolution", agreement, number)


class Resolution(Enacting):
    """One resolution, its electorate and its ballots."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.agreement = ""
        self.number = ""
        self.decision_type = ""
        self.stage = Stage.TABLED
        self.enactments: tuple[Enactment, ...] = ()
        self.decided_on: date | None = None
        self.rule: VotingRule | None = None
        self.call = 1
        self.held_on = date.min
        self.record_date = date.min
        self.voters: dict[str, Voter] = {}
        self.ballots: dict[str, BallotCast] = {}
        self.recused: set[str] = set()

    def table(
        self,
        agreement: str,
        number: str,
        decision_type: str,
        title: str,
        text: str,
        tabled_on: date,
        enactments: Sequence[Enactment],
    ) -> None:
        """Put the resolution forward with its text and what it would enact."""
        if self.exists:
            raise AlreadyExists(kind="resolution", code=self.number)
        if decision_type not in DECISION_TYPES:
            raise BadInput("decision_type", f"a decision type is one of {', '.join(DECISION_TYPES)}")
        if not title.strip():
            raise BadInput("title", "a resolution has a title")
        kept = checked_code("number", number)
        day = tabled_on.isoformat()
        self.record(Tabled(agreement, kept, decision_type, title.strip(), text, day, tuple(enactments)))

    def attach_impact_study(self, sha256: str, study: Mapping[str, object]) -> None:
        """Attach what the resolution would change, before the vote."""
        self._must_be(Stage.TABLED)
        self.record(ImpactStudied(sha256, study))

    def open(
        self,
        meeting: str,
        call: int,
        held_on: date,
        record_date: date,
        rule: VotingRule,
        voters: Sequence[Voter],
    ) -> None:
        """Open the vote: rule, record date and electorate are frozen here.

        A second call is for what the first could not decide for want of a quorum, and for nothing else.
        """
        self._must_be(Stage.TABLED if call == 1 else Stage.INQUORATE)
        if not voters:
            raise BadInput("voters", "a vote has an electorate")
        if len({v.seat for v in voters}) != len(voters):
            raise BadInput("voters", "each seat is named once")
        for voter in voters:
            quantity_of(voter.weight, f"voters.{voter.seat}.weight")
        days = held_on.isoformat(), record_date.isoformat()
        self.record(Opened(meeting, call, *days, rule, tuple(voters)))

    def recuse(self, seat: str, reason: str) -> None:
        """Keep a concerned voter from voting."""
        self._must_be(Stage.OPEN)
        seat = self._seat(seat)
        self._must_be_free_to_vote(seat)
        self.record(VoterRecused(seat, reason))

    def cast_ballot(self, seat: str, choice: Choice, cast_by: str, cast_on: date) -> None:
        """Vote, for one's own seat or as the proxy of another; the day is the one in the minutes."""
        self._must_be(Stage.OPEN)
        seat, cast_by = self._seat(seat), self._seat(cast_by)
        self._must_be_free_to_vote(seat)
        if cast_by in self.recused:
            raise Recused(seat=cast_by, number=self.number)
        if cast_on < self.record_date:
            raise BadInput("cast_on", "a ballot is cast on or after the day on which its voters were taken")
        proxy = cast_by != seat
        if proxy and self.rule is not None:
            carried = sum(1 for b in self.ballots.values() if b.proxy and b.cast_by == cast_by)
            if carried >= self.rule.proxies_per_holder:
                raise TooManyProxies(holder=cast_by, limit=self.rule.proxies_per_holder)
        self.record(BallotCast(seat, choice.value, cast_by, proxy, cast_on.isoformat()))

    def close(self, decided_on: date) -> None:
        """Count: without quorum inquorate, otherwise adopted or rejected by the frozen rule."""
        self._must_be(Stage.OPEN)
        if self.rule is None:
            raise AssertionError("a vote that is open has its rule")
        if decided_on < self.held_on:
            raise BadInput("decided_on", "a vote is decided on the day of its meeting or later")
        votes = self.votes()
        needed = self.rule.quorum_first_call if self.call == 1 else self.rule.quorum_second_call
        quorate, quorum_sentence = quorum(votes, quantity_of(needed))
        carried, majority_sentence = MAJORITIES[self.rule.majority](votes)
        outcome = Stage.INQUORATE if not quorate else Stage.ADOPTED if carried else Stage.REJECTED
        closed = Closed(
            outcome=outcome.value,
            decided_on=decided_on.isoformat(),
            in_favour=exact_text(votes.in_favour),
            against=exact_text(votes.against),
            abstained=exact_text(votes.abstained),
            blank=exact_text(votes.blank),
            recused=exact_text(votes.recused),
            entitled=exact_text(votes.entitled),
            arithmetic=(quorum_sentence, majority_sentence) if quorate else (quorum_sentence,),
        )
        self.record(closed)

    def votes(self) -> Votes:
        """The weights as they stand."""
        if self.rule is None:
            raise AssertionError("votes are counted once the vote is open")
        sums = dict.fromkeys(Choice, Fraction(0))
        for seat, ballot in self.ballots.items():
            sums[Choice(ballot.choice)] += quantity_of(self.voters[seat].weight)
        return Votes(
            in_favour=sums[Choice.FOR],
            against=sums[Choice.AGAINST],
            abstained=sums[Choice.ABSTAIN],
            blank=sums[Choice.BLANK],
            recused=sum((quantity_of(self.voters[seat].weight) for seat in self.recused), Fraction(0)),
            entitled=sum((quantity_of(v.weight) for v in self.voters.values()), Fraction(0)),
            recused_leave_majority=self.rule.recused_leave_majority,
            recused_leave_quorum=self.rule.recused_leave_quorum,
        )

    def must_exist(self, number: str) -> None:
        """Refuse when there is no such resolution."""
        if not self.exists:
            raise NotFound(kind="resolution", code=number)

    def must_be_adopted(self) -> None:
        """Refuse unless the resolution has been adopted: only then is it an authority."""
        self._must_be(Stage.ADOPTED)

    def _must_be(self, stage: Stage) -> None:
        self.must_exist(self.number)
        if self.stage is not stage:
            raise WrongStage(number=self.number, stage=self.stage.value, needed=stage.value)

    def _seat(self, seat: str) -> str:
        # Seats are known as they were frozen, in whatever letters they are named.
        for known in self.voters:
            if normal_code(known) == normal_code(seat):
                return known
        raise NotAVoter(seat=seat, number=self.number)

    def _must_be_free_to_vote(self, seat: str) -> None:
        if seat in self.recused:
            raise Recused(seat=seat, number=self.number)
        if seat in self.ballots:
            raise AlreadyVoted(seat=seat, number=self.number)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Tabled():
                self.agreement, self.number = event.agreement, event.number
                self.decision_type, self.enactments = event.decision_type, event.enactments
                self.course = Course(event.enactments)
            case Opened():
                self.stage, self.rule, self.call = Stage.OPEN, event.rule, event.call
                self.held_on = date.fromisoformat(event.held_on)
                self.record_date = date.fromisoformat(event.record_date)
                self.voters = {voter.seat: voter for voter in event.voters}
                self.ballots, self.recused = {}, set()
            case VoterRecused():
                self.recused.add(event.seat)
            case BallotCast():
                self.ballots[event.seat] = event
            case Closed():
                self.stage, self.decided_on = Stage(event.outcome), date.fromisoformat(event.decided_on)
            case ImpactStudied():
                pass
            case _:
                super().apply(event)
