"""What did a contract cost in a month, on which documents, what came in with which file, and what is late?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.allocation import cost_document as d
from domain.allocation import cost_pool as p
from domain.allocation import file_import as f

DOCUMENTS = Table(
    "documents", ("stream",), ("supplier", "number", "kind", "document_date", "original", "file_sha256")
)
DOCUMENT_LINES = Table(
    "document_lines",
    ("stream", "line_number"),
    (
        "supplier",
        "number",
        "kind",
        "document_date",
        "contract",
        "service_from",
        "service_to",
        "service_month",
        "nature",
        "amount_cents",
        "direct_to",
        "label",
        "evidence_reference",
        "evidence_sha256",
    ),
)
POOLS = Table("pools", ("stream",), ("contract", "service_month", "closed_by", "closed_at"))
LATE_LINES = Table(
    "late_lines",
    ("stream", "supplier", "number", "line_number"),
    ("nature", "amount_cents", "direct_to"),
)
IMPORTS = Table(
    "imports",
    ("stream",),
    ("sha256", "name", "content", "lines", "recorded", "known", "late", "without_evidence"),
)


def _recorded(event: d.Recorded, at: LogRecord) -> Iterator[Write]:
    head = {"supplier": event.supplier, "number": event.number, "kind": event.kind}
    yield Put(DOCUMENTS, {"stream": at.stream, **columns_of(event, "lines")})
    for line in event.lines:
        row = {"stream": at.stream, **head, "document_date": event.document_date, **asdict(line)}
        yield Put(DOCUMENT_LINES, row)


def _opened(event: p.Opened, at: LogRecord) -> Iterator[Write]:
    yield Put(POOLS, {"stream": at.stream, **columns_of(event)})


def _late(event: p.LateLineAdded, at: LogRecord) -> Iterator[Write]:
    yield Put(LATE_LINES, {"stream": at.stream, **columns_of(event)})


def _closed(event: p.Closed, at: LogRecord) -> Iterator[Write]:
    yield Change(POOLS, (at.stream,), {"closed_by": event.run, "closed_at": at.position})


def _reopened(event: p.Reopened, at: LogRecord) -> Iterator[Write]:
    # While an earlier run closes the pool, `closed_at` remains where it was closed last.
    values = {"closed_by": event.closed_by}
    yield Change(POOLS, (at.stream,), values if event.closed_by else {**values, "closed_at": None})


def _completed(event: f.Completed, at: LogRecord) -> Iterator[Write]:
    yield Put(IMPORTS, {"stream": at.stream, **columns_of(event)})


WHAT_IT_COST = View(
    name="what-it-cost",
    question=__doc__,
    definition=1,
    tables=(DOCUMENTS, DOCUMENT_LINES, POOLS, LATE_LINES, IMPORTS),
    when={
        d.Recorded: _recorded,
        p.Opened: _opened,
        p.LateLineAdded: _late,
        p.Closed: _closed,
        p.Reopened: _reopened,
        f.Completed: _completed,
    },
)
