"""Use cases of what decisions enact: what an enactment waits for, approvals, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pydantic import Field

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from domain.governance.pending_condition import PendingCondition, pending_condition_id
from domain.governance.resolution import Resolution, resolution_id
from domain.kernel.aggregate import Aggregate
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, Course


class AwaitExecution(Command):
    """Say what an enactment that was carried out so far still waits for, in words."""

    of: Authority
    condition: str


class AwaitCondition(Command):
    """Let an adopted enactment wait for a condition; if that is met already, it waits no more."""

    of: Authority
    condition: Condition


class LiftCondition(Command):
    """Say that a condition of an enactment is met."""

    of: Authority
    condition: Condition
    met_on: date


class MeetCondition(Command):
    """Say that those on whom a condition depends have done what it waits for."""

    agreement: str
    condition: Condition
    met_on: date


class MarkEnactmentExecuted(Command):
    """Say that an enactment has been carried out."""

    of: Authority


class MarkEnactmentRefused(Command):
    """Say that an enactment was refused when carried out, and why."""

    of: Authority
    refusal: str
    reason: str


class RecordApproval(Command):
    """Record that the official approval that enactments wait for was given, by which act and from when.

    It is given by an office, whose name is in the log for good: never a person's.
    """

    agreement: str
    approval: str
    given_by: str
    act: str
    reference: str
    given_on: date
    effective_on: date
    evidence_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class RecordApprovalRefused(Command):
    """Record that the official approval that enactments wait for was refused, and why.

    It is refused by an office, whose name is in the log for good: never a person's.
    """

    agreement: str
    approval: str
    given_by: str
    reference: str
    given_on: date
    reason: str


class Enacting(Protocol):
    """What a resolution and a deed have in common: what is said of each enactment, by its number."""

    def await_condition(self, ordinal: int, condition: str) -> None:
        """Say what it still waits for."""
        ...

    def meet_condition(self, ordinal: int, condition: Condition, met_on: date) -> None:
        """Say that a condition is met."""
        ...

    def mark_executed(self, ordinal: int) -> None:
        """Say that it has been carried out."""
        ...

    def mark_refused(self, ordinal: int, refusal: str, reason: str) -> None:
        """Say that it was refused, and why."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that has force, from a day, with its enactments."""

    decided_on: date
    course: Course

    def in_force_on(self, ordinal: int) -> date:
        """From when an enactment has force."""
        return self.course.in_force_on(ordinal, self.decided_on)


def find_decided(ledger: Ledger, authority: Authority) -> Decided:
    """The resolution that was adopted, or the deed that all have signed.

    Raises NotFound, WrongStage, NotInForce.
    """
    if authority.kind != "resolution":
        deed = find_agreement(ledger, authority.agreement).deed(authority.number)
        return Decided(deed.must_be_in_force(), deed.course)
    resolution = _resolution(ledger, authority)
    resolution.must_be_adopted()
    if resolution.decided_on is None:
        raise AssertionError("what was adopted was decided on a day")
    return Decided(resolution.decided_on, resolution.course)


def await_execution(ledger: Ledger, command: AwaitExecution, act: Act) -> int:
    """The enactment waits."""
    aggregate, enacting, ordinal = _enacting(ledger, command.of)
    enacting.await_condition(ordinal, command.condition)
    return ledger.record(aggregate, act=act)


def await_condition(ledger: Ledger, command: AwaitCondition, act: Act) -> int:
    """The enactment waits, or what it would wait for is there already."""
    aggregate, enacting, ordinal = _enacting(ledger, command.of)
    agreement, condition = command.of.agreement, command.condition
    pending = _pending(ledger, agreement, condition)
    met_on = pending.met_on or _met_before(ledger, agreement, condition)
    if met_on is not None:
        enacting.meet_condition(ordinal, condition, met_on)
    else:
        enacting.await_condition(ordinal, str(condition))
        pending.await_for(agreement, condition, command.of)
    return ledger.record(aggregate, pending, act=act)


