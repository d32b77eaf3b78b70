"""The closed registry of stored names: what the log may hold, and nothing else.

Names are chosen once. A golden file under tests/ lists them with payload examples; a change there is
reviewed like a migration of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.accounts import accounting_year, journal
from domain.allocation import (
    allocation_run_events,
    carry,
    cost_document,
    cost_pool,
    file_import,
    measure,
    measurements,
    service_flows,
    stand_alone,
)
from domain.governance import (
    charter,
    holdings,
    meeting_events,
    pending_condition,
    proxies,
    resolution_events,
    seats,
)
from domain.kernel.aggregate import Event
from domain.membership import agreement_events, member
from domain.services import contract_events, mutual_use, service

_MODULES = (
    member,
    agreement_events,
    charter,
    seats,
    holdings,
    proxies,
    meeting_events,
    resolution_events,
    pending_condition,
    service,
    contract_events,
    mutual_use,
    measure,
    measurements,
    stand_alone,
    cost_document,
    cost_pool,
    allocation_run_events,
    carry,
    service_flows,
    file_import,
    accounting_year,
    journal,
)


def _registry() -> dict[str, type[Event]]:
    names: dict[str, type[Event]] = {}
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Event) and value.__module__ == module.__name__:
                if value.TOPIC in names:
                    raise AssertionError(f"{value.TOPIC} is the stored name of two events")
                names[value.TOPIC] = value
    return names


EVENTS: Mapping[str, type[Event]] = MappingProxyType(_registry())
