"""What the tests of several layers share: a PostgreSQL, and a fresh group on it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool
from xdist.scheduler.loadscope import LoadScopeScheduling

from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog, PostgresPeople
from infrastructure.postgres.migrations import in_schema, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder

# How each example of the rulebook ended is kept for its pages, whichever worker ran it.
pytest_plugins = ["tests.features.recording"]

# What takes longest begins first, so that no worker is left alone with it at the end.
PAGES = "tests/interfaces/web"
LONGEST = ("tests/interfaces/test_demo.py", PAGES, "tests/features", "tests/interfaces")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files by what they take."""
    items.sort(
        key=lambda item: next((n for n, p in enumerate(LONGEST) if item.nodeid.startswith(p)), len(LONGEST))
    )


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among the thousands of tests: it took a quarter of the processor."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


class ByWhatIsShared(LoadScopeScheduling):
    """A worker takes a file whole, and all tests of the pages: their fixtures are then made once.

    The groups of pytest-xdist 3.8 are not kept by pytest 9.2, and nothing says so (pytest-xdist issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return PAGES if file.startswith(PAGES) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByWhatIsShared:
    """How the tests of a run are shared between its workers."""
    config.option.loadscopereorder = False
    return ByWhatIsShared(config, log)


@dataclass(frozen=True)
class Store:
    """One group's event store."""

    pool: ConnectionPool
    schema: str
    recorder: PostgresRecorder
    log: PostgresEventLog
    people: PostgresPeople


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The conninfo of a database of our own: on DATABASE_URL's server, or on an embedded one.

    The workers of one run share the server, each with its own database.
    """
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL")
        if not server:
            root = tmp_path_factory.getbasetemp()
            if "PYTEST_XDIST_WORKER" in os.environ:
                root = root.parent
            server = stack.enter_context(running(root / "postgres", durable=False))
        name = f"tantieme_test_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                SQL("create database {} encoding 'UTF8' template template0").format(Identifier(name))
            )
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


@pytest.fixture(scope="session")
def pool(postgres: str) -> Iterator[ConnectionPool]:
    """The connections that the tests of one run share."""
    with open_pool(postgres, max_size=24) as opened:
        yield opened


class Groups:
    """Groups in which nothing has happened yet. Emptying one that was used takes a tenth of a new one's time."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._idle: list[str] = []
        self._count = 0
        self._first_rows: dict[str, str] = {}
        self._stories: dict[str, dict[str, list[bytes]]] = {}

    def take(self) -> str:
        if self._idle:
            return self._idle.pop()
        self._count += 1
        schema = f"group_{self._count}"
        migrate(self._pool, schema)
        if self._count == 1:
            self._first_rows = {table: self._rows(schema, table) for table in self._used(schema)}
        return schema

    def give_back(self, schema: str) -> None:
        """Restore the rows, and only the rows, of a group that was set up just now."""
        used = {*self._used(schema), *self._first_rows}
        with self._pool.connection() as connection:
            # For a few rows a table, a tenth of the time of truncating it. In the order of the alphabet: contacts
            # refer to people.
            connection.execute("; ".join(f"delete from {schema}.{table}" for table in sorted(used)).encode())
            for table, rows in self._first_rows.items():
                insert = (
                    f"insert into {{}}.{table} select * from json_populate_recordset(null::{{}}.{table}, %s)"
                )
                connection.execute(in_schema(schema, insert), (rows,))
        self._idle.append(schema)

    def live_through(self, story: str, schema: str, tell: Callable[[], object]) -> None:
        """Have a story happen in a group: told the first time, and copied from then on, which takes a tenth of it."""
        if story not in self._stories:
            tell()
            with self._pool.connection() as connection, connection.cursor() as cursor:
                for table in self._used(schema):
                    with cursor.copy(
                        in_schema(schema, f"copy {{}}.{table} to stdout (format binary)")
                    ) as rows:
                        self._stories.setdefault(story, {})[table] = [bytes(part) for part in rows]
            return
        told = self._stories[story]
        with self._pool.connection() as connection, connection.cursor() as cursor:
            cursor.execute("; ".join(f"delete from {schema}.{table}" for table in sorted(told)).encode())
            for table, parts in told.items():
                with cursor.copy(in_schema(schema, f"copy {{}}.{table} from stdin (format binary)")) as rows:
                    for part in parts:
                        rows.write(part)

    def _used(self, schema: str) -> list[str]:
        """The tables that hold any row, but for the one that says how they were made."""
        with self._pool.connection() as connection:
            tables = connection.execute(
                "select tablename from pg_tables where schemaname = %s and tablename <> 'migrations'",
                (schema,),
            )
            each = (f"select '{table}' where exists (select from {{}}.{table})" for (table,) in tables)
            return [table for (table,) in connection.execute(in_schema(schema, " union all ".join(each)))]

    def _rows(self, schema: str, table: str) -> str:
        with self._pool.connection() as connection:
            rows = connection.execute(in_schema(schema, f"select json_agg(t)::text from {{}}.{table} t"))
            return str(rows.fetchall()[0][0])


@pytest.fixture(scope="session")
def groups(pool: ConnectionPool) -> Groups:
    """The groups that the tests of one run use in turn."""
    return Groups(pool)


@pytest.fixture
def group_schema(groups: Groups) -> Iterator[str]:
    """The schema of a group in which nothing has happened yet. A test may change its rows, not its tables."""
    schema = groups.take()
    yield schema
    groups.give_back(schema)


@pytest.fixture
def store(pool: ConnectionPool, group_schema: str) -> Store:
    """The event store of a group in which nothing has happened yet."""
    return Store(
        pool,
        group_schema,
        PostgresRecorder(pool, group_schema),
        PostgresEventLog(pool, group_schema),
        PostgresPeople(pool, group_schema),
    )
