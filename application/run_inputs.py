"""What a run rests on: the streams it read with their versions, and the readings of its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from application.ledger import Ledger
from domain.allocation.allocation_run_events import RunInput
from domain.allocation.engine.exact_numbers import exact_of, exact_text
from domain.allocation.measure import Measure
from domain.allocation.measurements import Measurements, measurements_id
from domain.allocation.presence import presence
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary

Present = Mapping[str, Sequence[Month]]
"""In which months of the period each member bears costs; none for one that bore costs of it before."""


class ReadingMissing(Refusal):
    """A member that bears costs has its readings: absent is refused, not zero."""

    sentence = "{measure} of {member} for {month} is missing, and contract {contract} is shared by it"


class RunInputs:
    """The streams a run rests on, noted as they are read; the append refuses if one has moved."""

    def __init__(self) -> None:
        self.noted: list[RunInput] = []
        self.expected: list[tuple[UUID, int]] = []
        self.freshly_frozen: list[Measurements] = []

    def note(self, what: str, aggregate: Aggregate) -> None:
        """Note a stream as it was read."""
        self.noted.append(RunInput(what, str(aggregate.id), aggregate.version))
        self.expected.append((aggregate.id, aggregate.version))

    def note_readings(self, measurements: Measurements, run: str) -> None:
        """Note readings as they were read, and freeze them for the run."""
        version_read = measurements.version
        measurements.freeze(run)
        if measurements.version != version_read:
            self.freshly_frozen.append(measurements)
        what = f"{measurements.measure} of {measurements.period}"
        self.noted.append(RunInput(what, str(measurements.id), measurements.version))
        self.expected.append((measurements.id, version_read))


def presence_in(beneficiary: Beneficiary, month: Month) -> Fraction:
    """The part of a month in which a member bears costs of a contract, by its conventions."""
    # A member that left and came back was there twice.
    times = (beneficiary, *beneficiary.earlier)
    parts = (
        presence(b.convention, b.bears_costs_from, b.bears_costs_until, month, b.leaving_convention)
        for b in times
    )
    return min(sum(parts, Fraction(0)), Fraction(1))


def flow_readings(
    ledger: Ledger, measure: Measure, present: Present, contract: str, run: str, inputs: RunInputs
) -> dict[str, str]:
    """What each member counted over the months in which it bears costs. Raises ReadingMissing."""
    counted: dict[str, list[str]] = {member: [] for member in present}
    for month in sorted({month for months in present.values() for month in months}):
        measurements = ledger.find(Measurements, measurements_id(measure.code, str(month)))
        for member in (m for m, months in present.items() if month in months):
            if member not in measurements.values:
                facts = {"measure": measure.code, "member": member, "month": month}
                raise ReadingMissing(contract=contract, **facts)
            counted[member].append(measurements.values[member])
        inputs.note_readings(measurements, run)
    return {member: _added(values) for member, values in counted.items()}


def _added(values: Sequence[str]) -> str:
    # One reading stays as it was written.
    if len(values) == 1:
        return values[0]
    return exact_text(sum(map(exact_of, values), Fraction(0)))


def stock_readings(
    ledger: Ledger,
    measure: Measure,
    present: Present,
    month: Month,
    contract: str,
    run: str,
    inputs: RunInputs,
) -> dict[str, str]:
    """What each member has, at its latest reference date up to the month's last day. Raises ReadingMissing."""
    dates = sorted((d for d in measure.reference_dates if d <= month.last_day.isoformat()), reverse=True)
    # Who is no longer present, and bore something of the period before, now counts for nothing.
    values = {member: "0" for member, months in present.items() if not months}
    for reference_date in dates:
        missing = [member for member in present if member not in values]
        if not missing:
            break
        measurements = ledger.find(Measurements, measurements_id(measure.code, reference_date))
        found = {m: measurements.values[m] for m in missing if m in measurements.values}
        if found:
            inputs.note_readings(measurements, run)
            values.update(found)
        else:
            # It holds nothing of them yet, and may come to: then the run has moved.
            inputs.note(f"{measure.code} of {reference_date}", measurements)
    for member in present:
        if member not in values:
            facts = {"measure": measure.code, "member": member, "month": month}
            raise ReadingMissing(contract=contract, **facts)
    return {member: values[member] for member in present}
