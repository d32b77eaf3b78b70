"""The tampering matrix: every way to alter a log, found against a checkpoint that was held outside, at its position.

Each tampering is done twice by the owner of a real PostgreSQL: crudely, and then with every hash, the head and the
kept parts of the tree computed again, so that nothing inside the database contradicts itself any more.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from application.ports import Act
from application.proof.checkpoints import Checkpoint, NotSigned, sign
from application.proof.holding import AnotherLog, Held, Unlike
from application.proof.keys import new_key
from application.proof.signing import Altered, checkpoint_of, read_through
from domain.kernel.errors import BadInput
from infrastructure.postgres.canonical import START, canonical, chained
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.tree import PostgresTree
from tests.conftest import Store

KEY = new_key("the-group")
GROUP = "tampered"
SIGNED = 10

RENUMBER_UP = (
    "update {}.events set position = position + 1000 where position >= 4;"
    "update {}.events set position = position - 999 where position > 1000;"
)
RENUMBER_DOWN = (
    "update {}.events set position = position + 1000 where position > 4;"
    "update {}.events set position = position - 1001 where position > 1000;"
)
INSERTED = (
    "insert into {}.events select 4, gen_random_uuid(), 1, topic, payload, actor, null, null, null, null,"
    " recorded_at, hash from {}.events where position = 3;"
)


def altered(column: str, value: str) -> str:
    return f"update {{}}.events set {column} = {value} where position = 4"


ALTERED = "event 4 is not what was"
TAMPERINGS = {
    "one byte of a payload": (altered("payload", "set_byte(payload, 3, 88)"), 4, ALTERED),
    "one byte added to a payload": (altered("payload", "payload || ' '"), 4, ALTERED),
    "the stored name": (altered("topic", "'test.other'"), 4, ALTERED),
    "the stream": (altered("originator_id", "gen_random_uuid()"), 4, ALTERED),
    "the version": (altered("originator_version", "2"), 4, ALTERED),
    "the actor": (altered("actor", "'person-2'"), 4, ALTERED),
    "on whose behalf": (altered("on_behalf_of", "'Brume'"), 4, ALTERED),
    "the correlation": (altered("correlation", "'other'"), 4, ALTERED),
    "the cause": (altered("causation", "1"), 4, ALTERED),
    "the idempotency key": (altered("idempotency_key", "'k'"), 4, ALTERED),
    "the time": (altered("recorded_at", "recorded_at + interval '1 microsecond'"), 4, ALTERED),
    "the first deleted": (
        "delete from {}.events where position = 1; update {}.events set position = position + 1000;"
        "update {}.events set position = position - 1001; update {}.head set position = 9",
        1,
        "an event was removed at 1",
    ),
    "one deleted": (
        f"delete from {{}}.events where position = 4; {RENUMBER_DOWN} update {{}}.head set position = 9",
        4,
        "an event was removed at 4",
    ),
    "three deleted": (
        "delete from {}.events where position in (4, 5, 6);"
        "update {}.events set position = position + 1000 where position > 6;"
        "update {}.events set position = position - 1003 where position > 1000;"
        "update {}.head set position = 7",
        4,
        "3 events were removed at 4",
    ),
    "one inserted": (
        f"{RENUMBER_UP} {INSERTED} update {{}}.head set position = 11",
        4,
        "an event was inserted at 4",
    ),
    "two swapped": (
        "update {}.events set position = position + 1000 where position in (4, 7);"
        "update {}.events set position = 1011 - position where position > 1000",
        4,
        "event 4 and event 7 stand in each other's place",
    ),
    "two payloads swapped": (
        "update {}.events e set payload = o.payload from {}.events o"
        " where (e.position, o.position) in ((4, 7), (7, 4))",
        4,
        ALTERED,
    ),
    "the last one cut off": (
        "delete from {}.events where position = 10; update {}.head set position = 9",
        10,
        "from event 10 on it is cut off",
    ),
    "the tail cut off": (
        "delete from {}.events where position > 6; update {}.head set position = 6",
        7,
        "from event 7 on it is cut off",
    ),
    "all of it cut off": (
        "delete from {}.events; update {}.head set position = 0, recorded_at = null",
        1,
        "from event 1 on it is cut off",
    ),
    "the tail cut off and written anew": (
        "update {}.events set payload = '{\"n\":99}', originator_id = gen_random_uuid() where position > 6",
        7,
        "event 7 is not what was",
    ),
}


def signed_log(store: Store) -> Held:
    """Ten events and the checkpoint that somebody keeps, with its leaves."""
    for n in range(1, SIGNED + 1):
        event = StoredEvent(uuid4(), 1, "test.happened", b'{"n":%d}' % n)
        store.recorder.insert_events([event], act=Act(actor="person-1", correlation=f"c{n}"))
    tree = PostgresTree(store.pool, store.schema)
    read = read_through(store.log, tree, GROUP)
    signed = sign(checkpoint_of(store.log, tree, read), KEY)
    signed.must_be_signed_by(KEY.public)
    return Held(signed.checkpoint, bytes(read.leaves))


def tamper(store: Store, statement: str) -> None:
    with store.pool.connection() as connection:
        connection.execute(in_schema(store.schema, statement))


def hash_again(store: Store) -> None:
    """What a patient forger does: compute every hash and the head again, so that the chain holds."""
    tip = START
    with store.pool.connection() as connection:
        for records in store.log.stream():
            for record in records:
                tip = chained(tip, canonical(record))
                connection.execute(
                    in_schema(store.schema, "update {}.events set hash = %s where position = %s"),
                    (tip, record.position),
                )
        connection.execute(in_schema(store.schema, "update {}.head set hash = %s"), (tip,))
        connection.execute(in_schema(store.schema, "delete from {}.tree_blocks"))
    assert store.log.verify().first_bad is None


def hold(store: Store, held: Held | None) -> None:
    read_through(store.log, PostgresTree(store.pool, store.schema), GROUP, held)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_crude_tampering_is_found_at_its_position(store: Store, what: str) -> None:
    statement, position, _ = TAMPERINGS[what]
    held = signed_log(store)
    tamper(store, statement)
    with pytest.raises(Unlike) as found:
        hold(store, held)
    assert found.value.position == position


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_consistent_rewrite_is_found_at_its_position(store: Store, what: str) -> None:
    statement, position, reason = TAMPERINGS[what]
    held = signed_log(store)
    tamper(store, statement)
    hash_again(store)
    hold(store, None)
    with pytest.raises(Unlike) as found:
        hold(store, held)
    assert found.value.position == position
    assert str(found.value.facts["reason"]).startswith(reason)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_consistent_rewrite_is_found_by_the_root_alone(store: Store, what: str) -> None:
    """Without the leaves a position is named only where the tail is gone: a root cannot tell more."""
    statement, position, _ = TAMPERINGS[what]
    held = Held(signed_log(store).checkpoint)
    tamper(store, statement)
    hash_again(store)
    with pytest.raises(Unlike) as found:
        hold(store, held)
    size = store.log.head().position
    assert found.value.position == (size + 1 if size < SIGNED else None)
    assert position <= size + 1


def test_the_forger_without_the_key_cannot_sign_what_was_rewritten(store: Store) -> None:
    signed_log(store)
    tamper(store, TAMPERINGS["one byte of a payload"][0])
    hash_again(store)
    tree = PostgresTree(store.pool, store.schema)
    forged = sign(checkpoint_of(store.log, tree, read_through(store.log, tree, GROUP)), new_key("the-group"))
    with pytest.raises(NotSigned):
        forged.must_be_signed_by(KEY.public)


def test_what_was_added_since_is_no_alarm(store: Store) -> None:
    held = signed_log(store)
    for n in range(5):
        store.recorder.insert_events([StoredEvent(uuid4(), 1, "test.happened", b'{"n":%d}' % n)])
    hold(store, held)
    hold(store, Held(held.checkpoint))


def test_a_chain_that_contradicts_itself_is_found_without_a_checkpoint(store: Store) -> None:
    signed_log(store)
    tamper(store, TAMPERINGS["the actor"][0])
    with pytest.raises(Altered) as found:
        hold(store, None)
    assert found.value.facts["position"] == 4


def test_an_earlier_rewrite_is_named_before_a_later_break(store: Store) -> None:
    held = signed_log(store)
    tamper(store, altered("actor", "'person-2'"))
    hash_again(store)
    tamper(store, "update {}.events set payload = '' where position = 8")
    with pytest.raises(Unlike) as found:
        hold(store, held)
    assert found.value.position == 4


def test_a_checkpoint_of_another_group_is_refused(store: Store) -> None:
    held = signed_log(store)
    with pytest.raises(AnotherLog):
        read_through(store.log, PostgresTree(store.pool, store.schema), "another", held)


def test_leaves_that_were_not_signed_are_refused(store: Store) -> None:
    held = signed_log(store)
    assert held.leaves is not None
    with pytest.raises(BadInput):
        Held(held.checkpoint, held.leaves[:-1] + bytes([held.leaves[-1] ^ 1]))
    with pytest.raises(BadInput):
        Held(held.checkpoint, held.leaves[:-32])


def test_a_checkpoint_that_contradicts_its_own_chain_is_named(store: Store) -> None:
    held = signed_log(store)
    at = held.checkpoint
    with pytest.raises(Unlike) as found:
        hold(store, Held(Checkpoint(at.origin, at.size, at.root, bytes(32), at.recorded_at)))
    assert found.value.position == SIGNED
