"""What the API refuses, and how it says so: one shape, the rule, and nothing that is nobody's business."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.errors import Conflict
from application.group import USE_CASES
from application.ports import Act
from domain.kernel.errors import BadInput, NotFound
from infrastructure.postgres.recorder import PostgresRecorder
from interfaces.api import log
from interfaces.api.problems import problem, status_of
from interfaces.composition import Home
from tests.examples import PREPARER, carry_out, members_in_agreement, register, toolbox
from tests.interfaces.api_world import asking

THIS_MACHINE = "http://127.0.0.1:8000"


@pytest.fixture
def ruined(pool: ConnectionPool) -> Iterator[str]:
    """A group in which nothing has happened yet, and which no other test will use."""
    home = Home(pool)
    home.migrate("ruined")
    yield "ruined"
    home.drop("ruined")


@pytest.fixture
def client(pool: ConnectionPool, ruined: str) -> Iterator[TestClient]:
    """A server of that group alone; a fault is answered, not raised."""
    with asking(Home(pool), ruined, THIS_MACHINE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def confluence(pool: ConnectionPool) -> Iterator[TestClient]:
    """A server of a group with members, an agreement and a service, and no contract."""
    home = Home(pool)
    home.migrate("problems")
    carry_out(home.open("problems"), *members_in_agreement(), *toolbox("platform"))
    with asking(home, base_url=THIS_MACHINE) as opened:
        yield opened
    home.drop("problems")


def path_of(reading: str, group: str = "problems") -> str:
    return reading if reading.startswith("/") else f"/api/groups/{group}/{reading}"


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/api/groups/nowhere/members", 404, "there is no group nowhere"),
        ("members/Eon/statements/2026", 404, "there is no member Eon"),
        ("contracts/X", 404, "there is no contract X"),
        ("contracts/platform", 404, "there is no contract platform"),
        ("resolutions/Confluence/R9", 404, "there is no resolution Confluence R9"),
        ("explanations/Aval/X/2026-01", 404, "there is no contract X"),
        ("nothing", 404, "nothing is served under this path"),
        ("/docs", 404, "nothing is served under this path"),
    ],
)
def test_what_is_not_there_is_not_found(confluence: TestClient, path: str, status: int, detail: str) -> None:
    response = confluence.get(path_of(path))
    found = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, found["status"], found["detail"]) == (status, status, detail)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("members?as_of=-1", "as_of"),
        ("members?as_of=999", "as_of"),
        ("members?as_of=yesterday", "as_of"),
        ("members?as_of=", "as_of"),
        (f"members?as_of={'9' * 5000}", "as_of"),
        ("members?as_of=1&as_of=2", "as_of"),
        ("members?as-of=1", "as-of"),
        ("verification?as_of=1", "as_of"),
        ("history?limit=501", "limit"),
        ("history?limit=0", "limit"),
        ("history?after=-1", "after"),
        (f"history?after={2**63}", "after"),
        ("members/Aval/statements/soon", "year"),
        ("members/Aval/statements/0", "year"),
        ("members/A%00/statements/2026", "member"),
        ("contracts/%20", "contract"),
        (f"contracts/{'c' * 121}", "contract"),
        ("resolutions/Confluence/%E2%80%AE1", "number"),
    ],
)
def test_what_cannot_be_read_names_the_field_and_the_rule(
    confluence: TestClient, path: str, field: str
) -> None:
    response = confluence.get(path_of(path))
    found = response.json()
    assert (response.status_code, found["type"]) == (422, "urn:tantieme:bad-input")
    assert (found["field"], bool(found["rule"])) == (field, True)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "HEAD", "TRACE"])
@pytest.mark.parametrize("path", ["/api/groups", "/livez", "/anywhere"])
def test_other_methods_are_not_spoken(confluence: TestClient, method: str, path: str) -> None:
    response = confluence.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST, DELETE")
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/livez", "GET"),
        ("DELETE", "/api/groups/confluence/members", "GET"),
        ("GET", "/api/groups/confluence/commands/cast-ballot", "POST"),
        ("DELETE", "/api/groups/confluence/accounts", "GET, POST"),
    ],
)
def test_a_path_says_by_which_methods_it_is_asked(
    confluence: TestClient, method: str, path: str, allowed: str
) -> None:
    response = confluence.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]", "[::1]:8000"])
def test_this_machine_is_served(confluence: TestClient, host: str) -> None:
    assert confluence.get("/livez", headers={"Host": host}).json() == {"status": "alive"}


@pytest.mark.parametrize(
    "host", ["ledger.example", "127.0.0.1.ledger.example", "localhost@ledger.example", "::1", ""]
)
def test_another_name_for_this_machine_is_refused(confluence: TestClient, host: str) -> None:
    response = confluence.get("/livez", headers={"Host": host})
    assert (response.status_code, response.json()["type"]) == (400, "urn:tantieme:foreign-host")


@pytest.mark.parametrize("path", ["/livez", "members", "members?as_of=x", "/anywhere", "/openapi.json"])
def test_a_browser_may_run_keep_or_guess_nothing(confluence: TestClient, path: str) -> None:
    headers = confluence.get(path_of(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_refusal_has_the_status_of_its_kind() -> None:
    assert status_of(NotFound(kind="member", code="Dune")) == 404
    assert status_of(BadInput("month", "a month")) == 422
    assert status_of(Conflict()) == 409


def test_the_facts_of_a_refusal_do_not_hide_what_every_problem_says() -> None:
    answered = problem(
        "/", status_of(Conflict()), "conflict", "sentence", status="posted", type="x", events=3
    )
    assert b'"status":409' in answered.body
    assert b'"type":"urn:tantieme:conflict"' in answered.body
    assert b'"events":3' in answered.body


def test_readiness_says_how_far_the_views_lag(client: TestClient, pool: ConnectionPool, ruined: str) -> None:
    [command] = register("Aval")
    USE_CASES[type(command)](Home(pool).open(ruined).ledger, command, PREPARER)
    before = client.get("/readyz")
    client.get(path_of("members", ruined))
    after = client.get("/readyz")
    assert before.json()["groups"] == [{"name": ruined, "head": 1, "views": 0, "lag": 1}]
    assert after.json()["groups"] == [{"name": ruined, "head": 1, "views": 1, "lag": 0}]


def test_a_group_of_another_release_is_not_ready(
    client: TestClient, pool: ConnectionPool, ruined: str
) -> None:
    with pool.connection() as connection:
        connection.execute(f"insert into {ruined}.migrations values (9999, 'later', '')")
    for path in ("/readyz", "members"):
        response = client.get(path_of(path, ruined))
        assert (response.status_code, response.json()["type"]) == (503, "urn:tantieme:schema-newer")


def test_without_a_database_the_process_lives_and_says_it_is_not_ready() -> None:
    nowhere = "host=127.0.0.1 port=1 user=anna password=hidden-word"
    with ExitStack() as stack:
        pool = ConnectionPool(nowhere, min_size=0, max_size=1, timeout=0.1, open=True)
        unreachable = stack.enter_context(pool)
        client = stack.enter_context(asking(Home(unreachable), base_url=THIS_MACHINE))
        assert client.get("/livez").status_code == 200
        for path in ("/readyz", "/api/groups", "/api/groups/any/members"):
            response = client.get(path)
            assert (response.status_code, response.json()["type"]) == (
                503,
                "urn:tantieme:database-unreachable",
            )
            assert not any(word in response.text for word in ("hidden-word", "anna", "127.0.0.1"))


def test_a_fault_tells_the_caller_nothing_about_the_inside(
    client: TestClient, pool: ConnectionPool, ruined: str
) -> None:
    with pool.connection() as connection:
        connection.execute(f"drop table {ruined}.members")
    response = client.get(path_of("members", ruined))
    assert (response.status_code, response.json()["type"]) == (500, "urn:tantieme:fault")
    assert not any(word in response.text for word in ("select", "psycopg", "does not exist"))
    assert response.headers["x-content-type-options"] == "nosniff"


def test_verification_names_the_first_bad_position(
    client: TestClient, pool: ConnectionPool, ruined: str
) -> None:
    carry_out(Home(pool).open(ruined), *register("Aval", "Brume", "Cime"))
    with pool.connection() as connection:
        connection.execute(f"alter table {ruined}.events disable trigger user")
        connection.execute(f"update {ruined}.events set payload = 'no longer JSON' where position = 2")
    found = client.get(path_of("verification", ruined)).json()["verification"]
    assert (found["holds"], found["first_bad"]) == (False, 2)
    assert "event 2" in found["reason"]


def test_a_verification_ends_in_time(
    client: TestClient, pool: ConnectionPool, ruined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = uuid4()
    events = [StoredEvent(stream, number, "test.happened", b"{}") for number in range(5_001)]
    PostgresRecorder(pool, ruined).insert_events(events, act=Act(actor="person-1"))
    assert client.get(path_of("verification", ruined)).json()["verification"]["events"] == 5_001
    monkeypatch.setattr(log, "VERIFY_SECONDS", 0)
    response = client.get(path_of("verification", ruined))
    assert (response.status_code, response.json()["type"]) == (503, "urn:tantieme:verification-too-long")
    assert (response.json()["events"], response.json()["all"]) == (5_000, 5_001)


def test_one_verification_at_a_time(client: TestClient, ruined: str) -> None:
    with log.verifying:
        response = client.get(path_of("verification", ruined))
    assert (response.status_code, response.json()["type"]) == (503, "urn:tantieme:verification-under-way")
    assert client.get(path_of("verification", ruined)).status_code == 200
