"""The accounts of which years were approved, for which agreement, and by which decision?"""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import LogRecord
from application.views.projection import Put, Table, View, Write, columns_of
from domain.accounts.accounting_year import AccountsApproved

APPROVED_ACCOUNTS = Table("approved_accounts", ("stream", "agreement"), ("year", "decided_on", "authority"))


def _approved(event: AccountsApproved, at: LogRecord) -> Iterator[Write]:
    yield Put(APPROVED_ACCOUNTS, {"stream": at.stream, **columns_of(event)})


WHAT_IS_APPROVED = View(
    name="what-is-approved",
    question=__doc__,
    definition=1,
    tables=(APPROVED_ACCOUNTS,),
    when={AccountsApproved: _approved},
)
