"""A group's log as it is read, and the names of persons beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from application.ports import EventLog, Head, People
from domain.kernel.errors import BadInput, NotFound
from infrastructure.postgres.canonical import START
from infrastructure.postgres.migrations import in_schema
from tests.conftest import Store


def seven(store: Store) -> None:
    for n in range(1, 8):
        store.recorder.insert_events([StoredEvent(uuid4(), 1, f"test.{'odd' if n % 2 else 'even'}", b"{}")])


def test_the_store_fulfils_its_ports(store: Store) -> None:
    log: EventLog = store.log
    people: People = store.people
    assert log.head() == Head(0, START, None)
    assert people.names() == {}


def test_the_head_is_the_last_record(store: Store) -> None:
    seven(store)
    last = store.log.read(6, 1)[0]
    assert store.log.head() == Head(7, last.hash, last.recorded_at)


def test_reading_goes_on_after_a_position(store: Store) -> None:
    seven(store)
    assert [record.position for record in store.log.read(0, 3)] == [1, 2, 3]
    assert [record.position for record in store.log.read(5, 100)] == [6, 7]
    assert store.log.read(7, 100) == []


def test_reading_may_keep_to_some_stored_names(store: Store) -> None:
    seven(store)
    assert [record.position for record in store.log.read(2, 2, ["test.odd"])] == [3, 5]
    assert [record.position for record in store.log.read(4, 9, ["test.odd", "test.even"])] == [5, 6, 7]
    assert store.log.read(0, 9, ["test.never"]) == []


@pytest.mark.parametrize("batch", [1, 3, 7, 8])
def test_streaming_gives_every_record_once_whatever_the_batch(store: Store, batch: int) -> None:
    seven(store)
    batches = list(store.log.stream(batch=batch))
    assert [record.position for records in batches for record in records] == list(range(1, 8))
    assert all(0 < len(records) <= batch for records in batches)
    part = store.log.stream(after=2, upto=5, batch=batch)
    assert [record.position for records in part for record in records] == [3, 4, 5]


def test_an_instant_has_the_position_that_was_last_then(store: Store) -> None:
    seven(store)
    records = store.log.read(0, 7)
    for record, after in pairwise(records):
        assert record.recorded_at < after.recorded_at
        assert store.log.position_at(record.recorded_at) == record.position
        assert store.log.position_at(after.recorded_at - timedelta(microseconds=1)) == record.position
    assert store.log.position_at(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert store.log.position_at(datetime(2970, 1, 1, tzinfo=UTC)) == 7


def test_an_instant_in_an_empty_log_has_position_zero(store: Store) -> None:
    assert store.log.position_at(datetime(2026, 1, 1, tzinfo=UTC)) == 0


def test_events_of_one_save_share_an_instant_and_the_last_of_them_is_its_position(store: Store) -> None:
    store.recorder.insert_events([StoredEvent(uuid4(), 1, "test.odd", b"{}") for _ in range(5)])
    instants = {record.recorded_at for record in store.log.read(0, 9)}
    assert len(instants) == 1
    assert store.log.position_at(instants.pop()) == 5


def test_versions_are_those_of_the_streams_that_exist(store: Store) -> None:
    one, three, none = uuid4(), uuid4(), uuid4()
    store.recorder.insert_events([StoredEvent(one, 1, "t", b"")])
    store.recorder.insert_events([StoredEvent(three, n, "t", b"") for n in (1, 2, 3)])
    assert store.log.versions([three, none, one]) == {one: 1, three: 3}
    assert store.log.versions([]) == {}


def test_a_key_that_nobody_used_was_not_done(store: Store) -> None:
    assert store.log.done("k") is None


def test_a_person_has_one_opaque_id(store: Store) -> None:
    aline = store.people.identify("Aline  Mésange ")
    assert aline == store.people.identify("Aline Me\u0301sange")
    assert aline.startswith("person-")
    assert len(aline) == len("person-") + 16
    assert "aline" not in aline.lower()
    bruno = store.people.identify("Bruno Roitelet")
    assert store.people.names() == {aline: "Aline Mésange", bruno: "Bruno Roitelet"}


def test_who_is_named_first_by_many_at_once_has_one_id(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(store.people.identify, ["Aline Mésange"] * 8))
    assert len(ids) == 1


def test_an_erased_person_is_a_stranger_when_named_again(store: Store) -> None:
    before = store.people.identify("Aline Mésange")
    store.people.erase(before)
    assert store.people.names() == {}
    with pytest.raises(NotFound):
        store.people.erase(before)
    after = store.people.identify("Aline Mésange")
    assert after != before
    assert store.people.names() == {after: "Aline Mésange"}
    with store.pool.connection() as connection:
        held = connection.execute(
            in_schema(store.schema, "select name from {}.people order by name")
        ).fetchall()
    assert held == [("Aline Mésange",), (None,)]


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "Aline\x00", "Al\u202eine"])
def test_a_name_is_printable_and_of_a_length(store: Store, name: str) -> None:
    with pytest.raises(BadInput):
        store.people.identify(name)
