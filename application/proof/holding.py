"""Holding a log against a checkpoint that somebody kept outside, and naming the first event that does not hold.

A root alone tells that something was altered, not what. Whoever also kept the leaves, 32 bytes an event, is told
the first position, and whether the event there was altered, removed, inserted, put in another's place or cut off.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from application.ports import Verification
from application.proof.checkpoints import Checkpoint
from application.proof.log import ProvableLog
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.merkle import HASH_BYTES, leaf_hash, node_hash, root_of_leaves

_LOOK_AHEAD = 1_024
_position = struct.Struct("!q")
_START = bytes(HASH_BYTES)


class Unlike(Refusal):
    """What was signed once is found again, event by event."""

    sentence = "the log is not the one that was signed: {reason}"

    @property
    def position(self) -> int | None:
        """The first position that does not hold, where it can be named."""
        position = self.facts["position"]
        return position if isinstance(position, int) else None


class AnotherLog(Refusal):
    """A checkpoint speaks of one log."""

    sentence = "the checkpoint is of {origin}, and this is {log}"


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody kept: a checkpoint whose signature was verified, and perhaps the leaves behind its root."""

    checkpoint: Checkpoint
    leaves: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse leaves that are not those of the checkpoint. Raises BadInput."""
        if self.leaves is not None and (
            len(self.leaves) != self.checkpoint.size * HASH_BYTES
            or root_of_leaves(self.leaves) != self.checkpoint.root
        ):
            raise BadInput("leaves", "these leaves are not those of the checkpoint: their root is another")


def must_hold(
    found: Verification, leaves: bytes | bytearray, held: Held, log: ProvableLog, name: str
) -> None:
    """Refuse a log that is not what the checkpoint says, from what verifying its chain found.

    `leaves` are those of the log as it stands, up to the first event that is missing. Raises AnotherLog,
    Unlike with the first position (None where a root alone cannot tell it) and the reason.
    """
    kept = held.checkpoint
    if kept.origin != name:
        raise AnotherLog(origin=kept.origin, log=name)
    size = kept.size
    known = len(leaves) // HASH_BYTES
    first = None if held.leaves is None else _first_unlike(leaves, held.leaves)
    if first is not None and (found.first_bad is None or first <= found.first_bad):
        raise Unlike(position=first, reason=_what_happened(first, found.events, held.leaves or b"", log))
    # A head that does not fit the last event says less than the leaves, which are right as far as they go.
    whole = held.leaves is not None and known == found.events
    if found.first_bad is not None and not (whole and known < size):
        raise Unlike(position=found.first_bad, reason=f"{found.reason}")
    if known < size:
        least = "" if held.leaves is not None else "at the latest "
        reason = (
            f"{least}from event {known + 1} on it is cut off: {size} events were signed, {known} are there"
        )
        raise Unlike(position=known + 1, reason=reason)
    of_that_size = memoryview(leaves)[: size * HASH_BYTES]
    if root_of_leaves(of_that_size) != kept.root:
        reason = (
            f"events 1 to {size} have another root; which of them was altered cannot be told from a root "
            "alone, only with the leaves that `tantieme checkpoint sign --with-leaves` keeps"
        )
        raise Unlike(position=None, reason=reason)
    if _chain_over(of_that_size) != kept.chain:
        raise Unlike(position=size, reason=f"the chain at event {size} has another hash than was signed")


def _first_unlike(leaves: bytes | bytearray, held: bytes) -> int | None:
    """The first position, of those in both, whose leaves differ."""
    both = min(len(leaves), len(held))
    if leaves[:both] == held[:both]:
        return None
    low, high = 0, both // HASH_BYTES
    while high - low > 1:
        middle = (low + high) // 2
        if leaves[: middle * HASH_BYTES] == held[: middle * HASH_BYTES]:
            low = middle
        else:
            high = middle
    return low + 1


def _what_happened(first: int, events: int, held: bytes, log: ProvableLog) -> str:
    """In words, what makes the events from `first` on unlike the ones that were signed."""
    forms = log.forms(first - 1, min(events, first + _LOOK_AHEAD))
    for other in range(first + 1, first + len(forms)):
        if _moved(forms[other - first], first) == _leaf(held, first):
            if _moved(forms[0], other) == _leaf(held, other):
                return f"event {first} and event {other} stand in each other's place"
            count = other - first
            return f"{_events(count)} inserted at {first}: what was signed as {first} now stands at {other}"
    for gone in range(1, min(_LOOK_AHEAD, len(held) // HASH_BYTES - first) + 1):
        if forms and _moved(forms[0], first + gone) == _leaf(held, first + gone):
            return f"{_events(gone)} removed at {first}: what was signed as {first + gone} now stands there"
    return f"event {first} is not what was signed: it was altered"


def _events(count: int) -> str:
    return "an event was" if count == 1 else f"{count} events were"


def _leaf(held: bytes, position: int) -> bytes:
    return held[(position - 1) * HASH_BYTES : position * HASH_BYTES]


def _moved(form: bytes, position: int) -> bytes:
    """The leaf that an event would have at another position, which stands behind its length of four bytes."""
    return leaf_hash(form[:4] + _position.pack(position) + form[12:])


def _chain_over(leaves: memoryview) -> bytes:
    tip = _START
    for at in range(0, len(leaves), HASH_BYTES):
        tip = node_hash(tip, leaves[at : at + HASH_BYTES])
    return tip
