"""Log-ins at an identity provider that are under way: begun once, taken once, and gone after minutes."""

from __future__ import annotations

from hashlib import sha256

from psycopg_pool import ConnectionPool

from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement

MINUTES = 10


class PostgresLogins:
    """The `Logins` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._sweep = in_schema(schema, "delete from {}.logins where expires_at <= now()")
        self._begin = in_schema(
            schema,
            "insert into {}.logins (token_sha256, onward, expires_at)"
            f" values (%s, %s, now() + interval '{MINUTES} minutes')",
        )
        self._take = in_schema(
            schema,
            "delete from {}.logins where token_sha256 = %s returning case when expires_at > now() then onward end",
        )

    def begin(self, token: str, onward: str) -> None:
        """Begin one that leads to a page, by the token that the browser holds."""
        with one_statement(self._pool) as connection:
            connection.execute(self._sweep)
            connection.execute(self._begin, (_hash(token), onward))

    def take(self, token: str) -> str | None:
        """Where one leads that is under way; it is not from then on. None for any other."""
        with one_statement(self._pool) as connection:
            found = connection.execute(self._take, (_hash(token),)).fetchone()
        return None if found is None else found[0]


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
