"""What shows who somebody is in a group: passwords, sessions and keys. Only hashes are kept.

Tokens and keys hold 256 random bits, so that one sha256 hides them; passwords are people's, and hashed slowly.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from hashlib import sha256

from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from application.access.ports import Account, Key, TooManyTries, WrongPassword
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.sentences import Sentence
from infrastructure.identity import passwords
from infrastructure.postgres.accounts import ACCOUNT, account_of
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement, tried

SESSION_HOURS = 8
MOST_FAILURES = 5
PAUSE_SECONDS = 60
LONGEST_DAYS = 3660
_KEY = re.compile(r"tantieme_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_LASTS = "(k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))"


class PostgresCredentials:
    """The `Credentials` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str) -> None:
        self._pool = pool
        self._set_password = in_schema(
            schema,
            "update {}.accounts set password_hash = %s, failures = 0, failed_at = null"
            " where person = %s and revoked_at is null",
        )
        self._of_name = in_schema(
            schema,
            "select a.person, a.password_hash,"
            f" a.failures >= {MOST_FAILURES} and a.failed_at > now() - interval '{PAUSE_SECONDS} seconds'"
            " from {}.accounts a join {}.people p on p.id = a.person"
            " where lower(p.name) = lower(%s) and a.revoked_at is null",
        )
        self._failed = in_schema(
            schema, "update {}.accounts set failures = failures + 1, failed_at = now() where person = %s"
        )
        self._succeeded = in_schema(
            schema, "update {}.accounts set failures = 0, failed_at = null where person = %s"
        )
        self._begin = in_schema(
            schema,
            "insert into {}.sessions (token_sha256, person, expires_at) select %s, person,"
            f" now() + interval '{SESSION_HOURS} hours' from {{}}.accounts where person = %s and revoked_at is null",
        )
        self._sweep = in_schema(schema, "delete from {}.sessions where expires_at <= now()")
        self._of_session = in_schema(
            schema,
            ACCOUNT + " join {}.sessions s on s.person = a.person"
            " where s.token_sha256 = %s and s.expires_at > now() and a.revoked_at is null",
        )
        self._end = in_schema(schema, "delete from {}.sessions where token_sha256 = %s")
        self._issue = in_schema(
            schema,
            "insert into {}.keys (id, person, label, secret_sha256, expires_at)"
            " select %s, person, %s, %s, now() + make_interval(days => %s)"
            " from {}.accounts where person = %s and revoked_at is null",
        )
        self._of_key = in_schema(
            schema,
            ACCOUNT + " join {}.keys k on k.person = a.person"
            f" where k.id = %s and k.secret_sha256 = %s and a.revoked_at is null and {_LASTS}",
        )
        self._keys = in_schema(
            schema,
            "select id, person, label, issued_at, expires_at, revoked_at from {}.keys order by issued_at, id",
        )
        self._revoke_key = in_schema(
            schema, "update {}.keys set revoked_at = coalesce(revoked_at, now()) where id = %s"
        )

    def set_password(self, person: str, password: str) -> None:
        """Keep the hash of a password. Raises BadInput, NotFound."""
        if not self._done(self._set_password, passwords.hashed(password), person):
            raise NotFound(kind="account", code=person)

    def log_in(self, name: str, password: str) -> str:
        """Begin a session and return its token. Raises WrongPassword, TooManyTries."""
        found = self._rows(self._of_name, name) if name.isprintable() else []
        person, kept, paused = found[0] if found else (None, None, False)
        if paused:
            raise TooManyTries()
        if not passwords.fits(password, kept) or person is None:
            if person is not None:
                self._done(self._failed, person)
            raise WrongPassword()
        self._done(self._succeeded, person)
        return self.begin_session(str(person))

    def begin_session(self, person: str) -> str:
        """Begin a session of an account and return its token. Raises NotFound."""
        token = secrets.token_urlsafe(32)
        self._done(self._sweep)
        if not self._done(self._begin, _hash(token), person):
            raise NotFound(kind="account", code=person)
        return token

    def of_session(self, token: str) -> Account | None:
        """The account whose session it is, while it lasts."""
        rows = self._rows(self._of_session, _hash(token))
        return account_of(rows[0]) if rows else None

    def end_session(self, token: str) -> None:
        """End the session."""
        self._done(self._end, _hash(token))

    def issue_key(self, person: str, label: str, days: int | None = None) -> str:
        """A new key, shown this once. Raises NotFound, BadInput."""
        if not (0 < len(label) <= 100 and label.isprintable()):
            raise BadInput("label", "it has 1 to 100 printable characters")
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise BadInput(
                "days", Sentence("a key lasts 1 to {longest_days} days", longest_days=LONGEST_DAYS)
            )
        key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        if not self._done(self._issue, key_id, label, _hash(secret), days, person):
            raise NotFound(kind="account", code=person)
        return f"tantieme_{key_id}_{secret}"

    def of_key(self, key: str) -> Account | None:
        """The account whose key it is, while it lasts."""
        parts = _KEY.fullmatch(key)
        if parts is None:
            return None
        rows = self._rows(self._of_key, parts[1], _hash(parts[2]))
        return account_of(rows[0]) if rows else None

    def keys(self) -> Sequence[Key]:
        """Every key that was issued."""
        return [Key(*row) for row in self._rows(self._keys)]

    def revoke_key(self, id: str) -> None:
        """End a key. Raises NotFound."""
        if not self._done(self._revoke_key, id):
            raise NotFound(kind="key", code=id)

    def _rows(self, statement: bytes, *parameters: object) -> Sequence[TupleRow]:
        def rows() -> Sequence[TupleRow]:
            with one_statement(self._pool) as connection:
                return connection.execute(statement, parameters, prepare=True).fetchall()

        return tried(self._pool, rows)

    def _done(self, statement: bytes, *parameters: object) -> int:
        with one_statement(self._pool) as connection:
            return connection.execute(statement, parameters).rowcount


def _hash(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).digest()
