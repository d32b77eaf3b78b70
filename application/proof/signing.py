"""Signing what a log holds: only after all of it was verified, and after what was signed before."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports import EventLog, Progress, Verification
from application.proof.checkpoints import ORIGIN, Checkpoint
from application.proof.holding import Held, must_hold
from application.proof.log import ProvableLog
from domain.kernel.errors import Refusal
from domain.kernel.merkle import root_of_leaves


class Altered(Refusal):
    """A chain that does not hold is the worst news a ledger can give."""

    sentence = "the chain does not hold from position {position} on: {reason}"


class NothingToSign(Refusal):
    """A checkpoint says of some events that they were there."""

    sentence = "the log of {group} is empty: there is nothing to sign yet"


@dataclass(frozen=True, slots=True)
class Read:
    """A log that was read from end to end: what verifying found, and its leaves."""

    origin: str
    found: Verification
    leaves: bytearray


def origin_of(group: str) -> str:
    """How checkpoints name the log of a group."""
    return f"{ORIGIN}{group}"


def read_through(
    log: EventLog, tree: ProvableLog, group: str, held: Held | None = None, progress: Progress | None = None
) -> Read:
    """Recompute the whole chain, and hold it against what was kept outside.

    Raises Altered where the chain does not hold, Unlike where the log is not the one that was signed,
    AnotherLog where the checkpoint is of another group.
    """
    leaves = bytearray()
    found = log.verify(progress, leaves)
    if held is not None:
        must_hold(found, leaves, held, tree, origin_of(group))
    if found.first_bad is not None:
        raise Altered(position=found.first_bad, reason=found.reason)
    return Read(origin_of(group), found, leaves)


def checkpoint_of(log: EventLog, tree: ProvableLog, read: Read) -> Checkpoint:
    """What can be signed of a log that was read through. Raises NothingToSign."""
    size = read.found.events
    if not size:
        raise NothingToSign(group=read.origin.removeprefix(ORIGIN))
    tree.keep(read.leaves)
    [last] = log.read(size - 1, 1)
    root = root_of_leaves(read.leaves)
    return Checkpoint(read.origin, size, root, read.found.head_hash, last.recorded_at)
