"""Playing the example: who acts, one decision from meeting to count, one run from preparing to posting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from application.closing import Step, close_period
from application.commands import Command
from application.group import Group
from application.impact_studies import StudyImpact
from application.meetings import ConveneMeeting, RecordAttendance
from application.ports import Act
from application.resolutions import CastBallot, CloseVote, OpenVote, TableResolution
from application.runs import ApproveRun, PostRun, PrepareRun
from application.what_if.changes import SuppliedReading
from domain.governance.resolution import Choice
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import Refusal

NOTICE, SECOND_CALL_AFTER = timedelta(days=15), timedelta(days=14)
"""The charters want fifteen days between the convocation and the meeting, and eight on second call."""
CONTROLLER = "Controller of the group (invented)"
HEAD_OF_ACCOUNTS = "Head of accounts (invented)"


class NotClosed(Refusal):
    """The story allocates every cost."""

    sentence = "{about} is not allocated for {period}: {reason}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution of an agreement: what it would enact and how each member votes."""

    agreement: str
    number: str
    decision_type: str
    title: str
    decided_on: date
    enactments: Sequence[Enactment]
    votes: Mapping[str, Choice]
    text: str = ""
    studied: bool = False
    readings: tuple[SuppliedReading, ...] = ()
    came_first: tuple[str, ...] = ()
    """Who came to a first call that lacked its quorum; empty where one meeting sufficed."""


@dataclass(slots=True)
class Play:
    """Carries the example out on a group."""

    group: Group
    positions: dict[str, int] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """The opaque id of an invented person."""
        return self.group.people.identify(name)

    def representative(self, member: str) -> str:
        """The opaque id of a member's invented representative."""
        return self.person(f"Representative of {member} (invented)")

    def do(self, command: Command, by: str = CONTROLLER, on_behalf_of: str | None = None) -> int:
        """Carry a command out, as a person and perhaps for a member."""
        return self.group.carry_out(command, Act(actor=self.person(by), on_behalf_of=on_behalf_of))

    def decide(self, decision: Decision) -> int:
        """Table, study, convene, meet, vote and count; what is adopted enacts itself. Returns the count's position."""
        agreement, number = decision.agreement, decision.number
        first_held = decision.decided_on - SECOND_CALL_AFTER if decision.came_first else decision.decided_on
        convened_on = first_held - NOTICE
        self.do(
            TableResolution(
                agreement=agreement,
                number=number,
                decision_type=decision.decision_type,
                title=decision.title,
                text=decision.text,
                tabled_on=convened_on,
                enactments=tuple(decision.enactments),
            )
        )
        if decision.studied:
            self.do(StudyImpact(agreement=agreement, number=number, readings=decision.readings))
        first = self._convene(decision, convened_on, first_held)
        if not decision.came_first:
            return self._vote(decision, first, first_held, decision.votes)
        inquorate = self._vote(decision, first, first_held, {}, present=decision.came_first)
        self.positions[f"inquorate {number}"] = inquorate
        second = self._convene(decision, first_held, decision.decided_on, follows=first)
        return self._vote(decision, second, decision.decided_on, decision.votes)

    def _convene(
        self, decision: Decision, convened_on: date, held_on: date, follows: str | None = None
    ) -> str:
        meeting = f"board of {held_on.isoformat()}, on {decision.number}"
        convocation = ConveneMeeting(
            agreement=decision.agreement,
            reference=meeting,
            call=1 if follows is None else 2,
            convened_on=convened_on,
            held_on=held_on,
            agenda=(decision.number,),
            follows=follows,
        )
        self.do(convocation)
        return meeting

    def _vote(
        self,
        decision: Decision,
        meeting: str,
        day: date,
        votes: Mapping[str, Choice],
        present: Sequence[str] = (),
    ) -> int:
        agreement, number = decision.agreement, decision.number
        there = tuple(present or votes)
        self.do(RecordAttendance(agreement=agreement, reference=meeting, present=there))
        self.do(OpenVote(agreement=agreement, number=number, meeting=meeting, record_date=day))
        for member, choice in votes.items():
            ballot = CastBallot(agreement=agreement, number=number, seat=member, choice=choice, cast_on=day)
            self.do(ballot, f"Representative of {member} (invented)", member)
        return self.do(CloseVote(agreement=agreement, number=number, decided_on=day))

    def close(self, period: str) -> None:
        """Close a period: all its pools prepared by one person, approved by another, posted. Raises NotClosed."""
        steps = ((Step.PREPARE, CONTROLLER), (Step.APPROVE, HEAD_OF_ACCOUNTS), (Step.POST, CONTROLLER))
        for step, by in steps:
            closed = close_period(self.group, period, step, Act(actor=self.person(by)))
            for outcome in closed.refused:
                raise NotClosed(about=outcome.about, period=period, reason=outcome.said)

    def run(self, contract: str, month: str) -> int:
        """Prepare as one person, approve as another, post."""
        self.do(PrepareRun(contract=contract, month=month), CONTROLLER)
        self.do(ApproveRun(contract=contract, month=month), HEAD_OF_ACCOUNTS)
        return self.do(PostRun(contract=contract, month=month), CONTROLLER)


def enact(kind: str, **terms: object) -> Enactment:
    """An enactment with its terms."""
    return Enactment(kind, terms)


def all_for(*members: str) -> dict[str, Choice]:
    """Everybody votes for."""
    return dict.fromkeys(members, Choice.FOR)
