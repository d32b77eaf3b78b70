"""A command under an idempotency key: one effect, and the same answer however often it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from application.commands import Command
from application.errors import KeyReused, NotDecided
from application.group import Group
from application.ports import Act
from domain.kernel.errors import Refusal


class Moved(NotDecided):
    """What was decided on what was read is refused when that has changed since."""

    sentence = "what this was decided on has changed since it was read; read it again, then decide"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The positions that a command wrote; `first` is None when it had nothing to decide."""

    first: int | None
    last: int


class Undecided(Protocol):
    """Commands under a key that had nothing to decide, and so left no trace in the log."""

    def find(self, key: str) -> tuple[bytes, int] | None:
        """The digest of the command under that key, and the position that it was answered with."""
        ...

    def note(self, key: str, digest: bytes, position: int) -> tuple[bytes, int]:
        """Keep it, unless another was faster; returns what is kept."""
        ...


def carry_out_once(group: Group, undecided: Undecided, command: Command, act: Act) -> Outcome:
    """Carry out a command whose act has a key; the act may say what it was decided on.

    Raises Moved, KeyReused, and the Refusal of the rule that it breaks.
    """
    digest = command.digest()
    known = answered(group, undecided, act, digest)
    if known is not None:
        return known
    try:
        must_stand(group, act)
        position = group.carry_out(command, act)
    except Moved:
        raise
    except Refusal:
        # Whoever was faster may have changed what it was decided on, and with it which rule refuses.
        must_stand(group, act)
        raise
    return settled(group, undecided, act, digest, position)


def answered(group: Group, undecided: Undecided, act: Act, digest: bytes) -> Outcome | None:
    """What was answered under the act's key before, if it was. Raises KeyReused."""
    key = act.idempotency_key or ""
    done, noted = group.ledger.event_log.done(key), undecided.find(key)
    if done is not None:
        _must_be_same(key, done.digest, digest)
        return Outcome(done.first, done.last)
    if noted is not None:
        _must_be_same(key, noted[0], digest)
        return Outcome(None, noted[1])
    return None


def settled(group: Group, undecided: Undecided, act: Act, digest: bytes, position: int) -> Outcome:
    """The answer to what was carried out just now, and from now on under this key. Raises KeyReused."""
    key = act.idempotency_key or ""
    done = group.ledger.event_log.done(key)
    if done is not None:
        return Outcome(done.first, done.last)
    kept, at = undecided.note(key, digest, position)
    _must_be_same(key, kept, digest)
    return Outcome(None, at)


def keyed(act: Act, key: str) -> Act:
    """The act under a key of its actor's: one person's keys say nothing about another's."""
    return replace(act, idempotency_key=f"{act.actor} {key}")


def _must_be_same(key: str, known: bytes, digest: bytes) -> None:
    if known != digest:
        raise KeyReused(key=key.partition(" ")[2] or key)


def must_stand(group: Group, act: Act) -> None:
    """Refuse an act when what it was decided on has moved. Raises Moved."""
    log = group.ledger.event_log
    if act.at_head is not None and log.head().position != act.at_head:
        raise Moved()
    versions = log.versions([stream for stream, _ in act.expected])
    if any(versions.get(stream, 0) != version for stream, version in act.expected):
        raise Moved()
