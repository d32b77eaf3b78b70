"""Names and contacts of persons on PostgreSQL, outside the log, so that they can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from psycopg_pool import ConnectionPool

from application.erasure import Person
from domain.kernel.errors import NotFound
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement


class PostgresPersonRegister:
    """The `PersonRegister` of one group. Who appends for it may note contacts; only its owner erases."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        # Ids stand in the actor's column and inside payloads, as texts of their own.
        self._persons = in_schema(
            schema,
            "select p.id, p.name, max(e.recorded_at),"
            " (select coalesce(jsonb_object_agg(kind, value), jsonb_build_object())"
            " from {}.contacts where person = p.id)"
            " from {}.people p left join {}.events e"
            " on e.actor = p.id or position(convert_to('\"' || p.id || '\"', 'UTF8') in e.payload) > 0"
            " where p.name is not null group by p.id, p.name order by p.name, p.id",
        )
        self._reach = in_schema(
            schema,
            "insert into {}.contacts (person, kind, value) values (%s, %s, %s)"
            " on conflict (person, kind) do update set value = excluded.value",
        )
        self._forget = in_schema(schema, "delete from {}.contacts where person = %s")
        self._erase = in_schema(
            schema, "update {}.people set name = null, erased_at = now() where id = %s and name is not null"
        )

    def persons(self) -> Sequence[Person]:
        """Those who are not erased, in the order of their names, with the day that the log named them last."""
        with one_statement(self._pool) as connection:
            rows = connection.execute(self._persons).fetchall()
        return [
            Person(person, name, last and last.astimezone(UTC).date(), contacts)
            for person, name, last, contacts in rows
        ]

    def reach(self, id: str, kind: str, value: str) -> None:
        """Note how a person can be reached, in the place of what was noted before."""
        with one_statement(self._pool) as connection:
            connection.execute(self._reach, (id, kind, value))

    def erase(self, id: str) -> None:
        """Forget the name and the contacts, both or neither. Raises NotFound."""
        with self._pool.connection() as connection:
            connection.execute(self._forget, (id,))
            if connection.execute(self._erase, (id,)).rowcount == 0:
                raise NotFound(kind="person", code=id)
