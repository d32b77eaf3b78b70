"""The library's application recorder over one group's log: appends in one round trip, reads by position."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    Notification,
    StoredEvent,
)
from psycopg.rows import args_row
from psycopg.sql import SQL, Identifier
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool

from application import errors
from application.ports import Act
from infrastructure.postgres.arrays import byteas, int8s, texts, uuids
from infrastructure.postgres.migrations import checked_schema, in_schema
from infrastructure.postgres.pool import Answer, one_statement, tried

_UNKNOWN = Act(actor="unknown")
_MOST_EVENTS = 5_000
_MOST_BYTES = 2_000_000
_LOWEST, _HIGHEST = Int8(-(2**63)), Int8(2**63 - 1)
_LISTEN_SECONDS = 0.1


class Conflict(errors.Conflict, IntegrityError):
    """Somebody else recorded first in the same stream: a refusal to us, an integrity error to the library."""


class PostgresRecorder(ApplicationRecorder):
    """Records and reads the events of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self.pool = pool
        self.channel = f"{checked_schema(schema)}_events"
        self._append = in_schema(schema, f"select {{}}.append_events({', '.join(['%b'] * 13)})")
        stream = (
            "select originator_id, originator_version, topic, payload from {}.events"
            " where originator_id = %b and originator_version > %b and originator_version <= %b"
            " order by originator_version"
        )
        self._stream = in_schema(schema, f"{stream} limit %b")
        self._stream_backwards = in_schema(schema, f"{stream} desc limit %b")
        log = (
            "select originator_id, originator_version, topic, payload, position from {}.events"
            " where position > %b and position <= %b"
        )
        self._log = in_schema(schema, f"{log} order by position limit %b")
        self._log_of_topics = in_schema(schema, f"{log} and topic = any(%b) order by position limit %b")
        self._last = in_schema(schema, "select nullif(position, 0) from {}.head")

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        act: Act | None = None,
        expected: Sequence[tuple[UUID, int]] = (),
        **_: Any,
    ) -> Sequence[int]:
        """Append all of the events or none, and return their positions, which follow one another.

        `expected` are streams that the decision rests on, with the versions that were read (0 for a stream
        without events). A lost connection is followed by one retry where the act has an idempotency key:
        then AlreadyDone tells that the first try had reached the log after all.

        Raises AlreadyDone; refuses with KeyReused, InputsMoved, Conflict or DatabaseUnreachable.
        """
        if not stored_events:
            return []
        act = act or _UNKNOWN
        first = self._tried(
            lambda: self._appended(stored_events, act, expected), repeatable=act.idempotency_key is not None
        )
        return list(range(first, first + len(stored_events)))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a stream with versions above `gt` and up to `lte`, in order or backwards."""
        bounds = (_LOWEST if gt is None else Int8(gt), _HIGHEST if lte is None else Int8(lte))
        statement = self._stream_backwards if desc else self._stream
        return self._read(statement, (_uuid(originator_id), *bounds, _int8(limit)), StoredEvent)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Up to `limit` events of the log from position `start` to `stop`, of these topics (none: of all)."""
        after = 0 if start is None else start - inclusive_of_start
        bounds = (Int8(after), _HIGHEST if stop is None else Int8(stop))
        if topics:
            parameters = (*bounds, list(topics), Int8(limit))
            return self._read(self._log_of_topics, parameters, Notification)
        return self._read(self._log, (*bounds, Int8(limit)), Notification)

    def max_notification_id(self) -> int | None:
        """The last position of the log, or None when it is empty."""
        [last] = self._read(self._last, (), _itself)
        return last

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        """The events with positions above `gt`, as they come; the iterator waits for new ones."""
        return LogSubscription(self, gt, topics)

    def _appended(
        self, stored_events: Sequence[StoredEvent], act: Act, expected: Sequence[tuple[UUID, int]]
    ) -> int:
        batches = list(_batches(stored_events))
        with one_statement(self.pool) as connection:
            if len(batches) == 1 and act.at_head is None:
                return self._call(connection, batches[0], act, expected)
            with connection.transaction():
                first = self._call(connection, batches[0], act, expected)
                if act.at_head is not None and first != act.at_head + 1:
                    # The head row is locked by now; leaving with an error undoes the append.
                    raise errors.InputsMoved(streams="the log")
                for batch in batches[1:]:
                    self._call(connection, batch, act, (), continued=True)
                return first

    def _call(
        self,
        connection: psycopg.Connection[Any],
        batch: Sequence[StoredEvent],
        act: Act,
        expected: Sequence[tuple[UUID, int]],
        *,
        continued: bool = False,
    ) -> int:
        parameters = (
            uuids(_uuid(event.originator_id) for event in batch),
            int8s(event.originator_version for event in batch),
            texts(event.topic for event in batch),
            byteas(event.state for event in batch),
            act.actor,
            act.on_behalf_of,
            act.correlation,
            _int8(act.causation),
            act.idempotency_key,
            act.digest or b"",
            uuids(stream for stream, _ in expected) if expected else None,
            int8s(version for _, version in expected) if expected else None,
            continued,
        )
        [(first,)] = connection.execute(self._append, parameters, prepare=True, binary=True).fetchall()
        return int(first)

    def _read(self, statement: bytes, parameters: Sequence[Any], of: Callable[..., Answer]) -> list[Answer]:
        def read() -> list[Answer]:
            with (
                one_statement(self.pool) as connection,
                connection.cursor(binary=True, row_factory=args_row(of)) as cursor,
            ):
                return cursor.execute(statement, parameters, prepare=True).fetchall()

        return self._tried(read, repeatable=True)

    def _tried(self, work: Callable[[], Answer], *, repeatable: bool) -> Answer:
        try:
            return tried(self.pool, work, repeatable=repeatable)
        except psycopg.Error as error:
            raise _translated(error) from error


