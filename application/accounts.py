"""Use cases of accounts: the accounting years that postings go to."""

from __future__ import annotations

from datetime import date

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from domain.accounts.accounting_year import AccountingYear, YearNotOpen, accounting_year_id
from domain.kernel.authority import Authority
from domain.kernel.periods import Month

FARTHEST_YEARS = 12
"""How many years after its service a cost may still be posted: beyond the ten that records are kept."""


class OpenAccountingYear(Command):
    """Let a year take postings."""

    year: int


class LockPeriod(Command):
    """Let a month ("2021-03") take no more postings."""

    month: str


class CloseAccountingYear(Command):
    """Let a year take no more postings."""

    year: int


class ApproveAccounts(Command):
    """Approve a closed year's accounts, as far as they concern an agreement."""

    agreement: str
    year: int
    decided_on: date
    authority: Authority


def open_accounting_year(ledger: Ledger, command: OpenAccountingYear, act: Act) -> int:
    """The year is open."""
    year = ledger.find(AccountingYear, accounting_year_id(command.year))
    year.open(command.year)
    return ledger.record(year, act=act)


def lock_period(ledger: Ledger, command: LockPeriod, act: Act) -> int:
    """The month is locked."""
    month = Month.of(command.month)
    year = _year(ledger, month.year)
    year.lock(month)
    return ledger.record(year, act=act)


def close_accounting_year(ledger: Ledger, command: CloseAccountingYear, act: Act) -> int:
    """The year is closed."""
    year = _year(ledger, command.year)
    year.close()
    return ledger.record(year, act=act)


def approve_accounts(ledger: Ledger, command: ApproveAccounts, act: Act) -> int:
    """The accounts of the year are approved."""
    year = ledger.find(AccountingYear, accounting_year_id(command.year))
    agreement = find_agreement(ledger, command.agreement).code
    year.approve(command.year, agreement, command.decided_on, command.authority)
    return ledger.record(year, act=act)


def first_open_period(ledger: Ledger, service_month: Month) -> tuple[Month, AccountingYear]:
    """The first open period from the service month on, with the year that it belongs to.

    The service may lie in a year before the first that was opened. Raises YearNotOpen when no year from
    there on takes postings.
    """
    for number in range(service_month.year, service_month.year + FARTHEST_YEARS):
        year = ledger.find(AccountingYear, accounting_year_id(number))
        period = year.first_open_period()
        if period is not None:
            return max(period, service_month), year
    raise YearNotOpen(year=service_month.year)


def _year(ledger: Ledger, number: int) -> AccountingYear:
    year = ledger.find(AccountingYear, accounting_year_id(number))
    year.must_be_open(number)
    return year


USE_CASES: UseCases = {
    OpenAccountingYear: open_accounting_year,
    LockPeriod: lock_period,
    CloseAccountingYear: close_accounting_year,
    ApproveAccounts: approve_accounts,
}
