"""What the tests of several layers share: a PostgreSQL, and a fresh group on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog, PostgresPeople
from infrastructure.postgres.migrations import migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder

_numbers = count(1)


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


@pytest.fixture
def group_schema(pool: ConnectionPool) -> str:
    """The schema of a group that was set up just now; it goes with the database."""
    schema = f"group_{next(_numbers)}"
    migrate(pool, schema)
    return schema


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
