"""Periods as people name them: a month, a quarter or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")


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
        if found := _QUARTER.fullmatch(text):
            return cls(text, Month.of(f"{found[1]}-{3 * int(found[2]) - 2:02d}", field), 3)
        if _YEAR.fullmatch(text):
            return cls(text, Month.of(f"{text}-01", field), 12)
        try:
            return cls(text, Month.of(text, field), 1)
        except BadInput as refusal:
            raise BadInput(
                field,
                Sentence('{rule}; a quarter like "2021-Q1", a year like "2021"', rule=refusal.facts["rule"]),
            ) from None

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, in order."""
        return tuple(self.first.through(self.first.plus(self.length_months - 1)))

    def __str__(self) -> str:
        return self.name
