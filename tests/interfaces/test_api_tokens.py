"""Tokens of an identity provider: only one that is genuine, for us and of now is anybody."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import Role
from infrastructure.identity import tokens
from infrastructure.identity.tokens import OidcTokens
from interfaces.composition import Home
from tests.interfaces.api_world import asking

ISSUER, AUDIENCE, SUBJECT = "https://id.example", "tantieme", "claire@id"
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})
PUBLISHED = KeySet([RSA, EC, ED]).as_dict(private=False)
_LATER = 600


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": SUBJECT, "exp": now + _LATER, "iat": now, "nbf": now - 10}
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def signed(
    alg: str = "RS256", key: Any = RSA, kid: str | None = "rsa", header: Any = None, **changed: Any
) -> str:
    named = {"alg": alg, **({"kid": kid} if kid else {}), **(header or {})}
    return jwt.encode(named, claims(**changed), key, algorithms=[alg])


def by_hand(header: dict[str, Any], signature: Callable[[bytes], bytes] = lambda _: b"") -> str:
    """A token that no library would sign."""
    parts = [json.dumps(part).encode() for part in (header, claims())]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (text + b"." + base64.urlsafe_b64encode(signature(text)).rstrip(b"=")).decode()


def confused() -> str:
    """Signed with the public key as if it were a shared secret."""
    pem = RSA.as_pem(private=False)
    return by_hand({"alg": "HS256", "kid": "rsa", "typ": "JWT"}, lambda text: hmac.digest(pem, text, sha256))


def altered() -> str:
    head, _, signature = signed().split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims(sub="somebody else")).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


@pytest.fixture
def provider() -> OidcTokens:
    return OidcTokens(ISSUER, AUDIENCE, lambda: PUBLISHED)


@pytest.fixture(scope="module")
def client(pool: ConnectionPool) -> Iterator[TestClient]:
    """A server of a group whose auditor is known by a subject of the provider."""
    home = Home(pool, tokens=OidcTokens(ISSUER, AUDIENCE, lambda: PUBLISHED))
    home.migrate("federated")
    accounts = home.accounts("federated")
    accounts.link(accounts.add("Claire", Role.AUDITOR).person, ISSUER, SUBJECT)
    try:
        with asking(home) as opened:
            yield opened
    finally:
        home.drop("federated")


@pytest.mark.parametrize(
    ("alg", "key", "kid"),
    [("RS256", RSA, "rsa"), ("PS256", RSA, "rsa"), ("ES256", EC, "ec"), ("Ed25519", ED, "ed")],
)
def test_a_genuine_token_is_its_subject(client: TestClient, alg: str, key: Any, kid: str) -> None:
    shown = {"Authorization": f"Bearer {signed(alg, key, kid)}"}
    found = client.get("/api/groups/federated/standing", headers=shown).json()
    assert (found["name"], found["roles"], found["how"]) == ("Claire", ["auditor"], "token")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(by_hand({"alg": "none", "kid": "rsa"}), id="alg none"),
        pytest.param(by_hand({"alg": "None", "kid": "rsa"}), id="alg None"),
        pytest.param(by_hand({"kid": "rsa"}), id="no alg"),
        pytest.param(by_hand({"alg": "RS256", "kid": "rsa"}), id="no signature"),
        pytest.param(confused(), id="HS256 with the public key"),
        pytest.param(signed("HS256", OctKey.import_key("x" * 32)), id="HS256 with a secret"),
        pytest.param(signed(key=STRANGER), id="another's key under our kid"),
        pytest.param(altered(), id="altered claims"),
        pytest.param(signed(kid="unknown"), id="unknown kid"),
        pytest.param(signed(kid=None), id="no kid"),
        pytest.param(
            signed(key=STRANGER, header={"jwk": STRANGER.as_dict(private=False)}), id="brings its own key"
        ),
        pytest.param(signed("ES256", EC, "rsa"), id="key of another type"),
        pytest.param(signed(exp=int(time.time()) - 60), id="expired"),
        pytest.param(signed(exp=None), id="never expires"),
        pytest.param(signed(exp="tomorrow"), id="expires in words"),
        pytest.param(signed(nbf=int(time.time()) + 3600), id="not yet"),
        pytest.param(signed(iat=int(time.time()) + 3600), id="issued later"),
        pytest.param(signed(aud="another"), id="wrong audience"),
        pytest.param(signed(aud=None), id="no audience"),
        pytest.param(signed(iss="https://evil.example"), id="wrong issuer"),
        pytest.param(signed(iss=None), id="no issuer"),
        pytest.param(signed(sub=None), id="no subject"),
        pytest.param(signed(sub=7), id="a number for a subject"),
        pytest.param(signed(filler="x" * tokens.LONGEST), id="oversized"),
        pytest.param(f"{signed()}.", id="a part too many"),
        pytest.param("..", id="nothing at all"),
        pytest.param("e30.e30.e30", id="empty parts"),
        pytest.param("W10.e30.e30", id="a list for a header"),
        pytest.param("é.é.é", id="not ASCII"),
    ],
)
def test_any_other_token_is_nobody(provider: OidcTokens, client: TestClient, token: str) -> None:
    assert provider.subject(token) is None
    shown = {"Authorization": f"Bearer {token}".encode()}
    refused = client.get("/api/groups/federated/standing", headers=shown)
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:tantieme:not-authenticated")


def test_a_subject_without_an_account_is_nobody_here(client: TestClient) -> None:
    shown = {"Authorization": f"Bearer {signed(sub='denis@id')}"}
    assert client.get("/api/groups/federated/standing", headers=shown).status_code == 401


def test_a_provider_may_change_its_keys_and_is_not_asked_at_each_unknown_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetched: list[int] = []
    published = [PUBLISHED]
    fresh = RSAKey.generate_key(2048, {"kid": "fresh"})

    def fetch() -> dict[str, Any]:
        fetched.append(1)
        return dict(published[-1])

    provider = OidcTokens(ISSUER, AUDIENCE, fetch)
    for _ in range(5):
        assert provider.subject(signed(key=fresh, kid="fresh")) is None
    assert len(fetched) == 1
    published.append(KeySet([fresh]).as_dict(private=False))
    monkeypatch.setattr(tokens, "AGAIN_SECONDS", -1)
    assert provider.subject(signed(key=fresh, kid="fresh")) == (ISSUER, SUBJECT)


def test_a_provider_that_does_not_answer_makes_nobody_somebody() -> None:
    def fetch() -> dict[str, Any]:
        raise OSError

    assert OidcTokens(ISSUER, AUDIENCE, fetch).subject(signed()) is None


def test_a_shared_secret_among_the_published_keys_is_not_used() -> None:
    secret = OctKey.import_key("x" * 32, {"kid": "shared"})
    published = {"keys": [secret.as_dict(private=True)]}
    provider = OidcTokens(ISSUER, AUDIENCE, lambda: published)
    assert provider.subject(signed("HS256", secret, "shared")) is None
