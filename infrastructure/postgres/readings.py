"""The views of a group on PostgreSQL: kept up with the log, and asked as of a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psycopg import Connection
from psycopg.rows import TupleRow, dict_row
from psycopg_pool import ConnectionPool

from application.ports import EventLog, LogRecord, Row
from application.transcoding import decode
from application.views import VIEWS
from application.views.projection import Table, View, Write
from domain.kernel.errors import Refusal
from infrastructure.postgres.followers import locked
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement
from infrastructure.postgres.view_writer import ViewWriter

LIVE_BATCH = 500
LOCK = "views"
Reached = Mapping[str, tuple[int, int]]
"""By view, the position that it has reached and the definition that its rows were written by."""


class ViewOutdated(Refusal):
    """A view is not asked by a version that is older than the one that wrote it."""

    sentence = "the view {view} was written by a newer version's rules: run `tantieme rebuild` with this one"


class PostgresReadings:
    """The `Readings` of one group: all views, with their positions in the transaction of their rows."""

    def __init__(self, pool: ConnectionPool, schema: str, log: EventLog) -> None:
        self._pool = pool
        self._schema = schema
        self._log = log
        self._tables: dict[str, Table] = {table.name: table for view in VIEWS for table in view.tables}
        self._writers = {view.name: ViewWriter(schema, view) for view in VIEWS}

    def follow(self) -> int:
        """Bring the views up to the head of the log; returns the position that all of them are at.

        A view that an earlier version's rules wrote stays where it is, and readings are made there, until a
        rebuild by this version's rules takes its place.
        """
        head = self._log.head().position
        with one_statement(self._pool) as connection:
            reached = self._reached(connection)
        while _is_behind(reached, head):
            with locked(self._pool, self._schema, LOCK) as connection:
                reached = self._reached(connection)
                if not _is_behind(reached, head):
                    break
                records = self._log.read(min(_kept_up(reached).values()), LIVE_BATCH)
                if not records:
                    # The log is cut off, which is for `verify` to say.
                    break
                reached = {**reached, **self._advance(connection, _kept_up(reached), records)}
        return _position(reached)

    def position(self) -> int:
        """The position that all views have reached. Raises ViewOutdated."""
        with one_statement(self._pool) as connection:
            return _position(self._reached(connection))

    def rows(self, table: str, at: int, **where: object) -> Sequence[Row]:
        """The rows of that table that held at position `at` and whose columns equal `where`, in key order."""
        known = self._tables[table]
        conditions = ["from_position <= %s", "to_position > %s"]
        parameters: list[object] = [at, at]
        for column, value in where.items():
            if column not in (*known.key, *known.columns):
                raise AssertionError(f"{table} has no column {column}")
            if value is None:
                conditions.append(f"{column} is null")
            elif isinstance(value, list | tuple | set | frozenset):
                conditions.append(f"{column} = any(%s)")
                parameters.append(list(value))
            else:
                conditions.append(f"{column} = %s")
                parameters.append(value)
        columns = ", ".join((*known.key, *known.columns, "from_position"))
        where_clause, order = " and ".join(conditions), ", ".join(known.key)
        statement = f"select {columns} from {{}}.{table} where {where_clause} order by {order}"
        with one_statement(self._pool) as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(in_schema(self._schema, statement), parameters, prepare=True).fetchall()

    def _reached(self, connection: Connection[TupleRow]) -> Reached:
        """By view, the position that it has reached and the definition that its rows were written by."""
        rows = connection.execute(
            in_schema(self._schema, "select name, position, definition from {}.followers"), prepare=True
        ).fetchall()
        known = {name: (position, definition) for name, position, definition in rows}
        return {view.name: known.get(follower_of(view), (0, view.definition)) for view in VIEWS}

    def _advance(
        self, connection: Connection[TupleRow], positions: Mapping[str, int], records: Sequence[LogRecord]
    ) -> Reached:
        """Write records into the views that are behind them; returns what these have reached."""
        last = records[-1].position
        behind = [view for view in VIEWS if positions.get(view.name, last) < last]
        for view in behind:
            fresh = [record for record in records if record.position > positions[view.name]]
            self._writers[view.name].write(connection, writes_of(view, fresh))
        reached = {view.name: (last, view.definition) for view in behind}
        note_positions(connection, self._schema, {follower_of(v): reached[v.name] for v in behind})
        return reached


def _kept_up(reached: Reached) -> dict[str, int]:
    """The positions of the views that this version's rules have written."""
    return {v.name: reached[v.name][0] for v in VIEWS if reached[v.name][1] == v.definition}


def _is_behind(reached: Reached, head: int) -> bool:
    return min(_kept_up(reached).values(), default=head) < head


def _position(reached: Reached) -> int:
    for view in VIEWS:
        if reached[view.name][1] > view.definition:
            raise ViewOutdated(view=view.name)
    return min(position for position, _ in reached.values())


def follower_of(view: View) -> str:
    """The name under which a view's position is kept."""
    return f"view {view.name}"


def writes_of(view: View, records: Sequence[LogRecord]) -> list[tuple[int, Write]]:
    """What these events write into the view, each with its position."""
    topics = {event.TOPIC: when for event, when in view.when.items()}
    return [
        (record.position, write)
        for record in records
        if record.topic in topics
        for write in topics[record.topic](decode(record.topic, record.payload), record)
    ]


def note_positions(
    connection: Connection[TupleRow], schema: str, followed: Mapping[str, tuple[int, int]]
) -> None:
    """Keep the position and definition of views by name, in the transaction that wrote their rows."""
    positions, definitions = zip(*followed.values(), strict=True)
    connection.execute(
        in_schema(
            schema,
            "insert into {}.followers (name, position, definition)"
            " select * from unnest(%s::text[], %s::bigint[], %s::integer[]) on conflict (name)"
            " do update set position = excluded.position, definition = excluded.definition",
        ),
        (list(followed), list(positions), list(definitions)),
        prepare=True,
    )
