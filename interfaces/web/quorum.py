"""The quorum of a vote while it is open: who is there, of what, and which part is needed."""

from __future__ import annotations

from dataclasses import dataclass

from application.meetings import find_meeting
from domain.governance.figures import figures_of
from domain.governance.resolution import Resolution, resolution_id
from domain.kernel.money import exact_text
from interfaces.web.visiting import Visit


@dataclass(frozen=True, slots=True)
class Quorum:
    """The figures as they are read, and whether the quorum is there."""

    there: str
    base: str
    part: str
    counted: str
    only_present: bool
    met: bool


def quorum_of(visit: Visit, agreement: str, number: str) -> Quorum | None:
    """The quorum as things stand, by the rule that was frozen; None while the vote is not open."""
    ledger = visit.group.ledger
    resolution = ledger.find(Resolution, resolution_id(agreement, number))
    if resolution.vote is None:
        return None
    meeting = find_meeting(ledger, agreement, resolution.vote.opened.meeting)
    found = figures_of(resolution.vote.poll(meeting.attendance_at(number))).quorum
    texts = (exact_text(found.there), exact_text(found.base), exact_text(found.part))
    return Quorum(*texts, found.counted, found.only_present, found.met)
