"""Logging in at an organisation's provider: every way in which nobody comes in."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from psycopg_pool import ConnectionPool

from infrastructure.identity import tokens
from interfaces.api.standing import COOKIE
from tests.interfaces.web.provider.conftest import Visitor
from tests.interfaces.web.provider.identity_provider import CLIENT, SECRET, Provider, new_key
from tests.interfaces.web.provider.pages import CLAIRE, DOOR, FIRST, GROUP, IDLE, NOBODY, count, kind

STRANGER = new_key("one")


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
    return Refused(name, "claim-refused", 400, lambda provider: provider.claims.update(claims))


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
    claim("another audience, by this party", aud="another", azp=CLIENT),
    claim("several audiences and no party", aud=[CLIENT, "another"]),
    claim("another party", azp="another"),
    claim("another issuer", iss="http://id.example"),
    Refused("expired", "id-token-refused", 400, lambda p: p.claims.update(exp=NOW - 600)),
    claim("never expires", exp=None),
    claim("expires in words", exp="tomorrow"),
    claim("issued later", iat=NOW + 6000),
    claim("never issued", iat=None),
    claim("no subject", sub=None),
    claim("a number for a subject", sub=7),
    claim("a subject that no text holds", sub="claire\0id"),
    claim("a subject without end", sub="x" * 256),
    claim("another access token's", at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    Refused("oversized", "id-token-refused", 400, lambda p: p.claims.update(filler="x" * tokens.LONGEST)),
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
    claire: Visitor, pool: ConnectionPool, case: Refused
) -> None:
    case.bent(claire.provider)
    before, answered = count(pool, "sessions"), claire.begin()
    if answered.is_redirect:
        there = urlsplit(claire.there(answered.headers["Location"], case.who))
        sent = {n: v for n, v in case.altered(dict(parse_qsl(there.query))).items() if v is not None}
        answered = claire.client.get(f"{there.path}?{urlencode(sent)}")
    assert (kind(answered), answered.status_code) == (case.kind, case.status)
    assert count(pool, "sessions") == before
    assert f"{COOKIE}{GROUP}=" not in str(answered.headers.get_list("set-cookie"))
    assert "<script>" not in answered.text
    assert "code=" not in answered.text
    assert all(f'href="{path}"' in answered.text for path in (DOOR, f"{FIRST}/login"))
    assert (f'id="subject">{case.who}<' in answered.text) == (case.who == NOBODY)


@pytest.mark.parametrize("name", ["a%20b", "a%3Bb", "%C3%A9", "a%0D%0Ab"])
def test_a_name_that_no_cookie_may_have_looks_like_every_other_at_the_door(
    claire: Visitor, name: str
) -> None:
    begun = claire.client.get(f"/groups/{name}/login/provider", follow_redirects=False)
    assert begun.status_code == 303
    assert begun.headers["Location"].startswith(claire.provider.issuer)
    back = claire.client.get(f"/groups/{name}/login/return?state=x&code=x")
    assert kind(back) in ("state-mismatch", "login-spent")
