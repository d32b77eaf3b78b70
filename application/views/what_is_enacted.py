"""What do agreements, amendments and resolutions enact, what does each enactment wait for, and what became of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.governance import pending_condition as c
from domain.governance import resolution_events as r
from domain.kernel.enactment import Enactment
from domain.membership import agreement_events as a

ENACTED = Table(
    "enacted",
    ("stream", "amendment", "ordinal"),
    ("decided_by", "kind", "terms", "needs", "conditions", "state", "said"),
)
CONDITIONS_MET = Table(
    "conditions_met", ("stream", "amendment", "ordinal", "condition", "subject"), ("met_on",)
)
CONDITIONS = Table(
    "conditions",
    ("stream",),
    (
        "agreement",
        "condition",
        "subject",
        "state",
        "met_on",
        "given_by",
        "act",
        "reference",
        "given_on",
        "evidence_sha256",
        "reason",
    ),
)

ITSELF = ""
"""In the place of an amendment's number: the resolution, or the agreement itself."""


def _tabled(event: r.Tabled, at: LogRecord) -> Iterator[Write]:
    yield from _proposed("resolution", ITSELF, event.enactments, at)


def _drafted(event: a.Drafted, at: LogRecord) -> Iterator[Write]:
    yield from _proposed("agreement", ITSELF, event.enactments, at)


def _amendment_drafted(event: a.AmendmentDrafted, at: LogRecord) -> Iterator[Write]:
    yield from _proposed("amendment", event.number, event.enactments, at)


def _proposed(
    decided_by: str, amendment: str, enactments: Sequence[Enactment], at: LogRecord
) -> Iterator[Write]:
    for ordinal, enactment in enumerate(enactments, start=1):
        key = {"stream": at.stream, "amendment": amendment, "ordinal": ordinal}
        row = {"kind": enactment.kind, "terms": dict(enactment.terms), "needs": list(enactment.needs)}
        conditions = [asdict(condition) for condition in enactment.conditions]
        more = {"decided_by": decided_by, "conditions": conditions, "state": "proposed"}
        yield Put(ENACTED, {**key, **row, **more})


def _key(event: object, ordinal: int, at: LogRecord) -> tuple[object, ...]:
    return at.stream, getattr(event, "amendment", None) or ITSELF, ordinal


def _awaiting(event: r.EnactmentAwaiting | a.EnactmentAwaiting, at: LogRecord) -> Iterator[Write]:
    values = {"state": "adopted, not in force", "said": event.condition}
    yield Change(ENACTED, _key(event, event.ordinal, at), values)


def _condition_met(
    event: r.EnactmentConditionMet | a.EnactmentConditionMet, at: LogRecord
) -> Iterator[Write]:
    key = zip(CONDITIONS_MET.key, _key(event, event.ordinal, at), strict=False)
    met = {"condition": event.condition.kind, "subject": event.condition.subject, "met_on": event.met_on}
    yield Put(CONDITIONS_MET, {**dict(key), **met})


def _executed(event: r.EnactmentExecuted | a.EnactmentExecuted, at: LogRecord) -> Iterator[Write]:
    yield Change(ENACTED, _key(event, event.ordinal, at), {"state": "carried out", "said": None})


def _refused(event: r.EnactmentRefused | a.EnactmentRefused, at: LogRecord) -> Iterator[Write]:
    yield Change(ENACTED, _key(event, event.ordinal, at), {"state": "refused", "said": event.reason})


def _awaited(event: c.Awaited, at: LogRecord) -> Iterator[Write]:
    row = {"condition": event.condition.kind, "subject": event.condition.subject, "state": "awaited"}
    yield Put(CONDITIONS, {"stream": at.stream, "agreement": event.agreement, **row})


def _met(event: c.Met, at: LogRecord) -> Iterator[Write]:
    yield Change(CONDITIONS, (at.stream,), {"state": "met", "met_on": event.met_on})


def _approved(event: c.Approved, at: LogRecord) -> Iterator[Write]:
    values = {"state": "met", "met_on": event.effective_on, **columns_of(event, "effective_on")}
    yield Change(CONDITIONS, (at.stream,), values)


def _failed(event: c.Failed, at: LogRecord) -> Iterator[Write]:
    yield Change(CONDITIONS, (at.stream,), {"state": "failed", **columns_of(event)})


WHAT_IS_ENACTED = View(
    name="what-is-enacted",
    question=__doc__,
    definition=1,
    tables=(ENACTED, CONDITIONS_MET, CONDITIONS),
    when={
        r.Tabled: _tabled,
        a.Drafted: _drafted,
        a.AmendmentDrafted: _amendment_drafted,
        r.EnactmentAwaiting: _awaiting,
        a.EnactmentAwaiting: _awaiting,
        r.EnactmentConditionMet: _condition_met,
        a.EnactmentConditionMet: _condition_met,
        r.EnactmentExecuted: _executed,
        a.EnactmentExecuted: _executed,
        r.EnactmentRefused: _refused,
        a.EnactmentRefused: _refused,
        c.Awaited: _awaited,
        c.Met: _met,
        c.Approved: _approved,
        c.Failed: _failed,
    },
)
