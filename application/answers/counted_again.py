"""The arithmetic of a count, with what it is made of: counted again from its ballots, where that says the same.

What was recorded is text. Where today's rules would tell it otherwise, the recorded text stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from application.ledger import Ledger
from domain.governance.counting import count
from domain.governance.meeting import Meeting, meeting_id
from domain.governance.recusals import concerned_by
from domain.governance.resolution import resolution_id
from domain.governance.resolution_events import BallotCast, Closed, Opened, Tabled, VoterRecused
from domain.governance.vote import Vote
from domain.kernel.aggregate import DomainEvent, Event


def counted_again(ledger: Ledger, agreement: str, number: str, recorded: Sequence[str]) -> Sequence[str]:
    """The recorded sentences of a count of that resolution, each with its template and facts if it can be."""
    events = ledger.events.get(resolution_id(agreement, number))
    for vote in _closed_with(recorded, (e.event for e in events if isinstance(e, DomainEvent))):
        meeting = ledger.find(Meeting, meeting_id(agreement, vote.opened.meeting))
        told = count(vote.poll(meeting.attendance_at(vote.number))).arithmetic
        if list(told) == list(recorded):
            return told
    return recorded


def _closed_with(recorded: Sequence[str], events: Iterable[Event]) -> Iterator[Vote]:
    tabled: Tabled | None = None
    vote: Vote | None = None
    for event in events:
        match event:
            case Tabled():
                tabled = event
            case Opened() if tabled is not None:
                vote = Vote(event, tabled.number, concerned_by(tabled.concerns, tabled.enactments))
            case VoterRecused() if vote is not None:
                vote.recused.add(event.seat)
            case BallotCast() if vote is not None:
                vote.ballots[event.seat] = event
            case Closed() if vote is not None and list(event.arithmetic) == list(recorded):
                yield vote
