"""How enactments are carried out: in order, each once, at once or when what it waits for is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from application.agreements import DecideAdmission, DraftAgreement, DraftAmendment, LetMemberLeave
from application.commands import Command
from application.enacting import AwaitCondition, AwaitExecution, Decided
from application.enactments import command_under
from application.processes.following import ENACTMENT_KEYS, Consequence, marks_of, unrefusable
from domain.governance.pending_condition import pending_condition_id
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition


def begin(authority: Authority, stream: UUID, decided: Decided) -> list[Consequence]:
    """A decision has force now: carry out what waits for nothing, and let the rest wait for its conditions."""
    course = decided.course
    numbers = range(1, len(course.enactments) + 1)
    waiting = [
        _waits(replace(authority, enactment=ordinal), stream, condition)
        for ordinal in numbers
        if ordinal not in course.settled
        for condition in course.awaited(ordinal)
    ]
    return [*carry_out(authority, stream, decided, numbers), *waiting]


def carry_out(
    authority: Authority, stream: UUID, decided: Decided, numbers: Iterable[int]
) -> list[Consequence]:
    """Those of these enactments that wait for nothing, in order.

    What needs an earlier enactment is carried out with it, or refused with it; it waits while that waits.
    """
    course = decided.course
    consequences, here = [], set(course.settled)
    for ordinal in numbers:
        needs = course.must_have(ordinal).needs
        if ordinal in course.settled or course.awaited(ordinal) or not here.issuperset(needs):
            continue
        consequence, at_once = _consequence(replace(authority, enactment=ordinal), stream, decided)
        consequences.append(consequence)
        if at_once:
            here.add(ordinal)
    return consequences


def _waits(of: Authority, stream: UUID, condition: Condition) -> Consequence:
    key = f"{ENACTMENT_KEYS}awaits/{pending_condition_id(of.agreement, condition)}/{_key(of, stream)}"
    return unrefusable(AwaitCondition(of=of, condition=condition), key)


def _key(of: Authority, stream: UUID) -> str:
    return f"{stream}/{of.enactment}" + (f"/{of.number}" if of.kind == "amendment" else "")


def _consequence(of: Authority, stream: UUID, decided: Decided) -> tuple[Consequence, bool]:
    # With what is said, and whether the enactment is settled by it.
    ordinal = of.enactment or 0
    enactment = decided.course.must_have(ordinal)
    command = command_under(of, decided.in_force_on(ordinal), enactment)
    executed, refused = marks_of(of)
    key = f"{ENACTMENT_KEYS}{_key(of, stream)}"
    if command is None:
        return Consequence(executed, None, refused, key), True
    awaited = _awaited(command)
    if awaited is not None:
        return Consequence(command, AwaitExecution(of=of, condition=awaited), refused, key), False
    if isinstance(command, LetMemberLeave):
        # Said when the shares that end with it have ended: see end_shares_when_left.
        return Consequence(command, None, refused, key), False
    return Consequence(command, executed, refused, key), True


def _awaited(command: Command) -> str | None:
    match command:
        case DecideAdmission():
            return f"{command.member} signs its accession"
        case DraftAmendment():
            return f"amendment {command.number} is signed by all"
        case DraftAgreement():
            return f"{command.code} is signed by all its parties"
        case _:
            return None
