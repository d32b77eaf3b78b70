"""Who bears what of which run, exactly and in cents, and how far has the run come?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.allocation import allocation_run_events as e
from domain.allocation import carry

RUNS = Table(
    "runs",
    ("stream",),
    (
        "run",
        "contract",
        "service_month",
        "kind",
        "ordinal",
        "stage",
        "provider",
        "key_version",
        "prepared_by",
        "approved_by",
        "posting_period",
        "accounting_date",
        "reversed_in",
        "reversed_because",
        "prepared_at",
        "basis",
    ),
)
SHARES = Table(
    "shares",
    ("stream", "prepared_at", "member"),
    (
        "place",
        "fraction",
        "exact_cents",
        "cents",
        "rounding_cents",
        "carried_after_cents",
        "carry_kept",
        "direct_cents",
    ),
)
CARRIES = Table("carries", ("stream",), ("contract", "run", "carried_cents"))


def _prepared(event: e.Prepared, at: LogRecord) -> Iterator[Write]:
    row = {
        "run": event.run,
        "contract": event.contract,
        "service_month": event.service_to,
        "kind": event.kind,
        "ordinal": event.ordinal,
        "stage": "prepared",
        "provider": event.provider,
        "key_version": event.key_version,
        "prepared_by": event.prepared_by,
        "prepared_at": at.position,
        "basis": columns_of(event),
    }
    yield Put(RUNS, {"stream": at.stream, **row})


def _computed(event: e.Computed, at: LogRecord) -> Iterator[Write]:
    # Prepared and Computed are always saved together, one after the other.
    for place, share in enumerate(event.shares):
        row = {"prepared_at": at.position - 1, "place": place, **asdict(share)}
        yield Put(SHARES, {"stream": at.stream, **row})


def _approved(event: e.Approved, at: LogRecord) -> Iterator[Write]:
    yield Change(RUNS, (at.stream,), {"stage": "approved", "approved_by": event.approved_by})


def _posted(event: e.Posted, at: LogRecord) -> Iterator[Write]:
    yield Change(RUNS, (at.stream,), {"stage": "posted", **columns_of(event)})


def _reversed(event: e.Reversed, at: LogRecord) -> Iterator[Write]:
    values = {"stage": "reversed", "reversed_in": event.posting_period, "reversed_because": event.reason}
    yield Change(RUNS, (at.stream,), values)


def _carry_moved(event: carry.Moved, at: LogRecord) -> Iterator[Write]:
    yield Put(CARRIES, {"stream": at.stream, **columns_of(event)})


WHO_BEARS_WHAT = View(
    name="who-bears-what",
    question=__doc__,
    definition=2,
    tables=(RUNS, SHARES, CARRIES),
    when={
        e.Prepared: _prepared,
        e.Computed: _computed,
        e.Approved: _approved,
        e.Posted: _posted,
        e.Reversed: _reversed,
        carry.Moved: _carry_moved,
    },
)
