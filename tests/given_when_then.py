"""Given events, when something is decided, then these events follow, or it is refused and nothing does.

    given(Resolution, resolution_id("Coo", "1"), tabled, opened)
        .when(lambda resolution: resolution.cast_ballot("Aval", Choice.FOR, "Aval", day))
        .then(BallotCast("Aval", "for", "Aval", False, "2026-03-31"))

Each outcome is also held against a replay: what was decided and what its events fold to are one state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from uuid import UUID

import pytest

from domain.kernel.aggregate import Aggregate, DomainEvent, Event
from domain.kernel.errors import Refusal

A = TypeVar("A", bound=Aggregate)


class Given(Generic[A]):
    """An aggregate as its events left it, about to decide something."""

    def __init__(self, kind: type[A], id: UUID, *events: Event) -> None:
        self._kind, self._id, self._events = kind, id, events

    def aggregate(self) -> A:
        """The aggregate as these events left it."""
        return replayed(self._kind, self._id, self._events)

    def when(self, decide: Callable[[A], object]) -> When[A]:
        """Let the aggregate decide, in the `then` or the `refused` that follows."""
        return When(self._kind, self._id, self._events, decide)


class When(Generic[A]):
    """A decision about to be made."""

    def __init__(
        self, kind: type[A], id: UUID, events: tuple[Event, ...], decide: Callable[[A], object]
    ) -> None:
        self._kind, self._id, self._events, self._decide = kind, id, events, decide

    def then(self, *expected: Event) -> Given[A]:
        """These events, exactly, are recorded; goes on from there."""
        aggregate = replayed(self._kind, self._id, self._events)
        self._decide(aggregate)
        decided = collected(aggregate)
        assert decided == expected
        following = (*self._events, *decided)
        assert state(aggregate) == state(replayed(self._kind, self._id, following))
        return Given(self._kind, self._id, *following)

    def then_nothing(self) -> Given[A]:
        """Nothing is recorded: it was so before."""
        return self.then()

    def refused(self, refusal: type[Refusal], **facts: object) -> Given[A]:
        """It is refused, with these facts among others, and nothing is recorded."""
        aggregate = replayed(self._kind, self._id, self._events)
        with pytest.raises(refusal) as refused:
            self._decide(aggregate)
        assert type(refused.value) is refusal
        assert facts.items() <= refused.value.facts.items()
        assert collected(aggregate) == ()
        assert state(aggregate) == state(replayed(self._kind, self._id, self._events))
        return Given(self._kind, self._id, *self._events)


def given(kind: type[A], id: UUID, *events: Event) -> Given[A]:
    """What has happened before."""
    return Given(kind, id, *events)


def replayed(kind: type[A], id: UUID, events: Iterable[Event]) -> A:
    """The aggregate that these events fold to."""
    return kind.replay(id, (DomainEvent(id, n, event) for n, event in enumerate(events, start=1)))


def collected(aggregate: Aggregate) -> tuple[Event, ...]:
    """What the aggregate decided since it was found."""
    return tuple(domain_event.event for domain_event in aggregate.collect_events())


def state(aggregate: Aggregate) -> dict[str, Any]:
    """All that an aggregate knows, to be compared."""
    return vars(aggregate)
