"""A stock averaged over a period: what was there at the end of each month, by how much the month counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.allocation.engine.exact_numbers import exact_of
from domain.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class MonthStock:
    """What a member had at the end of a month, counted at a reference date, and what the month weighs in its mean.

    Value and weight are exact: decimal or p/q.
    """

    month: str
    reference_date: str
    value: str
    weight: str


def weights_in_mean(
    parts: Mapping[Month, Fraction], weights: Mapping[Month, Fraction]
) -> dict[Month, Fraction]:
    """By how much each month counts in the mean of a member: its weight by the member's part in it.

    So the mean by the member's presence in the period is the sum of weight × part × stock by that of the
    weights, exactly. Months that count for nothing need no reading and are left out.

    >>> weights_in_mean({Month(2021, 1): Fraction(1), Month(2021, 2): Fraction(1, 2)},
    ...                 {Month(2021, 1): Fraction(3), Month(2021, 2): Fraction(2)})
    {Month(year=2021, month=1): Fraction(3, 1), Month(year=2021, month=2): Fraction(1, 1)}

    Who is there only in months that weigh nothing has a mean too, by its parts alone: a threshold asks for it.
    """
    seasonal = {month: weights[month] * part for month, part in parts.items()}
    counted = seasonal if any(seasonal.values()) else parts
    return {month: weight for month, weight in counted.items() if weight}


def mean(stocks: Sequence[MonthStock]) -> Fraction:
    """The mean of what was there at the end of each month, each by its weight; zero of none.

    >>> mean([MonthStock("2021-01", "2020-12-31", "100", "3"), MonthStock("2021-02", "2021-02-28", "120", "1")])
    Fraction(105, 1)
    """
    weights = [exact_of(stock.weight) for stock in stocks]
    weighed = (exact_of(stock.value) * weight for stock, weight in zip(stocks, weights, strict=True))
    return sum(weighed, Fraction(0)) / (sum(weights, Fraction(0)) or 1)
