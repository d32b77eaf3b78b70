"""Use cases of governance: charters, and the meetings and consultations in which decisions are taken."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from domain.governance.charter import Charter, VotingRule, charter_id
from domain.governance.meeting import Meeting, MeetingKind, meeting_id
from domain.kernel.authority import Authority


class LayDownCharter(Command):
    """Lay down the next version of an agreement's charter."""

    agreement: str
    effective_on: date
    rules: tuple[VotingRule, ...]
    authority: Authority


class ConveneMeeting(Command):
    """Call the voters of an agreement to a meeting or a written consultation."""

    agreement: str
    reference: str
    kind: MeetingKind = MeetingKind.MEETING
    call: int = 1
    convened_on: date
    held_on: date
    agenda: tuple[str, ...]


class RecordAttendance(Command):
    """Say who was present or represented at a meeting."""

    agreement: str
    reference: str
    present: tuple[str, ...]
    represented: tuple[str, ...] = ()


class SealMinutes(Command):
    """Keep the hash and time-stamp of a meeting's signed minutes."""

    agreement: str
    reference: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    time_stamp: str | None = None


def lay_down_charter(ledger: Ledger, command: LayDownCharter, act: Act) -> int:
    """The next version of the charter holds from a day."""
    agreement = find_agreement(ledger, command.agreement)
    charter = ledger.find(Charter, charter_id(command.agreement))
    charter.lay_down(agreement.code, command.effective_on, command.rules, command.authority)
    return ledger.record(charter, act=act)


def convene_meeting(ledger: Ledger, command: ConveneMeeting, act: Act) -> int:
    """The voters are called."""
    agreement = find_agreement(ledger, command.agreement)
    meeting = ledger.find(Meeting, meeting_id(command.agreement, command.reference))
    meeting.convene(
        agreement.code,
        command.reference,
        command.kind,
        command.call,
        command.convened_on,
        command.held_on,
        command.agenda,
    )
    return ledger.record(meeting, act=act)


def record_attendance(ledger: Ledger, command: RecordAttendance, act: Act) -> int:
    """Who took part is recorded."""
    meeting = find_meeting(ledger, command.agreement, command.reference)
    meeting.record_attendance(command.present, command.represented)
    return ledger.record(meeting, act=act)


def seal_minutes(ledger: Ledger, command: SealMinutes, act: Act) -> int:
    """The signed minutes are known by their hash."""
    meeting = find_meeting(ledger, command.agreement, command.reference)
    meeting.seal_minutes(command.sha256, command.time_stamp)
    return ledger.record(meeting, act=act)


def find_meeting(ledger: Ledger, agreement: str, reference: str) -> Meeting:
    """The meeting of that reference. Raises NotFound."""
    meeting = ledger.find(Meeting, meeting_id(agreement, reference))
    meeting.must_exist(reference)
    return meeting


USE_CASES: UseCases = {
    LayDownCharter: lay_down_charter,
    ConveneMeeting: convene_meeting,
    RecordAttendance: record_attendance,
    SealMinutes: seal_minutes,
}
