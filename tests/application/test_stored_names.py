"""What the log holds is a storage format: stored names and payloads never change, they are only added to.

golden/stored_events.json holds, by stored name, every form in which the event was ever written; the last is
how it is written today. A change to a line that stands there is a change to history: add a line instead,
and give the new field a default.
"""

from __future__ import annotations

import json
from importlib.resources import files
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from application.event_names import EVENTS
from application.transcoding import EventMapper, UnknownEvent, decode, encode
from domain.allocation.allocation_run_events import Prepared
from domain.allocation.run_basis import inputs_digest
from domain.kernel.aggregate import DomainEvent, Event
from domain.membership.member import member_id

GOLDEN: dict[str, list[dict[str, Any]]] = json.loads(
    files(__package__).joinpath("golden", "stored_events.json").read_text(encoding="utf-8")
)
WRITTEN = [(topic, form) for topic, forms in GOLDEN.items() for form in forms]
TOPICS = sorted(EVENTS)


def test_every_stored_name_is_in_the_golden_file_and_none_has_gone() -> None:
    assert sorted(GOLDEN) == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_is_written_as_the_golden_file_says(topic: str) -> None:
    today = GOLDEN[topic][-1]
    event = decode(topic, json.dumps(today).encode())
    assert type(event) is EVENTS[topic]
    written = json.dumps(today, ensure_ascii=False, separators=(",", ":")).encode()
    assert encode(event) == written
    assert decode(topic, encode(event)) == event


@pytest.mark.parametrize(("topic", "form"), WRITTEN)
def test_every_form_ever_written_is_read(topic: str, form: dict[str, Any]) -> None:
    assert isinstance(decode(topic, json.dumps(form).encode()), EVENTS[topic])


@pytest.mark.parametrize("form", GOLDEN[Prepared.TOPIC], ids=lambda form: str(form["run"]))
def test_the_basis_of_a_run_verifies_its_digest_in_every_form_ever_written(form: dict[str, Any]) -> None:
    event = decode(Prepared.TOPIC, json.dumps(form).encode())
    assert isinstance(event, Prepared)
    assert inputs_digest(event) == form["digest"]
    assert inputs_digest(decode_as_read_back(event)) == form["digest"]


def decode_as_read_back(event: Prepared) -> Prepared:
    """The event as it is written today, with fields that did not stand in it when it was recorded."""
    read = decode(Prepared.TOPIC, encode(event))
    assert isinstance(read, Prepared)
    return read


@pytest.mark.parametrize(("topic", "form"), WRITTEN)
def test_a_field_that_a_later_version_adds_is_passed_over(topic: str, form: dict[str, Any]) -> None:
    later = {**form, "added_later": {"by": ["a", "newer", "version"]}}
    assert decode(topic, json.dumps(later).encode()) == decode(topic, json.dumps(form).encode())


@pytest.mark.parametrize("topic", TOPICS)
def test_no_field_is_read_as_something_else_than_it_was_written_as(topic: str) -> None:
    for name, value in GOLDEN[topic][-1].items():
        changed = {**GOLDEN[topic][-1], name: 1 if isinstance(value, str | None) else "one"}
        with pytest.raises(msgspec.ValidationError):
            decode(topic, json.dumps(changed).encode())


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_holds_primitives_and_neither_floats_nor_ids(topic: str) -> None:
    primitive = {str, int, bool, type(None), object, Any}

    def check(kind: Any) -> None:
        if kind in primitive or get_origin(kind) is Literal:
            return
        if get_origin(kind) in (UnionType, tuple) or kind is Ellipsis or hasattr(kind, "__args__"):
            for part in get_args(kind):
                if part is not Ellipsis:
                    check(part)
            return
        assert hasattr(kind, "__dataclass_fields__"), f"{topic} holds {kind}"
        for part in get_type_hints(kind).values():
            if get_origin(part) is not None or not str(part).startswith("typing.ClassVar"):
                check(part)

    hints = get_type_hints(EVENTS[topic])
    for name in EVENTS[topic].__dataclass_fields__:
        check(hints[name])


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_is_told_in_a_sentence_and_names_its_subject(topic: str) -> None:
    event = decode(topic, json.dumps(GOLDEN[topic][-1]).encode())
    assert event.sentence()
    subject, aggregate, happened = topic.split(".")
    assert subject in ("membership", "governance", "services", "allocation", "accounts")
    assert aggregate == aggregate.lower()
    assert happened == happened.lower()


def test_a_stored_name_that_this_version_does_not_know_is_not_guessed() -> None:
    with pytest.raises(UnknownEvent):
        decode("os.path.join", b"{}")


def test_ids_and_versions_are_columns_and_not_in_the_payload() -> None:
    event: Event = decode("accounts.accounting-year.closed", b'{"year":2026}')
    at_its_place = DomainEvent(member_id("Aval"), 7, event)
    stored = EventMapper().to_stored_event(at_its_place)
    assert (stored.originator_id, stored.originator_version, stored.state) == (
        member_id("Aval"),
        7,
        b'{"year":2026}',
    )
    assert EventMapper().to_domain_event(stored) == at_its_place
