"""The bytes that stand for an event, and the chain of hashes over them: what anybody can compute again.

Eleven fields in this order: position (int8), stream (16 bytes), version (int8), topic, payload, actor,
on_behalf_of, correlation, causation (int8), idempotency_key, recorded_at (int8, microseconds since 1970-01-01
00:00 UTC). Integers are big-endian, texts are UTF-8. Before each field stands its length in bytes as a
big-endian int4; null is the length -1 and nothing more. The store computes the same in SQL when it appends.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from application.ports import LogRecord

START = bytes(32)
"""The hash before the first."""

_NULL = b"\xff\xff\xff\xff"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_length = struct.Struct("!i").pack
_int8 = struct.Struct("!iq").pack
_place = struct.Struct("!iqi16siq").pack


def canonical(record: LogRecord) -> bytes:
    """The canonical form of an event: all that its hash covers but the hash before it.

    >>> from uuid import UUID
    >>> at = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    >>> record = LogRecord(1, UUID(int=2), 3, "é", b"{}", "a", None, None, 7, None, at, b"")
    >>> form = canonical(record)
    >>> form[:32].hex(" ", 4)
    '00000008 00000000 00000001 00000010 00000000 00000000 00000000 00000002'
    >>> form[32:44].hex(" ", 4), form[44:50].hex(" ", -4), form[50:56].hex(" ", -4), form[56:61].hex(" ", -4)
    ('00000008 00000000 00000003', '00000002 c3a9', '00000002 7b7d', '00000001 61')
    >>> form[61:81].hex(" ", 4), form[81:].hex(" ", 4)
    ('ffffffff ffffffff 00000008 00000000 00000007', 'ffffffff 00000008 00000000 000f4240')
    """
    return b"".join(
        (
            _place(8, record.position, 16, record.stream.bytes, 8, record.version),
            _text(record.topic),
            _length(len(record.payload)),
            record.payload,
            _text(record.actor),
            _text(record.on_behalf_of),
            _text(record.correlation),
            _NULL if record.causation is None else _int8(8, record.causation),
            _text(record.idempotency_key),
            _int8(8, (record.recorded_at - _EPOCH) // _MICROSECOND),
        )
    )


def linked(previous: bytes, leaf: bytes) -> bytes:
    """The hash of the event of that leaf, after the hash of the position before it."""
    return sha256(b"\x01" + previous + leaf).digest()


def chained(previous: bytes, form: bytes) -> bytes:
    """The hash of the event of that canonical form, after the hash of the position before it."""
    return linked(previous, sha256(b"\x00" + form).digest())


def _text(field: str | None) -> bytes:
    if field is None:
        return _NULL
    encoded = field.encode()
    return _length(len(encoded)) + encoded
