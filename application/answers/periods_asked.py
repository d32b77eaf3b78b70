"""A period as people name it: a month, a quarter or a year."""

from __future__ import annotations

import re

from application.ports import Row
from domain.kernel.errors import BadInput
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, Month
from domain.kernel.sentences import Sentence, Word

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def months_asked(period: str, field: str = "period") -> tuple[Month, Month]:
    """The first and last month of "2021-03", "2021-Q1" or "2021".

    >>> [str(month) for month in months_asked("2021-Q1")]
    ['2021-01', '2021-03']

    Raises BadInput naming the field.
    """
    found = _PERIOD.fullmatch(period)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise BadInput(
            field,
            Sentence(
                'a period is a month, a quarter or a year, like "2021-03", "2021-Q1" or "2021", '
                "from {first_year} to {last_year}",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            ),
        )
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        return Month(year, int(month)), Month(year, int(month))
    if quarter:
        last = Month(year, int(quarter) * 3)
        return last.plus(-2), last
    return Month(year, 1), Month(year, 12)


def allocation_period_of(contract: Row, month: Month) -> tuple[Month, Month]:
    """The first and last month over which the contract's key holds together, around a month."""
    length = _MONTHS_OF[str(contract["allocation_period"])]
    first = Month(month.year, (month.month - 1) // length * length + 1)
    return first, first.plus(length - 1)


def must_be_whole(contract: Row, first: Month, last: Month, field: str = "period") -> None:
    """Refuse a part of an allocation period: its key, tiers, caps and floors hold over all of it."""
    begins, ends = allocation_period_of(contract, first)
    if begins < first or ends > last:
        raise BadInput(
            field,
            Sentence(
                "{contract} is shared by the {period}: ask for {begins} to {ends} or longer, as a quarter or a year",
                contract=contract["code"],
                period=Word(contract["allocation_period"]),
                begins=begins,
                ends=ends,
            ),
        )
