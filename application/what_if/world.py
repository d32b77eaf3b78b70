"""The recorded history played again in another world: facts stand, what follows from them is decided anew.

Facts (documents, readings, ballots, signatures, ...) are recorded as they were, as long as what they rest on is
there. What processes carried out, and every run, is left out and carried out again by the same use cases, at
the same place, by the same persons.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.commands import Command
from application.group import Group
from application.ledger import Ledger
from application.ports import Act, LogRecord
from application.processes.running import NAME as PROCESSES_NAME
from application.processes.running import PROCESS_KEYS, PROCESSES
from application.transcoding import decode
from application.what_if.memory import Instead, NoReadings, SupposedFollowers, SupposedLog
from domain.allocation.allocation_run_events import Prepared
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import Refusal


class Supposition:
    """How one change makes another world; here, how nothing does."""

    as_it_was: Container[UUID] = ()
    """The resolutions whose votes are taken as they were, whoever is a member by then."""
    moved_voters: Iterable[str] = ()
    """The members who are supposed to vote from another day."""

    def order(self, records: Sequence[LogRecord]) -> Sequence[LogRecord]:
        """The records in the order in which they come about."""
        return records

    def withdraws(self, record: LogRecord, event: Event) -> str | None:
        """Why a fact never comes about, when it does not."""
        del record, event
        return None

    def instead(self) -> Mapping[str, Instead]:
        """By stored name, what is recorded instead of an event."""
        return {}

    def before_flows(self, world: World) -> None:
        """What is done before services share what they use of each other."""

    def before_run(self, world: World, run: Prepared) -> None:
        """What is done before that run is prepared."""

    def at_the_end(self, world: World) -> None:
        """What is done, or refused, when all has been played."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """A recorded fact that does not come about, and why."""

    position: int
    stream: UUID
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefusedRun:
    """A run that the rules refuse in the other world: which step, and why."""

    contract: str
    month: str
    step: str
    refusal: Refusal


class World:
    """One hypothetical course of things. Nothing that happens in it is recorded anywhere."""

    def __init__(self, suppositions: Sequence[Supposition]) -> None:
        self.suppositions = suppositions
        self.log = SupposedLog(_together(suppositions))
        self.ledger = Ledger(self.log, self.log)
        none = NoReadings(self.log)
        self._followers = SupposedFollowers()
        self.group = Group(self.ledger, self._followers, none, none)
        self.fallen: list[Fallen] = []
        self.refused_runs: list[RefusedRun] = []
        self.runs: dict[UUID, tuple[str, str]] = {}
        self.recorded_carries: dict[str, Mapping[str, str]] = {}
        self.persons: dict[UUID, list[tuple[LogRecord, Command]]] = {}
        self.given_up: set[UUID] = set()
        self.counted_again: set[UUID] = set()
        self.cast_again: dict[int, LogRecord] = {}

    def begin(self, records: Sequence[LogRecord], note: Mapping[type[Event], Take]) -> None:
        """Let the records stand as they are: what is supposed comes after them, and may rest on what is noted."""
        noted = {kind.TOPIC for kind in note}
        for record in records:
            self.log.now = max(self.log.now, record.recorded_at)
            self.log.append(record.stream, record.topic, record.payload, act_of(record))
            if record.topic in noted:
                event = decode(record.topic, record.payload)
                note[type(event)](self, record, event)
        self._followers.advance(PROCESSES_NAME, len(records))

    def play(self, records: Sequence[LogRecord], take: Mapping[type[Event], Take]) -> None:
        """Let the records come about one after the other; `take` says how, and what is not there is a fact."""
        for supposition in self.suppositions:
            records = supposition.order(records)
        for record in records:
            if _by_a_process(record):
                continue
            event = decode(record.topic, record.payload)
            self.log.now = max(self.log.now, record.recorded_at)
            reason = self._withdrawn(record, event)
            if reason is not None:
                self.falls(record, event, reason)
                continue
            take.get(type(event), take[Event])(self, record, event)
        self.group.follow()
        for supposition in self.suppositions:
            supposition.at_the_end(self)

    def keep(self, record: LogRecord) -> None:
        """Record a fact as it was recorded, and let the processes carry out what it causes."""
        self.log.append(record.stream, record.topic, record.payload, act_of(record))
        if record.topic in PROCESSES:
            self.group.follow()

    def carry_out(self, command: Command, record: LogRecord) -> None:
        """Decide a command by whoever acted then. Raises the Refusal of the rule that it breaks."""
        self.group.carry_out(command, act_of(record))

    def suppose(self, command: Command) -> None:
        """Decide a command that nobody gave. Raises the Refusal of the rule that it breaks."""
        self.group.carry_out(command, _SUPPOSED)

    def record(self, *aggregates: Aggregate) -> None:
        """Record what is supposed and was never decided."""
        self.ledger.record(*aggregates, act=_SUPPOSED)

    def falls(self, record: LogRecord, event: Event, reason: str) -> None:
        """Note a fact that does not come about."""
        self.fallen.append(Fallen(record.position, record.stream, event.sentence(), reason))

    def _withdrawn(self, record: LogRecord, event: Event) -> str | None:
        reasons = (supposition.withdraws(record, event) for supposition in self.suppositions)
        return next((reason for reason in reasons if reason is not None), None)


_SUPPOSED = Act(actor="a supposition")

Take = Callable[[World, LogRecord, Any], None]
"""How a recorded event comes about in another world."""


def act_of(record: LogRecord) -> Act:
    """Who acted when that was recorded, and for whom."""
    return Act(record.actor, record.on_behalf_of, record.correlation)


def _by_a_process(record: LogRecord) -> bool:
    return (record.idempotency_key or "").startswith(PROCESS_KEYS)


def _together(suppositions: Sequence[Supposition]) -> dict[str, list[Instead]]:
    together: dict[str, list[Instead]] = {}
    for supposition in suppositions:
        for topic, rule in supposition.instead().items():
            together.setdefault(topic, []).append(rule)
    return together
