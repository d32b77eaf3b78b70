"""The group's ledger: the eventsourcing Application over our recorder and payloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder, Mapper

from application.ports import Act, EventLog
from application.transcoding import EventMapper
from domain.kernel.aggregate import Aggregate, DomainEvent

A = TypeVar("A", bound=Aggregate)


class Ledger(Application[UUID]):
    """Finds aggregates by id, and records what they decided in one append."""

    def __init__(self, recorder: ApplicationRecorder, log: EventLog) -> None:
        self._our_recorder = recorder
        self.event_log = log
        super().__init__()

    def construct_recorder(self) -> ApplicationRecorder:
        """The recorder that was given; the library's public way to choose one."""
        return self._our_recorder

    def construct_mapper(self) -> Mapper[UUID]:
        """Our payloads instead of the library's."""
        return EventMapper()

    def find(self, kind: type[A], id: UUID) -> A:
        """The aggregate of that id as its events left it; without events, one that does not exist yet."""
        events = self.events.get(id)
        return kind.replay(id, (e for e in events if isinstance(e, DomainEvent)))

    def record(self, *aggregates: Aggregate, act: Act, expected: Sequence[tuple[UUID, int]] = ()) -> int:
        """Save what these aggregates decided, all or nothing, and return the last position written.

        `expected` are streams that the decision rests on, with the versions that were read: the append is
        refused if one has moved, or one of those that the act names. Nothing decided writes nothing and
        returns the head's position.
        Raises Conflict, InputsMoved, KeyReused, AlreadyDone.
        """
        recordings = self.save(*aggregates, act=act, expected=(*expected, *act.expected))
        return recordings[-1].notification.id if recordings else self.event_log.head().position
