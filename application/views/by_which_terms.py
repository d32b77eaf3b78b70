"""By which terms is a contract provided and allocated, from which month, and which months are shared anew?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Put, Table, View, Write, columns_of
from domain.services import contract_events as c

CONTRACT_TERMS = Table(
    "contract_terms",
    ("stream", "effective_from"),
    ("provider", "allocation_period", "notice_months", "declared_order", "authority"),
)
RESTATEMENTS = Table(
    "restatements",
    ("stream", "version"),
    ("effective_from", "effective_through", "key", "reason", "authority"),
)


def _opened(event: c.Opened, at: LogRecord) -> Iterator[Write]:
    row = columns_of(event, "code", "service", "agreement", "beneficiaries")
    more = {"effective_from": event.starts_on[:7], "declared_order": list(event.beneficiaries)}
    yield Put(CONTRACT_TERMS, {"stream": at.stream, **row, **more})


def _changed(event: c.TermsChanged, at: LogRecord) -> Iterator[Write]:
    yield Put(CONTRACT_TERMS, {"stream": at.stream, **columns_of(event)})


def _key_adopted(event: c.KeyAdopted, at: LogRecord) -> Iterator[Write]:
    if event.restatement:
        yield Put(RESTATEMENTS, {"stream": at.stream, **columns_of(event)})


BY_WHICH_TERMS = View(
    name="by-which-terms",
    question=__doc__,
    definition=1,
    tables=(CONTRACT_TERMS, RESTATEMENTS),
    when={c.Opened: _opened, c.TermsChanged: _changed, c.KeyAdopted: _key_adopted},
)
