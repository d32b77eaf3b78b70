"""Groups with an account of each role, served in this process; who asks shows a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from fastapi import FastAPI
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import FOR_A_MEMBER, Role
from interfaces.api.app import create_app
from interfaces.api.reach import Reach
from interfaces.api.served import Served
from interfaces.composition import Home
from tests.examples import BRUME, carry_out, members_in_agreement, toolbox

HERE = "https://127.0.0.1:8000"
_KEYS = count(1)


@dataclass(frozen=True)
class World:
    """A server over groups, and the key of an account of each role in each."""

    home: Home
    client: TestClient
    keys: Mapping[tuple[str, Role], str]
    group: str

    def ask(
        self,
        method: str,
        path: str,
        role: Role | None = Role.CONTROLLER,
        group: str | None = None,
        **more: Any,
    ) -> Any:
        """Ask something of a group, as an account of a role or as nobody."""
        headers = {**self.as_role(role, group), **more.pop("headers", {})}
        return self.client.request(
            method, f"/api/groups/{group or self.group}/{path}", headers=headers, **more
        )

    def as_role(self, role: Role | None, group: str | None = None) -> dict[str, str]:
        """What a program shows that acts as an account of a role."""
        return {} if role is None else {"Authorization": f"Bearer {self.keys[group or self.group, role]}"}

    def do(
        self,
        command: str,
        terms: object,
        role: Role | None = Role.CONTROLLER,
        group: str | None = None,
        key: str | None = None,
        **headers: str,
    ) -> Any:
        """Give a command, under a key of its own where none is given."""
        given = {"Idempotency-Key": key or f"key-{next(_KEYS)}", **headers}
        return self.ask("POST", f"commands/{command}", role, group, json=terms, headers=given)

    def head(self, group: str | None = None) -> int:
        """The position of the log's head."""
        return self.home.open(group or self.group).ledger.event_log.head().position


@cache
def _api(reach: Reach) -> FastAPI:
    return create_app(Home.__new__(Home), reach=reach)


@contextmanager
def asking(
    home: Home, only: str | None = None, base_url: str = HERE, reach: Reach | None = None, **more: Any
) -> Iterator[TestClient]:
    """A client of the API over a home. To build the API takes half a second, so one process has only one."""
    app = _api(reach or Reach())
    before, app.state.served = app.state.served, Served(home, only, reach or Reach())
    try:
        with TestClient(app, base_url=base_url, **more) as client:
            yield client
    finally:
        app.state.served = before


@contextmanager
def world(pool: ConnectionPool, *groups: str, reach: Reach | None = None) -> Iterator[World]:
    """A server of groups that it makes, each with the members of Confluence and an account of each role."""
    home = Home(pool)
    for group in groups:
        home.migrate(group)
    try:
        with inhabited(home, *groups, reach=reach) as opened:
            yield opened
    finally:
        for group in groups:
            home.drop(group)


@contextmanager
def inhabited(home: Home, *groups: str, reach: Reach | None = None) -> Iterator[World]:
    """A server of groups in which nothing has happened yet, each now with members and accounts."""
    keys: dict[tuple[str, Role], str] = {}
    for group in groups:
        carry_out(home.open(group), *members_in_agreement(), *toolbox("platform", ["calls"]))
        for role in Role:
            member = BRUME if role in FOR_A_MEMBER else None
            account = home.accounts(group).add(f"{role} of the group", role, member)
            keys[group, role] = home.credentials(group).issue_key(account.person, "tests")
    with asking(home, reach=reach, raise_server_exceptions=False) as client:
        yield World(home, client, keys, groups[0])
