"""What is booked in whose books, in which period, and which periods are still open?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.accounts import accounting_year as y
from domain.accounts import journal as j

ENTRIES = Table(
    "entries",
    ("stream", "number", "line"),
    (
        "entity",
        "contract",
        "year",
        "run",
        "service_month",
        "posting_period",
        "accounting_date",
        "label",
        "role",
        "counterparty",
        "debit_cents",
        "credit_cents",
        "used_by",
    ),
)
ACCOUNTING_YEARS = Table("accounting_years", ("stream",), ("year", "locked_through", "closed"))


def _booked(event: j.Booked, at: LogRecord) -> Iterator[Write]:
    head = columns_of(event, "lines")
    for number, line in enumerate(event.lines, start=1):
        yield Put(ENTRIES, {"stream": at.stream, "line": number, **head, **asdict(line)})


def _opened(event: y.Opened, at: LogRecord) -> Iterator[Write]:
    yield Put(ACCOUNTING_YEARS, {"stream": at.stream, "year": event.year, "closed": False})


def _locked(event: y.PeriodLocked, at: LogRecord) -> Iterator[Write]:
    yield Change(ACCOUNTING_YEARS, (at.stream,), {"locked_through": event.month})


def _closed(_: y.Closed, at: LogRecord) -> Iterator[Write]:
    yield Change(ACCOUNTING_YEARS, (at.stream,), {"closed": True})


WHAT_IS_BOOKED = View(
    name="what-is-booked",
    question=__doc__,
    definition=2,
    tables=(ENTRIES, ACCOUNTING_YEARS),
    when={j.Booked: _booked, y.Opened: _opened, y.PeriodLocked: _locked, y.Closed: _closed},
)
