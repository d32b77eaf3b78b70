"""Four PostgreSQL roles of a group, so that nobody who runs the ledger can rewrite it.

    owner       owns the schema: migrates and rebuilds. It could rewrite; checkpoints held outside show it if it does.
    writer      appends events, by one function only; changes and deletes nothing of them. Keeps accounts and contacts
    projector   writes the tables of views and how far they have come, and nothing else
    auditor     reads all but contacts, accounts and credentials, writes nothing

They cannot log in. A server's administrator grants them to logins: the application's is granted writer and
projector, an auditor's tool auditor, and owner is granted for the time of a migration.

Roles belong to a whole server: two of its databases that hold a group of the same name share them. Then give the
groups different names, or let each login connect to its own database only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Composed, Identifier
from psycopg_pool import ConnectionPool

from application.views import VIEWS
from domain.kernel.errors import Refusal
from infrastructure.postgres.migrations import checked_schema

OWNER, WRITER, PROJECTOR, AUDITOR = ROLES = ("owner", "writer", "projector", "auditor")
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
FOLLOWING = ("followers", "tree_blocks")
"""What stands beside the views and follows the log as they do."""

ACCESS = {
    "accounts": "insert, update",
    "grants": "insert, delete",
    "identities": "insert, update, delete",
    "keys": "insert, update",
    "logins": "insert, delete",
    "sessions": "insert, delete",
}
"""Who may use the ledger and by which secret one is known: what whoever serves it does there, and nobody else."""
PRIVATE = (*ACCESS, "contacts")
"""What concerns persons, stands outside the log and proves nothing of it."""

_APPEND = "append_events"
_READERS = (WRITER, PROJECTOR, AUDITOR)


class MayNotSetUpRoles(Refusal):
    """Roles are the whole server's, so not everybody may make them."""

    sentence = "{who} may not create roles: ask the server's administrator, or run it as one who may"


def role_name(schema: str, role: str) -> str:
    """The name of a group's role, which no other group of the server has."""
    return f"tantieme_{checked_schema(schema)}_{role}"


def exist(pool: ConnectionPool, schema: str) -> bool:
    """Whether the roles of that group were set up."""
    with pool.connection() as connection:
        return len(_existing(connection, schema)) == len(ROLES)


def set_up(pool: ConnectionPool, schema: str) -> None:
    """Make the roles and give each what it needs; done again, it comes to the same.

    Whatever was granted to them on the group's tables before is taken away first. Raises MayNotSetUpRoles.
    """
    with pool.connection() as connection:
        _create(connection, schema)
        _hand_over(connection, schema)
        for statement in _grants(schema, _tables(connection, schema)):
            connection.execute(statement)


def remove(pool: ConnectionPool, schema: str) -> None:
    """Take the roles away; the schema with all in it then belongs to who removes them."""
    with pool.connection() as connection:
        for role in _existing(connection, schema):
            name = Identifier(role)
            connection.execute(SQL("reassign owned by {} to current_user").format(name))
            connection.execute(SQL("drop owned by {}").format(name))
            connection.execute(SQL("drop role {}").format(name))


