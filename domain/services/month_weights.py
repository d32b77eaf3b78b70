"""What each month of the year weighs within an allocation period, as a version of a key lays it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.kernel.errors import BadInput
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence

MONTHS_OF_THE_YEAR = tuple(str(number) for number in range(1, 13))


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


def refuse_within_a_month(month_weights: Mapping[str, str], averaged_measures: Sequence[str]) -> None:
    """Refuse weights of months, and averages over them, where the period is one month. Raises BadInput."""
    if month_weights:
        rule = "a contract that is allocated by the month has no months to weigh against each other"
        raise BadInput("month_weights", rule)
    if averaged_measures:
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
            raise BadInput(
                field,
                Sentence(
                    "the months from {first} to {last} are shared together and weigh nothing",
                    first=first,
                    last=last,
                ),
            )
