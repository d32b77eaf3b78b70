"""Pro rata temporis: for which part of a month or a period a member bears costs, by the agreement's convention."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence


def presence(
    convention: str,
    bears_costs_from: date,
    bears_costs_until: date | None,
    month: Month,
    leaving_convention: str | None = None,
) -> Fraction:
    """The part of the month that counts, from 0 to 1, entry and leaving each by its convention.

    >>> presence("days", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(1, 2)
    >>> presence("months started", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(1, 1)
    >>> presence("months complete", date(2021, 4, 16), None, Month(2021, 4))
    Fraction(0, 1)

    A founder is there "from the start". Raises BadInput for a convention that is not known.
    """
    first = max(_first_day(convention, bears_costs_from), month.first_day)
    last = month.last_day
    if bears_costs_until is not None:
        last = min(last, _last_day(leaving_convention or convention, bears_costs_until))
    return Fraction(max((last - first).days + 1, 0), month.days)


def presence_over(parts: Mapping[Month, Fraction], weights: Mapping[Month, Fraction]) -> Fraction:
    """The part of a period that counts: of each of its months the part, by how much the month weighs.

    >>> presence_over({Month(2021, 1): Fraction(1), Month(2021, 2): Fraction(1, 2)},
    ...               {Month(2021, 1): Fraction(170), Month(2021, 2): Fraction(150)})
    Fraction(49, 64)

    The months weigh something together: whoever lays weights down sees to it.
    """
    counted = sum((weights[month] * part for month, part in parts.items()), Fraction(0))
    return counted / sum((weights[month] for month in parts), Fraction(0))


def _first_day(convention: str, entry: date) -> date:
    month = Month.containing(entry)
    match convention:
        case "from the start" | "months started":
            return month.first_day
        case "months complete":
            return entry if entry == month.first_day else month.plus(1).first_day
        case "days":
            return entry
        case "next 1 January":
            return entry if (entry.month, entry.day) == (1, 1) else date(entry.year + 1, 1, 1)
        case _:
            raise BadInput(
                "entry_convention", Sentence("{convention} is not an entry convention", convention=convention)
            )


def _last_day(convention: str, leaving: date) -> date:
    month = Month.containing(leaving)
    match convention:
        case "from the start" | "months started":
            return month.last_day
        case "months complete":
            return leaving if leaving == month.last_day else month.first_day - timedelta(days=1)
        case "days":
            return leaving
        case "next 1 January":
            return date(leaving.year, 12, 31)
        case _:
            raise BadInput(
                "entry_convention", Sentence("{convention} is not an entry convention", convention=convention)
            )
