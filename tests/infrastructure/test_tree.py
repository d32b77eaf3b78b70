"""The tree over a stored log: the same whatever is kept of it, and in any part."""

from __future__ import annotations

from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from domain.kernel.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root,
)
from infrastructure.postgres.canonical import canonical
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.tree import BLOCK, PostgresTree
from tests.conftest import Store

SIZE = 3 * BLOCK + 77


@pytest.fixture
def whole(store: Store) -> Tree:
    """The tree of a stored log of some blocks and a rest, computed from its records."""
    stream = uuid4()
    store.recorder.insert_events(
        [StoredEvent(stream, n, "test.happened", b'{"n":%d}' % n) for n in range(1, SIZE + 1)]
    )
    return Tree(leaf_hash(canonical(record)) for records in store.log.stream() for record in records)


def kept(store: Store) -> int:
    with store.pool.connection() as connection:
        [(count,)] = connection.execute(
            in_schema(store.schema, "select count(*) from {}.tree_blocks")
        ).fetchall()
        return int(count)


@pytest.mark.parametrize("size", [1, 5, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, SIZE])
def test_any_size_has_the_root_and_proofs_of_the_whole(store: Store, whole: Tree, size: int) -> None:
    tree = PostgresTree(store.pool, store.schema)
    assert root(size, tree.node) == root(size, whole.node)
    for index in {0, size // 2, size - 1}:
        proof = inclusion_proof(index, size, tree.node)
        assert is_included(index, size, whole.node(0, index), proof, root(size, whole.node))
    proof = consistency_proof(size, SIZE, tree.node)
    assert is_consistent(size, root(size, whole.node), SIZE, whole.root(), proof)


def test_blocks_are_kept_behind_the_log_and_used_again(store: Store, whole: Tree) -> None:
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()
    assert kept(store) == 3
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()


def test_a_gap_in_what_is_kept_is_filled(store: Store, whole: Tree) -> None:
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()
    with store.pool.connection() as connection:
        connection.execute(in_schema(store.schema, "delete from {}.tree_blocks where block = 1"))
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()
    assert kept(store) == 3


def test_what_is_kept_wrongly_is_mended_from_the_leaves(store: Store, whole: Tree) -> None:
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()
    with store.pool.connection() as connection:
        connection.execute(in_schema(store.schema, "update {}.tree_blocks set root = sha256('x')"))
    tree = PostgresTree(store.pool, store.schema)
    assert root(SIZE, tree.node) != whole.root()
    tree.keep(b"".join(whole.node(0, index) for index in range(SIZE)))
    assert root(SIZE, tree.node) == whole.root()
    assert root(SIZE, PostgresTree(store.pool, store.schema).node) == whole.root()
