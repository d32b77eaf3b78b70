"""Arrays in PostgreSQL's own binary form. The driver's way to one costs a single append 30 µs more."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_UUID, _INT8, _TEXT, _BYTEA = 2950, 20, 25, 17
_header = struct.Struct("!iiIii").pack
_length = struct.Struct("!i").pack
_int8 = struct.Struct("!q").pack


class Packed(bytes):
    """A value as it is sent; its type is that of the parameter of the function that it is passed to."""


class _PackedDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


psycopg.adapters.register_dumper(Packed, _PackedDumper)


def uuids(ids: Iterable[UUID]) -> Packed:
    """A uuid[]."""
    return _array(_UUID, [one.bytes for one in ids])


def int8s(numbers: Iterable[int]) -> Packed:
    """A bigint[]."""
    return _array(_INT8, [_int8(number) for number in numbers])


def texts(strings: Iterable[str]) -> Packed:
    """A text[]."""
    return _array(_TEXT, [string.encode() for string in strings])


def byteas(strings: Iterable[bytes]) -> Packed:
    """A bytea[]."""
    return _array(_BYTEA, list(strings))


def _array(element_oid: int, elements: list[bytes]) -> Packed:
    """One dimension, counted from 1, without nulls."""
    parts = [_header(1, 0, element_oid, len(elements), 1)]
    for element in elements:
        parts.append(_length(len(element)))
        parts.append(element)
    return Packed(b"".join(parts))
