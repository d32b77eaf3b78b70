"""Letting the processes follow the log, from where they were, each consequence once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from application.commands import Command
from application.errors import NotDecided
from application.ledger import Ledger
from application.ports import Act, EventLog, Followers, LogRecord
from application.processes.enact_when_adopted import enact_when_adopted
from application.processes.end_shares_when_left import end_shares_when_left
from application.processes.extend_contracts_when_admitted import extend_contracts_when_admitted
from application.processes.following import Consequence
from application.transcoding import decode
from domain.governance.resolution import Resolution
from domain.governance.resolution_events import Closed
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal
from domain.membership.agreement import CooperationAgreement
from domain.membership.agreement_events import MemberAdmitted, MemberLeft

Process = Callable[[Any, Any], list[Consequence]]
PROCESSES: Mapping[str, tuple[Process, type[Aggregate]]] = MappingProxyType(
    {
        Closed.TOPIC: (enact_when_adopted, Resolution),
        MemberAdmitted.TOPIC: (extend_contracts_when_admitted, CooperationAgreement),
        MemberLeft.TOPIC: (end_shares_when_left, CooperationAgreement),
    }
)
NAME = "processes"
PROCESS_KEYS = tuple(f"{process.__name__.replace('_', '-')}/" for process, _ in PROCESSES.values())
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
            said = _act(cause, process, f"{ordinal}.said")
            if said.idempotency_key and self._log.done(said.idempotency_key):
                # What came of it stands, even if it would come out otherwise today.
                continue
            follow_up = consequence.then
            try:
                if consequence.command is not None:
                    self._decide(consequence.command, _act(cause, process, f"{ordinal}"))
            except NotDecided:
                raise
            except Refusal as refusal:
                follow_up = consequence.refused(refusal)
            if follow_up is not None:
                self._decide(follow_up, said)


def _act(cause: LogRecord, process: Process, ordinal: str) -> Act:
    name = process.__name__.replace("_", "-")
    return Act(
        actor=f"process {name}",
        on_behalf_of=cause.on_behalf_of,
        correlation=cause.correlation,
        causation=cause.position,
        idempotency_key=f"{name}/{cause.position}/{ordinal}",
    )
