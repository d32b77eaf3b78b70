"""What do the services of an agreement use of each other, by which rule, and what does each bear of another?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from application.ports import LogRecord
from application.views.projection import Put, Table, View, Write, columns_of
from domain.allocation import cost_pool as p
from domain.allocation import service_flows as f
from domain.services import mutual_use as u

MUTUAL_USES = Table(
    "mutual_uses",
    ("stream", "version"),
    ("agreement", "method", "contracts", "measures", "effective_from", "reason", "authority"),
)
FLOWS_SHARED = Table(
    "flows_shared", ("stream", "code"), ("agreement", "service_month", "use_version", "method", "basis")
)
SERVICE_FLOWS = Table(
    "service_flows",
    ("stream", "code", "provider", "user_contract"),
    ("agreement", "service_month", "exact_cents", "moved_cents", "carried_after_cents"),
)
POOL_FLOWS = Table("pool_flows", ("stream", "code", "provider", "user_contract"), ("amount_cents", "late"))


def _adopted(event: u.UseAdopted, at: LogRecord) -> Iterator[Write]:
    yield Put(MUTUAL_USES, {"stream": at.stream, **columns_of(event)})


def _shared(event: f.FlowsShared, at: LogRecord) -> Iterator[Write]:
    head = {"stream": at.stream, "code": event.code}
    about = {"agreement": event.agreement, "service_month": event.service_month}
    rule = {"use_version": event.use_version, "method": event.method, "basis": columns_of(event)}
    yield Put(FLOWS_SHARED, {**head, **about, **rule})
    for flow in event.flows:
        told = asdict(flow)
        yield Put(SERVICE_FLOWS, {**head, **about, "user_contract": told.pop("user"), **told})


def _moved(event: p.FlowMoved, at: LogRecord) -> Iterator[Write]:
    told = columns_of(event, "user", "owed_by")
    yield Put(POOL_FLOWS, {"stream": at.stream, "user_contract": event.user, **told})


WHAT_SERVICES_USE = View(
    name="what-services-use",
    question=__doc__,
    definition=1,
    tables=(MUTUAL_USES, FLOWS_SHARED, SERVICE_FLOWS, POOL_FLOWS),
    when={u.UseAdopted: _adopted, f.FlowsShared: _shared, p.FlowMoved: _moved},
)
