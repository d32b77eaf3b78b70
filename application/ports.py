"""What the application needs from outside, as protocols; infrastructure fulfils them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from application.errors import NotSpokenFor
from domain.kernel.identity import normal_code

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, for whom and why: the typed columns beside the payload of every event of a save.

    `actor` is the opaque id of a person or the name of a process, never a person's name. `causation` is
    the position of the event that caused the command, and `correlation` names the command at the root.
    `idempotency_key` stands for one command, whose canonical form `digest` is the sha256 of.

    Who decides on what was read may say so: `expected` are streams at the versions that were read, `at_head`
    is the position of the log. If one has moved, nothing is recorded. Neither is kept beside the event.
    """

    actor: str
    on_behalf_of: str | None = None
    correlation: str | None = None
    causation: int | None = None
    idempotency_key: str | None = None
    digest: bytes | None = None
    expected: tuple[tuple[UUID, int], ...] = ()
    at_head: int | None = None

    def must_speak_for(self, member: str) -> None:
        """Refuse what is done on behalf of one member in the name of another."""
        if self.on_behalf_of is not None and normal_code(self.on_behalf_of) != normal_code(member):
            raise NotSpokenFor(on_behalf_of=self.on_behalf_of, member=member)


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One event as it is stored, with its place in the group's log and the columns that the chain covers."""

    position: int
    stream: UUID
    version: int
    topic: str
    payload: bytes
    actor: str
    on_behalf_of: str | None
    correlation: str | None
    causation: int | None
    idempotency_key: str | None
    recorded_at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a group's log: how many events it holds and the hash that covers them all."""

    position: int
    hash: bytes
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """What an idempotency key stood for: the command's digest and the positions it wrote."""

    digest: bytes
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying the chain found: `first_bad` is the first position that does not hold, or None."""

    events: int
    head_hash: bytes
    first_bad: int | None
    reason: str | None


class EventLog(Protocol):
    """A group's log, read in the order of positions, which have no gaps."""

    def head(self) -> Head:
        """The end of the log."""
        ...

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> Sequence[LogRecord]:
        """Up to `limit` records with positions above `after`, of these topics (none given: of all)."""
        ...

    def stream(
        self, after: int = 0, upto: int | None = None, batch: int = 5000
    ) -> Iterator[Sequence[LogRecord]]:
        """All records in batches, without holding more than one batch in memory."""
        ...

    def position_at(self, instant: datetime) -> int:
        """The last position recorded at or before that instant; 0 when there is none."""
        ...

    def done(self, key: str) -> Done | None:
        """What was done under that idempotency key."""
        ...

    def versions(self, streams: Sequence[UUID], at: int | None = None) -> Mapping[UUID, int]:
        """The version of each of these streams that exists, at a position or at the head, in one round trip."""
        ...

    def verify(self, progress: Progress | None = None, leaves: bytearray | None = None) -> Verification:
        """Recompute the chain from the first event to the head; `leaves` are filled when they are wanted."""
        ...


Row = Mapping[str, Any]


class ViewRows(Protocol):
    """The rows of the read models as they held at a position."""

    def rows(self, table: str, at: int, **where: object) -> Sequence[Row]:
        """The rows of that table that held at position `at` and whose columns equal `where`.

        A list, tuple or set as a value of `where` means any of these, None means null. Rows come in key order.
        """
        ...


class People(Protocol):
    """Who the opaque ids of persons are: kept outside the log, so that it can be erased."""

    def identify(self, name: str) -> str:
        """The opaque id of the person of that name, given on first use."""
        ...

    def names(self) -> Mapping[str, str]:
        """The name of each person by opaque id; erased persons are absent."""
        ...


class Followers(Protocol):
    """Up to which position each follower of the log has come."""

    def position(self, name: str) -> int:
        """How far that follower has come; 0 at first."""
        ...

    def advance(self, name: str, position: int) -> None:
        """Note how far it has come; it never goes back."""
        ...

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Follow alone: another that follows under the same name waits."""
        ...


class Readings(ViewRows, Protocol):
    """The views of a group: kept up with the log, and asked as of a position."""

    def follow(self) -> int:
        """Bring all views up to the head of the log; returns the position they are at."""
        ...

    def position(self) -> int:
        """The position that all views have reached."""
        ...
