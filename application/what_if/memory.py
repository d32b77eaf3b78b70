"""A log that is only supposed: it is kept in memory, has no chain, and nothing of it reaches a database.

The library's in-memory recorder keeps the streams; beside it stand the same columns that a stored event has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder

from application import errors
from application.ports import Act, Done, Head, LogRecord, Progress, Row, Verification
from application.transcoding import decode, encode
from domain.kernel.aggregate import Event

Instead = Callable[[UUID, Event], Event]
"""What is recorded in a stream instead of an event; mostly the event itself."""
_NO_HASH = b""
_UNKNOWN = Act(actor="unknown")


class SupposedLog(POPOApplicationRecorder):
    """Recorder and `EventLog` in one. `instead` says by stored name which events are recorded otherwise."""

    def __init__(self, instead: Mapping[str, Sequence[Instead]]) -> None:
        super().__init__()
        self.now = datetime.min.replace(tzinfo=UTC)
        self._instead = instead
        self._records: list[LogRecord] = []
        self._versions: dict[UUID, int] = {}
        self._done: dict[str, Done] = {}

    def append(self, stream: UUID, topic: str, payload: bytes, act: Act) -> None:
        """Record a fact as it was recorded before, at the next place of its stream."""
        event = StoredEvent(stream, self._versions.get(stream, 0) + 1, topic, payload)
        self.insert_events([event], act=act)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        act: Act = _UNKNOWN,
        expected: Sequence[tuple[UUID, int]] = (),
        **_: Any,
    ) -> Sequence[int]:
        """Append all or none, and refuse with InputsMoved or Conflict as the real log does."""
        moved = [stream for stream, version in expected if self._versions.get(stream, 0) != version]
        if moved:
            raise errors.InputsMoved(streams=", ".join(map(str, moved)))
        taken = [self._otherwise(event) for event in stored_events]
        try:
            positions = self._insert_events(taken) or []
        except IntegrityError:
            raise errors.Conflict() from None
        for position, event in zip(positions, taken, strict=True):
            self._keep(position, event, act)
        if act.idempotency_key and positions:
            self._done[act.idempotency_key] = Done(act.digest or b"", positions[0], positions[-1])
        return positions

    def amend(self, stream: UUID, version: int, event: Event) -> None:
        """Let a stream say something else from now on: nobody but the one who supposes reads this log."""
        place = self._stored_events_index[str(stream)][version]
        self._stored_events[place] = StoredEvent(stream, version, event.TOPIC, encode(event))
        self._records[place] = replace(self._records[place], payload=encode(event))

    def exists(self, stream: UUID) -> bool:
        """Whether anything has happened in that stream."""
        return stream in self._versions

    def head(self) -> Head:
        """The end of the log; it has no hash."""
        return Head(len(self._records), _NO_HASH, self.now)

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> Sequence[LogRecord]:
        """Up to `limit` records with positions above `after`, of these topics (none given: of all)."""
        found = []
        for place in range(after, len(self._records)):
            if not topics or self._records[place].topic in topics:
                found.append(self._records[place])
                if len(found) == limit:
                    break
        return found

    def stream(
        self, after: int = 0, upto: int | None = None, batch: int = 5000
    ) -> Iterator[Sequence[LogRecord]]:
        """All records in batches."""
        last = len(self._records) if upto is None else upto
        for start in range(after, last, batch):
            yield self._records[start : min(start + batch, last)]

    def position_at(self, instant: datetime) -> int:
        """The last position recorded at or before that instant."""
        return sum(1 for record in self._records if record.recorded_at <= instant)

    def done(self, key: str) -> Done | None:
        """What was done under that idempotency key."""
        return self._done.get(key)

    def versions(self, streams: Sequence[UUID], at: int | None = None) -> Mapping[UUID, int]:
        """The version of each of these streams that exists, as of a position if one is named."""
        if at is None:
            return {stream: self._versions[stream] for stream in streams if stream in self._versions}
        wanted = set(streams)
        return {r.stream: r.version for r in self._records if r.stream in wanted and r.position <= at}

    def verify(self, progress: Progress | None = None, leaves: bytearray | None = None) -> Verification:
        """What is only supposed has no chain."""
        raise AssertionError("a supposed log has no chain that could be verified")

    def _otherwise(self, event: StoredEvent) -> StoredEvent:
        rules = self._instead.get(event.topic, ())
        if not rules:
            return event
        stream, said = _uuid(event), decode(event.topic, event.state)
        for rule in rules:
            said = rule(stream, said)
        return StoredEvent(stream, event.originator_version, said.TOPIC, encode(said))

    def _keep(self, position: int, event: StoredEvent, act: Act) -> None:
        stream = _uuid(event)
        self._versions[stream] = event.originator_version
        columns = (act.actor, act.on_behalf_of, act.correlation, act.causation, act.idempotency_key)
        at = (position, stream, event.originator_version, event.topic, event.state)
        self._records.append(LogRecord(*at, *columns, self.now, _NO_HASH))


class SupposedFollowers:
    """The `Followers` of a supposed log."""

    def __init__(self) -> None:
        self._positions: dict[str, int] = {}

    def position(self, name: str) -> int:
        """How far that follower has come; 0 at first."""
        return self._positions.get(name, 0)

    def advance(self, name: str, position: int) -> None:
        """Note how far it has come; it never goes back."""
        self._positions[name] = max(position, self._positions.get(name, 0))

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Nobody else follows a supposed log."""
        yield


class NoReadings:
    """The `Readings` and `People` of a supposed group: nobody asks them, what was posted is read off the log."""

    def __init__(self, log: SupposedLog) -> None:
        self._log = log

    def follow(self) -> int:
        """There is nothing to bring up."""
        return self._log.head().position

    def position(self) -> int:
        """The head of the log."""
        return self._log.head().position

    def rows(self, table: str, at: int, **where: object) -> Sequence[Row]:
        """A supposed group has no views."""
        self._not_asked()

    def identify(self, name: str) -> str:
        """Whom the recorded history names has an opaque id already."""
        self._not_asked()

    def names(self) -> Mapping[str, str]:
        """Names are asked of the real group."""
        self._not_asked()

    def _not_asked(self) -> NoReturn:
        raise AssertionError("a supposed group answers no questions")


def _uuid(event: StoredEvent) -> UUID:
    stream = event.originator_id
    if not isinstance(stream, UUID):
        raise AssertionError("streams are known by UUIDs")
    return stream
