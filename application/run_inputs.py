"""What a run rests on: the streams that it read, with their versions, and who was there in a month."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from domain.allocation.allocation_run_events import RunInput
from domain.allocation.measurements import Measurements
from domain.allocation.presence import presence
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary


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
