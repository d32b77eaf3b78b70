"""The readings of a run's members: a flow added over the months, a stock as of a date or averaged over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from application.ledger import Ledger
from application.run_inputs import ReadingMissing, RunInputs
from domain.allocation.averages import MonthStock, mean, weights_in_mean
from domain.allocation.engine.exact_numbers import exact_of, exact_text
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.kernel.periods import Month

Parts = Mapping[str, Mapping[Month, Fraction]]
"""For which part of each month of the period each member bears costs; of none, if it bore costs of it before."""
Weights = Mapping[Month, Fraction]
Stocks = Mapping[str, tuple[MonthStock, ...]]


class RunReadings:
    """Reads what the members of a run counted; each stream is noted and frozen for the run as it is read."""

    def __init__(self, ledger: Ledger, contract: str, run: str, inputs: RunInputs) -> None:
        self._ledger = ledger
        self._contract = contract
        self._run = run
        self._inputs = inputs
        self.readings: dict[str, Mapping[str, str]] = {}
        self.flows: list[str] = []
        self.averages: dict[str, Stocks] = {}

    def take(self, code: str, parts: Parts, weights: Weights, averaged: bool) -> None:
        """Take each member's reading of a measure over these months, which weigh something together.

        Raises ReadingMissing.
        """
        measure = self._ledger.find(Measure, measure_id(code))
        self._inputs.note(f"measure {code}", measure)
        if measure.nature is Nature.FLOW:
            self.flows.append(code)
            self.readings[code] = self._added_over_the_months(measure, parts)
        elif averaged:
            self.averages[code] = self._at_the_end_of_each_month(measure, parts, weights)
            self.readings[code] = {m: exact_text(mean(stocks)) for m, stocks in self.averages[code].items()}
        else:
            last = max(weights)
            self.readings[code] = self._as_of_the_last_day(measure, parts, last)

    def _added_over_the_months(self, measure: Measure, parts: Parts) -> dict[str, str]:
        present = {member: {month for month, part in of.items() if part} for member, of in parts.items()}
        counted: dict[str, list[str]] = {member: [] for member in present}
        for month in sorted({month for months in present.values() for month in months}):
            measurements = self._ledger.find(Measurements, measurements_id(measure.code, str(month)))
            for member in (m for m, months in present.items() if month in months):
                if member not in measurements.values:
                    raise self._missing(measure, member, month)
                counted[member].append(measurements.values[member])
            self._inputs.note_readings(measurements, self._run)
        return {member: _added(values) for member, values in counted.items()}

    def _as_of_the_last_day(self, measure: Measure, parts: Parts, month: Month) -> dict[str, str]:
        counts = _StockCounts(self._ledger, measure)
        # Who is no longer present, and bore something of the period before, now counts for nothing.
        values = {
            member: self._count(counts, measure, member, month)[1] if any(of.values()) else "0"
            for member, of in parts.items()
        }
        counts.note(self._inputs, self._run)
        return values

    def _at_the_end_of_each_month(self, measure: Measure, parts: Parts, weights: Weights) -> Stocks:
        counts = _StockCounts(self._ledger, measure)
        stocks = {
            member: tuple(
                MonthStock(str(month), *self._count(counts, measure, member, month), exact_text(weight))
                for month, weight in weights_in_mean(of, weights).items()
            )
            for member, of in parts.items()
        }
        counts.note(self._inputs, self._run)
        return stocks

    def _count(self, counts: _StockCounts, measure: Measure, member: str, month: Month) -> tuple[str, str]:
        found = counts.latest(member, month)
        if found is None:
            raise self._missing(measure, member, month)
        return found

    def _missing(self, measure: Measure, member: str, month: Month) -> ReadingMissing:
        return ReadingMissing(measure=measure.code, member=member, month=month, contract=self._contract)


class _StockCounts:
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
        """Note what was counted, the latest first; and what had nothing of them, for they may come to stand in it."""
        for day in sorted(self._found, reverse=True):
            if day in self._counted:
                inputs.note_readings(self._at(day), run)
            else:
                inputs.note(f"{self._measure} of {day}", self._at(day))

    def _at(self, day: str) -> Measurements:
        if day not in self._found:
            self._found[day] = self._ledger.find(Measurements, measurements_id(self._measure, day))
        return self._found[day]


def _added(values: Sequence[str]) -> str:
    # One reading stays as it was written.
    if len(values) == 1:
        return values[0]
    return exact_text(sum(map(exact_of, values), Fraction(0)))
