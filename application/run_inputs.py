"""What a run rests on: the streams that it read, with their versions, and the readings that it froze."""

from __future__ import annotations

from uuid import UUID

from domain.allocation.allocation_run_events import RunInput
from domain.allocation.measurements import Measurements
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal


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
