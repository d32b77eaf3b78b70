"""A group's log as the leaves of a Merkle tree: any part of it, without hashing all of the log again.

The roots of complete blocks of 1,024 leaves are kept in a table, filled in behind the log. What lies above them is
held in memory, what lies inside a block is computed from its events when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from uuid import UUID

from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction
from psycopg.rows import args_row
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool

from application.ports import LogRecord
from domain.kernel.merkle import HASH_BYTES, Tree, leaf_hash, root_of_leaves
from infrastructure.postgres.arrays import uuids
from infrastructure.postgres.canonical import canonical
from infrastructure.postgres.migrations import checked_schema, in_schema
from infrastructure.postgres.pool import one_statement

BLOCK_LEVEL = 10
BLOCK = 1 << BLOCK_LEVEL
_FETCH = 16 * BLOCK
_COLUMNS = (
    "select position, originator_id, originator_version, topic, payload, actor, on_behalf_of,"
    " correlation, causation, idempotency_key, recorded_at, hash from {}.events"
)


class PostgresTree:
    """The `ProvableLog` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        checked_schema(schema)
        self._range = in_schema(
            schema, f"{_COLUMNS} where position > %b and position <= %b order by position"
        )
        self._streams = in_schema(
            schema, f"{_COLUMNS} where originator_id = any(%b::uuid[]) and position <= %b order by position"
        )
        self._kept = in_schema(schema, "select block, root from {}.tree_blocks order by block")
        self._keep = in_schema(
            schema,
            "insert into {}.tree_blocks (block, root) select * from unnest(%s::bigint[], %s::bytea[])"
            " on conflict (block) do update set root = excluded.root where tree_blocks.root <> excluded.root",
        )
        self._blocks: Tree | None = None
        self._inside: dict[int, Tree] = {}

    def node(self, level: int, place: int) -> bytes:
        """The root of a complete part of the tree, as the log stands now."""
        if level >= BLOCK_LEVEL:
            return self._above(place + 1 << level - BLOCK_LEVEL).node(level - BLOCK_LEVEL, place)
        block = place >> BLOCK_LEVEL - level
        if block not in self._inside:
            self._inside[block] = Tree(map(leaf_hash, self.forms(block * BLOCK, (block + 1) * BLOCK)))
        return self._inside[block].node(level, place - (block << BLOCK_LEVEL - level))

    def forms(self, after: int, upto: int) -> Sequence[bytes]:
        """The canonical forms of the events above `after` and up to `upto`, in order of positions."""
        return [canonical(record) for record in self._records(self._range, (Int8(after), Int8(upto)))]

    def of_streams(self, streams: Sequence[UUID], upto: int) -> Sequence[tuple[LogRecord, bytes]]:
        """The events of these streams up to a position, each with its canonical form, in order of positions."""
        if not streams:
            return []
        found = self._records(self._streams, (uuids(streams), Int8(upto)))
        return [(record, canonical(record)) for record in found]

    def keep(self, leaves: bytes | bytearray) -> None:
        """Keep the roots of all complete blocks, whatever was kept of them before."""
        self._blocks, whole = None, len(leaves) // (BLOCK * HASH_BYTES)
        size = BLOCK * HASH_BYTES
        each = memoryview(leaves)
        self._put(0, [root_of_leaves(each[at * size : (at + 1) * size]) for at in range(whole)])

    def _above(self, blocks: int) -> Tree:
        """The tree over the roots of the first blocks, the missing ones computed, and kept where allowed."""
        if self._blocks is None:
            with one_statement(self._pool) as connection:
                kept = connection.execute(self._kept, binary=True).fetchall()
            # A gap would put roots in wrong places: what follows it is computed again.
            in_order = [bytes(root) for place, (block, root) in enumerate(kept) if block == place]
            self._blocks = Tree(in_order)
        fresh = []
        first = self._blocks.size
        while self._blocks.size < blocks:
            begin = self._blocks.size * BLOCK
            forms = self.forms(begin, min(begin + _FETCH, blocks * BLOCK))
            leaves = map(leaf_hash, forms)
            while len(block := b"".join(islice(leaves, BLOCK))) == BLOCK * HASH_BYTES:
                fresh.append(root_of_leaves(block))
                self._blocks.append(fresh[-1])
            if len(forms) < BLOCK:
                raise AssertionError("a part of the tree is asked for that the log does not hold")
        if fresh:
            self._put(first, fresh)
        return self._blocks

    def _put(self, first: int, roots: Sequence[bytes]) -> None:
        if not roots:
            return
        try:
            with one_statement(self._pool) as connection:
                blocks = list(range(first, first + len(roots)))
                connection.execute(self._keep, (blocks, list(roots)))
        except (InsufficientPrivilege, ReadOnlySqlTransaction):
            # Who may only read proves as well; the next one computes them again.
            return

    def _records(self, statement: bytes, parameters: Sequence[object]) -> list[LogRecord]:
        with (
            one_statement(self._pool) as connection,
            connection.cursor(binary=True, row_factory=args_row(LogRecord)) as cursor,
        ):
            return cursor.execute(statement, parameters, prepare=True).fetchall()
