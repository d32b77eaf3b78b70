"""How far each follower of a group's log has come, and following alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakKeyDictionary

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement


class PostgresFollowers:
    """The `Followers` of one group."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._schema = schema
        self._position = in_schema(schema, "select position from {}.followers where name = %s")
        self._advance = in_schema(
            schema,
            "insert into {}.followers (name, position) values (%s, %s) on conflict (name) do update"
            " set position = greatest(followers.position, excluded.position)",
        )

    def position(self, name: str) -> int:
        """How far that follower has come; 0 at first."""
        with one_statement(self._pool) as connection:
            row = connection.execute(self._position, (name,), prepare=True).fetchone()
            return int(row[0]) if row else 0

    def advance(self, name: str, position: int) -> None:
        """Note how far it has come; it never goes back."""
        with one_statement(self._pool) as connection:
            connection.execute(self._advance, (name, position), prepare=True)

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Follow alone: another that follows under the same name waits until this one is done."""
        with locked(self._pool, self._schema, name):
            yield


_turns: WeakKeyDictionary[ConnectionPool, Lock] = WeakKeyDictionary()
_turns_are_given = Lock()


@contextmanager
def locked(pool: ConnectionPool, schema: str, *names: str) -> Iterator[Connection[TupleRow]]:
    """A transaction that holds the advisory locks of these followers until it ends."""
    # Who holds them needs a second connection to read the log. If others could wait here with a connection
    # in hand, they might hold all of the pool's: so of one pool, one at a time comes this far.
    with _turns_are_given:
        turn = _turns.setdefault(pool, Lock())
    with turn, pool.connection() as connection:
        for name in names:
            connection.execute("select pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", (schema, name))
        yield connection
