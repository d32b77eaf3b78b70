"""The readings of one measure for one period: a month for a flow, a reference date for a stock.

Readings are frozen when a run first uses them; afterwards they are corrected, never overwritten, and what
was posted on the old value is corrected by a run that posts the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.money import quantity_of
from domain.kernel.sentences import Sentence, Word


class ReadingDiffers(Refusal):
    """A reading is recorded once; another value is a correction, which gives its reason."""

    sentence = (
        "{measure} of {member} for {period} is recorded as {recorded}, not {value}: correct it with a reason"
    )


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The readings of a measure for a period are collected."""

    TOPIC = "allocation.measurements.opened"
    NAMES = "{measure} of {period}"
    SENTENCE = "readings of {measure} for {period} are collected"
    measure: str
    period: str


@dataclass(frozen=True, slots=True)
class ReadingRecorded(Event):
    """What one member counted, with its evidence and who certified it."""

    TOPIC = "allocation.measurements.reading-recorded"
    SENTENCE = "{member}: {value} (certified by {certified_by}, evidence {evidence_reference})"
    member: str
    value: str
    certified_by: str | None
    evidence_reference: str | None
    evidence_sha256: str | None
    file_sha256: str | None


@dataclass(frozen=True, slots=True)
class ReadingCorrected(Event):
    """A reading was wrong: the new value and why."""

    TOPIC = "allocation.measurements.reading-corrected"
    SENTENCE = "{member}: {value} instead of {previous}, because {reason}"
    member: str
    value: str
    previous: str
    reason: str
    certified_by: str | None
    evidence_reference: str | None
    evidence_sha256: str | None


@dataclass(frozen=True, slots=True)
class Frozen(Event):
    """A run has taken the readings: from now on they are only corrected."""

    TOPIC = "allocation.measurements.frozen"
    SENTENCE = "the readings are frozen for {run}"
    run: str


def measurements_id(measure: str, period: str) -> UUID:
    """The stream of the readings of that measure for that period."""
    return stream_id("measurements", measure, period)


class Measurements(Aggregate):
    """The readings of one measure and period, by member."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.measure = ""
        self.period = ""
        self.frozen = False
        self.values: dict[str, str] = {}

    def record_reading(
        self,
        measure: str,
        period: str,
        member: str,
        value: str,
        certified_by: str | None,
        evidence_reference: str | None,
        evidence_sha256: str | None,
        file_sha256: str | None,
    ) -> bool:
        """Record what a member counted; False when this very value was recorded before."""
        quantity_of(value, "value")
        if not self.exists:
            self.record(Opened(measure, period))
        recorded = self.values.get(member)
        if recorded is not None:
            if quantity_of(recorded) != quantity_of(value):
                facts = {"measure": measure, "member": member, "period": period}
                raise ReadingDiffers(recorded=recorded, value=value, **facts)
            return False
        evidence = (certified_by, evidence_reference, evidence_sha256, file_sha256)
        self.record(ReadingRecorded(member, value, *evidence))
        return True

    def correct_reading(
        self,
        member: str,
        value: str,
        reason: str,
        certified_by: str | None,
        evidence_reference: str | None,
        evidence_sha256: str | None,
    ) -> None:
        """Correct a reading, with the reason."""
        quantity_of(value, "value")
        if member not in self.values:
            raise NotFound(
                kind=Sentence("reading of {measure} for", measure=self.measure or Word("this measure")),
                code=member,
            )
        evidence = (certified_by, evidence_reference, evidence_sha256)
        self.record(ReadingCorrected(member, value, self.values[member], reason, *evidence))

    def freeze(self, run: str) -> None:
        """Freeze the readings for a run; once frozen they stay so."""
        if not self.frozen:
            self.record(Frozen(run))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Opened():
                self.measure, self.period = event.measure, event.period
            case ReadingRecorded() | ReadingCorrected():
                self.values[event.member] = event.value
            case Frozen():
                self.frozen = True
            case _:
                super().apply(event)
