"""What each member counts of the measures of a key, over the months that are shared together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from application.averaged_readings import Parts, averaged_readings
from application.ledger import Ledger
from application.run_inputs import RunInputs, flow_readings, stock_readings
from domain.allocation.averages import MonthStock, mean
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.measure import Measure, Nature, measure_id
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Season:
    """What each month of the period weighs, as it is written; whether it was laid down; which stocks are averaged."""

    written: Mapping[Month, str]
    weighs: bool
    averaged: tuple[str, ...]

    @property
    def weights(self) -> dict[Month, Fraction]:
        """What each month weighs, exactly."""
        return {month: quantity_of(weight) for month, weight in self.written.items()}

    @property
    def matters(self) -> bool:
        """Whether the months in which a member was there make a difference."""
        return self.weighs or bool(self.averaged)


@dataclass
class Counted:
    """Measure by measure what each member counts; which measures are flows; the stocks behind each mean."""

    readings: dict[str, Mapping[str, str]] = field(default_factory=dict)
    flows: list[str] = field(default_factory=list)
    averages: dict[str, Mapping[str, tuple[MonthStock, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counting:
    """Readings as a run of a contract counts them, noted among its inputs and frozen for it."""

    ledger: Ledger
    contract: str
    run: str
    there: Parts
    season: Season
    inputs: RunInputs

    def read(self, measures: Sequence[str]) -> Counted:
        """What the members count of each measure. Raises ReadingMissing.

        Of a flow what they counted while they were there, of a stock what they had in the end, or in the mean.
        """
        counted = Counted()
        for code in measures:
            measure = self.ledger.find(Measure, measure_id(code))
            self.inputs.note(f"measure {code}", measure)
            if measure.nature is Nature.FLOW:
                counted.flows.append(code)
                counted.readings[code] = self._flow(measure)
            elif code in self.season.averaged:
                counted.averages[code] = stocks = self._averaged(measure)
                counted.readings[code] = {member: exact_text(mean(each)) for member, each in stocks.items()}
            else:
                counted.readings[code] = self._stock(measure)
        return counted

    def _flow(self, measure: Measure) -> Mapping[str, str]:
        return flow_readings(self.ledger, measure, self._present(), self.contract, self.run, self.inputs)

    def _averaged(self, measure: Measure) -> dict[str, tuple[MonthStock, ...]]:
        weights = self.season.weights
        return averaged_readings(
            self.ledger, measure, self.there, weights, self.contract, self.run, self.inputs
        )

    def _stock(self, measure: Measure) -> Mapping[str, str]:
        last = max(self.season.written)
        return stock_readings(
            self.ledger, measure, self._present(), last, self.contract, self.run, self.inputs
        )

    def _present(self) -> dict[str, list[Month]]:
        return {m: [month for month, part in parts.items() if part] for m, parts in self.there.items()}
