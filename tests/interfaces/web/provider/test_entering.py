"""Logging in at an organisation's provider: who comes in, once, and goes out again; and what is kept and told of it."""

from __future__ import annotations

import logging
from base64 import b64encode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256, sha512
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import pytest
from joserfc.jwk import ECKey, OKPKey
from psycopg_pool import ConnectionPool
from pydantic import SecretStr

from application.access.login import Begun
from infrastructure.identity import tokens
from infrastructure.identity.login import OidcLogin
from infrastructure.identity.tokens import OidcTokens
from interfaces.api.standing import COOKIE, csrf_token
from interfaces.web import at_provider
from tests.interfaces.web.provider.conftest import Visitor
from tests.interfaces.web.provider.identity_provider import ACCESS_TOKEN, CLIENT, SECRET, new_key
from tests.interfaces.web.provider.pages import CLAIRE, DOOR, FIRST, GROUP, OUT, RETURN, kind, onward


def test_who_logs_in_at_the_provider_is_the_account_of_its_subject(claire: Visitor) -> None:
    entered = claire.log_in(onward=f"{FIRST}/costs?as_of=1")
    assert (entered.status_code, onward(entered)) == (200, f"{FIRST}/costs?as_of=1")
    assert "code=" not in entered.text
    standing = claire.client.get(f"/api/groups/{GROUP}/standing").json()
    assert (standing["name"], standing["roles"], standing["how"]) == ("Claire", ["controller"], "session")
    session = next(c for c in entered.headers.get_list("set-cookie") if c.startswith(f"{COOKIE}{GROUP}="))
    assert all(part in session for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/;"))


def test_the_login_page_offers_the_provider_where_there_is_one(claire: Visitor) -> None:
    link = f'href="{DOOR}?next=%2Fgroups%2F{GROUP}%2Fcosts"'
    assert link in claire.client.get(f"{FIRST}/login?next={FIRST}/costs").text
    claire.home.provider = None
    assert DOOR not in claire.client.get(f"{FIRST}/login").text
    for path in (DOOR, RETURN):
        gone = claire.client.get(path, follow_redirects=False)
        assert (gone.status_code, gone.headers["Location"]) == (303, f"{FIRST}/login")


def test_a_log_in_is_the_browsers_and_gives_nothing_away(claire: Visitor, pool: ConnectionPool) -> None:
    begun = claire.begin()
    [cookie] = begun.headers.get_list("set-cookie")
    parts = ("HttpOnly", "Secure", "SameSite=lax", "Max-Age=600", f"Path={FIRST}/login;")
    assert all(part in f"{cookie};" for part in parts)
    token = cookie.split("=", 1)[1].split(";")[0]
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    made = Begun.of(token)
    assert (asked["state"], asked["nonce"]) == ([made.state], [made.nonce])
    assert made.verifier not in begun.headers["Location"]
    with pool.connection() as connection:
        rows = str(connection.execute(f"select l::text from {GROUP}.logins l").fetchall())
    assert not any(secret in rows for secret in (token, made.state, made.nonce, made.verifier))
    assert len({made.state, made.nonce, made.verifier, Begun.of("another").state}) == 4


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        f"{FIRST}evil",
        f"{FIRST}/\\evil.example",
        f"{FIRST}/\n",
        "javascript:1",
    ],
)
def test_a_log_in_leads_to_a_page_of_the_group_and_nowhere_else(claire: Visitor, elsewhere: str) -> None:
    assert onward(claire.log_in(onward=elsewhere)) == FIRST


def test_what_came_back_once_comes_in_once(claire: Visitor) -> None:
    back = claire.there(claire.begin().headers["Location"])
    held = dict(claire.client.cookies)
    assert onward(claire.client.get(back)) == FIRST
    claire.client.cookies.clear()
    # The browser was told to forget; who kept it all the same gets as far.
    assert kind(claire.client.get(back)) == "login-spent"
    shown = {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
    assert kind(claire.client.get(back, headers=shown)) == "login-spent"
    claire.home.logins(GROUP).begin("once", FIRST)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: claire.home.logins(GROUP).take("once"), range(8)))
    assert sorted(map(str, taken)) == [FIRST, *["None"] * 7]


def test_a_log_in_takes_ten_minutes_at_most(claire: Visitor, pool: ConnectionPool) -> None:
    back = claire.there(claire.begin().headers["Location"])
    with pool.connection() as connection:
        connection.execute(f"update {GROUP}.logins set expires_at = expires_at - interval '10 minutes'")
    assert kind(claire.client.get(back)) == "login-spent"


