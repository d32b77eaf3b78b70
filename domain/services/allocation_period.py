"""The allocation period: over how long a key holds, and how much each of its months weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from domain.kernel.errors import BadInput
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month

MONTHS_OF_THE_YEAR = tuple(str(number) for number in range(1, 13))


class AllocationPeriod(StrEnum):
    """Over how long key, tiers, caps and floors hold."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def around(self, month: Month) -> tuple[Month, Month]:
        """The first and last month of the calendar's period that holds this month.

        >>> [str(month) for month in AllocationPeriod.QUARTER.around(Month(2021, 5))]
        ['2021-04', '2021-06']
        """
        length = _MONTHS_IN[self]
        first = Month(month.year, (month.month - 1) // length * length + 1)
        return first, first.plus(length - 1)


_MONTHS_IN = {AllocationPeriod.MONTH: 1, AllocationPeriod.QUARTER: 3, AllocationPeriod.YEAR: 12}


def checked_month_weights(weights: Mapping[str, str]) -> dict[str, str]:
    """What each month of the year weighs, in the order of the calendar; nothing where none is laid down.

    A weight is a quantity: decimal or p/q, not negative. Raises BadInput naming the month.
    """
    if not weights:
        return {}
    if set(weights) != set(MONTHS_OF_THE_YEAR):
        raise BadInput("month_weights", 'all twelve months are weighed, each once, named "1" to "12"')
    read = [quantity_of(weights[month], f"month_weights.{month}") for month in MONTHS_OF_THE_YEAR]
    if not any(read):
        raise BadInput("month_weights", "some month of the year weighs more than nothing")
    return {month: weights[month] for month in MONTHS_OF_THE_YEAR}


def check_months(
    period: AllocationPeriod, month_weights: Mapping[str, str], averaged_measures: Sequence[str]
) -> None:
    """Refuse weights of months, and averages over them, where the period is one month. Raises BadInput."""
    if period is AllocationPeriod.MONTH and month_weights:
        rule = "a contract that is allocated by the month has no months to weigh against each other"
        raise BadInput("month_weights", rule)
    if period is AllocationPeriod.MONTH and averaged_measures:
        rule = "a contract that is allocated by the month has no months to average over"
        raise BadInput("averaged_measures", rule)


def check_weight(
    month_weights: Mapping[str, str], periods: Iterable[tuple[Month, Month]], field: str = "month_weights"
) -> None:
    """Refuse a period whose months weigh nothing together: no presence could be counted in it.

    Each period is given by its first and last month. Raises BadInput naming the field.
    """
    for first, last in periods if month_weights else ():
        months = list(first.through(last))
        if months and not any(quantity_of(month_weights[str(month.month)]) for month in months):
            raise BadInput(field, f"the months from {first} to {last} are shared together and weigh nothing")
