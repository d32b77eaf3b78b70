"""Who holds which seat, capital and proxy, and who attended which meeting from when on?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.governance import holdings as h
from domain.governance import meeting_events as m
from domain.governance import proxies as p
from domain.governance import seats as s

SEATS = Table(
    "seats",
    ("stream", "seat", "from_on"),
    ("agreement", "member", "college", "person", "source", "until", "reason"),
)
SEAT_WEIGHTS = Table("seat_weights", ("stream", "seat", "effective_on"), ("weight", "source"))
HOLDINGS = Table("holdings", ("stream", "member", "effective_on"), ("agreement", "shares", "source"))
PROXIES = Table(
    "proxies",
    ("stream", "ordinal"),
    (
        "agreement",
        "seat",
        "holder",
        "meeting",
        "until",
        "granted_on",
        "evidence",
        "revoked_on",
        "reason",
    ),
)
ATTENDANCES = Table("attendances", ("stream", "ordinal"), ("present", "represented", "proxies", "from_item"))


def _appointed(event: s.SeatAppointed, at: LogRecord) -> Iterator[Write]:
    yield Put(SEATS, {"stream": at.stream, **columns_of(event)})


def _vacated(event: s.SeatVacated, at: LogRecord) -> Iterator[Write]:
    values = {"until": event.until, "reason": event.reason}
    yield Change(SEATS, (at.stream, event.seat, event.from_on), values)


def _weighed(event: s.SeatWeightDeclared, at: LogRecord) -> Iterator[Write]:
    yield Put(SEAT_WEIGHTS, {"stream": at.stream, **columns_of(event)})


def _held(event: h.HoldingRecorded, at: LogRecord) -> Iterator[Write]:
    yield Put(HOLDINGS, {"stream": at.stream, **columns_of(event)})


def _granted(event: p.ProxyGranted, at: LogRecord) -> Iterator[Write]:
    yield Put(PROXIES, {"stream": at.stream, **columns_of(event)})


def _revoked(event: p.ProxyRevoked, at: LogRecord) -> Iterator[Write]:
    values = {"revoked_on": event.revoked_on, "reason": event.reason}
    yield Change(PROXIES, (at.stream, event.ordinal), values)


def _attended(event: m.AttendanceRecorded, at: LogRecord) -> Iterator[Write]:
    yield Put(ATTENDANCES, {"stream": at.stream, "ordinal": at.version, **columns_of(event)})


WHO_MAY_VOTE = View(
    name="who-may-vote",
    question=__doc__,
    definition=1,
    tables=(SEATS, SEAT_WEIGHTS, HOLDINGS, PROXIES, ATTENDANCES),
    when={
        s.SeatAppointed: _appointed,
        s.SeatVacated: _vacated,
        s.SeatWeightDeclared: _weighed,
        h.HoldingRecorded: _held,
        p.ProxyGranted: _granted,
        p.ProxyRevoked: _revoked,
        m.AttendanceRecorded: _attended,
    },
)