def test_a_log_in_that_another_began_is_not_ended_here(claire: Visitor) -> None:
    theirs = claire.there(claire.begin().headers["Location"])
    claire.begin()
    assert kind(claire.client.get(theirs)) == "state-mismatch"
    # What this browser began is still under way, but a code that was given for another's is not taken for it.
    ours = claire.begin().headers["Location"]
    code, state = (
        dict(parse_qsl(urlsplit(theirs).query))["code"],
        dict(parse_qsl(urlsplit(ours).query))["state"],
    )
    assert kind(claire.client.get(f"{RETURN}?code={code}&state={state}")) == "code-refused"


def test_a_provider_that_names_itself_in_its_answers_always_does(claire: Visitor) -> None:
    claire.provider.metadata["authorization_response_iss_parameter_supported"] = True
    assert kind(claire.log_in()) == "id-token-refused"
    back = claire.there(claire.begin().headers["Location"])
    assert onward(claire.client.get(f"{back}&iss={claire.provider.issuer}")) == FIRST


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
def test_the_server_shows_who_it_is_as_the_provider_asks(claire: Visitor, methods: list[str] | None) -> None:
    claire.provider.metadata["token_endpoint_auth_methods_supported"] = methods
    assert onward(claire.log_in()) == FIRST


def test_a_server_with_a_wrong_secret_lets_nobody_in(claire: Visitor) -> None:
    claire.home.provider = OidcLogin(claire.provider.issuer, CLIENT, SecretStr("guessed"))
    refused = claire.log_in()
    assert (kind(refused), "invalid_client" in refused.text) == ("server-refused", True)


def test_a_provider_may_change_its_keys(claire: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert onward(claire.log_in()) == FIRST
    claire.provider.key = new_key("two")
    claire.provider.published = [claire.provider.key]
    monkeypatch.setattr(tokens, "AGAIN_SECONDS", -1)
    assert onward(claire.log_in()) == FIRST


@pytest.mark.parametrize(
    ("alg", "key", "hashed"),
    [
        ("RS256", new_key("rsa"), sha256),
        ("PS256", new_key("rsa"), sha256),
        ("ES256", ECKey.generate_key("P-256", {"kid": "ec"}), sha256),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "ed"}), sha512),
    ],
)
def test_a_provider_signs_by_any_of_four_algorithms_and_for_its_access_token(
    claire: Visitor, alg: str, key: Any, hashed: Any
) -> None:
    digest = hashed(ACCESS_TOKEN.encode()).digest()
    half = urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    claire.provider.key, claire.provider.published = key, [key]
    claire.provider.header["alg"] = alg
    claire.provider.claims["at_hash"] = half
    assert onward(claire.log_in()) == FIRST
    claire.provider.claims["at_hash"] = half[::-1]
    assert kind(claire.log_in()) == "claim-refused"


def test_a_group_that_is_not_there_looks_at_the_door_as_any_other(claire: Visitor) -> None:
    begun = claire.client.get("/groups/nowhere/login/provider", follow_redirects=False)
    there = begun.headers["Location"].split("?")[0]
    assert (begun.status_code, there) == (303, f"{claire.provider.issuer}/authorize")
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    back = claire.client.get(f"/groups/nowhere/login/return?code=x&state={state}")
    assert kind(back) == "login-spent"


def log_out(claire: Visitor) -> Any:
    session = claire.client.cookies[f"{COOKIE}{GROUP}"]
    return claire.client.post(OUT, data={"csrf": csrf_token(session)}, follow_redirects=False)


def test_who_came_in_by_the_provider_goes_out_there_too(claire: Visitor) -> None:
    claire.log_in()
    session = claire.client.cookies[f"{COOKIE}{GROUP}"]
    left = log_out(claire)
    door = onward(left)
    asked = parse_qs(urlsplit(door).query)
    assert door.startswith(f"{claire.provider.issuer}/end-session?")
    assert asked["client_id"] == [CLIENT]
    assert len(asked["id_token_hint"][0].split(".")) == 3
    gone = claire.away.get(door, follow_redirects=False)
    assert gone.headers["Location"] == f"https://127.0.0.1:8000{FIRST}/login"
    assert claire.home.credentials(GROUP).of_session(session) is None
    assert not [c for c in claire.client.cookies.jar if c.name != "tantieme-language"]


