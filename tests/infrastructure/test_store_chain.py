"""The chain of hashes: SQL and Python agree on it, and no tampering that it can catch passes."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.ports import Act
from infrastructure.postgres.canonical import START, canonical, chained
from infrastructure.postgres.migrations import in_schema
from tests.conftest import Store

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
ACTS = st.builds(
    Act,
    actor=TEXTS,
    on_behalf_of=st.none() | TEXTS,
    correlation=st.none() | TEXTS,
    causation=st.none() | INTEGERS,
    idempotency_key=st.none() | st.uuids().map(lambda key: f"é{key}"),
    digest=st.just(b"d"),
)
HAPPENINGS = st.lists(
    st.tuples(st.uuids(), st.integers(0, 2**63 - 1), TEXTS, st.binary(max_size=40)),
    min_size=1,
    max_size=5,
    unique_by=lambda happening: happening[:2],
)


Saves = list[tuple[Act, list[tuple[UUID, int, str, bytes]]]]


def recompute(store: Store) -> None:
    """Each stored hash is the one that Python computes from the record that is read."""
    tip = START
    for records in store.log.stream():
        for record in records:
            tip = chained(tip, canonical(record))
            assert record.hash == tip
    assert store.log.head().hash == tip


@given(st.lists(st.tuples(ACTS, HAPPENINGS), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_python_compute_one_chain(store: Store, saves: Saves) -> None:
    for act, happenings in saves:
        salt = uuid4().int  # Streams and keys of one example must not meet those of another.
        stored = [
            StoredEvent(UUID(int=stream.int ^ salt), version, topic, payload)
            for stream, version, topic, payload in happenings
        ]
        key = act.idempotency_key and f"{act.idempotency_key}{salt}"
        store.recorder.insert_events(stored, act=replace(act, idempotency_key=key))
    recompute(store)
    assert store.log.verify().first_bad is None


def test_the_chain_goes_on_over_the_parts_of_a_large_save(store: Store) -> None:
    stream = uuid4()
    store.recorder.insert_events([StoredEvent(stream, n, "test.happened", b"{}") for n in range(10_001)])
    recompute(store)


def test_an_empty_log_holds(store: Store) -> None:
    found = store.log.verify()
    assert (found.events, found.head_hash, found.first_bad, found.reason) == (0, START, None, None)


def test_verifying_tells_how_far_it_has_come(store: Store) -> None:
    ten(store)
    told: list[tuple[int, int]] = []
    assert store.log.verify(lambda done, of: told.append((done, of))).events == 10
    assert told == [(10, 10)]


def ten(store: Store) -> None:
    for n in range(1, 11):
        store.recorder.insert_events([StoredEvent(uuid4(), 1, "test.happened", b'{"n":%d}' % n)])


def altered(column: str, value: str) -> str:
    return f"update {{}}.events set {column} = {value} where position = 4"


ALTERED = "event 4 is not what was recorded"
TAMPERINGS = [
    ("payload altered", altered("payload", "'{\"n\":5}'"), 4, ALTERED),
    ("payload emptied", altered("payload", "''"), 4, ALTERED),
    ("stored name altered", altered("topic", "'test.other'"), 4, ALTERED),
    ("stream altered", altered("originator_id", "gen_random_uuid()"), 4, ALTERED),
    ("version altered", altered("originator_version", "2"), 4, ALTERED),
    ("actor altered", altered("actor", "'person-2'"), 4, ALTERED),
    ("principal added", altered("on_behalf_of", "''"), 4, ALTERED),
    ("correlation added", altered("correlation", "'c'"), 4, ALTERED),
    ("cause added", altered("causation", "1"), 4, ALTERED),
    ("key added", altered("idempotency_key", "'k'"), 4, ALTERED),
    ("time altered", altered("recorded_at", "recorded_at + interval '1 microsecond'"), 4, ALTERED),
    ("time without end", altered("recorded_at", "'infinity'"), 4, ALTERED),
    ("hash altered", altered("hash", "sha256('x')"), 4, ALTERED),
    ("deleted first", "delete from {}.events where position = 1", 1, "event 1 is missing"),
    ("deleted in the middle", "delete from {}.events where position = 4", 4, "event 4 is missing"),
    ("deleted last", "delete from {}.events where position = 10", 10, "event 10 is missing"),
    ("deleted last two", "delete from {}.events where position > 8", 9, "event 9 is missing"),
    ("deleted all", "delete from {}.events", 1, "event 1 is missing"),
    (
        "inserted beyond the head",
        "insert into {}.events"
        " select 11, gen_random_uuid(), 1, topic, payload, actor, null, null, null, null, recorded_at,"
        " {}.chained(hash, sha256('x'), null) from {}.events where position = 10",
        11,
        "event 11 stands beyond the head",
    ),
    (
        "inserted far beyond the head",
        "insert into {}.events"
        " select 99, gen_random_uuid(), 1, topic, payload, actor, null, null, null, null, recorded_at,"
        " hash from {}.events where position = 10",
        99,
        "event 99 stands beyond the head",
    ),
    (
        "inserted between",
        "update {}.events set position = position + 1000 where position > 3;"
        "update {}.events set position = position - 999 where position > 1000;"
        "insert into {}.events select 4, gen_random_uuid(), 1, topic, payload, actor, null, null, null, null,"
        " recorded_at, sha256('x') from {}.events where position = 3;"
        "update {}.head set position = 11",
        4,
        ALTERED,
    ),
    (
        "two payloads swapped",
        "update {}.events e set payload = o.payload from {}.events o"
        " where (e.position, o.position) in ((4, 7), (7, 4))",
        4,
        ALTERED,
    ),
    (
        "two events swapped",
        "update {}.events set position = position + 1000 where position in (4, 7);"
        "update {}.events set position = 1011 - position where position > 1000",
        4,
        ALTERED,
    ),
    (
        "last one rewritten with a hash that fits",
        "update {}.events e set payload = '!', hash = {}.chained(p.hash, {}.leaf(e.position, e.originator_id,"
        " e.originator_version, e.topic, '!', {}.framed_act(e.actor, e.on_behalf_of, e.correlation,"
        " e.causation, e.idempotency_key, e.recorded_at)), null)"
        " from {}.events p where e.position = 10 and p.position = 9",
        10,
        "the hash of event 10 is not the one that the head keeps",
    ),
    ("head altered", "update {}.head set hash = sha256('x')", 10, "the hash of event 10 is not the one"),
    ("head moved back", "update {}.head set position = 9", 10, "event 10 stands beyond the head"),
    ("head moved on", "update {}.head set position = 11", 11, "event 11 is missing"),
    ("head deleted", "delete from {}.head", 1, "event 1 stands beyond the head"),
]


@pytest.mark.parametrize(
    ("tampering", "position", "reason"),
    [tampering[1:] for tampering in TAMPERINGS],
    ids=[tampering[0] for tampering in TAMPERINGS],
)
def test_tampering_is_found_at_its_position(store: Store, tampering: str, position: int, reason: str) -> None:
    ten(store)
    assert store.log.verify().first_bad is None
    with store.pool.connection() as connection:
        connection.execute(in_schema(store.schema, tampering))
    found = store.log.verify()
    assert found.first_bad == position
    assert found.reason is not None
    assert found.reason.startswith(reason)


def test_appending_meanwhile_is_no_false_alarm(store: Store) -> None:
    enough = Event()

    def append() -> None:
        while not enough.is_set():
            store.recorder.insert_events([StoredEvent(uuid4(), 1, "test.happened", b"{}")])

    writer = Thread(target=append)
    writer.start()
    try:
        found = [store.log.verify() for _ in range(30)]
    finally:
        enough.set()
        writer.join()
    assert [verification.first_bad for verification in found] == [None] * 30
    assert found[0].events < found[-1].events
