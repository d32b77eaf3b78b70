"""Events to bytes and back: JSON written and read by msgspec, by the type that the stored name stands for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from application.event_names import EVENTS
from domain.kernel.aggregate import DomainEvent, Event


class UnknownEvent(Exception):
    """The log holds a stored name that this version does not know: it was written by a newer one."""


def _plain(value: object) -> str:
    # A sentence is stored as its text.
    if isinstance(value, str):
        return str.__str__(value)
    # What an `enc_hook` of msgspec raises for a type that it does not know.
    raise NotImplementedError(f"{type(value).__name__} is no part of a payload")


_encoder = msgspec.json.Encoder(enc_hook=_plain)
_decoders: dict[str, msgspec.json.Decoder[Any]] = {}


def encode(event: Event) -> bytes:
    """The payload of an event."""
    return _encoder.encode(event)


def decode(topic: str, payload: bytes) -> Event:
    """The event that a stored name and payload stand for. Raises UnknownEvent."""
    decoder = _decoders.get(topic)
    if decoder is None:
        if topic not in EVENTS:
            raise UnknownEvent(f"the log holds {topic}, which this version of Tantième does not know")
        decoder = _decoders[topic] = msgspec.json.Decoder(EVENTS[topic])
    event: Event = decoder.decode(payload)
    return event


class EventMapper(Mapper[UUID]):
    """The library's mapper over our payloads: ids and versions are columns, never part of a payload."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The row of an event."""
        if not isinstance(domain_event, DomainEvent):
            raise AssertionError("only events of our aggregates are stored")
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.event.TOPIC,
            state=encode(domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The event of a row."""
        stream = stored_event.originator_id
        if not isinstance(stream, UUID):
            raise AssertionError("streams are known by UUIDs")
        event = decode(stored_event.topic, stored_event.state)
        return DomainEvent(stream, stored_event.originator_version, event)
