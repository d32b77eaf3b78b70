"""What would going alone cost, whom and for which months, on which evidence?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.allocation import stand_alone as s

STAND_ALONE_COSTS = Table(
    "stand_alone_costs",
    ("stream", "number"),
    (
        "contract",
        "members",
        "first_month",
        "last_month",
        "cost_cents",
        "source",
        "certified_by",
        "evidence_reference",
        "evidence_sha256",
        "previous_cents",
        "corrected_because",
        "withdrawn_because",
    ),
)


def _declared(event: s.Declared, at: LogRecord) -> Iterator[Write]:
    yield Put(STAND_ALONE_COSTS, {"stream": at.stream, **columns_of(event)})


def _corrected(event: s.Corrected, at: LogRecord) -> Iterator[Write]:
    values = {**columns_of(event, "number", "members", "reason"), "corrected_because": event.reason}
    yield Change(STAND_ALONE_COSTS, (at.stream, event.number), values)


def _withdrawn(event: s.Withdrawn, at: LogRecord) -> Iterator[Write]:
    yield Change(STAND_ALONE_COSTS, (at.stream, event.number), {"withdrawn_because": event.reason})


WHAT_ALONE_COSTS = View(
    name="what-alone-costs",
    question=__doc__,
    definition=1,
    tables=(STAND_ALONE_COSTS,),
    when={s.Declared: _declared, s.Corrected: _corrected, s.Withdrawn: _withdrawn},
)
