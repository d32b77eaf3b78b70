"""What is shared under which contract, by which key, for whom, and on whose authority?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Change, Put, Table, View, Write, columns_of
from domain.services import contract_events as c
from domain.services import service as s

SERVICES = Table(
    "services", ("stream",), ("code", "name", "axis", "unit_of_work", "description", "published")
)
CONTRACTS = Table(
    "contracts",
    ("stream",),
    (
        "code",
        "service",
        "agreement",
        "provider",
        "allocation_period",
        "rounding",
        "notice_months",
        "starts_on",
        "ends_on",
        "exact_cost",
        "authority",
    ),
)
BENEFICIARIES = Table(
    "beneficiaries",
    ("stream", "member"),
    ("bears_costs_from", "convention", "bears_costs_until", "authority"),
)
KEY_VERSIONS = Table(
    "key_versions",
    ("stream", "version"),
    (
        "key",
        "effective_from",
        "reason",
        "restatement",
        "authority",
        "month_weights",
        "averaged_measures",
    ),
)
BUDGETS = Table("budgets", ("stream", "year"), ("amount_cents", "authority"))


def _added(event: s.Added, at: LogRecord) -> Iterator[Write]:
    yield Put(SERVICES, {"stream": at.stream, **columns_of(event)})


def _opened(event: c.Opened, at: LogRecord) -> Iterator[Write]:
    yield Put(CONTRACTS, {"stream": at.stream, **columns_of(event, "beneficiaries")})
    row = {"bears_costs_from": event.starts_on, "convention": "from the start"}
    for member in event.beneficiaries:
        authority = columns_of(event)["authority"]
        yield Put(BENEFICIARIES, {"stream": at.stream, "member": member, **row, "authority": authority})


def _key_adopted(event: c.KeyAdopted, at: LogRecord) -> Iterator[Write]:
    yield Put(KEY_VERSIONS, {"stream": at.stream, **columns_of(event)})


def _beneficiary_added(event: c.BeneficiaryAdded, at: LogRecord) -> Iterator[Write]:
    yield Put(BENEFICIARIES, {"stream": at.stream, **columns_of(event)})


def _beneficiary_left(event: c.BeneficiaryLeft, at: LogRecord) -> Iterator[Write]:
    yield Change(BENEFICIARIES, (at.stream, event.member), {"bears_costs_until": event.bears_costs_until})


def _budget_adopted(event: c.BudgetAdopted, at: LogRecord) -> Iterator[Write]:
    yield Put(BUDGETS, {"stream": at.stream, **columns_of(event)})


def _ended(event: c.Ended, at: LogRecord) -> Iterator[Write]:
    yield Change(CONTRACTS, (at.stream,), {"ends_on": event.ends_on})


WHAT_IS_SHARED = View(
    name="what-is-shared",
    question=__doc__,
    definition=2,
    tables=(SERVICES, CONTRACTS, BENEFICIARIES, KEY_VERSIONS, BUDGETS),
    when={
        s.Added: _added,
        c.Opened: _opened,
        c.KeyAdopted: _key_adopted,
        c.BeneficiaryAdded: _beneficiary_added,
        c.BeneficiaryLeft: _beneficiary_left,
        c.BudgetAdopted: _budget_adopted,
        c.Ended: _ended,
    },
)
