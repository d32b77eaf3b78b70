"""Recompute the chain of a group's log, from the first event to the head, in Python.

The canonical form of an event (see canonical.py) is PostgreSQL's binary form of the row without its hash. So
the rows are hashed as they leave the server, and nothing of a tampered row has to be understood to be caught.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import sha256

from psycopg import Copy
from psycopg_pool import ConnectionPool

from application.ports import Head, Progress, Verification
from infrastructure.postgres.canonical import START, linked
from infrastructure.postgres.migrations import in_schema

_ROWS = (
    "copy (select position, originator_id, originator_version, topic, payload, actor, on_behalf_of,"
    " correlation, causation, idempotency_key,"
    " case when isfinite(recorded_at) then (extract(epoch from recorded_at) * 1000000)::bigint end, hash"
    " from {}.events order by position) to stdout (format binary)"
)
_BATCH = 5_000

# A binary copy begins with a signature, four bytes of flags and four of the length of an extension that
# nobody has yet made. Each row begins with the number of its fields; what stands there at the end is -1.
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
_BEGINNING = len(_SIGNATURE) + 8
_FIELDS = struct.pack("!h", 12)
_position = struct.Struct("!2xiq").unpack_from
_HASH_LENGTH = struct.pack("!i", 32)


def verify(
    pool: ConnectionPool, schema: str, progress: Progress | None = None, leaves: bytearray | None = None
) -> Verification:
    """The first position that does not hold, if any, and why, in one snapshot of the log.

    Appends may go on meanwhile; they are not seen. Who rewrites every later hash and the head as well can
    only be caught by comparing with what was kept elsewhere: `leaves`, when they are wanted, are filled with
    the leaf of each event as it stands, up to the first that is missing.
    """
    with pool.connection() as connection, connection.cursor(binary=True) as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute(in_schema(schema, "select position, hash, recorded_at from {}.head"))
        row = cursor.fetchone()
        head = Head(*row) if row else Head(0, START, None)
        try:
            with cursor.copy(in_schema(schema, _ROWS)) as copy:
                _check(_rows(copy), head, progress, leaves)
        except _DoesNotHold as found:
            return Verification(head.position, head.hash, found.position, found.reason)
        return Verification(head.position, head.hash, None, None)


class _DoesNotHold(Exception):
    """Raised rather than returned: the driver then stops the copy, which may have much still to send."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason


def _check(rows: Iterator[bytes], head: Head, progress: Progress | None, leaves: bytearray | None) -> None:
    last, tip = 0, START
    for row in rows:
        _, position = _position(row)
        if last == head.position:
            reason = f"event {position} stands beyond the head, which counts {head.position} events"
            raise _DoesNotHold(position, reason)
        if position != last + 1:
            raise _DoesNotHold(last + 1, f"event {last + 1} is missing: after {last} comes {position}")
        leaf = sha256(b"\x00" + row[2:-36]).digest()
        if leaves is not None:
            leaves += leaf
        tip = linked(tip, leaf)
        if row[-36:] != _HASH_LENGTH + tip:
            reason = f"event {position} is not what was recorded: its hash does not fit its content"
            raise _DoesNotHold(position, reason)
        last = position
        if progress and last % _BATCH == 0:
            progress(last, head.position)
    if last != head.position:
        reason = f"event {last + 1} is missing: the head counts {head.position} events"
        raise _DoesNotHold(last + 1, reason)
    if tip != head.hash:
        raise _DoesNotHold(last, f"the hash of event {last} is not the one that the head keeps")
    if progress:
        progress(last, head.position)


def _rows(copy: Copy) -> Iterator[bytes]:
    """The rows as the server sends them, always one in a message; the first follows the beginning."""
    for message in copy:
        row = bytes(message)
        if row.startswith(_SIGNATURE):
            row = row[_BEGINNING:]
        if row.startswith(_FIELDS):
            yield row
