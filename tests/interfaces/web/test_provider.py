"""Logging in at an organisation's provider: who comes in, and every way in which nobody does."""

from __future__ import annotations

import json
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from psycopg_pool import ConnectionPool
from pydantic import SecretStr
from starlette.testclient import TestClient

from application.access.login import Begun
from application.access.role import Role
from infrastructure.identity import tokens
from infrastructure.identity.login import OidcLogin
from interfaces.api.standing import COOKIE
from interfaces.composition import Home
from interfaces.web.app import create_site
from tests.interfaces.api_world import HERE
from tests.interfaces.identity_provider import CLIENT, SECRET, Provider, new_key, provider_served

pytestmark = pytest.mark.xdist_group("browser")
GROUP, CLAIRE, NOBODY, IDLE = "provided", "claire@id", "nobody@id", "idle@id"
DOOR, RETURN, OUT = (f"/groups/{GROUP}/{path}" for path in ("login/provider", "login/return", "logout"))
FIRST = f"/groups/{GROUP}"
STRANGER = new_key("one")


@dataclass
class Visitor:
    """A browser between the ledger and the provider."""

    home: Home
    client: TestClient
    provider: Provider
    away: httpx2.Client

    def begin(self, onward: str = "") -> Any:
        """Be sent to the provider."""
        return self.client.get(DOOR, params={"next": onward}, follow_redirects=False)

    def there(self, door: str, who: str = CLAIRE) -> str:
        """Log in there; returns the address that the provider sends the browser back to, without the server."""
        asked = {**dict(parse_qsl(urlsplit(door).query)), "who": who}
        sent = self.away.post(f"{self.provider.issuer}/authorize", data=asked)
        assert sent.status_code == 303, sent.text
        back = urlsplit(sent.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == HERE + RETURN
        return f"{back.path}?{back.query}"

    def log_in(self, who: str = CLAIRE, onward: str = "") -> Any:
        """All of the way."""
        begun = self.begin(onward)
        return self.client.get(self.there(begun.headers["Location"], who)) if begun.is_redirect else begun


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provider_served() as opened:
        yield opened


@pytest.fixture(scope="module")
def away() -> Iterator[httpx2.Client]:
    with httpx2.Client() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[tuple[Home, TestClient]]:
    """A group whose controller is known by a subject of the provider, as is somebody without a role."""
    home = Home(pool)
    home.migrate(GROUP)
    accounts = home.accounts(GROUP)
    for name, subject in (("Claire", CLAIRE), ("Idle", IDLE)):
        accounts.link(accounts.add(name, Role.CONTROLLER).person, "http://id.example", subject)
    with pool.connection() as connection:
        connection.execute(
            f"delete from {GROUP}.grants g using {GROUP}.people p where p.id = g.person and p.name = 'Idle'"
        )
    try:
        with TestClient(create_site(home), base_url=HERE, raise_server_exceptions=False) as client:
            yield home, client
    finally:
        home.drop(GROUP)


@pytest.fixture
def visitor(
    served: tuple[Home, TestClient], provider: Provider, away: httpx2.Client, pool: ConnectionPool
) -> Visitor:
    """A browser that was nowhere yet, and a provider that does as it should."""
    home, client = served
    provider.reset()
    client.cookies.clear()
    home.provider = OidcLogin(provider.issuer, CLIENT, SecretStr(SECRET))
    with pool.connection() as connection:
        connection.execute(f"update {GROUP}.identities set issuer = %s", (provider.issuer,))
    return Visitor(home, client, provider, away)


def kind(answered: Any) -> str | None:
    """Which refusal a page tells, if it tells one."""
    found = re.search(r'data-kind="([a-z-]+)"', answered.text)
    return found[1] if found else None


def onward(answered: Any) -> str:
    """Where the page of somebody who came in leads to."""
    [address] = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', answered.text)
    return unescape(address)


def count(pool: ConnectionPool, table: str) -> int:
    with pool.connection() as connection:
        [(rows,)] = connection.execute(f"select count(*) from {GROUP}.{table}".encode()).fetchall()
    return int(rows)


def test_who_logs_in_at_the_provider_is_the_account_of_its_subject(visitor: Visitor) -> None:
    entered = visitor.log_in(onward=f"{FIRST}/costs?as_of=1")
    assert (entered.status_code, onward(entered)) == (200, f"{FIRST}/costs?as_of=1")
    assert "code=" not in entered.text
    standing = visitor.client.get(f"/api/groups/{GROUP}/standing").json()
    assert (standing["name"], standing["roles"], standing["how"]) == ("Claire", ["controller"], "session")
    session = next(c for c in entered.headers.get_list("set-cookie") if c.startswith(f"{COOKIE}{GROUP}="))
    assert all(part in session for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/;"))


def test_the_login_page_offers_the_provider_where_there_is_one(visitor: Visitor) -> None:
    link = f'href="{DOOR}?next=%2Fgroups%2F{GROUP}%2Fcosts"'
    assert link in visitor.client.get(f"{FIRST}/login?next={FIRST}/costs").text
    visitor.home.provider = None
    assert DOOR not in visitor.client.get(f"{FIRST}/login").text
    for path in (DOOR, RETURN):
        gone = visitor.client.get(path, follow_redirects=False)
        assert (gone.status_code, gone.headers["Location"]) == (303, f"{FIRST}/login")


def test_a_log_in_is_the_browsers_and_gives_nothing_away(visitor: Visitor, pool: ConnectionPool) -> None:
    begun = visitor.begin()
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
def test_a_log_in_leads_to_a_page_of_the_group_and_nowhere_else(visitor: Visitor, elsewhere: str) -> None:
    assert onward(visitor.log_in(onward=elsewhere)) == FIRST


@dataclass(frozen=True)
class Refused:
    """What goes wrong: at the provider, or with the address that it sends back to."""

    name: str
    kind: str
    status: int
    bent: Callable[[Provider], Any] = lambda _: None
    altered: Callable[[dict[str, str]], dict[str, str | None]] = dict
    who: str = CLAIRE


def claim(name: str, **claims: Any) -> Refused:
    return Refused(name, "id-token-refused", 400, lambda provider: provider.claims.update(claims))


def signing(name: str, signed: Callable[[dict[str, Any], dict[str, Any]], str], **header: Any) -> Refused:
    def bent(provider: Provider) -> None:
        provider.signed = signed
        provider.header.update(header)

    return Refused(name, "id-token-refused", 400, bent)


def down(name: str, kind: str = "provider-unreachable", status: int = 503) -> Refused:
    return Refused(f"{name} is down", kind, status, lambda provider: provider.down.add(name))


def metadata(name: str, **told: Any) -> Refused:
    return Refused(name, "provider-unreachable", 503, lambda provider: provider.metadata.update(told))


def query(name: str, kind: str, status: int = 400, **changed: str | None) -> Refused:
    return Refused(name, kind, status, altered=lambda sent: {**sent, **changed})


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in (header, claims))
    return ".".join([*(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def confused(header: dict[str, Any], claims: dict[str, Any]) -> str:
    secret = OctKey.import_key(SECRET.ljust(32))
    return jwt.encode(header, claims, secret, algorithms=["HS256"])


def estranged(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return jwt.encode(header, claims, STRANGER)


NOW = int(time.time())
REFUSED = [
    down("discovery"),
    down("token"),
    down("jwks"),
    down("id_token", "id-token-refused", 400),
    metadata("another issuer's document", issuer="http://localhost:1"),
    metadata("a token address that others read", token_endpoint="http://id.example/token"),
    metadata("no address to log in at", authorization_endpoint=None),
    metadata("an address that is none", jwks_uri=7),
    metadata("nobody takes the code", token_endpoint="http://127.0.0.1:9/token"),
    Refused("another nonce", "nonce-mismatch", 400, lambda p: p.claims.update(nonce="another")),
    Refused("no nonce", "nonce-mismatch", 400, lambda p: p.claims.update(nonce=None)),
    claim("another audience", aud="another"),
    claim("several audiences and no party", aud=[CLIENT, "another"]),
    claim("another party", azp="another"),
    claim("another issuer", iss="http://id.example"),
    claim("expired", exp=NOW - 600),
    claim("never expires", exp=None),
    claim("expires in words", exp="tomorrow"),
    claim("issued later", iat=NOW + 6000),
    claim("never issued", iat=None),
    claim("no subject", sub=None),
    claim("a number for a subject", sub=7),
    claim("another access token's", at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    claim("oversized", filler="x" * tokens.LONGEST),
    signing("not signed", unsigned, alg="none"),
    signing("signed by the secret", confused, alg="HS256"),
    signing("another's key under that name", estranged),
    signing("a key of no name", estranged, kid="unknown"),
    query("another state", "state-mismatch", state="A" * 43),
    query("no state", "state-mismatch", state=None),
    query("a state that is no ASCII", "state-mismatch", state="é"),
    query("no code", "provider-refused", code=None),
    query("denied", "provider-refused", error="access_denied"),
    query("an error in markup", "provider-refused", error="<script>alert(1)</script>"),
    query("another code", "code-refused", code="another"),
    query("another provider's answer", "id-token-refused", iss="http://id.example"),
    Refused("unknown", "no-account", 403, who=NOBODY),
    Refused("markup for a subject", "no-account", 403, who="<script>alert(1)</script>"),
    Refused("without a role", "no-role", 403, who=IDLE),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_whatever_goes_wrong_nobody_comes_in_and_the_page_says_what_to_do(
    visitor: Visitor, pool: ConnectionPool, case: Refused
) -> None:
    case.bent(visitor.provider)
    before, answered = count(pool, "sessions"), visitor.begin()
    if answered.is_redirect:
        there = urlsplit(visitor.there(answered.headers["Location"], case.who))
        sent = {n: v for n, v in case.altered(dict(parse_qsl(there.query))).items() if v is not None}
        answered = visitor.client.get(f"{there.path}?{urlencode(sent)}")
    assert (kind(answered), answered.status_code) == (case.kind, case.status)
    assert count(pool, "sessions") == before
    assert f"{COOKIE}{GROUP}=" not in str(answered.headers.get_list("set-cookie"))
    assert "<script>" not in answered.text
    assert "code=" not in answered.text
    assert all(f'href="{path}"' in answered.text for path in (DOOR, f"{FIRST}/login"))
    assert (f'id="subject">{case.who}<' in answered.text) == (case.who == NOBODY)


def test_what_came_back_once_comes_in_once(visitor: Visitor) -> None:
    back = visitor.there(visitor.begin().headers["Location"])
    held = dict(visitor.client.cookies)
    assert onward(visitor.client.get(back)) == FIRST
    visitor.client.cookies.clear()
    # The browser was told to forget; who kept it all the same gets as far.
    assert kind(visitor.client.get(back)) == "login-spent"
    shown = {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
    assert kind(visitor.client.get(back, headers=shown)) == "login-spent"
    visitor.home.logins(GROUP).begin("once", FIRST)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: visitor.home.logins(GROUP).take("once"), range(8)))
    assert sorted(map(str, taken)) == [FIRST, *["None"] * 7]


def test_a_log_in_takes_ten_minutes_at_most(visitor: Visitor, pool: ConnectionPool) -> None:
    back = visitor.there(visitor.begin().headers["Location"])
    with pool.connection() as connection:
        connection.execute(f"update {GROUP}.logins set expires_at = expires_at - interval '10 minutes'")
    assert kind(visitor.client.get(back)) == "login-spent"
