"""What an append promises: all or nothing, in one order, once per command, on what was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice, pairwise
from threading import Barrier, Event, Timer
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent

from application.errors import AlreadyDone, Conflict, InputsMoved, KeyReused
from application.ports import Act, Done, LogRecord
from infrastructure.postgres.migrations import in_schema
from tests.conftest import Store

DIGEST = sha256(b"close the pool of March").digest()
OTHER = sha256(b"close the pool of April").digest()


def events(
    count: int = 1, stream: UUID | None = None, after: int = 0, payload: bytes = b"{}"
) -> list[StoredEvent]:
    stream = stream or uuid4()
    return [StoredEvent(stream, after + n, "test.happened", payload) for n in range(1, count + 1)]


def command(key: str, digest: bytes = DIGEST) -> Act:
    return Act(actor="person-1", idempotency_key=key, digest=digest)


def at_once(workers: int, work: Callable[[int], Any]) -> Sequence[Any]:
    """The answers of so many threads that start together."""
    barrier = Barrier(workers)

    def one(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(one, range(workers)))


def test_positions_count_from_one_without_gaps(store: Store) -> None:
    assert store.recorder.insert_events(events(3)) == [1, 2, 3]
    with pytest.raises(Conflict):
        store.recorder.insert_events([*events(2), *events(2, stream := uuid4()), *events(1, stream)])
    assert store.recorder.insert_events(events(2)) == [4, 5]
    assert [record.position for record in store.log.read(0, 10)] == [1, 2, 3, 4, 5]


def test_a_version_is_written_once_whoever_asks(store: Store) -> None:
    stream = uuid4()
    store.recorder.insert_events(events(1, stream))
    with pytest.raises(Conflict) as refused:
        store.recorder.insert_events(events(1, stream))
    assert isinstance(refused.value, IntegrityError)
    assert refused.value.name == "conflict"


def test_every_column_is_kept_as_given(store: Store) -> None:
    stream = uuid4()
    act = Act("person-1", "member-aval", "import-7", 2**40, "import-7/1", DIGEST)
    store.recorder.insert_events([StoredEvent(stream, 1, "test.naïve", b"\x00\xff")], act=act)
    store.recorder.insert_events(events(1))
    with_act, without = store.log.read(0, 10)
    assert with_act == LogRecord(
        position=1,
        stream=stream,
        version=1,
        topic="test.naïve",
        payload=b"\x00\xff",
        actor="person-1",
        on_behalf_of="member-aval",
        correlation="import-7",
        causation=2**40,
        idempotency_key="import-7/1",
        recorded_at=with_act.recorded_at,
        hash=with_act.hash,
    )
    assert (without.actor, without.on_behalf_of, without.causation) == ("unknown", None, None)


def test_saving_nothing_writes_nothing(store: Store) -> None:
    assert store.recorder.insert_events([], act=command("k"), expected=[(uuid4(), 7)]) == []
    assert store.log.done("k") is None
    assert store.log.head().position == 0


def test_the_same_command_again_tells_where_it_was_recorded(store: Store) -> None:
    store.recorder.insert_events(events(2))
    store.recorder.insert_events(events(3), act=command("k"))
    with pytest.raises(AlreadyDone) as done:
        store.recorder.insert_events(events(1), act=command("k"))
    assert (done.value.first, done.value.last) == (3, 5)
    assert store.log.done("k") == Done(DIGEST, 3, 5)
    assert store.log.head().position == 5


def test_a_key_stands_for_one_command_only(store: Store) -> None:
    store.recorder.insert_events(events(), act=command("k"))
    with pytest.raises(KeyReused) as refused:
        store.recorder.insert_events(events(), act=command("k", OTHER))
    assert refused.value.facts == {"key": "k"}
    assert store.log.head().position == 1


def test_sixteen_that_send_one_command_have_one_effect(store: Store) -> None:
    def send(_: int) -> tuple[int, int]:
        try:
            positions = store.recorder.insert_events(events(3), act=command("raced"))
            return positions[0], positions[-1]
        except AlreadyDone as done:
            return done.first, done.last

    assert at_once(16, send) == [(1, 3)] * 16
    assert store.log.head().position == 3


def test_of_sixteen_other_commands_under_one_key_one_is_recorded(store: Store) -> None:
    def send(number: int) -> str:
        try:
            store.recorder.insert_events(events(), act=command("raced", sha256(bytes([number])).digest()))
            return "recorded"
        except KeyReused:
            return "refused"

    assert sorted(at_once(16, send)) == ["recorded"] + ["refused"] * 15


def test_a_decision_stands_only_on_what_was_read(store: Store) -> None:
    moved, still, unborn = uuid4(), uuid4(), uuid4()
    store.recorder.insert_events(events(2, moved) + events(1, still))
    store.recorder.insert_events(events(), expected=[(moved, 2), (still, 1), (unborn, 0)])
    with pytest.raises(InputsMoved) as refused:
        store.recorder.insert_events(events(), expected=[(moved, 1), (still, 1), (unborn, 1)])
    assert refused.value.facts == {"streams": ", ".join(sorted([str(moved), str(unborn)]))}
    assert store.log.head().position == 4


def test_of_sixteen_decisions_on_one_state_one_is_recorded(store: Store) -> None:
    carry = uuid4()
    store.recorder.insert_events(events(1, carry))

    def post(_: int) -> str:
        try:
            # The run is a stream of its own; the carry that it rests on moves with it.
            store.recorder.insert_events(events() + events(1, carry, after=1), expected=[(carry, 1)])
            return "posted"
        except InputsMoved:
            return "refused"

    assert sorted(at_once(16, post)) == ["posted"] + ["refused"] * 15


def test_a_save_of_sixty_thousand_events_is_one_command(store: Store) -> None:
    stream = uuid4()
    many = events(60_000, stream, payload=b"x" * 350)
    assert sum(len(event.state) for event in many) > 20_000_000
    positions = store.recorder.insert_events(many, act=command("import"), expected=[(stream, 0)])
    assert positions == list(range(1, 60_001))
    assert store.log.done("import") == Done(DIGEST, 1, 60_000)
    assert store.log.verify().first_bad is None
    with pytest.raises(AlreadyDone):
        store.recorder.insert_events(many, act=command("import"))


def test_a_large_save_that_fails_late_leaves_nothing(store: Store) -> None:
    many = events(12_000)
    with pytest.raises(Conflict):
        store.recorder.insert_events([*many, many[0]], act=command("import"))
    assert store.log.head().position == 0
    assert store.log.done("import") is None


def test_one_event_of_twenty_megabytes_is_recorded(store: Store) -> None:
    store.recorder.insert_events(events(3, payload=b"y" * 20_000_000))
    assert [len(record.payload) for record in store.log.read(0, 10)] == [20_000_000] * 3


def test_who_follows_the_log_misses_nothing_while_eight_write(store: Store) -> None:
    writers, saves = 8, 150
    finished = Event()
    seen: list[LogRecord] = []

    def follow() -> None:
        while True:
            last_look = finished.is_set()
            while records := store.log.read(seen[-1].position if seen else 0, 50):
                seen.extend(records)
            if last_look:
                return

    def write(_: int) -> list[int]:
        return [
            position for n in range(saves) for position in store.recorder.insert_events(events(1 + n % 4))
        ]

    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(follow)
        written = at_once(writers, write)
        finished.set()
        following.result()

    assert [record.position for record in seen] == list(range(1, len(seen) + 1))
    assert sorted(position for positions in written for position in positions) == list(
        range(1, len(seen) + 1)
    )
    assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(seen))
    assert store.log.verify().first_bad is None


def test_who_subscribes_is_woken_for_each_event_while_eight_write(store: Store) -> None:
    writers, saves = 8, 50
    with ThreadPoolExecutor(1) as others, store.recorder.subscribe() as subscription:
        given_up = Timer(30, subscription.stop)
        given_up.start()
        others.submit(
            at_once, writers, lambda _: [store.recorder.insert_events(events()) for _ in range(saves)]
        )
        positions = [notification.id for notification in islice(subscription, writers * saves)]
        given_up.cancel()
    assert positions == list(range(1, writers * saves + 1))


def test_whoever_listens_last_or_first_no_event_stays_unannounced(store: Store) -> None:
    for turn in range(1, 6):
        with store.recorder.subscribe(gt=turn - 1) as subscription:
            given_up = Timer(30, subscription.stop)
            given_up.start()
            store.recorder.insert_events(events())
            assert next(subscription).id == turn
            given_up.cancel()


def test_recorded_time_does_not_follow_a_clock_that_is_set_back(store: Store) -> None:
    store.recorder.insert_events(events())
    with store.pool.connection() as connection:
        later = "update {}.head set recorded_at = recorded_at + interval '1 hour' returning recorded_at"
        row = connection.execute(in_schema(store.schema, later)).fetchone()
    store.recorder.insert_events(events())
    assert row is not None
    assert store.log.head().recorded_at == row[0]
    assert store.log.read(1, 1)[0].recorded_at == row[0]
