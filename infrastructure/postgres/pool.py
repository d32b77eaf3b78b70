"""Connections to PostgreSQL: one pool per process, shared by all groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from application.errors import NotDecided
from domain.kernel.errors import Refusal

OLDEST_SERVER = 15
_CONNECT_SECONDS = "10"
_WAIT_SECONDS = 10.0
# Under read committed, what runs after the lock on the head row sees all that was appended before it.
_OPTIONS = r"-c timezone=UTC -c default_transaction_isolation=read\ committed"
_UNDONE = (DeadlockDetected, SerializationFailure)
_UNREADABLE = "its address cannot be read; a password with :, /, @ or % in it must be percent-encoded"

Answer = TypeVar("Answer")


class DatabaseUnreachable(NotDecided):
    """Nothing can be done without the database. The sentence never holds a password."""

    sentence = "the database{where} cannot be reached: {reason}"


class DatabaseUnsuitable(Refusal):
    """The database answers, but cannot hold what is to be kept."""

    sentence = "the database{where} cannot be used: {reason}"


def open_pool(conninfo: str, *, max_size: int = 10) -> ConnectionPool:
    """A pool whose connections speak UTF-8 and UTC; the first one is opened here to see that all is well.

    Raises DatabaseUnreachable or DatabaseUnsuitable.
    """
    settings = _settings(conninfo)
    where = _where(settings)
    address = make_conninfo(**settings)
    try:
        with psycopg.connect(address) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
    except (psycopg.Error, UnicodeError) as error:
        raise DatabaseUnreachable(where=where, reason=_reason(error, settings.get("password"))) from None
    if version < OLDEST_SERVER:
        reason = f"it is PostgreSQL {version}, and {OLDEST_SERVER} is the oldest that will do"
        raise DatabaseUnsuitable(where=where, reason=reason)
    if encoding != "UTF8":
        raise DatabaseUnsuitable(where=where, reason=f"its encoding is {encoding} and must be UTF8")
    return ConnectionPool(address, min_size=1, max_size=max_size, timeout=_WAIT_SECONDS, open=True)


@contextmanager
def one_statement(pool: ConnectionPool) -> Iterator[Connection[TupleRow]]:
    """A connection on which each statement is a transaction of its own: one round trip, not three."""
    with pool.connection() as connection:
        connection.autocommit = True
        try:
            yield connection
        finally:
            if not connection.closed:
                connection.autocommit = False


def tried(pool: ConnectionPool, work: Callable[[], Answer], *, repeatable: bool = True) -> Answer:
    """Do the work, and once more where its transaction was surely undone, or was lost and is `repeatable`.

    Raises DatabaseUnreachable, and psycopg's other errors as they are.
    """
    try:
        try:
            return work()
        except psycopg.OperationalError as error:
            if not (isinstance(error, _UNDONE) or (repeatable and _lost(error))):
                raise
            # After a restart of the server every idle connection is a dead one.
            pool.check()
            return work()
    except psycopg.OperationalError as error:
        if isinstance(error, PoolTimeout) or _lost(error):
            raise DatabaseUnreachable(where="", reason=_reason(error)) from error
        raise


def _lost(error: psycopg.OperationalError) -> bool:
    """Whether the connection broke, so that nobody knows whether the transaction was committed."""
    if error.sqlstate is None:
        return not isinstance(error, (PoolTimeout, PoolClosed, TooManyRequests))
    return error.sqlstate.startswith(("08", "57P"))


def _settings(conninfo: str) -> dict[str, str]:
    """The connection's settings. An address read wrongly would take a part of the password for a host."""
    try:
        settings = {key: str(value) for key, value in conninfo_to_dict(conninfo).items() if value is not None}
    except (psycopg.Error, UnicodeError):
        raise DatabaseUnreachable(where="", reason=_UNREADABLE) from None
    if not all(port.isdecimal() for port in settings.get("port", "5432").split(",")) or any(
        "@" in settings.get(key, "") for key in ("host", "dbname", "user")
    ):
        raise DatabaseUnreachable(where="", reason=_UNREADABLE)
    options = f"{settings.get('options', '')} {_OPTIONS}"
    defaults = {"application_name": "tantieme", "connect_timeout": _CONNECT_SECONDS}
    return {**defaults, **settings, "client_encoding": "UTF8", "options": options.strip()}


def _where(settings: dict[str, str]) -> str:
    host = settings.get("host") or settings.get("hostaddr")
    name = settings.get("dbname")
    return (f" {name}" if name else "") + (f" on {host}" if host else "")


def _reason(error: Exception, password: str | None = None) -> str:
    """Why, in one line of the driver's and without the password."""
    lines = str(error).splitlines() or [type(error).__name__]
    words = lines[0].rpartition(" failed: ")[2].removeprefix("FATAL:").strip()
    return words.replace(password, "…") if password else words
