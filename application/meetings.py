"""Use cases of governance: charters, and the meetings and consultations in which decisions are taken."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from domain.governance.attendance import CarriedProxy
from domain.governance.charter import Charter, VotingRule, charter_id
from domain.governance.meeting import Meeting, MeetingKind, Terms, meeting_id
from domain.governance.proxies import Proxies, proxies_id
from domain.governance.resolution import Resolution, Stage, resolution_id
from domain.kernel.authority import Authority

NoticeException = Literal["urgency", "waiver of all"]


class LayDownCharter(Command):
    """Lay down the next version of an agreement's charter."""

    agreement: str
    effective_on: date
    rules: tuple[VotingRule, ...]
    authority: Authority


class ConveneMeeting(Command):
    """Call the voters of an agreement to a meeting or a written consultation.

    A second call names the meeting that it follows. A written consultation lasts from `opens_on` (or else from
    the convocation) to `held_on`. A notice shorter than the charter's has its exception and the reason.
    """

    agreement: str
    reference: str
    kind: MeetingKind = MeetingKind.MEETING
    call: int = 1
    convened_on: date
    held_on: date
    agenda: tuple[str, ...]
    follows: str | None = None
    opens_on: date | None = None
    notice_exception: NoticeException | None = None
    notice_reason: str | None = None


class RecordAttendance(Command):
    """Say who was present or represented at a meeting, and by whom; from its opening or an item of its agenda."""

    agreement: str
    reference: str
    present: tuple[str, ...]
    represented: tuple[str, ...] = ()
    proxies: tuple[CarriedProxy, ...] = ()
    from_item: str | None = None


class ChangeOrder(Command):
    """Take the resolutions of a meeting in another order, as it has decided."""

    agreement: str
    reference: str
    agenda: tuple[str, ...]
    reason: str


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
    terms = _terms(ledger, command)
    meeting.convene(
        agreement.code,
        command.reference,
        command.kind,
        command.call,
        command.convened_on,
        command.held_on,
        command.agenda,
        terms,
    )
    return ledger.record(meeting, act=act)


def record_attendance(ledger: Ledger, command: RecordAttendance, act: Act) -> int:
    """Who took part is recorded."""
    meeting = find_meeting(ledger, command.agreement, command.reference)
    for carried in command.proxies:
        proxies = ledger.find(Proxies, proxies_id(command.agreement))
        standing = proxies.standing(carried.seat, meeting.reference, meeting.held_on)
        standing.must_let_vote(carried.holder, carried.seat, meeting.held_on)
    meeting.record_attendance(command.present, command.represented, command.proxies, command.from_item)
    return ledger.record(meeting, act=act)


def change_order(ledger: Ledger, command: ChangeOrder, act: Act) -> int:
    """The meeting has its resolutions in another order."""
    meeting = find_meeting(ledger, command.agreement, command.reference)
    meeting.change_order(command.agenda, command.reason)
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


def _terms(ledger: Ledger, command: ConveneMeeting) -> Terms:
    said = (command.opens_on, command.notice_exception, command.notice_reason)
    if command.follows is None:
        return Terms(None, (), *said)
    first = find_meeting(ledger, command.agreement, command.follows)
    there = (ledger.find(Resolution, resolution_id(command.agreement, number)) for number in first.agenda)
    left = tuple(r.number for r in there if r.stage is Stage.INQUORATE and r.was_decided_in(first.reference))
    return Terms(first, left, *said)


USE_CASES: UseCases = {
    LayDownCharter: lay_down_charter,
    ConveneMeeting: convene_meeting,
    RecordAttendance: record_attendance,
    ChangeOrder: change_order,
    SealMinutes: seal_minutes,
}
