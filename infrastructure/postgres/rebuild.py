"""Rebuilding views beside the live ones: replay, compare digests at one position, then switch.

A rebuild never runs a process and resumes where it was interrupted: the copy's rows and its position
are written in one transaction, like those of the live view.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from application.ports import EventLog, Progress
from application.views import VIEWS
from application.views.projection import Table, View
from infrastructure.postgres.followers import locked
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.readings import LOCK, follower_of, note_positions, writes_of
from infrastructure.postgres.roles import keep_privileges
from infrastructure.postgres.view_writer import ViewWriter, itself

REBUILD_BATCH = 5000
DIGEST_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A view with its digests before and after, and whether the copy took its place."""

    view: str
    position: int
    before: str
    after: str
    switched: bool


def rebuild(
    pool: ConnectionPool,
    schema: str,
    log: EventLog,
    progress: Progress | None = None,
    *,
    replace: bool = False,
) -> Iterator[Rebuilt]:
    """Rebuild every view, one after the other; each is switched when its digest equals the live one's.

    An unequal copy is kept beside the live view until told to `replace` it. A view whose definition has
    changed is switched in any case.
    """
    with _few_collections():
        for place, view in enumerate(VIEWS):
            yield _Rebuild(pool, schema, log, view).run(progress, place, replace)


class _Rebuild:
    def __init__(self, pool: ConnectionPool, schema: str, log: EventLog, view: View) -> None:
        self._pool = pool
        self._schema = schema
        self._log = log
        self._view = view
        self._name = f"rebuild {view.name}"
        self._writer = ViewWriter(schema, view, _copy)

    def run(self, progress: Progress | None, place: int, replace: bool) -> Rebuilt:
        self._prepare()
        head = self._log.head().position
        while (position := self._take_batch()) is not None:
            if progress:
                progress(place * head + min(position, head), len(VIEWS) * head)
        return self._compare_and_switch(replace)

    def _prepare(self) -> None:
        with locked(self._pool, self._schema, self._name) as connection:
            if self._started(connection):
                return
            for table in self._view.tables:
                self._do(connection, f"drop table if exists {{}}.{_copy(table)}")
                self._do(
                    connection, f"create table {{}}.{_copy(table)} (like {{}}.{table.name} including all)"
                )
                keep_privileges(connection, self._schema, table.name, _copy(table))
            self._note(connection, self._name, 0)

    def _started(self, connection: Connection[TupleRow]) -> bool:
        row = connection.execute(
            in_schema(self._schema, "select definition from {}.followers where name = %s"), (self._name,)
        ).fetchone()
        return row is not None and row[0] == self._view.definition

    def _take_batch(self) -> int | None:
        with locked(self._pool, self._schema, self._name) as connection:
            # Never past the live view, or the two could not be compared at one position.
            return self._apply(connection, self._position(connection, follower_of(self._view)))

    def _apply(self, connection: Connection[TupleRow], upto: int) -> int | None:
        position = self._position(connection, self._name)
        records = self._log.read(position, REBUILD_BATCH)
        records = [record for record in records if record.position <= upto]
        if not records:
            return None
        self._writer.write(connection, writes_of(self._view, records))
        last = records[-1].position
        self._note(connection, self._name, last)
        return last

    def _compare_and_switch(self, replace: bool) -> Rebuilt:
        # The lock on the views keeps the live one still while both are compared at its position.
        with locked(self._pool, self._schema, LOCK, self._name) as connection:
            live = self._position(connection, follower_of(self._view))
            while self._position(connection, self._name) < live:
                if self._apply(connection, live) is None:
                    break
            before, after = self.digest(connection, live=True), self.digest(connection, live=False)
            position = self._position(connection, self._name)
            outdated = self._definition(connection) != self._view.definition
            switched = (before == after and position == live) or replace or outdated
            if switched:
                self._switch(connection, position)
            return Rebuilt(self._view.name, position, before, after, switched)

    def _switch(self, connection: Connection[TupleRow], position: int) -> None:
        for table in self._view.tables:
            self._do(connection, f"drop table {{}}.{table.name}")
            self._do(connection, f"alter table {{}}.{_copy(table)} rename to {table.name}")
        self._note(connection, follower_of(self._view), position)
        connection.execute(in_schema(self._schema, "delete from {}.followers where name = %s"), (self._name,))

    def digest(self, connection: Connection[TupleRow], *, live: bool) -> str:
        """The sha256 of all rows of the view's tables, in key order, of the live view or of the copy."""
        digest = sha256()
        for table in self._view.tables:
            name = itself(table) if live else _copy(table)
            columns = ", ".join((*table.key, *table.columns, "from_position", "to_position"))
            order = ", ".join((*table.key, "from_position"))
            statement = f"select ({columns})::text from {{}}.{name} order by {order}"
            digest.update(f"\x1d{table.name}\x1d".encode())
            with connection.cursor(name="digest") as cursor:
                cursor.itersize = DIGEST_BATCH
                for (row,) in cursor.execute(in_schema(self._schema, statement)):
                    digest.update(f"{row}\x1e".encode())
        return digest.hexdigest()

    def _position(self, connection: Connection[TupleRow], name: str) -> int:
        row = connection.execute(
            in_schema(self._schema, "select position from {}.followers where name = %s"), (name,)
        ).fetchone()
        return int(row[0]) if row else 0

    def _note(self, connection: Connection[TupleRow], name: str, position: int) -> None:
        note_positions(connection, self._schema, {name: (position, self._view.definition)})

    def _definition(self, connection: Connection[TupleRow]) -> int:
        row = connection.execute(
            in_schema(self._schema, "select definition from {}.followers where name = %s"),
            (follower_of(self._view),),
        ).fetchone()
        return int(row[0]) if row else self._view.definition

    def _do(self, connection: Connection[TupleRow], statement: str) -> None:
        connection.execute(in_schema(self._schema, statement))


def _copy(table: Table) -> str:
    return f"{table.name}__rebuild"


@contextmanager
def _few_collections() -> Iterator[None]:
    # On Python 3.11 garbage collection dominates bulk decoding.
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()
