"""A year is opened, its periods are locked in order, and it closes once all are."""

from __future__ import annotations

from domain.accounts.accounting_year import (
    AccountingYear,
    Closed,
    Opened,
    PeriodLocked,
    PeriodNotNext,
    PeriodsStillOpen,
    YearNotOpen,
    accounting_year_id,
)
from domain.kernel.aggregate import Event
from domain.kernel.errors import AlreadyExists
from domain.kernel.periods import Month
from tests.given_when_then import Given, given

ALL_LOCKED = tuple(PeriodLocked(f"2026-{month:02d}") for month in range(1, 13))


def year(*events: Event) -> Given[AccountingYear]:
    return given(AccountingYear, accounting_year_id(2026), *events)


def test_a_year_is_opened_once() -> None:
    year().when(lambda y: y.open(2026)).then(Opened(2026)).when(lambda y: y.open(2026)).refused(AlreadyExists)


def test_periods_are_locked_in_order_each_once() -> None:
    locked = year(Opened(2026)).when(lambda y: y.lock(Month(2026, 1))).then(PeriodLocked("2026-01"))
    for other in (Month(2026, 1), Month(2026, 3), Month(2025, 2)):
        locked.when(lambda y, other=other: y.lock(other)).refused(PeriodNotNext)


def test_what_is_posted_goes_to_the_first_open_period() -> None:
    assert year(Opened(2026)).aggregate().first_open_period() == Month(2026, 1)
    assert year(Opened(2026), *ALL_LOCKED[:4]).aggregate().first_open_period() == Month(2026, 5)
    for events in ((), (Opened(2026), *ALL_LOCKED), (Opened(2026), *ALL_LOCKED, Closed(2026))):
        assert year(*events).aggregate().first_open_period() is None


def test_a_year_closes_once_all_its_periods_are_locked() -> None:
    year(Opened(2026), *ALL_LOCKED[:11]).when(lambda y: y.close()).refused(PeriodsStillOpen)
    closed = year(Opened(2026), *ALL_LOCKED).when(lambda y: y.close()).then(Closed(2026))
    closed.when(lambda y: y.close()).refused(YearNotOpen)
    closed.when(lambda y: y.lock(Month(2026, 12))).refused(PeriodNotNext)


def test_a_year_that_was_not_opened_takes_nothing() -> None:
    year().when(lambda y: y.must_be_open(2026)).refused(YearNotOpen, year=2026)
    year().when(lambda y: y.lock(Month(2026, 1))).refused(PeriodNotNext)
