"""A demonstration says so everywhere, and lets somebody in with one click, at this machine only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import Role
from interfaces.api.app import create_app
from interfaces.api.reach import Reach
from interfaces.api.standing import DEMO
from interfaces.cli.demo import MARKER
from tests.examples import BRUME
from tests.interfaces.api_world import World, world


@pytest.fixture(scope="module")
def shown(pool: ConnectionPool) -> Iterator[World]:
    """A demonstration."""
    with world(pool, "shown", "plain") as opened:
        key, value = DEMO
        opened.home.note("shown", **{key: value})
        yield opened


@pytest.fixture
def demo(shown: World) -> World:
    """Asked by somebody who has not been here before."""
    shown.client.cookies.clear()
    return shown


def test_the_marker_is_the_demos() -> None:
    assert DEMO[1] == MARKER


@pytest.mark.parametrize("role", list(Role))
def test_one_click_makes_somebody_of_each_role(demo: World, role: Role) -> None:
    entered = demo.ask("POST", "demo-sessions", None, "shown", json={"role": role})
    assert entered.status_code == 200, entered.text
    assert entered.headers["tantieme-demo"]
    cookie = entered.headers["set-cookie"].split(";")[0]
    standing = demo.ask("GET", "standing", None, "shown", headers={"Cookie": cookie})
    assert (standing.json()["roles"], standing.json()["demo"]) == ([role], True)
    assert re.search("invented", standing.json()["name"])


def test_every_answer_says_that_it_is_a_demonstration(demo: World) -> None:
    read = demo.ask("GET", "members", None, "shown")
    refused = demo.ask("GET", "contracts/NONE", None, "shown")
    assert read.json()["demo"] is True
    assert read.headers["tantieme-demo"]
    assert refused.headers["tantieme-demo"]


def test_a_board_member_of_the_demonstration_votes_for_one_member(demo: World) -> None:
    entered = demo.ask(
        "POST", "demo-sessions", None, "shown", json={"role": "board-member", "member": "brume"}
    )
    assert entered.json()["member"] == BRUME


def test_without_a_demonstration_there_is_no_such_door(demo: World) -> None:
    refused = demo.ask("POST", "demo-sessions", None, "plain", json={"role": "controller"})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tantieme:no-demo")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
def test_through_a_proxy_there_is_none_either(demo: World, header: str) -> None:
    headers = {header: "192.0.2.1"}
    refused = demo.ask("POST", "demo-sessions", None, "shown", json={"role": "controller"}, headers=headers)
    assert refused.status_code == 403
    assert demo.ask("GET", "members", None, "shown", headers=headers).status_code == 401


def test_served_to_others_there_is_none_either(demo: World) -> None:
    app = create_app(demo.home, reach=Reach(frozenset({"ledger.example"})))
    others = TestClient(app, base_url="https://ledger.example")
    assert others.post("/api/groups/shown/demo-sessions", json={"role": "auditor"}).status_code == 403
    assert others.get("/api/groups/shown/members").status_code == 401
    assert others.get("/api/groups").json() == {"groups": []}
    assert others.get("/readyz").json()["groups"] == []
    assert others.get("/livez").headers["strict-transport-security"]
    assert others.get("/livez", headers={"Host": "localhost"}).status_code == 400
    # Whether there is such a group is nobody's business either.
    missing = others.get("/api/groups/nowhere/members")
    assert (missing.status_code, missing.json()["type"]) == (401, "urn:tantieme:not-authenticated")
