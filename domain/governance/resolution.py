"""A resolution: tabled, opened, voted, closed; adopted, it is the authority for what it enacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.governance.attendance import Attendance
from domain.governance.ballots import AlreadyVoted, NotAVoter, Recused, TooManyProxies
from domain.governance.commitments import Consent, raised_by
from domain.governance.counting import Choice
from domain.governance.enacting import Enacting
from domain.governance.proxies import Standing
from domain.governance.recusals import concerned_by
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
from domain.governance.rules import DECISION_TYPES, VotingRule
from domain.governance.vote import Vote
from domain.kernel.aggregate import Event
from domain.kernel.enactment import Course
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.money import quantity_of
from domain.kernel.sentences import Sentence

__all__ = [
    "AlreadyVoted",
    "Choice",
    "NotAVoter",
    "Recused",
    "Resolution",
    "Stage",
    "TooManyProxies",
    "WrongStage",
    "resolution_id",
]


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
        self.concerned: tuple[str, ...] = ()
        self.raised: tuple[str, ...] | None = None
        self.decided_on: date | None = None
        self.meeting = ""
        self.vote: Vote | None = None

    def table(
        self,
        agreement: str,
        number: str,
        decision_type: str,
        title: str,
        text: str,
        tabled_on: date,
        enactments: Sequence[Enactment],
        concerns: Sequence[str] = (),
        raises_commitments_of: Sequence[str] = (),
    ) -> None:
        """Put the resolution forward with its text, what it would enact and whom it concerns or burdens."""
        if self.exists:
            raise AlreadyExists(kind="resolution", code=self.number)
        if decision_type not in DECISION_TYPES:
            raise BadInput(
                "decision_type",
                Sentence(
                    "a decision type is one of {decision_types}", decision_types=", ".join(DECISION_TYPES)
                ),
            )
        if not title.strip():
            raise BadInput("title", "a resolution has a title")
        kept = checked_code("number", number)
        about = (decision_type, title.strip(), text, tabled_on.isoformat(), tuple(enactments))
        self.record(Tabled(agreement, kept, *about, tuple(concerns), tuple(raises_commitments_of)))

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
        *,
        follows: str | None = None,
        ballot_days: tuple[date, date] | None = None,
        consent: Consent | None = None,
    ) -> None:
        """Open the vote: rule, record date and electorate are frozen here, and the concerned are recused.

        A second call is for what the meeting that it `follows` could not decide for want of a quorum, and
        for nothing else. In a written consultation ballots are cast between two days.
        """
        self._must_be(Stage.TABLED if call == 1 else Stage.INQUORATE)
        if follows is not None and normal_code(follows) != normal_code(self.meeting):
            raise BadInput(
                "meeting",
                Sentence(
                    "resolution {number} was inquorate in {meeting}", number=self.number, meeting=self.meeting
                ),
            )
        if not voters:
            raise BadInput("voters", "a vote has an electorate")
        if len({v.seat for v in voters}) != len(voters):
            raise BadInput("voters", "each seat is named once")
        for voter in voters:
            quantity_of(voter.weight, f"voters.{voter.seat}.weight")
        days = held_on.isoformat(), record_date.isoformat()
        opens, ends = (day.isoformat() for day in ballot_days) if ballot_days else (None, None)
        asked = (consent.members, consent.source) if consent else ((), None)
        self.record(Opened(meeting, call, *days, rule, tuple(voters), opens, ends, *asked))
        for recused in self.open_vote().recused_at_once():
            self.record(recused)

    def recuse(self, seat: str, reason: str, ground: str = "declared") -> None:
        """Keep a voter from voting, on a ground that the charter knows."""
        self.record(self.open_vote().recusal(seat, reason, ground))

    def cast_ballot(
        self,
        seat: str,
        choice: Choice,
        cast_by: str,
        cast_on: date,
        *,
        attendance: Attendance | None = None,
        standing: Standing | None = None,
    ) -> None:
        """Vote, for one's own seat or as the proxy of another; the day is the one in the minutes."""
        vote, standing = self.open_vote(), standing or Standing()
        self.record(vote.ballot(seat, choice, cast_by, cast_on, attendance, standing))

    def close(self, decided_on: date, attendance: Attendance | None = None) -> None:
        """Count: without quorum inquorate, otherwise adopted or rejected by the frozen rule."""
        self.record(self.open_vote().closing(decided_on, attendance))

    def open_vote(self) -> Vote:
        """The vote, while it is open. Raises WrongStage."""
        self._must_be(Stage.OPEN)
        if self.vote is None:
            raise AssertionError("a resolution that is open has its vote")
        return self.vote

    def was_decided_in(self, meeting: str) -> bool:
        """Whether a meeting is done with it: decided before or there, or found inquorate there."""
        if self.stage is Stage.INQUORATE:
            return normal_code(self.meeting) == normal_code(meeting)
        return self.stage in (Stage.ADOPTED, Stage.REJECTED)

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

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Tabled():
                self.agreement, self.number = event.agreement, event.number
                self.decision_type, self.enactments = event.decision_type, event.enactments
                self.concerned = concerned_by(event.concerns, event.enactments)
                self.raised = event.raises_commitments_of or None
                self.course = Course(event.enactments)
            case ImpactStudied():
                self.raised = raised_by(self.raised, event.study)
            case Opened():
                self.stage, self.meeting = Stage.OPEN, event.meeting
                self.vote = Vote(event, self.number, self.concerned)
            case VoterRecused() if self.vote is not None:
                self.vote.recused.add(event.seat)
            case BallotCast() if self.vote is not None:
                self.vote.ballots[event.seat] = event
            case Closed():
                self.stage, self.decided_on = Stage(event.outcome), date.fromisoformat(event.decided_on)
            case _:
                super().apply(event)
