"""Letting the processes follow the log, from where they were, each consequence once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from application.commands import Command
from application.errors import NotDecided
from application.ledger import Ledger
from application.ports import Act, EventLog, Followers, LogRecord
from application.processes.enact_when_adopted import enact_when_adopted, enact_when_met, enact_when_settled
from application.processes.enact_when_signed import (
    enact_deed_when_met,
    enact_deed_when_settled,
    enact_when_signed,
    meet_condition_when_acceded,
)
from application.processes.end_shares_when_left import end_shares_when_left
from application.processes.extend_contracts_when_admitted import extend_contracts_when_admitted
from application.processes.following import ENACTMENT_KEYS, Consequence
from application.processes.lift_when_met import lift_when_met, refuse_when_failed
from application.transcoding import decode
from domain.governance import resolution_events as r
from domain.governance.pending_condition import Approved, Failed, Met, PendingCondition
from domain.governance.resolution import Resolution
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal
from domain.membership import agreement_events as a
from domain.membership.agreement import CooperationAgreement

Process = Callable[[Any, Any], list[Consequence]]
PROCESSES: Mapping[str, tuple[Process, type[Aggregate]]] = MappingProxyType(
    {
        r.Closed.TOPIC: (enact_when_adopted, Resolution),
        r.EnactmentConditionMet.TOPIC: (enact_when_met, Resolution),
        r.EnactmentExecuted.TOPIC: (enact_when_settled, Resolution),
        r.EnactmentRefused.TOPIC: (enact_when_settled, Resolution),
        a.EnteredIntoForce.TOPIC: (enact_when_signed, CooperationAgreement),
        a.AmendmentEnteredIntoForce.TOPIC: (enact_when_signed, CooperationAgreement),
        a.EnactmentConditionMet.TOPIC: (enact_deed_when_met, CooperationAgreement),
        a.EnactmentExecuted.TOPIC: (enact_deed_when_settled, CooperationAgreement),
        a.EnactmentRefused.TOPIC: (enact_deed_when_settled, CooperationAgreement),
        a.AccessionSigned.TOPIC: (meet_condition_when_acceded, CooperationAgreement),
        a.MemberAdmitted.TOPIC: (extend_contracts_when_admitted, CooperationAgreement),
        a.MemberLeft.TOPIC: (end_shares_when_left, CooperationAgreement),
        Met.TOPIC: (lift_when_met, PendingCondition),
        Approved.TOPIC: (lift_when_met, PendingCondition),
        Failed.TOPIC: (refuse_when_failed, PendingCondition),
    }
)
NAME = "processes"
PROCESS_KEYS = (
    ENACTMENT_KEYS,
    *dict.fromkeys(f"{process.__name__.replace('_', '-')}/" for process, _ in PROCESSES.values()),
)
"""How the idempotency keys of processes begin."""
BATCH = 500


class Processes:
    """Runs the processes behind a group's log; positions are kept, and following again is harmless."""

    def __init__(
        self, log: EventLog, followers: Followers, ledger: Ledger, decide: Callable[[Command, Act], int]
    ) -> None:
        self._log = log
        self._followers = followers
        self._ledger = ledger
        self._decide = decide

    def follow(self) -> None:
        """Carry out what the events since the last position cause, in order."""
        head, position = self._log.head().position, self._followers.position(NAME)
        if position == head:
            return
        if not self._log.read(position, 1, tuple(PROCESSES)):
            # Nothing up to the head causes anything: no need to follow alone.
            self._followers.advance(NAME, head)
            return
        with self._followers.alone(NAME):
            position = self._followers.position(NAME)
            while causes := self._log.read(position, BATCH, tuple(PROCESSES)):
                for cause in causes:
                    self._carry_out_consequences(cause)
                    self._followers.advance(NAME, cause.position)
                    position = cause.position
            self._followers.advance(NAME, max(position, head))

    def _carry_out_consequences(self, cause: LogRecord) -> None:
        process, kind = PROCESSES[cause.topic]
        aggregate = self._ledger.find(kind, cause.stream)
        for ordinal, consequence in enumerate(
            process(decode(cause.topic, cause.payload), aggregate), start=1
        ):
            key = consequence.key or f"{_name(process)}/{cause.position}/{ordinal}"
            said = _act(cause, process, f"{key}.said")
            if said.idempotency_key and self._log.done(said.idempotency_key):
                # What came of it stands, even if it would come out otherwise today.
                continue
            follow_up = consequence.then
            try:
                if consequence.command is not None:
                    self._decide(consequence.command, _act(cause, process, key))
            except NotDecided:
                raise
            except Refusal as refusal:
                follow_up = consequence.refused(refusal)
            if follow_up is not None:
                self._decide(follow_up, said)


def _name(process: Process) -> str:
    return process.__name__.replace("_", "-")


def _act(cause: LogRecord, process: Process, key: str) -> Act:
    return Act(
        actor=f"process {_name(process)}",
        on_behalf_of=cause.on_behalf_of,
        correlation=cause.correlation,
        causation=cause.position,
        idempotency_key=key,
    )