def lift_condition(ledger: Ledger, command: LiftCondition, act: Act) -> int:
    """The enactment awaits it no more."""
    aggregate, enacting, ordinal = _enacting(ledger, command.of)
    enacting.meet_condition(ordinal, command.condition, command.met_on)
    return ledger.record(aggregate, act=act)


def meet_condition(ledger: Ledger, command: MeetCondition, act: Act) -> int:
    """Whoever waits for it waits no more."""
    pending = _pending(ledger, command.agreement, command.condition)
    pending.meet(command.met_on)
    return ledger.record(pending, act=act)


def mark_enactment_executed(ledger: Ledger, command: MarkEnactmentExecuted, act: Act) -> int:
    """The enactment is carried out."""
    aggregate, enacting, ordinal = _enacting(ledger, command.of)
    enacting.mark_executed(ordinal)
    return ledger.record(aggregate, act=act)


def mark_enactment_refused(ledger: Ledger, command: MarkEnactmentRefused, act: Act) -> int:
    """The refusal stays visible."""
    aggregate, enacting, ordinal = _enacting(ledger, command.of)
    enacting.mark_refused(ordinal, command.refusal, command.reason)
    return ledger.record(aggregate, act=act)


def record_approval(ledger: Ledger, command: RecordApproval, act: Act) -> int:
    """The approval is given."""
    pending = _awaited_approval(ledger, command.agreement, command.approval)
    pending.approve(
        command.given_by,
        command.act,
        command.reference,
        command.given_on,
        command.effective_on,
        command.evidence_sha256,
    )
    return ledger.record(pending, act=act)


def record_approval_refused(ledger: Ledger, command: RecordApprovalRefused, act: Act) -> int:
    """The approval is refused."""
    pending = _awaited_approval(ledger, command.agreement, command.approval)
    pending.refuse(command.given_by, command.reference, command.given_on, command.reason)
    return ledger.record(pending, act=act)


def _enacting(ledger: Ledger, of: Authority) -> tuple[Aggregate, Enacting, int]:
    ordinal = of.enactment or 0
    if of.kind == "resolution":
        resolution = _resolution(ledger, of)
        return resolution, resolution, ordinal
    agreement = find_agreement(ledger, of.agreement)
    return agreement, agreement.enacting(of.number), ordinal


def _resolution(ledger: Ledger, of: Authority) -> Resolution:
    resolution = ledger.find(Resolution, resolution_id(of.agreement, of.number or ""))
    resolution.must_exist(of.number or "")
    return resolution


def _pending(ledger: Ledger, agreement: str, condition: Condition) -> PendingCondition:
    return ledger.find(PendingCondition, pending_condition_id(agreement, condition))


def _awaited_approval(ledger: Ledger, agreement: str, approval: str) -> PendingCondition:
    condition = Condition("official approval", approval)
    pending = _pending(ledger, find_agreement(ledger, agreement).code, condition)
    pending.must_exist(condition)
    return pending


def _met_before(ledger: Ledger, code: str, condition: Condition) -> date | None:
    # Of an amendment and an accession the agreement itself tells; an approval is told in the condition's stream.
    agreement = find_agreement(ledger, code)
    match condition.kind:
        case "amendment signed":
            return agreement.amendment_in_force_on(condition.subject)
        case "accession signed":
            return agreement.acceded_on(condition.subject)
        case "official approval":
            return None


ONLY_PROCESSES = (
    AwaitExecution,
    AwaitCondition,
    LiftCondition,
    MeetCondition,
    MarkEnactmentExecuted,
    MarkEnactmentRefused,
)
"""What is said by the process that carries enactments out, and by nobody else."""

USE_CASES: UseCases = {
    AwaitExecution: await_execution,
    AwaitCondition: await_condition,
    LiftCondition: lift_condition,
    MeetCondition: meet_condition,
    MarkEnactmentExecuted: mark_enactment_executed,
    MarkEnactmentRefused: mark_enactment_refused,
    RecordApproval: record_approval,
    RecordApprovalRefused: record_approval_refused,
}
