"""An accounting year: opened, its periods locked in order, closed, its accounts approved.

Postings go to the first open period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority, checked_authority
from domain.kernel.errors import AlreadyExists, BadInput, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, Month
from domain.kernel.sentences import Sentence


class YearNotOpen(Refusal):
    """Nothing is posted to a year that is not open."""

    sentence = "the accounting year {year} is not open"


class PeriodNotNext(Refusal):
    """Periods are locked in order, each once."""

    sentence = "period {month} cannot be locked: the next open period of {year} is {next_open}"


class PeriodsStillOpen(Refusal):
    """A year closes once all its periods are locked."""

    sentence = "the accounting year {year} still has open periods from {next_open}"


class YearNotClosed(Refusal):
    """Accounts are approved once nothing more is posted to their year."""

    sentence = "the accounts of {year} are not approved before the year is closed"


class AlreadyApproved(Refusal):
    """Accounts are approved once."""

    sentence = "the accounts of {year} were approved by {authority}"


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The year takes postings."""

    TOPIC = "accounts.accounting-year.opened"
    NAMES = "accounting year {year}"
    SENTENCE = "the accounting year {year} is open"
    year: int


@dataclass(frozen=True, slots=True)
class PeriodLocked(Event):
    """A month takes no more postings."""

    TOPIC = "accounts.accounting-year.period-locked"
    SENTENCE = "period {month} is locked"
    month: str


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """The year takes no more postings."""

    TOPIC = "accounts.accounting-year.closed"
    SENTENCE = "the accounting year {year} is closed"
    year: int


@dataclass(frozen=True, slots=True)
class AccountsApproved(Event):
    """Those who answer for an agreement approve what the year's books say of it."""

    TOPIC = "accounts.accounting-year.accounts-approved"
    SENTENCE = "the accounts of {year} are approved for {agreement} on {decided_on}, by {authority}"
    year: int
    agreement: str
    decided_on: str
    authority: Authority


def accounting_year_id(year: int) -> UUID:
    """The stream of that accounting year."""
    return stream_id("accounting-year", str(year))


class AccountingYear(Aggregate):
    """One calendar year of the group's books."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.year = 0
        self.locked_months = 0
        self.closed = False
        self.approvals: dict[str, Authority] = {}

    def open(self, year: int) -> None:
        """Open the year, once."""
        if self.exists:
            raise AlreadyExists(kind="accounting year", code=self.year)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadInput(
                "year",
                Sentence(
                    "a year is between {first_year} and {last_year}",
                    first_year=FIRST_YEAR,
                    last_year=LAST_YEAR,
                ),
            )
        self.record(Opened(year))

    def lock(self, month: Month) -> None:
        """Lock the next open period."""
        next_open = self.first_open_period()
        if next_open is None or month != next_open:
            raise PeriodNotNext(month=month, year=self.year, next_open=next_open or "none")
        self.record(PeriodLocked(str(month)))

    def close(self) -> None:
        """Close the year once all periods are locked."""
        self.must_be_open(self.year)
        next_open = self.first_open_period()
        if next_open is not None:
            raise PeriodsStillOpen(year=self.year, next_open=next_open)
        self.record(Closed(self.year))

    def approve(self, year: int, agreement: str, decided_on: date, authority: Authority) -> None:
        """Approve the closed year's accounts for an agreement, once."""
        if not self.closed:
            raise YearNotClosed(year=year)
        if agreement in self.approvals:
            raise AlreadyApproved(year=year, authority=self.approvals[agreement])
        kept = checked_authority(authority)
        self.record(AccountsApproved(self.year, agreement, decided_on.isoformat(), kept))

    def first_open_period(self) -> Month | None:
        """The first month that takes postings; None when all are locked or the year is not open."""
        if not self.exists or self.closed or self.locked_months == 12:
            return None
        return Month(self.year, self.locked_months + 1)

    def must_be_open(self, year: int) -> None:
        """Refuse unless the year takes postings."""
        if not self.exists or self.closed:
            raise YearNotOpen(year=year)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Opened():
                self.year = event.year
            case PeriodLocked():
                self.locked_months += 1
            case Closed():
                self.closed = True
            case AccountsApproved():
                self.approvals[event.agreement] = event.authority
            case _:
                super().apply(event)
