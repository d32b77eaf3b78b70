"""The terms of a contract that may change from a month on: who provides, over which period it is allocated, notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.kernel.errors import BadInput, Refusal
from domain.kernel.periods import MAX_NOTICE_MONTHS, Month
from domain.kernel.sentences import Sentence


class AllocationPeriod(StrEnum):
    """Over how long key, tiers, caps and floors hold."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]

    def first_of(self, month: Month) -> Month:
        """The first month of the period that a month lies in."""
        return Month(month.year, (month.month - 1) // self.months * self.months + 1)


class Rounding(StrEnum):
    """How the cents left over by exact shares are given out; chosen once per contract."""

    LARGEST_REMAINDER = "largest-remainder"
    CARRIED_REMAINDER = "carried-remainder"
    SAINTE_LAGUE = "sainte-lague"


class ChangeNotProspective(Refusal):
    """What a contract says changes for months to come."""

    sentence = "a change decided on {decided_on} holds from the first of that month or of a later one, not from {month}"


class ChangeWithinPeriod(Refusal):
    """Who provides and over which period is allocated holds for whole periods."""

    sentence = "a change from {month} would cut a {period} in two: it holds from the first month of one"


class ChangeOutOfOrder(Refusal):
    """Changes follow each other."""

    sentence = (
        "the terms of contract {contract} change from {later} already: a change from {month} comes too late"
    )


class NothingChanges(Refusal):
    """A change changes something."""

    sentence = "contract {contract} says all this already from {month} on"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds of a contract from a month on."""

    effective_from: Month
    provider: str
    allocation_period: AllocationPeriod
    notice_months: int


def terms_for(changes: Sequence[Terms], month: Month) -> Terms:
    """The terms that hold for a service month; before the first, the first."""
    # Of two from the same month the later decision holds: max takes the first of equals.
    return max((t for t in reversed(changes) if t.effective_from <= month), key=_from, default=changes[0])


def checked_change(contract: str, changes: Sequence[Terms], new: Terms, decided_on: date) -> None:
    """Refuse a change that reaches back, cuts a period in two, comes before another, or changes nothing."""
    if not 0 <= new.notice_months <= MAX_NOTICE_MONTHS:
        raise BadInput(
            "notice_months",
            Sentence(
                "a notice is between 0 and {max_notice_months} months", max_notice_months=MAX_NOTICE_MONTHS
            ),
        )
    month, last = new.effective_from, changes[-1]
    if month < Month.containing(decided_on):
        raise ChangeNotProspective(decided_on=decided_on, month=month)
    if month < last.effective_from:
        raise ChangeOutOfOrder(contract=contract, later=last.effective_from, month=month)
    for period in (terms_for(changes, month).allocation_period, new.allocation_period):
        if month != period.first_of(month):
            raise ChangeWithinPeriod(month=month, period=period.value)
    same = last.provider, last.allocation_period, last.notice_months
    if same == (new.provider, new.allocation_period, new.notice_months):
        raise NothingChanges(contract=contract, month=month)


def _from(terms: Terms) -> Month:
    return terms.effective_from
