"""Months, years and days. Dates are arguments everywhere: the domain never asks the time."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


FIRST_YEAR, LAST_YEAR = 1900, 2999
MAX_NOTICE_MONTHS = 1200


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written 2021-03."""

    year: int
    month: int

    @classmethod
    def of(cls, text: str, field: str = "month") -> Self:
        """Read "2021-03". Raises BadInput naming the field."""
        found = _MONTH.fullmatch(text) if isinstance(text, str) else None
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise BadInput(
                field,
                Sentence(
                    'a month is written like "2021-03", of a year from {first_year} to {last_year}',
                    first_year=FIRST_YEAR,
                    last_year=LAST_YEAR,
                ),
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def containing(cls, day: date) -> Self:
        """The month of that day."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """How many days it has."""
        return monthrange(self.year, self.month)[1]

    def plus(self, months: int) -> Self:
        """The month so many months later."""
        index = self.year * 12 + self.month - 1 + months
        return type(self)(index // 12, index % 12 + 1)

    def through(self, last: Month) -> Iterator[Month]:
        """This month and each one up to and with the last."""
        month: Month = self
        while month <= last:
            yield month
            month = month.plus(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    month = Month.containing(day).plus(months)
    return date(month.year, month.month, min(day.day, month.days))


def day_of(text: str, field: str = "date") -> date:
    """Read an ISO day, "2021-03-31". Raises BadInput naming the field."""
    try:
        if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(field, 'a day is written like "2021-03-31"') from None
