"""One schema per group, built by numbered SQL files; code and schema that do not fit refuse each other.

A file that has been applied never changes: what it was is kept by its sha256. Stored events are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from psycopg import Connection
from psycopg.errors import InvalidSchemaName, UndefinedTable
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_FILE = re.compile(r"([0-9]{4})_([a-z0-9_]+)\.sql")
_LOCK = 0x74616E74  # Any number will do, if all of us take the same one.


class SchemaMissing(Refusal):
    """A group must be set up before it is used."""

    sentence = "there is no group in the schema {schema}; set it up with `tantieme migrate`"


class SchemaOlder(Refusal):
    """A group set up by an older release is migrated before it is used."""

    sentence = "the schema {schema} is older than this release, which needs {missing}; run `tantieme migrate`"


class SchemaNewer(Refusal):
    """A release does not touch what a newer one has set up."""

    sentence = "the schema {schema} was set up by a newer release, which knows {unknown}; use that release"


class SchemaAltered(Refusal):
    """What was applied is what this release would apply."""

    sentence = "the schema {schema} was built by another text of {altered} than this release holds"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file, as it stands in this release."""

    number: int
    name: str
    text: str
    sha256: bytes


@cache
def known() -> tuple[Migration, ...]:
    """The migrations of this release in the order of their numbers, which run from 1 without gaps."""
    found = []
    for file in files(__package__).joinpath("migrations").iterdir():
        if match := _FILE.fullmatch(file.name):
            text = file.read_bytes().replace(b"\r\n", b"\n")
            found.append(Migration(int(match[1]), match[2], text.decode(), sha256(text).digest()))
    found.sort(key=lambda migration: migration.number)
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise AssertionError("migrations are numbered from 1 without gaps")
    return tuple(found)


def checked_schema(name: str) -> str:
    """The name, if a schema may have it. Raises BadInput."""
    if not _SCHEMA.fullmatch(name) or name.startswith("pg_") or name in ("public", "information_schema"):
        rule = "a group's schema is named by 1 to 40 small letters, digits and underscores, a digit not first"
        raise BadInput("schema", Sentence("{rule}; public and names in pg_ are taken", rule=rule))
    return name


def in_schema(schema: str, statement: str) -> bytes:
    """The statement as it is sent, with the schema's checked name, which needs no quoting, in place of {}.

    Raises BadInput.
    """
    return statement.replace("{}", checked_schema(schema)).encode()


def migrate(pool: ConnectionPool, schema: str) -> Sequence[str]:
    """Set the group up, or bring it up to this release; the names of the files that were applied now.

    Each file is one transaction. Whoever comes second waits for the first and finds nothing left to do.
    Raises BadInput, SchemaNewer or SchemaAltered, before anything is changed.
    """
    checked_schema(schema)
    applied_now: list[str] = []
    while True:
        with pool.connection() as connection:
            connection.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", (_LOCK, schema))
            _prepare(connection, schema)
            pending = _pending(schema, _applied(connection, schema))
            if not pending:
                return applied_now
            _apply(connection, schema, pending[0])
        applied_now.append(pending[0].name)


def check(pool: ConnectionPool, schema: str) -> None:
    """Return if the group is set up by exactly this release's migrations.

    Raises BadInput, SchemaMissing, SchemaOlder, SchemaNewer or SchemaAltered.
    """
    checked_schema(schema)
    try:
        with pool.connection() as connection:
            applied = _applied(connection, schema)
    except (UndefinedTable, InvalidSchemaName):
        raise SchemaMissing(schema=schema) from None
    if pending := _pending(schema, applied):
        raise SchemaOlder(schema=schema, missing=", ".join(migration.name for migration in pending))


def groups(pool: ConnectionPool) -> Sequence[str]:
    """The schemas that hold a group, in alphabetical order."""
    with pool.connection() as connection:
        rows = connection.execute(
            "select n.nspname::text from pg_namespace n"
            " join pg_class c on c.relnamespace = n.oid and c.relname = 'migrations'"
            " join pg_attribute a on a.attrelid = c.oid and a.attname in ('number', 'name', 'sha256')"
            " group by n.nspname having count(*) = 3 order by 1"
        )
        return [name for (name,) in rows if _SCHEMA.fullmatch(name)]


def drop_group(pool: ConnectionPool, schema: str) -> None:
    """Delete the group with all that it holds. Raises SchemaMissing where there is none."""
    if schema not in groups(pool):
        raise SchemaMissing(schema=schema)
    with pool.connection() as connection:
        connection.execute(in_schema(schema, "drop schema {} cascade"))


def about(pool: ConnectionPool, schema: str) -> Mapping[str, str]:
    """What is known of the group beside its log, such as its name."""
    with pool.connection() as connection:
        rows = connection.execute(in_schema(schema, "select key, value from {}.about order by key"))
        return dict(rows)


def put_about(pool: ConnectionPool, schema: str, **facts: str) -> None:
    """Keep facts about the group, in the place of what was known under the same keys."""
    statement = in_schema(
        schema,
        "insert into {}.about (key, value) select * from unnest(%s::text[], %s::text[])"
        " on conflict (key) do update set value = excluded.value",
    )
    with pool.connection() as connection:
        connection.execute(statement, (list(facts), list(facts.values())))


def _prepare(connection: Connection[TupleRow], schema: str) -> None:
    connection.execute(in_schema(schema, "create schema if not exists {}"))
    connection.execute(
        in_schema(
            schema,
            "create table if not exists {}.migrations (number int primary key, name text not null,"
            " sha256 bytea not null, applied_at timestamptz not null default now())",
        )
    )


def _applied(connection: Connection[TupleRow], schema: str) -> Mapping[int, tuple[str, bytes]]:
    rows = connection.execute(in_schema(schema, "select number, name, sha256 from {}.migrations"))
    return {number: (name, digest) for number, name, digest in rows}


def _pending(schema: str, applied: Mapping[int, tuple[str, bytes]]) -> Sequence[Migration]:
    """What is still to be applied, in order. Raises SchemaNewer or SchemaAltered."""
    of_this_release = {migration.number: migration for migration in known()}
    unknown = [name for number, (name, _) in sorted(applied.items()) if number not in of_this_release]
    if unknown:
        raise SchemaNewer(schema=schema, unknown=", ".join(unknown))
    for number, (_, digest) in sorted(applied.items()):
        if digest != of_this_release[number].sha256:
            raise SchemaAltered(schema=schema, altered=of_this_release[number].name)
    return [migration for migration in known() if migration.number not in applied]


def _apply(connection: Connection[TupleRow], schema: str, migration: Migration) -> None:
    # Temporary tables are looked up last, so that nobody can put one in the way of a function's tables.
    connection.execute(in_schema(schema, "set local search_path to {}, pg_temp"))
    connection.execute(migration.text.encode())
    connection.execute(
        "insert into migrations (number, name, sha256) values (%s, %s, %s)",
        (migration.number, migration.name, migration.sha256),
    )
