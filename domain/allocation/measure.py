"""A measure is what a key counts: a stock at a date (homes) or a flow over a period (calls)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.kernel.identity import checked_code, stream_id
from domain.kernel.sentences import Sentence


class Nature(StrEnum):
    """Whether a measure is counted at a date or over a period."""

    STOCK = "stock"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Defined(Event):
    """A measure that keys may count."""

    TOPIC = "allocation.measure.defined"
    NAMES = "measure {code}"
    SENTENCE = "{name} is counted in {unit}, as a {nature}"
    code: str
    name: str
    unit: str
    nature: str


@dataclass(frozen=True, slots=True)
class ReferenceDateAdded(Event):
    """Readings of a stock exist for one more reference date."""

    TOPIC = "allocation.measure.reference-date-added"
    SENTENCE = "it is counted at {reference_date}"
    reference_date: str


def measure_id(code: str) -> UUID:
    """The stream of the measure of that code."""
    return stream_id("measure", code)


class Measure(Aggregate):
    """One measure."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.nature = Nature.STOCK
        self.reference_dates: list[str] = []

    def define(self, code: str, name: str, unit: str, nature: Nature) -> None:
        """Define the measure, once."""
        if self.exists:
            raise AlreadyExists(kind="measure", code=self.code)
        if not unit.strip():
            raise BadInput("unit", "a measure names its unit")
        self.record(Defined(checked_code("measure", code), name.strip() or code, unit.strip(), nature.value))

    def add_reference_date(self, reference_date: date) -> None:
        """Note that a stock is counted at that date; once per date. Raises BadInput for a flow."""
        if self.nature is not Nature.STOCK:
            raise BadInput(
                "reference_date",
                Sentence("{measure} is a flow: it is counted over a month, not at a date", measure=self.code),
            )
        if reference_date.isoformat() not in self.reference_dates:
            self.record(ReferenceDateAdded(reference_date.isoformat()))

    def must_be_flow(self) -> None:
        """Refuse readings by month for a stock."""
        if self.nature is not Nature.FLOW:
            raise BadInput(
                "month",
                Sentence(
                    "{measure} is a stock: it is counted at a reference date, not over a month",
                    measure=self.code,
                ),
            )

    def must_exist(self, code: str) -> None:
        """Refuse when no measure has that code."""
        if not self.exists:
            raise NotFound(kind="measure", code=code)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Defined():
                self.code, self.nature = event.code, Nature(event.nature)
            case ReferenceDateAdded():
                self.reference_dates.append(event.reference_date)
            case _:
                super().apply(event)
