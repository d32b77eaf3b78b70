"""Each role may do what it is for and nothing else, on a real PostgreSQL, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from application.access.ports import WrongPassword
from application.access.role import Role
from application.proof.signing import read_through
from application.views import VIEWS
from domain.kernel.merkle import root, root_of_leaves
from infrastructure.postgres.accounts import PostgresAccounts
from infrastructure.postgres.credentials import PostgresCredentials
from infrastructure.postgres.log import PostgresEventLog, PostgresPeople
from infrastructure.postgres.migrations import drop_group, in_schema, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.rebuild import rebuild
from infrastructure.postgres.recorder import PostgresRecorder
from infrastructure.postgres.roles import ROLES, privileges, remove, role_name, set_up
from infrastructure.postgres.tree import PostgresTree
from interfaces.composition import Home
from tests import examples
from tests.application.conftest import open_platform

OWNER, WRITER, PROJECTOR, AUDITOR = ROLES
EVERYBODY, NOBODY = frozenset(ROLES), frozenset[str]()
BUT_OWNER = frozenset({OWNER})
PROJECTS = frozenset({OWNER, PROJECTOR})
SERVES = frozenset({OWNER, WRITER})

APPEND = (
    "select {}.append_events(array[gen_random_uuid()], array[1], array['test.happened'], array[''::bytea],"
    " 'person-1', null, null, null, null, '', null, null, false)"
)
STATEMENTS = {
    "append an event": (APPEND, frozenset({OWNER, WRITER})),
    "read events": ("select * from {}.events", EVERYBODY),
    "insert an event": (
        "insert into {}.events values"
        " (99, gen_random_uuid(), 1, 't', '', 'p', null, null, null, null, now(), sha256(''))",
        BUT_OWNER,
    ),
    "update an event": ("update {}.events set actor = 'x'", BUT_OWNER),
    "delete an event": ("delete from {}.events where position = 1", BUT_OWNER),
    "truncate events": ("truncate {}.events", BUT_OWNER),
    "lock events": ("lock table {}.events in access exclusive mode", BUT_OWNER),
    "lock events for update": ("select 1 from {}.events for update", BUT_OWNER),
    "move the head": ("update {}.head set position = 0, recorded_at = null", BUT_OWNER),
    "delete the head": ("delete from {}.head", BUT_OWNER),
    "forget a command": ("delete from {}.commands", BUT_OWNER),
    "invent a command": ("insert into {}.commands values ('k', '', 1, 1)", BUT_OWNER),
    "read people": ("select * from {}.people", EVERYBODY),
    "name a person": ("insert into {}.people (id, name) values ('p', 'P')", frozenset({OWNER, WRITER})),
    "erase a person": ("update {}.people set name = null, erased_at = now()", BUT_OWNER),
    "delete a person": ("delete from {}.people", BUT_OWNER),
    "read accounts": ("select * from {}.accounts", SERVES),
    "read what accounts may do": ("select * from {}.grants", SERVES),
    "read who is known elsewhere": ("select * from {}.identities", SERVES),
    "read keys": ("select * from {}.keys", SERVES),
    "read sessions": ("select * from {}.sessions", SERVES),
    "read log-ins": ("select * from {}.logins", SERVES),
    "end a log-in": ("delete from {}.logins", SERVES),
    "prolong a log-in": ("update {}.logins set expires_at = now()", BUT_OWNER),
    "read contacts": ("select * from {}.contacts", SERVES),
    "end sessions": ("delete from {}.sessions", SERVES),
    "end an account": ("update {}.accounts set revoked_at = now()", SERVES),
    "take an account away": ("delete from {}.accounts", BUT_OWNER),
    "take a key away": ("delete from {}.keys", BUT_OWNER),
    "forget an undecided command": ("delete from {}.undecided_commands", BUT_OWNER),
    "note about the group": ("update {}.about set value = 'x'", BUT_OWNER),
    "pretend a migration": ("insert into {}.migrations values (99, 'x', '')", BUT_OWNER),
    "read a view": ("select * from {}.members", EVERYBODY),
    "write a view": ("delete from {}.members", PROJECTS),
    "change a view": ("update {}.members set name = 'x'", PROJECTS),
    "truncate a view": ("truncate {}.members", BUT_OWNER),
    "write how far": ("update {}.followers set position = 0", PROJECTS),
    "keep a block": ("insert into {}.tree_blocks values (0, sha256(''))", PROJECTS),
    "add a table": ("create table {}.more (x int)", BUT_OWNER),
    "drop the log": ("drop table {}.events cascade", BUT_OWNER),
    "loosen the log": ("alter table {}.events drop constraint events_pkey", BUT_OWNER),
    "grant to all": ("grant update on {}.events to public", BUT_OWNER),
    "replace the append": ("drop function {}.chained(bytea, bytea, bytea) cascade", BUT_OWNER),
    "hook into the log": (
        "create trigger t before update on {}.events"
        " for each row execute function suppress_redundant_updates_trigger()",
        BUT_OWNER,
    ),
}


@pytest.fixture(scope="module")
def schema(pool: ConnectionPool) -> Iterator[str]:
    """A group with roles and one event; roles belong to the whole server, so no other run has this name."""
    name = f"roles_{uuid4().hex[:12]}"
    migrate(pool, name)
    PostgresRecorder(pool, name).insert_events([StoredEvent(uuid4(), 1, "test.happened", b"{}")])
    set_up(pool, name)
    yield name
    remove(pool, name)
    drop_group(pool, name)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", STATEMENTS)
def test_a_role_may_do_what_it_is_for_and_nothing_else(
    pool: ConnectionPool, schema: str, what: str, role: str
) -> None:
    statement, allowed = STATEMENTS[what]
    text = in_schema(schema, statement)
    with pool.connection() as connection, connection.transaction(force_rollback=True):
        connection.execute(SQL("set local role {}").format(Identifier(role_name(schema, role))))
        # `alter`, `drop` and their like say "must be owner", which is the same refusal.
        if role in allowed:
            connection.execute(text)
        elif what == "grant to all":
            # Who may grant nothing is only warned, so what counts is that nothing was granted.
            connection.execute(text)
            asked = connection.execute(
                "select count(*) from pg_class c, aclexplode(c.relacl) a where c.oid = %s::regclass and a.grantee = 0",
                (f"{schema}.events",),
            )
            assert asked.fetchone() == (0,)
        else:
            with pytest.raises(InsufficientPrivilege):
                connection.execute(text)


def test_others_of_the_server_may_not_even_look(pool: ConnectionPool, schema: str) -> None:
    stranger = f"stranger_{uuid4().hex[:12]}"
    with pool.connection() as connection, connection.transaction(force_rollback=True):
        connection.execute(SQL("create role {}").format(Identifier(stranger)))
        connection.execute(SQL("set local role {}").format(Identifier(stranger)))
        with pytest.raises(InsufficientPrivilege):
            connection.execute(in_schema(schema, "select * from {}.events"))


def test_setting_up_again_takes_away_what_was_granted_too_much(pool: ConnectionPool, schema: str) -> None:
    before = privileges(pool, schema)
    with pool.connection() as connection:
        for role in (WRITER, AUDITOR):
            grant = SQL("grant update, delete on {}.events to {}")
            connection.execute(grant.format(Identifier(schema), Identifier(role_name(schema, role))))
    assert privileges(pool, schema) != before
    set_up(pool, schema)
    assert privileges(pool, schema) == before


@pytest.fixture
def application(pool: ConnectionPool, postgres: str, schema: str) -> Iterator[ConnectionPool]:
    """The connections of a login that may append and project."""
    yield from login(pool, postgres, schema, WRITER, PROJECTOR)


@pytest.fixture
def auditor(pool: ConnectionPool, postgres: str, schema: str) -> Iterator[ConnectionPool]:
    """The connections of a login that may only read."""
    yield from login(pool, postgres, schema, AUDITOR)


def login(pool: ConnectionPool, postgres: str, schema: str, *roles: str) -> Iterator[ConnectionPool]:
    name, password = f"login_{uuid4().hex[:12]}", uuid4().hex
    with pool.connection() as connection:
        granted = SQL(", ").join(Identifier(role_name(schema, role)) for role in roles)
        create = SQL("create role {} login password {} in role {}")
        connection.execute(create.format(Identifier(name), password, granted))
    try:
        address = make_conninfo(postgres, user=name, password=password)
        if not can_connect(address):
            pytest.skip(f"this server lets no new login in by {conninfo_to_dict(address).get('host')}")
        with open_pool(address) as opened:
            yield opened
    finally:
        with pool.connection() as connection:
            connection.execute(SQL("drop role {}").format(Identifier(name)))


def can_connect(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_whole_application_runs_as_writer_and_projector(
    application: ConnectionPool, auditor: ConnectionPool, schema: str
) -> None:
    group = Home(application).open(schema)
    open_platform(group)
    examples.carry_out(group, examples.document("platform", "2026-01", 10000))
    examples.post(group, "platform", "2026-01")
    log = PostgresEventLog(auditor, schema)
    read = read_through(log, PostgresTree(auditor, schema), schema)
    size = read.found.events
    assert root(size, PostgresTree(auditor, schema).node) == root_of_leaves(read.leaves)
    assert PostgresPeople(auditor, schema).names() == PostgresPeople(application, schema).names()


def test_accounts_are_kept_as_writer(application: ConnectionPool, schema: str) -> None:
    """All that the API and the command line do with accounts, from opening one to its end."""
    people = PostgresPeople(application, schema)
    accounts = PostgresAccounts(application, schema, people)
    credentials = PostgresCredentials(application, schema)
    person = accounts.add("Odile Serre", Role.CONTROLLER).person
    accounts.link(person, "https://id.example.org", "odile")
    credentials.set_password(person, "a long enough passphrase")
    token = credentials.log_in("Odile Serre", "a long enough passphrase")
    assert credentials.of_session(token) == accounts.of_subject("https://id.example.org", "odile")
    secret = credentials.issue_key(person, "night", 30)
    assert credentials.of_key(secret) is not None
    with pytest.raises(WrongPassword):
        credentials.log_in("Odile Serre", "another passphrase")
    credentials.end_session(token)
    [key] = credentials.keys()
    credentials.revoke_key(key.id)
    accounts.revoke(person)
    assert credentials.of_key(secret) is None


def test_every_table_of_a_view_is_the_projector_s(pool: ConnectionPool, schema: str) -> None:
    projector = privileges(pool, schema)[role_name(schema, PROJECTOR)]
    expected = ["delete", "insert", "select", "update"]
    assert {table.name for view in VIEWS for table in view.tables} <= set(projector)
    assert {t for t, granted in projector.items() if granted == expected} == {
        table.name for view in VIEWS for table in view.tables
    } | {"followers", "tree_blocks"}


def test_a_rebuilt_view_keeps_what_was_granted(pool: ConnectionPool, schema: str) -> None:
    before = privileges(pool, schema)
    Home(pool).open(schema).readings.follow()
    assert all(view.switched for view in rebuild(pool, schema, PostgresEventLog(pool, schema)))
    assert privileges(pool, schema) == before
