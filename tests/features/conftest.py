"""Every example runs on PostgreSQL, through the façade that every interface uses, in an empty group."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from application.group import Group
from interfaces.composition import Home
from tests.features.steps import accounts, allocation, common, governance, membership, replay, services
from tests.features.steps.common import Attempt, Book

_SCHEMA = "rulebook"

# pytest-bdd looks for step definitions among the names of a conftest.
for _module in (common, membership, governance, services, allocation, accounts, replay):
    globals().update({name: step for name, step in vars(_module).items() if name.startswith("pytestbdd_")})


@pytest.fixture(scope="session")
def emptying(pool: ConnectionPool) -> SQL:
    """What empties the group that all examples use in turn: seven times faster than to set one up."""
    Home(pool).migrate(_SCHEMA)
    with pool.connection() as connection:
        found = connection.execute(
            "select tablename from pg_tables where schemaname = %s and tablename <> 'migrations'", (_SCHEMA,)
        )
        tables = [Identifier(_SCHEMA, name) for (name,) in found]
    deletions = SQL("; ").join(SQL("delete from {}").format(table) for table in tables)
    return SQL("{}; insert into {} default values").format(deletions, Identifier(_SCHEMA, "head"))


@pytest.fixture
def group(pool: ConnectionPool, emptying: SQL) -> Group:
    """A group in which nothing has happened yet."""
    with pool.connection() as connection:
        connection.execute(emptying)
    return Home(pool).open(_SCHEMA)


@pytest.fixture
def attempt(group: Group) -> Iterator[Attempt]:
    """What is asked in an example; a refusal that the example does not name fails it."""
    asked = Attempt(group)
    yield asked
    if asked.refusal is not None and not asked.named:
        raise asked.refusal


@pytest.fixture
def book(group: Group) -> Book:
    """What the group's views say."""
    return Book(group)