def privileges(pool: ConnectionPool, schema: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What each role may do: by role and table the privileges, and whether it may append."""
    found: dict[str, dict[str, list[str]]] = {}
    with pool.connection() as connection:
        for role in _existing(connection, schema):
            rows = connection.execute(
                "select c.relname::text, p from pg_class c cross join unnest(%s::text[]) p"
                " where c.relnamespace = %s::regnamespace and c.relkind = 'r' and has_table_privilege(%s, c.oid, p)"
                " order by c.relname, p",
                (list(PRIVILEGES), schema, role),
            )
            tables: dict[str, list[str]] = {}
            for table, privilege in rows:
                tables.setdefault(table, []).append(privilege.lower())
            found[role] = tables
    return found


def keep_privileges(connection: Connection[Any], schema: str, table: str, copy: str) -> None:
    """Give a copy of a table the owner of the table and all that is granted on it."""
    grants = connection.execute(
        "select format('alter table %%I.%%I owner to %%I', n.nspname, %s::text, pg_get_userbyid(c.relowner))"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = %s and c.relname = %s"
        " union all"
        " select format('grant %%s on %%I.%%I to %%I', a.privilege_type, n.nspname, %s::text,"
        " pg_get_userbyid(a.grantee))"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a"
        " where n.nspname = %s and c.relname = %s and a.grantee <> c.relowner and a.grantee <> 0",
        (copy, schema, table, copy, schema, table),
    ).fetchall()
    for (statement,) in grants:
        connection.execute(statement.encode())


def _existing(connection: Connection[TupleRow], schema: str) -> list[str]:
    names = [role_name(schema, role) for role in ROLES]
    rows = connection.execute(
        "select rolname::text from pg_roles where rolname = any(%s)", (names,)
    ).fetchall()
    known = {name for (name,) in rows}
    return [name for name in names if name in known]


def _create(connection: Connection[TupleRow], schema: str) -> None:
    missing = [role for role in ROLES if role_name(schema, role) not in _existing(connection, schema)]
    if not missing:
        return
    [(who, is_superuser, may_create)] = connection.execute(
        "select rolname::text, rolsuper, rolcreaterole from pg_roles where rolname = current_user"
    ).fetchall()
    if not (is_superuser or may_create):
        raise MayNotSetUpRoles(who=who)
    for role in missing:
        connection.execute(SQL("create role {} nologin").format(Identifier(role_name(schema, role))))
    if not is_superuser:
        owner = Identifier(role_name(schema, OWNER))
        connection.execute(SQL("grant {} to current_user").format(owner))


def _tables(connection: Connection[TupleRow], schema: str) -> list[str]:
    rows = connection.execute(
        "select relname::text from pg_class where relnamespace = %s::regnamespace and relkind = 'r' order by 1",
        (schema,),
    )
    return [name for (name,) in rows]


def _hand_over(connection: Connection[TupleRow], schema: str) -> None:
    """Make the owner role the owner of the schema and of everything in it."""
    owner = role_name(schema, OWNER)
    connection.execute(SQL("alter schema {} owner to {}").format(Identifier(schema), Identifier(owner)))
    rows = connection.execute(
        "select format('alter table %%I.%%I owner to %%I', %s::text, relname, %s::text) from pg_class"
        " where relnamespace = %s::regnamespace and relkind in ('r', 'v', 'S')"
        " union all"
        " select format('alter routine %%s owner to %%I', oid::regprocedure, %s::text) from pg_proc"
        " where pronamespace = %s::regnamespace",
        (schema, owner, schema, owner, schema),
    ).fetchall()
    for (statement,) in rows:
        connection.execute(statement.encode())


def _grants(schema: str, tables: Sequence[str]) -> Iterable[Composed]:
    within = Identifier(schema)
    name = {role: Identifier(role_name(schema, role)) for role in ROLES}
    every_reader = SQL(", ").join(name[role] for role in _READERS)
    yield SQL("revoke all on schema {} from public, {}").format(within, every_reader)
    yield SQL("revoke all on all tables in schema {} from public, {}").format(within, every_reader)
    append = SQL("{}.{}").format(within, Identifier(_APPEND))
    yield SQL("revoke all on function {} from public, {}").format(append, every_reader)
    yield SQL("grant usage on schema {} to {}").format(within, every_reader)
    for table in tables:
        readers = name[WRITER] if table in PRIVATE else every_reader
        yield SQL("grant select on {}.{} to {}").format(within, Identifier(table), readers)
    yield SQL("grant execute on function {} to {}").format(append, name[WRITER])
    # A person is given an opaque id on first use; only the owner erases a name.
    yield SQL("grant insert (id, name) on {}.people to {}").format(within, name[WRITER])
    yield SQL("grant insert, update (value) on {}.contacts to {}").format(within, name[WRITER])
    for table, done in ACCESS.items():
        grant = SQL("grant {} on {}.{} to {}")
        yield grant.format(SQL(done), within, Identifier(table), name[WRITER])
    yield SQL("grant insert on {}.undecided_commands to {}").format(within, name[WRITER])
    projected = {table.name for view in VIEWS for table in view.tables} | set(FOLLOWING)
    for table in tables:
        if table in projected:
            grant = SQL("grant insert, update, delete on {}.{} to {}")
            yield grant.format(within, Identifier(table), name[PROJECTOR])
