"""Pro rata temporis: for which part of a service month a member bears costs, by the entry convention."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from domain.kernel.errors import BadInput
from domain.kernel.periods import Month


def presence(
    convention: str, bears_costs_from: date, bears_costs_until: date | None, month: Month
) -> Fraction:
    """The part of the month that counts, from 0 to 1.

    >>> presence("days", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(1, 2)
    >>> presence("months started", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(1, 1)
    >>> presence("months complete", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(0, 1)

    Raises BadInput for a convention that is not known.
    """
    until = bears_costs_until or date.max
    match convention:
        case "from the start" | "months started":
            counts = bears_costs_from <= month.last_day and until >= month.first_day
            return Fraction(counts)
        case "months complete":
            return Fraction(bears_costs_from <= month.first_day and until >= month.last_day)
        case "days":
            first, last = max(bears_costs_from, month.first_day), min(until, month.last_day)
            return Fraction(max((last - first).days + 1, 0), month.days)
        case "next 1 January":
            starts = _next_1_january(bears_costs_from)
            return Fraction(starts <= month.first_day and until.year >= month.year)
        case _:
            raise BadInput("entry_convention", f"{convention} is not an entry convention")


def _next_1_january(day: date) -> date:
    return day if (day.month, day.day) == (1, 1) else date(day.year + 1, 1, 1)
