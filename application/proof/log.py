"""What a proof needs of a group's log, as a protocol; infrastructure fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from application.ports import LogRecord


class ProvableLog(Protocol):
    """A group's log as the leaves of a tree: the leaf of position 1 stands at index 0."""

    def node(self, level: int, place: int) -> bytes:
        """The root of a complete part of the tree, as the log stands now."""
        ...

    def forms(self, after: int, upto: int) -> Sequence[bytes]:
        """The canonical forms of the events above `after` and up to `upto`, in order of positions."""
        ...

    def of_streams(self, streams: Sequence[UUID], upto: int) -> Sequence[tuple[LogRecord, bytes]]:
        """The events of these streams up to a position, each with its canonical form, in order of positions."""
        ...

    def keep(self, leaves: bytes | bytearray) -> None:
        """Keep what makes later proofs quick, from all leaves of the log; nothing is kept where none may be."""
        ...
