"""The readings of a stock that is averaged over a period: what was counted up to the end of each month."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from application.ledger import Ledger
from application.run_inputs import ReadingMissing, RunInputs
from domain.allocation.averages import MonthStock, weights_in_mean
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.measure import Measure
from domain.allocation.measurements import Measurements, measurements_id
from domain.kernel.periods import Month

Parts = Mapping[str, Mapping[Month, Fraction]]
"""For which part of each month of the period each member bears costs; of none, if it bore costs of it before."""


def averaged_readings(
    ledger: Ledger,
    measure: Measure,
    parts: Parts,
    weights: Mapping[Month, Fraction],
    contract: str,
    run: str,
    inputs: RunInputs,
) -> dict[str, tuple[MonthStock, ...]]:
    """What each member had at the end of each month that counts for it, at its latest reference date up to then.

    Raises ReadingMissing.
    """
    counts = _Counts(ledger, measure)
    stocks: dict[str, tuple[MonthStock, ...]] = {}
    for member, of in parts.items():
        counted = []
        for month, weight in weights_in_mean(of, weights).items():
            found = counts.latest(member, month)
            if found is None:
                facts = {"measure": measure.code, "member": member, "month": month}
                raise ReadingMissing(contract=contract, **facts)
            counted.append(MonthStock(str(month), *found, exact_text(weight)))
        stocks[member] = tuple(counted)
    counts.note(inputs, run)
    return stocks


class _Counts:
    """The readings of a stock by reference date, each stream found once however many months count it."""

    def __init__(self, ledger: Ledger, measure: Measure) -> None:
        self._ledger = ledger
        self._measure = measure.code
        self._dates = sorted(measure.reference_dates, reverse=True)
        self._found: dict[str, Measurements] = {}
        self._counted: set[str] = set()

    def latest(self, member: str, month: Month) -> tuple[str, str] | None:
        """The latest reference date up to the month's last day that has the member's reading, and that."""
        for day in self._dates:
            if day <= month.last_day.isoformat() and member in self._at(day).values:
                self._counted.add(day)
                return day, self._at(day).values[member]
        return None

    def note(self, inputs: RunInputs, run: str) -> None:
        """Note what was counted, the latest first; and what held nothing of it, for it may come to."""
        for day in sorted(self._found, reverse=True):
            if day in self._counted:
                inputs.note_readings(self._at(day), run)
            else:
                inputs.note(f"{self._measure} of {day}", self._at(day))

    def _at(self, day: str) -> Measurements:
        if day not in self._found:
            self._found[day] = self._ledger.find(Measurements, measurements_id(self._measure, day))
        return self._found[day]
