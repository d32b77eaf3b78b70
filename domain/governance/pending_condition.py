"""A condition that enactments wait for: who waits, and whether it is met or has failed, and by which act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.identity import stream_id


class ConditionSettled(Refusal):
    """A condition is met or fails once."""

    sentence = "{condition}: this was settled before, on {settled_on}"


@dataclass(frozen=True, slots=True)
class Awaited(Event):
    """An enactment waits for the condition."""

    TOPIC = "governance.condition.awaited"
    NAMES = "condition of {agreement}: {condition.kind} {condition.subject}"
    SENTENCE = "enactment {by.enactment} of {by} waits for it"
    agreement: str
    condition: Condition
    by: Authority


@dataclass(frozen=True, slots=True)
class Met(Event):
    """Those on whom the condition depends have done what it waits for."""

    TOPIC = "governance.condition.met"
    SENTENCE = "it is met on {met_on}"
    met_on: str


@dataclass(frozen=True, slots=True)
class Approved(Event):
    """The approval is given: by whom, by which act, and from when it holds."""

    TOPIC = "governance.condition.approved"
    SENTENCE = "{given_by} gives it by {act}, {reference}, on {given_on}: it holds from {effective_on}"
    given_by: str
    act: str
    reference: str
    given_on: str
    effective_on: str
    evidence_sha256: str | None


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """What was asked for was refused: those that waited for it wait no more, and are refused with it."""

    TOPIC = "governance.condition.failed"
    SENTENCE = "{given_by} refuses it on {given_on}, {reference}: {reason}"
    given_by: str
    reference: str
    given_on: str
    reason: str
    waited: tuple[Authority, ...]


def pending_condition_id(agreement: str, condition: Condition) -> UUID:
    """The stream of that condition under that agreement."""
    return stream_id("condition", agreement, condition.kind, condition.subject)


class PendingCondition(Aggregate):
    """One condition of one agreement, with all the enactments that wait for it."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.condition: Condition | None = None
        self.waiting: tuple[Authority, ...] = ()
        self.met_on: date | None = None
        self.failed: Failed | None = None

    def await_for(self, agreement: str, condition: Condition, by: Authority) -> None:
        """Let an enactment wait; waiting again changes nothing.

        What failed before may be asked for anew: who waits now, waits for the new answer.
        """
        if self.met_on is None and by not in self.waiting:
            self.record(Awaited(agreement, condition, by))

    def meet(self, met_on: date) -> None:
        """Say that the condition is met by what its parties did; nobody waiting, nothing is said."""
        if self.waiting and self.met_on is None:
            self.record(Met(met_on.isoformat()))

    def approve(
        self,
        given_by: str,
        act: str,
        reference: str,
        given_on: date,
        effective_on: date,
        evidence_sha256: str | None,
    ) -> None:
        """Record that the approval was given: by whom, by which act, and from when it holds."""
        self._must_be_open()
        _must_be_told(given_by=given_by, act=act, reference=reference)
        if effective_on < given_on:
            raise BadInput("effective_on", "an approval holds from the day on which it is given, or later")
        days = given_on.isoformat(), effective_on.isoformat()
        self.record(Approved(given_by, act, reference, *days, evidence_sha256))

    def refuse(self, given_by: str, reference: str, given_on: date, reason: str) -> None:
        """Record that the approval was refused, and why."""
        self._must_be_open()
        _must_be_told(given_by=given_by, reference=reference, reason=reason)
        self.record(Failed(given_by, reference, given_on.isoformat(), reason, self.waiting))

    def must_exist(self, condition: Condition) -> None:
        """Refuse what nobody waits for."""
        if not self.exists:
            raise NotFound(kind="enactment that awaits", code=condition.subject)

    def _must_be_open(self) -> None:
        settled_on = self.failed.given_on if self.failed else self.met_on
        if settled_on is not None:
            raise ConditionSettled(condition=self.condition, settled_on=settled_on)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Awaited():
                earlier: Sequence[Authority] = () if self.failed else self.waiting
                self.condition, self.failed = event.condition, None
                self.waiting = (*earlier, event.by)
            case Met():
                self.met_on = date.fromisoformat(event.met_on)
            case Approved():
                self.met_on = date.fromisoformat(event.effective_on)
            case Failed():
                self.failed = event
            case _:
                super().apply(event)


def _must_be_told(**texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise BadInput(field, "who decided, by which act and reference is told")
