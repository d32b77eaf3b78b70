"""A group's log as it is read, and the names of the persons that it knows by opaque ids only."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from psycopg.rows import TupleRow, args_row
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool

from application.ports import Done, Head, LogRecord, Progress, Verification
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.sentences import Sentence
from infrastructure.postgres.arrays import uuids
from infrastructure.postgres.migrations import checked_schema, in_schema
from infrastructure.postgres.pool import one_statement, tried
from infrastructure.postgres.verification import verify

_HIGHEST = Int8(2**63 - 1)
MAX_NAME_LENGTH = 200


class PostgresEventLog:
    """The `EventLog` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._schema = checked_schema(schema)
        read = (
            "select position, originator_id, originator_version, topic, payload, actor, on_behalf_of,"
            " correlation, causation, idempotency_key, recorded_at, hash from {}.events"
            " where position > %b and position <= %b"
        )
        self._read = in_schema(schema, f"{read} order by position limit %b")
        self._read_topics = in_schema(schema, f"{read} and topic = any(%b) order by position limit %b")
        self._head = in_schema(schema, "select position, hash, recorded_at from {}.head")
        self._position_at = in_schema(schema, "select {}.position_at(%b)")
        self._done = in_schema(
            schema, "select digest, first_position, last_position from {}.commands where idempotency_key = %b"
        )
        self._versions = in_schema(
            schema,
            "select stream, (select max(originator_version) from {}.events where originator_id = stream)"
            " from unnest(%b::uuid[]) as stream",
        )
        self._versions_at = in_schema(
            schema,
            "select stream, (select max(originator_version) from {}.events"
            " where originator_id = stream and position <= %b) from unnest(%b::uuid[]) as stream",
        )

    def head(self) -> Head:
        """The end of the log."""
        [row] = self._rows(self._head)
        return Head(*row)

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> Sequence[LogRecord]:
        """Up to `limit` records with positions above `after`, of these topics (none given: of all)."""
        return self._records(after, None, limit, topics)

    def stream(
        self, after: int = 0, upto: int | None = None, batch: int = 5000
    ) -> Iterator[Sequence[LogRecord]]:
        """All records in batches, without holding more than one batch in memory."""
        while records := self._records(after, upto, batch):
            yield records
            if len(records) < batch:
                return
            after = records[-1].position

    def position_at(self, instant: datetime) -> int:
        """The last position recorded at or before that instant, which names its time zone; 0 when none is."""
        [(position,)] = self._rows(self._position_at, instant)
        return int(position)

    def done(self, key: str) -> Done | None:
        """What was done under that idempotency key."""
        rows = self._rows(self._done, key)
        return Done(*rows[0]) if rows else None

    def versions(self, streams: Sequence[UUID], at: int | None = None) -> Mapping[UUID, int]:
        """The version of each of these streams that exists, at a position or at the head, in one round trip."""
        if not streams:
            return {}
        if at is None:
            rows = self._rows(self._versions, uuids(streams))
        else:
            rows = self._rows(self._versions_at, Int8(at), uuids(streams))
        return {stream: version for stream, version in rows if version}

    def verify(self, progress: Progress | None = None, leaves: bytearray | None = None) -> Verification:
        """Recompute the chain from the first event to the head; `leaves` are filled when they are wanted."""
        return verify(self._pool, self._schema, progress, leaves)

    def _records(
        self, after: int, upto: int | None, limit: int, topics: Sequence[str] = ()
    ) -> Sequence[LogRecord]:
        bounds = (Int8(after), _HIGHEST if upto is None else Int8(upto))

        def records() -> Sequence[LogRecord]:
            with (
                one_statement(self._pool) as connection,
                connection.cursor(binary=True, row_factory=args_row(LogRecord)) as cursor,
            ):
                if topics:
                    cursor.execute(self._read_topics, (*bounds, list(topics), Int8(limit)), prepare=True)
                else:
                    cursor.execute(self._read, (*bounds, Int8(limit)), prepare=True)
                return cursor.fetchall()

        return tried(self._pool, records)

    def _rows(self, statement: bytes, *parameters: object) -> Sequence[TupleRow]:
        def rows() -> Sequence[TupleRow]:
            with one_statement(self._pool) as connection:
                return connection.execute(statement, parameters, prepare=True, binary=True).fetchall()

        return tried(self._pool, rows)


class PostgresPeople:
    """The `People` of one group: random ids and the names behind them, which can be erased."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._add = in_schema(
            schema, "insert into {}.people (id, name) values (%s, %s) on conflict do nothing"
        )
        self._find = in_schema(schema, "select id from {}.people where lower(name) = lower(%s)")
        self._names = in_schema(
            schema, "select id, name from {}.people where name is not null order by name, id"
        )
        self._erase = in_schema(
            schema, "update {}.people set name = null, erased_at = now() where id = %s and name is not null"
        )

    def identify(self, name: str) -> str:
        """The opaque id of the person of that name, given on first use. Raises BadInput."""
        kept = _checked_name(name)
        with one_statement(self._pool) as connection:
            while not (row := connection.execute(self._find, (kept,)).fetchone()):
                # Who comes second in a race finds the id that the first one gave.
                connection.execute(self._add, (f"person-{secrets.token_hex(8)}", kept))
            return str(row[0])

    def names(self) -> Mapping[str, str]:
        """The name of each person by opaque id; erased persons are absent."""
        with one_statement(self._pool) as connection:
            return dict(connection.execute(self._names).fetchall())

    def erase(self, id: str) -> None:
        """Forget the name; the id stays in the log and stands for nobody. Raises NotFound."""
        with one_statement(self._pool) as connection:
            if connection.execute(self._erase, (id,)).rowcount == 0:
                raise NotFound(kind="person", code=id)


def _checked_name(name: str) -> str:
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept or len(kept) > MAX_NAME_LENGTH:
        raise BadInput(
            "name", Sentence("a name has 1 to {max_name_length} characters", max_name_length=MAX_NAME_LENGTH)
        )
    if not kept.isprintable():
        raise BadInput("name", "a name has no control characters")
    return kept
