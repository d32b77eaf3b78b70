"""What did each member count, on which evidence, and who certified it?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.allocation import measure as m
from domain.allocation import measurements as r

MEASURES = Table("measures", ("stream",), ("code", "name", "unit", "nature"))
MEASUREMENTS = Table("measurements", ("stream",), ("measure", "period", "frozen_by"))
READINGS = Table(
    "readings",
    ("stream", "member"),
    (
        "value",
        "previous",
        "reason",
        "certified_by",
        "evidence_reference",
        "evidence_sha256",
        "file_sha256",
    ),
)


def _defined(event: m.Defined, at: LogRecord) -> Iterator[Write]:
    yield Put(MEASURES, {"stream": at.stream, **columns_of(event)})


def _opened(event: r.Opened, at: LogRecord) -> Iterator[Write]:
    yield Put(MEASUREMENTS, {"stream": at.stream, **columns_of(event)})


def _read(event: r.ReadingRecorded | r.ReadingCorrected, at: LogRecord) -> Iterator[Write]:
    yield Put(READINGS, {"stream": at.stream, **columns_of(event)})


def _frozen(event: r.Frozen, at: LogRecord) -> Iterator[Write]:
    yield Change(MEASUREMENTS, (at.stream,), {"frozen_by": event.run})


WHAT_WAS_COUNTED = View(
    name="what-was-counted",
    question=__doc__,
    definition=1,
    tables=(MEASURES, MEASUREMENTS, READINGS),
    when={
        m.Defined: _defined,
        r.Opened: _opened,
        r.ReadingRecorded: _read,
        r.ReadingCorrected: _read,
        r.Frozen: _frozen,
    },
)