@pytest.mark.parametrize(
    ("told", "page"),
    [
        ({"end_session_endpoint": None}, "login"),
        ({"end_session_endpoint": "http://id.example/out"}, "lingers"),
    ],
)
def test_who_cannot_go_out_there_is_out_here_all_the_same(
    claire: Visitor, told: dict[str, Any], page: str
) -> None:
    claire.log_in()
    session = claire.client.cookies[f"{COOKIE}{GROUP}"]
    claire.provider.metadata.update(told)
    claire.home.provider = OidcLogin(claire.provider.issuer, CLIENT, SecretStr(SECRET), "Office")
    left = log_out(claire)
    assert (left.status_code, left.headers.get("Location")) == {
        "login": (303, f"{FIRST}/login"),
        "lingers": (200, None),
    }[page]
    assert ("Office does not answer" in left.text) == (page == "lingers")
    assert claire.home.credentials(GROUP).of_session(session) is None


def test_a_token_too_long_for_a_cookie_is_left_out(claire: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_provider, "LONGEST_HINT", 100)
    claire.log_in()
    assert "id_token_hint" not in parse_qs(urlsplit(onward(log_out(claire))).query)


def test_who_comes_in_otherwise_stays_logged_in_at_the_provider(claire: Visitor) -> None:
    claire.log_in()
    account = claire.home.accounts(GROUP).of_subject(claire.provider.issuer, CLAIRE)
    assert account is not None
    claire.home.credentials(GROUP).set_password(account.person, "a dozen letters or more")
    sent = {"name": "Claire", "password": "a dozen letters or more"}
    claire.client.post(f"{FIRST}/login", data=sent, follow_redirects=False)
    assert log_out(claire).headers["Location"] == f"{FIRST}/login"


def test_the_log_knows_the_actor_by_an_opaque_id_only(claire: Visitor, pool: ConnectionPool) -> None:
    claire.log_in()
    session = claire.client.cookies[f"{COOKIE}{GROUP}"]
    service = {"code": "LAND", "name": "Land", "axis": "land", "unit_of_work": "m2"}
    headers = {"X-CSRF-Token": csrf_token(session), "Idempotency-Key": "land"}
    done = claire.client.post(f"/api/groups/{GROUP}/commands/add-service", json=service, headers=headers)
    assert done.status_code == 200, done.text
    account = claire.home.accounts(GROUP).of_subject(claire.provider.issuer, CLAIRE)
    with pool.connection() as connection:
        events = connection.execute(f"select actor, e::text from {GROUP}.events e").fetchall()
        [tables] = connection.execute(
            "select array_agg(tablename::text) from pg_tables where schemaname = %s", (GROUP,)
        ).fetchall()
        knowing = {
            table
            for table in tables[0]
            if CLAIRE in str(connection.execute(f"select t::text from {GROUP}.{table} t").fetchall())
        }
    assert account is not None
    assert {actor for actor, _ in events} == {account.person}
    # What an erased account takes with it, and nothing else.
    assert knowing == {"identities"}


def test_no_secret_is_logged(claire: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    begun = claire.begin()
    token = claire.client.cookies[f"tantieme-login-{GROUP}"]
    back = claire.there(begun.headers["Location"])
    caplog.clear()
    claire.client.get(back)
    hint = next(cookie.value for cookie in claire.client.cookies.jar if cookie.path == OUT)
    told = "\n".join(f"{record.name}: {record.getMessage()}" for record in caplog.records)
    # What the client of the test itself asked for is no log of the server's.
    ours = "\n".join(line for line in told.splitlines() if not line.startswith("httpx2:"))
    assert "tantieme.requests: " in ours
    assert "/token" in told
    shown = b64encode(f"{quote(CLIENT)}:{quote(SECRET)}".encode()).decode()
    for secret in (SECRET, quote(SECRET), shown, Begun.of(token).verifier, str(hint), token):
        assert secret not in told
    assert dict(parse_qsl(urlsplit(back).query))["code"] not in ours
    assert SECRET not in repr(claire.home.provider)


def test_an_id_token_is_no_key_to_the_api(claire: Visitor) -> None:
    claire.log_in()
    hint = next(cookie.value for cookie in claire.client.cookies.jar if cookie.path == OUT)
    published = {"keys": [key.as_dict(private=False) for key in claire.provider.published]}
    reads = OidcTokens(claire.provider.issuer, CLIENT, lambda: published)
    assert reads.signed(str(hint)).claims["sub"] == CLAIRE
    assert reads.subject(str(hint)) is None
