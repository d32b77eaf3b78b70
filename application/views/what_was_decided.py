"""What was decided, where, by whose votes and which arithmetic, and what did it enact?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.governance import charter as ch
from domain.governance import meeting_events as m
from domain.governance import resolution_events as r

CHARTERS = Table("charters", ("stream", "version"), ("agreement", "effective_on", "rules", "authority"))
MEETINGS = Table(
    "meetings",
    ("stream",),
    (
        "agreement",
        "reference",
        "kind",
        "call",
        "convened_on",
        "held_on",
        "agenda",
        "present",
        "represented",
        "minutes_sha256",
        "minutes_time_stamp",
        "follows",
        "opens_on",
        "notice_exception",
        "notice_reason",
        "taken_in_order",
    ),
)
RESOLUTIONS = Table(
    "resolutions",
    ("stream",),
    (
        "agreement",
        "number",
        "decision_type",
        "title",
        "text",
        "tabled_on",
        "stage",
        "study",
        "meeting",
        "call",
        "record_date",
        "rule",
        "decided_on",
        "tally",
        "arithmetic",
        "concerns",
        "raises_commitments_of",
        "ballots_from",
        "ballots_until",
        "consent_of",
        "consent_source",
        "present",
        "represented",
    ),
)
VOTERS = Table(
    "voters",
    ("stream", "seat"),
    (
        "member",
        "college",
        "weight",
        "weight_source",
        "second_weight",
        "second_weight_source",
        "quorum_weight",
        "quorum_weight_source",
        "recused",
        "recused_ground",
    ),
)
BALLOTS = Table("ballots", ("stream", "seat"), ("choice", "cast_by", "proxy", "cast_on"))
ENACTMENTS = Table("enactments", ("stream", "ordinal"), ("kind", "terms", "state", "said"))


def _laid_down(event: ch.LaidDown, at: LogRecord) -> Iterator[Write]:
    yield Put(CHARTERS, {"stream": at.stream, **columns_of(event)})


def _convened(event: m.Convened, at: LogRecord) -> Iterator[Write]:
    yield Put(MEETINGS, {"stream": at.stream, **columns_of(event)})


def _attended(event: m.AttendanceRecorded, at: LogRecord) -> Iterator[Write]:
    yield Change(MEETINGS, (at.stream,), columns_of(event))


def _reordered(event: m.OrderChanged, at: LogRecord) -> Iterator[Write]:
    yield Change(MEETINGS, (at.stream,), {"taken_in_order": list(event.agenda)})


def _sealed(event: m.MinutesSealed, at: LogRecord) -> Iterator[Write]:
    values = {"minutes_sha256": event.sha256, "minutes_time_stamp": event.time_stamp}
    yield Change(MEETINGS, (at.stream,), values)


def _tabled(event: r.Tabled, at: LogRecord) -> Iterator[Write]:
    yield Put(RESOLUTIONS, {"stream": at.stream, "stage": "tabled", **columns_of(event, "enactments")})
    for ordinal, enactment in enumerate(event.enactments, start=1):
        row = {"ordinal": ordinal, "kind": enactment.kind, "terms": dict(enactment.terms)}
        yield Put(ENACTMENTS, {"stream": at.stream, **row, "state": "proposed"})


def _studied(event: r.ImpactStudied, at: LogRecord) -> Iterator[Write]:
    yield Change(RESOLUTIONS, (at.stream,), {"study": columns_of(event)})


def _opened(event: r.Opened, at: LogRecord) -> Iterator[Write]:
    yield Change(RESOLUTIONS, (at.stream,), {"stage": "open", **columns_of(event, "voters")})
    for voter in event.voters:
        yield Put(VOTERS, {"stream": at.stream, **asdict(voter)})


def _recused(event: r.VoterRecused, at: LogRecord) -> Iterator[Write]:
    yield Change(VOTERS, (at.stream, event.seat), {"recused": event.reason, "recused_ground": event.ground})


def _ballot_cast(event: r.BallotCast, at: LogRecord) -> Iterator[Write]:
    yield Put(BALLOTS, {"stream": at.stream, **columns_of(event)})


def _closed(event: r.Closed, at: LogRecord) -> Iterator[Write]:
    told = ("decided_on", "arithmetic", "present", "represented")
    values = {name: value for name, value in columns_of(event).items() if name in told}
    tally = columns_of(event, "outcome", *told)
    yield Change(RESOLUTIONS, (at.stream,), {"stage": event.outcome, **values, "tally": tally})


def _awaiting(event: r.EnactmentAwaiting, at: LogRecord) -> Iterator[Write]:
    values = {"state": "adopted, not in force", "said": f"awaits: {event.condition}"}
    yield Change(ENACTMENTS, (at.stream, event.ordinal), values)


def _executed(event: r.EnactmentExecuted, at: LogRecord) -> Iterator[Write]:
    yield Change(ENACTMENTS, (at.stream, event.ordinal), {"state": "carried out", "said": None})


def _refused(event: r.EnactmentRefused, at: LogRecord) -> Iterator[Write]:
    yield Change(ENACTMENTS, (at.stream, event.ordinal), {"state": "refused", "said": event.reason})


WHAT_WAS_DECIDED = View(
    name="what-was-decided",
    question=__doc__,
    definition=2,
    tables=(CHARTERS, MEETINGS, RESOLUTIONS, VOTERS, BALLOTS, ENACTMENTS),
    when={
        ch.LaidDown: _laid_down,
        m.Convened: _convened,
        m.AttendanceRecorded: _attended,
        m.OrderChanged: _reordered,
        m.MinutesSealed: _sealed,
        r.Tabled: _tabled,
        r.ImpactStudied: _studied,
        r.Opened: _opened,
        r.VoterRecused: _recused,
        r.BallotCast: _ballot_cast,
        r.Closed: _closed,
        r.EnactmentAwaiting: _awaiting,
        r.EnactmentExecuted: _executed,
        r.EnactmentRefused: _refused,
    },
)
