"""The allocation period around a month, by the terms that hold then: a part of one is not asked about."""

from __future__ import annotations

from application.answers.in_force import terms_in_force
from application.ports import Row, ViewRows
from domain.kernel.errors import BadInput
from domain.kernel.named_periods import Period
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Word


def allocation_period_of(rows: ViewRows, at: int, contract: Row, month: Month) -> tuple[Month, Month]:
    """The first and last month over which the contract's key holds together, around a month of its life."""
    period = terms_in_force(rows, at, contract["stream"], month).allocation_period
    first = period.first_of(month)
    last = first.plus(period.months - 1)
    ended = last if contract["ends_on"] is None else Month.of(contract["ends_on"][:7])
    return max(first, Month.of(contract["starts_on"][:7])), min(last, ended)


def must_be_whole(rows: ViewRows, at: int, contract: Row, period: Period, field: str = "period") -> None:
    """Refuse a part of an allocation period: its key, tiers, caps and floors hold over all of it."""
    for month in (period.first, period.last):
        begins, ends = allocation_period_of(rows, at, contract, month)
        if begins < period.first or ends > period.last:
            length = terms_in_force(rows, at, contract["stream"], month).allocation_period.value
            raise BadInput(
                field,
                Sentence(
                    "{contract} is shared by the {period}: ask for {begins} to {ends} or longer, "
                    "as a quarter or a year",
                    contract=contract["code"],
                    period=Word(length),
                    begins=begins,
                    ends=ends,
                ),
            )
