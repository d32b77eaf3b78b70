"""The minutes of a meeting or written consultation, from the events up to a position and from nothing else.

The answer is data that no language has touched; `minutes_words` tells it in French or in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from application.answers.lists import Answer
from application.ports import EventLog
from application.transcoding import decode
from domain.governance import meeting_events as m
from domain.governance import resolution_events as r
from domain.governance.counting import count
from domain.governance.figures import figures_of
from domain.governance.meeting import Meeting, meeting_id
from domain.governance.recusals import concerned_by
from domain.governance.resolution import Stage, resolution_id
from domain.governance.vote import Vote
from domain.kernel.aggregate import DomainEvent, Event
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code

TOPICS = tuple(
    kind.TOPIC
    for kind in (
        m.Convened,
        m.AttendanceRecorded,
        m.OrderChanged,
        m.MinutesSealed,
        r.Tabled,
        r.ImpactStudied,
        r.Opened,
        r.VoterRecused,
        r.BallotCast,
        r.Closed,
        r.EnactmentAwaiting,
        r.EnactmentConditionMet,
        r.EnactmentExecuted,
        r.EnactmentRefused,
    )
)
Told = Sequence[tuple[int, Event]]
"""The events of one stream with their positions."""


def minutes_of(log: EventLog, at: int, agreement: str, named: str) -> Answer:
    """The minutes of the meeting of that reference, or of the one in which the resolution of that number was voted.

    A resolution that was voted twice has in each meeting's minutes the vote of that meeting. Raises NotFound.
    """
    events = _governance(log, at)
    stream = _meeting_of(events, agreement, named)
    told = events[stream]
    convened = next(event for _, event in told if isinstance(event, m.Convened))
    resolutions = [_resolution(events, told, convened, number) for number in _order(told, convened)]
    votes = [each["vote"] for each in resolutions if each["vote"] and each["vote"]["outcome"]]
    sheets = [event for _, event in told if isinstance(event, m.AttendanceRecorded)]
    sealed = [event for _, event in told if isinstance(event, m.MinutesSealed)]
    return {
        "agreement": convened.agreement,
        **{name: getattr(convened, name) for name in _OF_CONVOCATION},
        "position": at,
        "notice_days": (date.fromisoformat(convened.held_on) - date.fromisoformat(convened.convened_on)).days,
        "agenda": [{"number": n, "title": _tabled(events, convened, n).title} for n in convened.agenda],
        "order_changes": [
            {"agenda": list(event.agenda), "reason": event.reason}
            for _, event in told
            if isinstance(event, m.OrderChanged)
        ],
        "attendance": [
            {
                "from_item": sheet.from_item,
                "present": list(sheet.present),
                "represented": list(sheet.represented),
                "proxies": [asdict(proxy) for proxy in sheet.proxies],
            }
            for sheet in sheets
        ],
        "inquorate": bool(votes) and all(vote["outcome"] == Stage.INQUORATE for vote in votes),
        "second_call": _second_call(events, convened),
        "resolutions": resolutions,
        "sealed": {"sha256": sealed[-1].sha256, "time_stamp": sealed[-1].time_stamp} if sealed else None,
    }


_OF_CONVOCATION = (
    "reference",
    "kind",
    "call",
    "follows",
    "convened_on",
    "held_on",
    "opens_on",
    "notice_exception",
    "notice_reason",
)


def _governance(log: EventLog, at: int) -> dict[UUID, list[tuple[int, Event]]]:
    found: dict[UUID, list[tuple[int, Event]]] = {}
    after = 0
    while records := [each for each in log.read(after, 500, TOPICS) if each.position <= at]:
        for record in records:
            found.setdefault(record.stream, []).append(
                (record.position, decode(record.topic, record.payload))
            )
        after = records[-1].position
    return found


def _meeting_of(events: Mapping[UUID, Told], agreement: str, named: str) -> UUID:
    meeting, resolution = meeting_id(agreement, named), resolution_id(agreement, named)
    if meeting in events:
        return meeting
    opened = [event for _, event in events.get(resolution, ()) if isinstance(event, r.Opened)]
    if not opened:
        raise NotFound(kind="meeting, or resolution put to the vote, called", code=named)
    return meeting_id(agreement, opened[-1].meeting)


def _order(told: Told, convened: m.Convened) -> tuple[str, ...]:
    changed = [event for _, event in told if isinstance(event, m.OrderChanged)]
    return changed[-1].agenda if changed else convened.agenda


def _tabled(events: Mapping[UUID, Told], convened: m.Convened, number: str) -> r.Tabled:
    of = events.get(resolution_id(convened.agreement, number), ())
    found = next((event for _, event in of if isinstance(event, r.Tabled)), None)
    # An agenda may name what is tabled only later, or never.
    return found or r.Tabled(convened.agreement, number, "other", number, "", convened.convened_on, ())


def _second_call(events: Mapping[UUID, Told], convened: m.Convened) -> Answer | None:
    for told in events.values():
        for _, event in told:
            if (
                isinstance(event, m.Convened)
                and event.follows is not None
                and normal_code(event.agreement) == normal_code(convened.agreement)
                and normal_code(event.follows) == normal_code(convened.reference)
            ):
                return {name: getattr(event, name) for name in ("reference", "convened_on", "held_on")}
    return None


def _resolution(events: Mapping[UUID, Told], meeting: Told, convened: m.Convened, number: str) -> Answer:
    tabled = _tabled(events, convened, number)
    told = events.get(resolution_id(convened.agreement, number), ())
    vote, closed_at = _vote(told, meeting, convened, tabled)
    studies = [event for _, event in told if isinstance(event, r.ImpactStudied)]
    adopted = bool(vote) and vote["outcome"] == Stage.ADOPTED
    return {
        "number": tabled.number,
        "title": tabled.title,
        "text": tabled.text,
        "decision_type": tabled.decision_type,
        "enactments": [
            {
                "ordinal": ordinal,
                "kind": enactment.kind,
                "terms": dict(enactment.terms),
                **_came_of([e for position, e in told if position > closed_at], ordinal, adopted),
            }
            for ordinal, enactment in enumerate(tabled.enactments, start=1)
        ],
        "study": dict(studies[-1].study) if studies else None,
        "study_sha256": studies[-1].sha256 if studies else None,
        "vote": vote or None,
    }


def _vote(told: Told, meeting: Told, convened: m.Convened, tabled: r.Tabled) -> tuple[Answer, int]:
    opened, cast, closed, closed_at = _of_meeting(told, convened.reference)
    if opened is None:
        return {}, 0
    vote = Vote(opened, tabled.number, concerned_by(tabled.concerns, tabled.enactments))
    recusals = {event.seat: event for event in cast if isinstance(event, r.VoterRecused)}
    vote.recused.update(recusals)
    vote.ballots.update({event.seat: event for event in cast if isinstance(event, r.BallotCast)})
    rule = opened.rule
    return {
        "call": opened.call,
        "record_date": opened.record_date,
        "rule": {
            "source": rule.source,
            "majority": rule.majority,
            "weights": rule.weights,
            "notice_days": rule.notice_needed_days(opened.call),
        },
        "voters": [_voter(vote, voter, recusals) for voter in opened.voters],
        "outcome": closed.outcome if closed else None,
        "decided_on": closed.decided_on if closed else None,
        "arithmetic": list(closed.arithmetic) if closed else [],
        "figures": _figures(vote, meeting, closed, closed_at) if closed else None,
    }, closed_at


def _of_meeting(told: Told, reference: str) -> tuple[r.Opened | None, list[Event], r.Closed | None, int]:
    opened: r.Opened | None = None
    cast: list[Event] = []
    for position, event in told:
        if isinstance(event, r.Opened):
            if opened is not None:
                break
            opened = event if normal_code(event.meeting) == normal_code(reference) else None
        elif opened is not None and isinstance(event, r.Closed):
            return opened, cast, event, position
        elif opened is not None:
            cast.append(event)
    return opened, cast, None, 0


def _voter(vote: Vote, voter: r.Voter, recusals: Mapping[str, r.VoterRecused]) -> Answer:
    ballot, recusal = vote.ballots.get(voter.seat), recusals.get(voter.seat)
    return {
        **asdict(voter),
        "recused": recusal.reason if recusal else None,
        "choice": ballot.choice if ballot else None,
        "cast_by": ballot.cast_by if ballot else None,
        "proxy": ballot.proxy if ballot else None,
        "cast_on": ballot.cast_on if ballot else None,
    }


def _figures(vote: Vote, meeting: Told, closed: r.Closed, closed_at: int) -> Answer | None:
    # Who attends is what the sheets said when it was counted. Where today's rules count otherwise than those
    # of then, the recorded sentences alone are told.
    before = [(n, e) for n, (position, e) in enumerate(meeting, start=1) if position < closed_at]
    held = Meeting.replay(UUID(int=0), [DomainEvent(UUID(int=0), n, event) for n, event in before])
    poll = vote.poll(held.attendance_at(vote.number))
    if count(poll).arithmetic != closed.arithmetic:
        return None
    found = asdict(figures_of(poll))
    return dict(_as_text(found))


def _as_text(value: Any) -> Any:
    match value:
        case dict():
            return {name: _as_text(each) for name, each in value.items()}
        case list() | tuple():
            return [_as_text(each) for each in value]
        case None | bool() | str():
            return value
        case _:
            return str(value)


def _came_of(told: Sequence[Event], ordinal: int, adopted: bool) -> Answer:
    if not adopted:
        return {"state": "not adopted", "said": None, "met_on": None}
    state, said, met_on = "adopted, not in force", None, None
    for event in told:
        if getattr(event, "ordinal", None) != ordinal:
            continue
        match event:
            case r.EnactmentAwaiting():
                said = event.condition
            case r.EnactmentConditionMet():
                said, met_on = None, event.met_on
            case r.EnactmentExecuted():
                state, said = "carried out", None
            case r.EnactmentRefused():
                state, said = "refused", event.reason
    return {"state": state, "said": said, "met_on": met_on}
