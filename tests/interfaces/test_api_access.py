"""Who may do what over HTTP: denied unless the table allows it, and nothing of one group in another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from http.cookies import SimpleCookie
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import Role
from application.access.roles import roles_for
from interfaces.api.commands import COMMANDS
from interfaces.api.description import ROLES
from interfaces.api.examples import EXAMPLES
from interfaces.api.standing import csrf_token
from interfaces.composition import Home
from tests.examples import AVAL, BRUME, register
from tests.interfaces.api_world import World, asking, world

# What nobody has to show anything for. Each is here by name, so that no other comes to be.
OPEN = {"livez", "readyz", "metrics", "groups", "calculate", "log-in", "demo-log-in"}
PLACES = {
    "member": BRUME,
    "year": "2026",
    "contract": "P",
    "month": "2026-01",
    "period": "2026-01",
    "first": "2026-01",
    "second": "2026-01",
    "day": "2026-01-31",
    "step": "1",
    "agreement": "Confluence",
    "number": "2026/1",
    "person": "person-" + "0" * 16,
    "key": "0" * 12,
    "subject": "allocation",
    "topic": "shares",
}
PASSWORD = "a dozen letters or more"


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[World]:
    with world(pool, "confluence", "elsewhere") as opened:
        yield opened


def operations(client: TestClient) -> list[tuple[str, str, str]]:
    """Method, path and name of everything that the API describes."""
    paths = client.get("/openapi.json").json()["paths"]
    return [
        (method.upper(), path, operation["operationId"])
        for path, described in paths.items()
        for method, operation in described.items()
    ]


def filled(path: str, group: str) -> str:
    """The path with something in each of its places."""
    url = path.replace("{group}", group)
    for place, value in PLACES.items():
        url = url.replace(f"{{{place}}}", value)
    assert "{" not in url, url
    return url + ("?seconds=1" if path.endswith("/positions") else "")


def asked(served: World, method: str, path: str, name: str, group: str, headers: dict[str, str]) -> int:
    """The status of the answer; a body is sent where one is expected, so that only access can be what refuses."""
    body: dict[str, Any] = {}
    if method == "POST" and "/imports/" in path:
        body = {"content": "x", "headers": {"Content-Type": "text/csv"}}
    elif method == "POST":
        body = {"json": {}}
    given = {"Idempotency-Key": "matrix", **headers, **body.pop("headers", {})}
    return int(served.client.request(method, filled(path, group), headers=given, **body).status_code)


def test_every_operation_is_in_the_table_of_roles_or_is_known_to_be_open(served: World) -> None:
    names = {name for _, _, name in operations(served.client)}
    assert {name for name in names if not roles_for(name)} == OPEN
    assert set(COMMANDS) <= names


def test_the_description_says_for_whom_each_operation_is(served: World) -> None:
    for path, described in served.client.get("/openapi.json").json()["paths"].items():
        for operation in described.values():
            assert operation.get(ROLES, []) == sorted(roles_for(operation["operationId"])), path


def test_no_role_may_do_more_than_the_table_says_in_its_group_or_anything_in_another(served: World) -> None:
    heads = served.head(), served.head("elsewhere")
    tried = 0
    for method, path, name in operations(served.client):
        if name in OPEN:
            continue
        for role in Role:
            headers = served.as_role(role)
            own = asked(served, method, path, name, "confluence", headers)
            assert (own == 403) == (role not in roles_for(name)), (role, name, own)
            assert own < 500, (role, name, own)
            assert own not in (401, 405), (role, name, own)
            assert asked(served, method, path, name, "elsewhere", headers) == 401, (role, name)
            tried += 2
        assert asked(served, method, path, name, "nowhere", served.as_role(Role.CONTROLLER)) == 401, name
        assert asked(served, method, path, name, "confluence", {}) == 401, name
    assert tried > 900
    # Nothing of it was recorded, in no group.
    assert (served.head(), served.head("elsewhere")) == heads


def test_a_good_command_of_a_role_that_may_not_give_it_is_refused_before_it_is_read(served: World) -> None:
    before = served.head()
    for name, terms in EXAMPLES.items():
        for role in set(Role) - roles_for(name):
            refused = served.do(name, terms, role)
            assert (refused.status_code, refused.json()["type"]) == (403, "urn:tantieme:not-allowed")
    assert served.head() == before


@pytest.mark.parametrize("member", [AVAL, "aval", " Aval "])
def test_a_members_reader_reads_its_own_member_only(served: World, member: str) -> None:
    own = served.ask("GET", "members/brume/statements/2026", Role.MEMBERS_READER)
    other = served.ask("GET", f"members/{member}/statements/2026", Role.MEMBERS_READER)
    explained = served.ask("GET", f"explanations/{member}/P/2026-01", Role.MEMBERS_READER)
    assert own.status_code == 200
    assert (other.status_code, other.json()["type"]) == (403, "urn:tantieme:not-own")
    assert explained.status_code == 403


@pytest.mark.parametrize(
    "shown",
    [
        "Bearer tantieme_000000000000_" + "x" * 43,
        "Bearer tantieme_",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Bearer ",
        "Basic YTpi",
        "Bearer " + "x" * 9000,
        "Bearer \x01",
        "",
    ],
)
def test_what_shows_nobody_is_refused_although_the_machine_might_read(served: World, shown: str) -> None:
    refused = served.ask("GET", "members", None, headers={"Authorization": shown})
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:tantieme:not-authenticated")
    assert refused.headers["www-authenticate"].startswith("Bearer")


def test_two_credentials_are_none(served: World) -> None:
    key = served.as_role(Role.AUDITOR)["Authorization"]
    headers = [("Authorization", key), ("Authorization", key)]
    assert served.client.get("/api/groups/confluence/members", headers=headers).status_code == 401


def test_the_groups_that_are_listed_are_those_of_the_caller(served: World) -> None:
    listed = served.client.get("/api/groups", headers=served.as_role(Role.AUDITOR)).json()["groups"]
    assert [group["name"] for group in listed] == ["confluence"]
    assert "elsewhere" not in [g["name"] for g in served.client.get("/api/groups").json()["groups"]]


def test_a_key_is_shown_once_and_ends_when_it_is_revoked(served: World) -> None:
    made = served.ask(
        "POST", "accounts", Role.ADMINISTRATOR, json={"name": "Robot", "role": "auditor"}
    ).json()
    issued = served.ask(
        "POST", f"accounts/{made['person']}/keys", Role.ADMINISTRATOR, json={"label": "night"}
    ).json()
    shown = {"Authorization": f"Bearer {issued['key']}"}
    assert served.ask("GET", "standing", None, headers=shown).json()["roles"] == ["auditor"]
    kept = served.ask("GET", "accounts", Role.ADMINISTRATOR).text
    assert issued["key"] not in kept
    assert issued["key"].split("_", 2)[2] not in kept
    key_id = issued["key"].split("_")[1]
    assert served.ask("DELETE", f"keys/{key_id}", Role.ADMINISTRATOR).status_code == 204
    assert served.ask("GET", "standing", None, headers=shown).status_code == 401


def test_a_revoked_account_has_nothing_left(served: World) -> None:
    given = {"name": "Gone", "role": "auditor", "password": PASSWORD}
    made = served.ask("POST", "accounts", Role.ADMINISTRATOR, json=given).json()
    key = served.ask(
        "POST", f"accounts/{made['person']}/keys", Role.ADMINISTRATOR, json={"label": "k"}
    ).json()["key"]
    cookie, _ = log_in(served, "Gone")
    assert served.ask("DELETE", f"accounts/{made['person']}", Role.ADMINISTRATOR).status_code == 204
    assert served.ask("GET", "standing", None, headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert served.ask("GET", "standing", None, headers={"Cookie": cookie}).status_code == 401
    assert try_log_in(served, "Gone", PASSWORD).status_code == 401


def test_a_session_is_carried_by_a_cookie_that_scripts_and_other_sites_do_not_get(served: World) -> None:
    with_password(served, "Claire")
    answered = try_log_in(served, "claire", PASSWORD)
    cookie = answered.headers["set-cookie"]
    for said in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert said in cookie
    token = SimpleCookie(cookie)["tantieme-confluence"].value
    assert answered.json()["csrf_token"] == csrf_token(token)
    assert token not in answered.text
    standing = served.ask("GET", "standing", None, headers={"Cookie": f"tantieme-confluence={token}"}).json()
    assert (standing["name"], standing["roles"], standing["how"]) == ("Claire", ["controller"], "session")
    # A session of one group opens no other, under whatever name it is sent.
    other = {"Cookie": f"tantieme-elsewhere={token}; tantieme-confluence={token}"}
    assert served.ask("GET", "standing", None, "elsewhere", headers=other).status_code == 401


def test_what_a_browser_changes_carries_the_token_of_its_session(served: World) -> None:
    with_password(served, "Denis")
    cookie, token = log_in(served, "Denis")
    other_cookie, other_token = log_in(served, "Denis")
    before = served.head()
    terms = EXAMPLES["add-service"]
    for given in ({}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": other_token}):
        refused = served.do("add-service", terms, None, Cookie=cookie, **given)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:tantieme:not-from-our-page")
    assert served.head() == before
    done = served.do("add-service", terms, None, Cookie=cookie, **{"X-CSRF-Token": token})
    assert done.status_code == 200, done.text
    assert served.head() == before + 1
    assert other_cookie != cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:8001"},
    ],
)
def test_another_site_changes_nothing_not_even_who_is_logged_in(
    served: World, headers: dict[str, str]
) -> None:
    for path in ("sessions", "demo-sessions", "commands/add-service"):
        refused = served.ask("POST", path, json={}, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:tantieme:cross-site")


def test_a_session_ends_when_its_person_says_so(served: World) -> None:
    with_password(served, "Emma")
    cookie, token = log_in(served, "Emma")
    ended = served.ask("DELETE", "sessions/current", None, headers={"Cookie": cookie, "X-CSRF-Token": token})
    assert ended.status_code == 204
    assert served.ask("GET", "standing", None, headers={"Cookie": cookie}).status_code == 401


def test_a_wrong_password_and_a_name_that_is_nobodys_are_answered_alike(served: World) -> None:
    with_password(served, "Fanny")
    wrong, nobody = try_log_in(served, "Fanny", "no"), try_log_in(served, "Nobody at all", "no")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json() == nobody.json()
    assert try_log_in(served, "Fanny\x00", "no").status_code == 401
    assert try_log_in(served, "Fanny", "no", group="nowhere").json()["type"] == wrong.json()["type"]


def test_guessing_ends_after_five_tries(served: World) -> None:
    with_password(served, "Gilles")
    assert [try_log_in(served, "Gilles", f"guess {n}").status_code for n in range(5)] == [401] * 5
    assert try_log_in(served, "Gilles", PASSWORD).status_code == 429


def test_a_short_password_is_no_password(served: World) -> None:
    given = {"name": "Short", "role": "auditor", "password": "short"}
    refused = served.ask("POST", "accounts", Role.ADMINISTRATOR, json=given)
    assert (refused.status_code, refused.json()["field"]) == (422, "password")
    assert "short" not in refused.json()["detail"]


def test_nobody_speaks_for_two_members(served: World) -> None:
    first = {"name": "Hugo", "role": "board-member", "member": AVAL}
    assert served.ask("POST", "accounts", Role.ADMINISTRATOR, json=first).json()["member"] == AVAL
    second = served.ask("POST", "accounts", Role.ADMINISTRATOR, json={**first, "member": BRUME})
    assert (second.status_code, second.json()["type"]) == (409, "urn:tantieme:one-member")
    unnamed = served.ask(
        "POST", "accounts", Role.ADMINISTRATOR, json={"name": "Ines", "role": "board-member"}
    )
    assert (unnamed.status_code, unnamed.json()["type"]) == (422, "urn:tantieme:member-needed")


def test_passwords_keys_and_sessions_are_kept_as_hashes_only(served: World, pool: ConnectionPool) -> None:
    with_password(served, "Jeanne")
    cookie, _ = log_in(served, "Jeanne")
    token = cookie.split("=", 1)[1]
    secrets = [PASSWORD, token, *(key.split("_", 2)[2] for key in served.keys.values())]
    with pool.connection() as connection:
        for table in ("accounts", "keys", "sessions", "grants", "identities", "people", "events"):
            rows = connection.execute(f"select t::text from confluence.{table} t").fetchall()
            assert not any(secret in row for secret in secrets for (row,) in rows), table
        [(kept,)] = connection.execute(
            "select password_hash from confluence.accounts a join confluence.people p on p.id = a.person"
            " where p.name = 'Jeanne'"
        ).fetchall()
    assert kept.startswith("$argon2id$")


def test_at_this_machine_a_group_without_accounts_is_read_and_not_changed(pool: ConnectionPool) -> None:
    home = Home(pool)
    home.migrate("fresh")
    with ExitStack() as stack:
        stack.callback(home.drop, "fresh")
        client = stack.enter_context(asking(home))
        standing = client.get("/api/groups/fresh/standing").json()
        assert (standing["how"], standing["person"]) == ("local", None)
        assert client.get("/api/groups/fresh/history").status_code == 200
        headers = {"Idempotency-Key": "k"}
        terms = register(AVAL)[0].model_dump(mode="json")
        refused = client.post("/api/groups/fresh/commands/register-member", json=terms, headers=headers)
        assert refused.status_code in (401, 403)
        home.accounts("fresh").add("Claire", Role.CONTROLLER)
        assert client.get("/api/groups/fresh/history").status_code == 401


def with_password(served: World, name: str) -> None:
    given = {"name": name, "role": "controller", "password": PASSWORD}
    assert served.ask("POST", "accounts", Role.ADMINISTRATOR, json=given).status_code == 200


def try_log_in(served: World, name: str, password: str, group: str = "confluence") -> Any:
    return served.ask("POST", "sessions", None, group, json={"name": name, "password": password})


def log_in(served: World, name: str) -> tuple[str, str]:
    """The cookie of a new session, and its CSRF token."""
    answered = try_log_in(served, name, PASSWORD)
    assert answered.status_code == 200, answered.text
    served.client.cookies.clear()
    return answered.headers["set-cookie"].split(";")[0], answered.json()["csrf_token"]
