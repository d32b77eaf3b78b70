"""The smallest event-sourced aggregate: decide, then record.

A public method may refuse; `record` only assigns, through `apply`, which is also all that replay runs.
So history rebuilds after the rules have changed. Events hold primitives and no ids: the stream that an
event stands in, and its place there, are columns of the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from domain.kernel.money import euros
from domain.kernel.sentences import Sentence, Series


class Event:
    """What happened, in the past participle; subclasses are frozen, slotted dataclasses of primitives.

    `TOPIC` is the stored name. It is chosen once and never changes, whatever becomes of the class.
    `SENTENCE` tells the event to a reader, over its fields (a field in cents also as euros, without its
    unit). The first event of a stream `NAMES` what the stream is about.
    """

    __slots__ = ()
    TOPIC: ClassVar[str]
    SENTENCE: ClassVar[str]
    NAMES: ClassVar[str | None] = None

    def sentence(self) -> Sentence | Series:
        """The event as one sentence."""
        return Sentence(self.SENTENCE, **self._facts())

    def stream_name(self) -> str | None:
        """What the stream that this event opens is about; None when it opens none."""
        return None if self.NAMES is None else self.NAMES.format_map(self._facts())

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {}
        for name in getattr(self, "__dataclass_fields__", ()):
            value = getattr(self, name)
            if name.endswith("_cents") and isinstance(value, int):
                facts[name.removesuffix("_cents")] = euros(value)
            facts[name] = readable(value)
        return facts


def readable(value: object) -> object:
    """A value as a reader expects it in a sentence.

    >>> readable(("Aval", "Brume")), readable({"equal": {}}), readable(None)
    ('Aval, Brume', 'equal', 'none')
    """
    match value:
        case None:
            return "none"
        case tuple() | list():
            return Series(map(readable, value)) or "none"
        case dict():
            told = (
                str(k) if v == {} else Sentence("{name} {value}", name=k, value=readable(v))
                for k, v in value.items()
            )
            return Series(told, "; ") or "none"
        case _:
            return value


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """An event at its place in a stream; versions count from 1."""

    originator_id: UUID
    originator_version: int
    event: Event


class Aggregate:
    """One stream of events and the state they fold to."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.version = 0
        self._pending: list[DomainEvent] = []

    @property
    def exists(self) -> bool:
        """Whether anything has happened in this stream yet."""
        return self.version > 0

    def record(self, event: Event) -> None:
        """Take what was decided into the state and keep it for saving."""
        self.apply(event)
        self.version += 1
        self._pending.append(DomainEvent(self.id, self.version, event))

    def apply(self, event: Event) -> None:
        """Assign what the event says; never refuse, never compute a rule."""
        raise AssertionError(f"{type(self).__name__} does not know {type(event).__name__}")

    def collect_events(self) -> Sequence[DomainEvent]:
        """Hand over what is to be saved, once."""
        pending, self._pending = self._pending, []
        return pending

    @classmethod
    def replay(cls, id: UUID, events: Iterable[DomainEvent]) -> Self:
        """The aggregate as its events left it; without events, one that does not exist yet."""
        aggregate = cls(id)
        for domain_event in events:
            aggregate.apply(domain_event.event)
            aggregate.version = domain_event.originator_version
        return aggregate
