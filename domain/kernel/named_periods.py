"""Periods as people name them: a month, a quarter or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from domain.kernel.errors import BadInput
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, Month
from domain.kernel.sentences import Sentence

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year of the calendar, written 2021-03, 2021-Q1 or 2021."""

    name: str
    first: Month
    length_months: int

    @classmethod
    def of(cls, text: str, field: str = "period") -> Self:
        """Read "2021-03", "2021-Q1" or "2021".

        >>> [str(month) for month in Period.of("2021-Q1").months]
        ['2021-01', '2021-02', '2021-03']

        Raises BadInput naming the field.
        """
        found = _PERIOD.fullmatch(text) if isinstance(text, str) else None
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
        if quarter:
            return cls(text, Month(year, int(quarter) * 3 - 2), 3)
        return cls(text, Month(year, int(month)), 1) if month else cls(text, Month(year, 1), 12)

    @property
    def last(self) -> Month:
        """Its last month."""
        return self.first.plus(self.length_months - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, in order."""
        return tuple(self.first.through(self.last))

    def __str__(self) -> str:
        return self.name
