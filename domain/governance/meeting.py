"""A meeting, or a written consultation without one: where a decision is taken, and who took part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, stream_id


class MeetingKind(StrEnum):
    """A meeting of the voters, or their consultation in writing."""

    MEETING = "meeting"
    WRITTEN = "written consultation"


class NotOnTheAgenda(Refusal):
    """A meeting decides what its agenda names."""

    sentence = "resolution {number} is not on the agenda of {reference}"


@dataclass(frozen=True, slots=True)
class Convened(Event):
    """The voters are called to a meeting with its agenda."""

    TOPIC = "governance.meeting.convened"
    NAMES = "{kind} {reference} of {agreement}"
    SENTENCE = "call {call}, convened for {held_on}, with the resolutions {agenda}"
    agreement: str
    reference: str
    kind: str
    call: int
    convened_on: str
    held_on: str
    agenda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttendanceRecorded(Event):
    """Who was present or represented."""

    TOPIC = "governance.meeting.attendance-recorded"
    SENTENCE = "present: {present}; represented: {represented}"
    present: tuple[str, ...]
    represented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesSealed(Event):
    """The signed minutes are kept elsewhere: here is their hash and time-stamp."""

    TOPIC = "governance.meeting.minutes-sealed"
    SENTENCE = "the signed minutes have sha256 {sha256}"
    sha256: str
    time_stamp: str | None


def meeting_id(agreement: str, reference: str) -> UUID:
    """The stream of the meeting of that reference under that agreement."""
    return stream_id("meeting", agreement, reference)


class Meeting(Aggregate):
    """One meeting or written consultation."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.reference = ""
        self.call = 1
        self.convened_on = date.min
        self.held_on = date.min
        self.agenda: tuple[str, ...] = ()

    def convene(
        self,
        agreement: str,
        reference: str,
        kind: MeetingKind,
        call: int,
        convened_on: date,
        held_on: date,
        agenda: Sequence[str],
    ) -> None:
        """Call the voters, by first or second call, on or before the day itself."""
        if self.exists:
            raise AlreadyExists(kind="meeting", code=self.reference)
        if call not in (1, 2):
            raise BadInput("call", "a meeting is held on first or second call")
        if convened_on > held_on:
            raise BadInput("held_on", "a meeting is convened on or before the day on which it is held")
        kept = checked_code("reference", reference)
        days = convened_on.isoformat(), held_on.isoformat()
        self.record(Convened(agreement, kept, kind.value, call, *days, tuple(agenda)))

    def record_attendance(self, present: Sequence[str], represented: Sequence[str]) -> None:
        """Say who was present or represented; nobody is both."""
        self.must_exist(self.reference)
        if set(present) & set(represented):
            raise BadInput("represented", "nobody is both present and represented")
        self.record(AttendanceRecorded(tuple(present), tuple(represented)))

    def seal_minutes(self, sha256: str, time_stamp: str | None) -> None:
        """Keep the hash of the signed minutes, and their time-stamp."""
        self.must_exist(self.reference)
        self.record(MinutesSealed(sha256, time_stamp))

    def must_exist(self, reference: str) -> None:
        """Refuse when there is no such meeting."""
        if not self.exists:
            raise NotFound(kind="meeting", code=reference)

    def must_take_voters_on(self, record_date: date) -> None:
        """Refuse a record date before the meeting was convened or after it was held. Raises BadInput."""
        if not self.convened_on <= record_date <= self.held_on:
            rule = "the voters are taken between the day of the convocation and the day of the meeting"
            raise BadInput("record_date", rule)

    def must_have_on_agenda(self, number: str) -> None:
        """Refuse a resolution that the agenda does not name."""
        if number not in self.agenda:
            raise NotOnTheAgenda(number=number, reference=self.reference)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Convened():
                self.reference, self.call, self.agenda = event.reference, event.call, event.agenda
                self.convened_on = date.fromisoformat(event.convened_on)
                self.held_on = date.fromisoformat(event.held_on)
            case AttendanceRecorded() | MinutesSealed():
                pass
            case _:
                super().apply(event)
