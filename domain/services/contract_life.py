"""The life of a contract: which months it serves, and in which allocation periods these lie."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.periods import Month
from domain.services.contract_terms import Terms, terms_for
from domain.services.key_versions import KeyWithinPeriod, RestatementWithinPeriod


class OutsideContract(Refusal):
    """A contract serves the months between its start and its end."""

    sentence = "contract {contract} does not serve {month}: it runs from {starts_on} to {ends_on}"


class ContractLife(Aggregate):
    """When a contract starts and ends, and what its terms say of each month between."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.terms: list[Terms] = []
        self.starts_on = date.min
        self.ends_on: date | None = None

    def must_exist(self, code: str) -> None:
        """Refuse when no contract has that code."""
        if not self.exists:
            raise NotFound(kind="contract", code=code)

    def serves(self, month: Month) -> bool:
        """Whether the month lies between the contract's start and its end."""
        ended = self.ends_on is not None and month.first_day > self.ends_on
        return month.last_day >= self.starts_on and not ended

    def must_serve(self, month: Month) -> None:
        """Refuse a month before the contract starts or after it ends."""
        self.must_exist(self.code)
        if not self.serves(month):
            ends_on = self.ends_on or "further notice"
            raise OutsideContract(contract=self.code, month=month, starts_on=self.starts_on, ends_on=ends_on)

    def period_of(self, month: Month) -> tuple[Month, Month]:
        """The first and last month of the allocation period of a month, within the contract's life."""
        period = self.terms_for(month).allocation_period
        first = period.first_of(month)
        last = first.plus(period.months - 1)
        if self.ends_on is not None:
            last = min(last, Month.containing(self.ends_on))
        return max(first, Month.containing(self.starts_on)), last

    def terms_for(self, month: Month) -> Terms:
        """Who provides, over which period is allocated and the notice, as they hold for a service month."""
        return terms_for(self.terms, month)

    def periods_from(self, month: Month) -> list[tuple[Month, Month]]:
        """Every allocation period that a key from that month may meet, the ones cut short included."""
        # A year on, every period of the calendar has begun; the contract's start and end may each cut one.
        last = [] if self.ends_on is None else [Month.containing(self.ends_on)]
        return [self.period_of(each) for each in (*month.through(month.plus(11)), *last)]

    def must_begin_a_period(self, month: Month) -> None:
        """Refuse a month that is not the first of its allocation period."""
        if month != self.period_of(month)[0]:
            period = self.terms_for(month).allocation_period.value
            raise KeyWithinPeriod(contract=self.code, period=period, month=month)

    def must_end_a_period(self, month: Month) -> None:
        """Refuse a month that is not the last of its allocation period."""
        self.must_serve(month)
        if month != self.period_of(month)[1]:
            period = self.terms_for(month).allocation_period.value
            raise RestatementWithinPeriod(contract=self.code, period=period, month=month)
