"""What becomes of an adopted resolution's enactments: awaited, carried out or refused, each once."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from uuid import UUID

from domain.governance.resolution_events import (
    EnactmentAwaiting,
    EnactmentConditionMet,
    EnactmentExecuted,
    EnactmentRefused,
)
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.enactment import Condition, Course


class Enacting(Aggregate):
    """A resolution, as far as it enacts: what was said once is not said again."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.course = Course()

    @abstractmethod
    def must_be_adopted(self) -> None:
        """Refuse unless the resolution has been adopted: only then is it an authority."""

    def await_condition(self, ordinal: int, condition: str) -> None:
        """Say what an adopted enactment still waits for."""
        self._must_have_adopted(ordinal)
        self.record(EnactmentAwaiting(ordinal, condition))

    def meet_condition(self, ordinal: int, condition: Condition, met_on: date) -> None:
        """Say that a condition is met; saying it again changes nothing."""
        self._must_have_adopted(ordinal)
        if ordinal not in self.course.settled and condition in self.course.awaited(ordinal):
            self.record(EnactmentConditionMet(ordinal, condition, met_on.isoformat()))

    def mark_executed(self, ordinal: int) -> None:
        """Say that an enactment has been carried out; saying it again changes nothing."""
        self._must_have_adopted(ordinal)
        if ordinal not in self.course.settled:
            self.course.must_be_free(ordinal)
            self.record(EnactmentExecuted(ordinal))

    def mark_refused(self, ordinal: int, refusal: str, reason: str) -> None:
        """Say that an enactment was refused when carried out, and why."""
        self._must_have_adopted(ordinal)
        if ordinal not in self.course.settled:
            self.record(EnactmentRefused(ordinal, refusal, reason))

    def _must_have_adopted(self, ordinal: int) -> None:
        self.must_be_adopted()
        self.course.must_have(ordinal)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case EnactmentAwaiting():
                pass
            case EnactmentConditionMet():
                self.course.meet(event.ordinal, event.condition, date.fromisoformat(event.met_on))
            case EnactmentExecuted():
                self.course.carried_out.add(event.ordinal)
            case EnactmentRefused():
                self.course.refused.add(event.ordinal)
            case _:
                super().apply(event)
