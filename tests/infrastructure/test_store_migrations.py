"""Code and schema that do not fit refuse each other, in words."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import count

import pytest
from psycopg_pool import ConnectionPool

from domain.kernel.errors import BadInput
from infrastructure.postgres import migrations
from infrastructure.postgres.migrations import (
    Migration,
    SchemaAltered,
    SchemaMissing,
    SchemaNewer,
    SchemaOlder,
    about,
    check,
    drop_group,
    groups,
    in_schema,
    known,
    migrate,
    put_about,
)

_numbers = count(1)
LATER = b"create table later (a int); insert into later values (1)"


@pytest.fixture
def schema(pool: ConnectionPool) -> Iterator[str]:
    name = f"migrated_{next(_numbers)}"
    yield name
    if name in groups(pool):
        drop_group(pool, name)


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> Migration:
    """A release that knows one migration more."""
    later = Migration(len(known()) + 1, "later", LATER.decode(), sha256(LATER).digest())
    release = (*known(), later)
    monkeypatch.setattr(migrations, "known", lambda: release)
    return later


def test_a_group_is_set_up_once(pool: ConnectionPool, schema: str) -> None:
    assert migrate(pool, schema) == [migration.name for migration in known()]
    assert migrate(pool, schema) == []
    check(pool, schema)
    assert schema in groups(pool)


def test_who_migrates_at_the_same_time_waits(pool: ConnectionPool, schema: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        applied = list(threads.map(lambda _: migrate(pool, schema), range(4)))
    assert sorted(name for names in applied for name in names) == sorted(m.name for m in known())
    check(pool, schema)


def test_a_schema_that_is_not_there_is_refused(pool: ConnectionPool) -> None:
    with pytest.raises(SchemaMissing):
        check(pool, "nobody")
    with pytest.raises(SchemaMissing):
        drop_group(pool, "nobody")


def test_an_older_schema_is_refused_until_migrated(
    pool: ConnectionPool, schema: str, next_release: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "known", known)
        migrate(pool, schema)
    with pytest.raises(SchemaOlder) as refused:
        check(pool, schema)
    assert refused.value.facts == {"schema": schema, "missing": "later"}
    assert migrate(pool, schema) == ["later"]
    check(pool, schema)


def test_a_newer_schema_is_refused_and_left_alone(
    pool: ConnectionPool, schema: str, next_release: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(pool, schema)
    monkeypatch.setattr(migrations, "known", known)
    for refusing in (check, migrate):
        with pytest.raises(SchemaNewer) as refused:
            refusing(pool, schema)
        assert refused.value.facts == {"schema": schema, "unknown": "later"}


def test_a_file_that_was_applied_may_not_change(
    pool: ConnectionPool, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(pool, schema)
    first, *others = known()
    monkeypatch.setattr(migrations, "known", lambda: (replace(first, sha256=bytes(32)), *others))
    for refusing in (check, migrate):
        with pytest.raises(SchemaAltered) as refused:
            refusing(pool, schema)
        assert refused.value.facts == {"schema": schema, "altered": first.name}


def test_a_file_that_fails_leaves_nothing_of_itself(
    pool: ConnectionPool, schema: str, next_release: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(next_release, text=f"{next_release.text}; select 1 / 0")
    monkeypatch.setattr(migrations, "known", lambda: (*known(), broken))
    with pytest.raises(Exception, match="division by zero"):
        migrate(pool, schema)
    monkeypatch.setattr(migrations, "known", lambda: (*known(), next_release))
    assert migrate(pool, schema) == ["later"]


@pytest.mark.parametrize(
    "name", ["", "1a", "A", "é", 'a"b', "a-b", "a" * 41, "pg_x", "public", "information_schema"]
)
def test_only_plain_names_are_taken(pool: ConnectionPool, name: str) -> None:
    for refusing in (migrate, check):
        with pytest.raises(BadInput):
            refusing(pool, name)


def test_groups_on_one_server_are_apart(pool: ConnectionPool, schema: str) -> None:
    other = f"{schema}_other"
    migrate(pool, schema)
    migrate(pool, other)
    put_about(pool, schema, name="Coo.pairs", demonstration="yes")
    put_about(pool, schema, name="Coo.pairs 2")
    assert about(pool, schema) == {"demonstration": "yes", "name": "Coo.pairs 2"}
    assert about(pool, other) == {}
    drop_group(pool, other)
    assert schema in groups(pool)
    assert other not in groups(pool)
    with pool.connection() as connection:
        assert connection.execute(in_schema(schema, "select position from {}.head")).fetchone() == (0,)


def test_a_stranger_s_schema_is_no_group_and_is_not_dropped(pool: ConnectionPool) -> None:
    with pool.connection() as connection:
        connection.execute("create schema stranger create table migrations (version text)")
    assert "stranger" not in groups(pool)
    with pytest.raises(SchemaMissing):
        drop_group(pool, "stranger")