class LogSubscription(ListenNotifySubscription[PostgresRecorder]):
    """Reads the log as it grows; a connection of its own listens, so the pool keeps all of its own."""

    def __init__(self, recorder: PostgresRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._listener = Thread(target=self._listen, name=f"listen {recorder.channel}")
        self._listener.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        """Stop, and wait for both threads to end."""
        super().__exit__(*args, **kwargs)
        self._listener.join()

    def _listen(self) -> None:
        try:
            with psycopg.connect(str(self._recorder.pool.conninfo), autocommit=True) as connection:
                channel = self._recorder.channel
                connection.execute(SQL("listen {}").format(Identifier(channel)))
                # Appends are announced from here on; what was recorded before was not announced to us.
                connection.execute("select pg_advisory_lock_shared(hashtextextended(%s, 0))", (channel,))
                self._has_been_notified.set()
                while not self._has_been_stopped:
                    for _ in connection.notifies(timeout=_LISTEN_SECONDS, stop_after=1):
                        self._has_been_notified.set()
        except psycopg.Error as error:
            self._thread_error = self._thread_error or _translated(error)
            self.stop()


def _batches(events: Sequence[StoredEvent]) -> Iterator[Sequence[StoredEvent]]:
    """The events in parts that neither we nor the server must hold in memory as a whole."""
    start = size = 0
    for place, event in enumerate(events):
        if place - start == _MOST_EVENTS or (size and size + len(event.state) > _MOST_BYTES):
            yield events[start:place]
            start, size = place, 0
        size += len(event.state)
    yield events[start:]


def _int8(number: int | None) -> Int8 | None:
    """Always the same type, whatever the size, so that the prepared statement is always the same."""
    return None if number is None else Int8(number)


def _uuid(id: UUID | str) -> UUID:
    return id if isinstance(id, UUID) else UUID(id)


def _itself(position: int | None) -> int | None:
    return position


_LIBRARY_ERRORS: Sequence[tuple[type[psycopg.Error], type[persistence.PersistenceError]]] = tuple(
    (getattr(psycopg, name), getattr(persistence, name))
    for name in (
        *("InterfaceError", "OperationalError", "DataError", "IntegrityError", "InternalError"),
        *("ProgrammingError", "NotSupportedError", "DatabaseError"),
    )
)


def _translated(error: psycopg.Error) -> Exception:
    """What the application or the library calls that error."""
    match error.sqlstate:
        case "TA001":
            return errors.AlreadyDone(**json.loads(error.diag.message_detail or ""))
        case "TA002":
            return errors.KeyReused(**json.loads(error.diag.message_detail or ""))
        case "TA003":
            streams = json.loads(error.diag.message_detail or "")["streams"]
            return errors.InputsMoved(streams=", ".join(streams))
        case "23505":
            return Conflict()
    for theirs, ours in _LIBRARY_ERRORS:
        if isinstance(error, theirs):
            return ours(str(error))
    return persistence.PersistenceError(str(error))
