"""Commands under an idempotency key that had nothing to decide."""

from __future__ import annotations

from psycopg_pool import ConnectionPool

from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement


class PostgresUndecided:
    """The `Undecided` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._find = in_schema(
            schema, "select digest, position from {}.undecided_commands where idempotency_key = %s"
        )
        self._note = in_schema(
            schema,
            "insert into {}.undecided_commands (idempotency_key, digest, position) values (%s, %s, %s)"
            " on conflict do nothing",
        )

    def find(self, key: str) -> tuple[bytes, int] | None:
        """The digest of the command under that key, and the position that it was answered with."""
        with one_statement(self._pool) as connection:
            rows = connection.execute(self._find, (key,), prepare=True).fetchall()
        return (bytes(rows[0][0]), int(rows[0][1])) if rows else None

    def note(self, key: str, digest: bytes, position: int) -> tuple[bytes, int]:
        """Keep it, unless another was faster; returns what is kept."""
        with one_statement(self._pool) as connection:
            connection.execute(self._note, (key, digest, position))
        return self.find(key) or (digest, position)
