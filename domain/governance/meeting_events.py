"""What happens to a meeting, as it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from domain.governance.attendance import CarriedProxy
from domain.kernel.aggregate import Event


@dataclass(frozen=True, slots=True)
class Convened(Event):
    """The voters are called to a meeting with its agenda.

    A second call names the meeting that it follows. A written consultation has a first and a last day for
    ballots: `opens_on` and `held_on`. A shorter notice has its exception and its reason.
    """

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
    follows: str | None = None
    opens_on: str | None = None
    notice_exception: str | None = None
    notice_reason: str | None = None


@dataclass(frozen=True, slots=True)
class AttendanceRecorded(Event):
    """Who was present or represented, from the opening or from an item of the agenda on."""

    TOPIC = "governance.meeting.attendance-recorded"
    SENTENCE = "present: {present}; represented: {represented}"
    present: tuple[str, ...]
    represented: tuple[str, ...]
    proxies: tuple[CarriedProxy, ...] = ()
    from_item: str | None = None


@dataclass(frozen=True, slots=True)
class OrderChanged(Event):
    """The meeting has decided to take its resolutions in another order."""

    TOPIC = "governance.meeting.order-changed"
    SENTENCE = "the resolutions are taken in the order {agenda}: {reason}"
    agenda: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MinutesSealed(Event):
    """The signed minutes are kept elsewhere: here is their hash and time-stamp."""

    TOPIC = "governance.meeting.minutes-sealed"
    SENTENCE = "the signed minutes have sha256 {sha256}"
    sha256: str
    time_stamp: str | None
