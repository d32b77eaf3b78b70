"""Who may act in a group: its accounts, their roles and the identities by which others know them."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from application.access.ports import Account, MemberNeeded, OneMember
from application.access.role import FOR_A_MEMBER, Role
from application.ports import People
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.identity import checked_code, normal_code
from domain.kernel.sentences import Sentence
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import one_statement, tried

MAX_SUBJECT_LENGTH = 255
ACCOUNT = (
    "select a.person, p.name, a.member, a.revoked_at,"
    " array(select role from {}.grants g where g.person = a.person order by role)"
    " from {}.accounts a join {}.people p on p.id = a.person"
)


def account_of(row: TupleRow) -> Account:
    """The account that a row of ACCOUNT holds."""
    person, name, member, revoked_at, roles = row
    return Account(person, name, frozenset(map(Role, roles)), member, revoked_at)


class PostgresAccounts:
    """The `Accounts` of one group, whose schema has been migrated."""

    def __init__(self, pool: ConnectionPool, schema: str, people: People) -> None:
        self._pool = pool
        self._people = people
        self._exist = in_schema(schema, "select exists (select from {}.accounts)")
        self._open = in_schema(
            schema,
            "insert into {}.accounts (person, member) values (%s, %s) on conflict (person) do update"
            " set member = coalesce({}.accounts.member, excluded.member), revoked_at = null returning member",
        )
        self._grant = in_schema(
            schema, "insert into {}.grants (person, role) values (%s, %s) on conflict do nothing"
        )
        self._select = in_schema(schema, ACCOUNT + " where a.person = %s")
        self._all = in_schema(schema, ACCOUNT + " order by p.name, a.person")
        self._of_subject = in_schema(
            schema,
            ACCOUNT + " join {}.identities i on i.person = a.person"
            " where i.issuer = %s and i.subject = %s and a.revoked_at is null",
        )
        self._link = in_schema(
            schema,
            "insert into {}.identities (issuer, subject, person) values (%s, %s, %s)"
            " on conflict (issuer, subject) do update set person = excluded.person",
        )
        self._revoke = [
            in_schema(schema, statement)
            for statement in (
                "delete from {}.sessions where person = %s",
                "delete from {}.identities where person = %s",
                "delete from {}.grants where person = %s",
                "update {}.keys set revoked_at = coalesce(revoked_at, now()) where person = %s",
            )
        ]
        self._close = in_schema(
            schema,
            "update {}.accounts set password_hash = null, failures = 0, revoked_at = coalesce(revoked_at, now())"
            " where person = %s",
        )

    def exist(self) -> bool:
        """Whether the group has any account yet, revoked or not."""
        [(there,)] = self._rows(self._exist)
        return bool(there)

    def add(self, name: str, role: Role, member: str | None = None) -> Account:
        """Give a person of that name a role. Raises BadInput, MemberNeeded, OneMember."""
        if role in FOR_A_MEMBER and member is None:
            raise MemberNeeded(role=role)
        code = None if member is None else checked_code("member", member)
        person = self._people.identify(name)
        with self._pool.connection() as connection:
            [(kept,)] = connection.execute(self._open, (person, code)).fetchall()
            if code is not None and normal_code(str(kept)) != normal_code(code):
                raise OneMember(name=name, member=kept)
            connection.execute(self._grant, (person, role.value))
            [row] = connection.execute(self._select, (person,)).fetchall()
        return account_of(row)

    def all(self) -> Sequence[Account]:
        """Every account by name, the revoked ones too."""
        return [account_of(row) for row in self._rows(self._all)]

    def revoke(self, person: str) -> None:
        """End an account with its password, sessions and keys. Raises NotFound."""
        with self._pool.connection() as connection:
            self._must_exist(connection, person)
            for statement in self._revoke:
                connection.execute(statement, (person,))
            connection.execute(self._close, (person,))

    def link(self, person: str, issuer: str, subject: str) -> None:
        """Say which subject of an identity provider this person is. Raises NotFound, BadInput."""
        if not (0 < len(subject) <= MAX_SUBJECT_LENGTH and subject.isprintable()):
            raise BadInput(
                "subject",
                Sentence(
                    "it has 1 to {max_subject_length} printable characters",
                    max_subject_length=MAX_SUBJECT_LENGTH,
                ),
            )
        with self._pool.connection() as connection:
            self._must_exist(connection, person)
            connection.execute(self._link, (issuer, subject, person))

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """The account of an identity provider's subject."""
        rows = self._rows(self._of_subject, issuer, subject)
        return account_of(rows[0]) if rows else None

    def _must_exist(self, connection: Connection[TupleRow], person: str) -> None:
        if not connection.execute(self._select, (person,)).fetchall():
            raise NotFound(kind="account", code=person)

    def _rows(self, statement: bytes, *parameters: object) -> Sequence[TupleRow]:
        def rows() -> Sequence[TupleRow]:
            with one_statement(self._pool) as connection:
                return connection.execute(statement, parameters, prepare=True).fetchall()

        return tried(self._pool, rows)
