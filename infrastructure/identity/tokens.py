"""Tokens of an organisation's identity provider (OpenID Connect), validated against its published keys.

Only signatures by asymmetric algorithms are looked at, by the key that the token names, of the provider's own set:
what a token says about keys or algorithms beyond that is not followed.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from threading import Lock
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519")
LONGEST = 8 * 1024
LEEWAY_SECONDS = 30
KEPT_SECONDS = 600
AGAIN_SECONDS = 60
_KEY_TYPES = ("RSA", "EC", "OKP")
UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""joserfc's own refusals, and what malformed claims and headers raise on the way."""

Fetch = Callable[[], dict[str, Any]]


class OidcTokens:
    """The `Tokens` of one issuer, for one audience; its keys are fetched, kept for minutes and fetched again."""

    def __init__(self, issuer: str, audience: str, fetch: Fetch) -> None:
        self.issuer = issuer
        self.audience = audience
        self._fetch = fetch
        self._keys: KeySet | None = None
        self._fetched_at = float("-inf")
        self._lock = Lock()

    def subject(self, token: str) -> tuple[str, str] | None:
        """Issuer and subject of a token that is genuine, for us and of now; None for any other."""
        try:
            read = self.signed(token)
            self._claims().validate(read.claims)
        except UNREADABLE:
            return None
        subject = read.claims.get("sub")
        if "nonce" in read.claims:
            # An ID token answers a log-in and passes through addresses; it is no key to the API.
            return None
        return (self.issuer, subject) if isinstance(subject, str) and subject else None

    def signed(self, token: str) -> jwt.Token:
        """What a token says that a key of the provider's signed, whatever it says. Raises UNREADABLE."""
        if len(token) > LONGEST or token.count(".") != 2 or not token.isascii():
            raise ValueError("no token")
        header = _header(token)
        key = self._key(header.get("kid")) if header.get("alg") in ALGORITHMS else None
        if key is None:
            raise ValueError("not signed by a known key")
        return jwt.decode(token, key, algorithms=list(ALGORITHMS))

    @property
    def lacks_keys(self) -> bool:
        """Whether the provider's keys were needed and could not be fetched."""
        return self._keys is None and self._fetched_at > float("-inf")

    def _claims(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def _key(self, kid: object) -> Any:
        if not isinstance(kid, str) or not kid:
            return None
        now = time.monotonic()
        with self._lock:
            if self._keys is None or now - self._fetched_at > KEPT_SECONDS:
                self._refresh(now)
            found = self._find(kid)
            if found is None and now - self._fetched_at > AGAIN_SECONDS:
                # The provider may have changed its keys; who sends unknown ones does not make us ask each time.
                self._refresh(now)
                found = self._find(kid)
            return found

    def _find(self, kid: str) -> Any:
        keys = self._keys.keys if self._keys else ()
        return next((key for key in keys if key.kid == kid), None)

    def _refresh(self, now: float) -> None:
        self._fetched_at = now
        try:
            published = self._fetch()
            usable = [
                key for key in published.get("keys", ()) if key.get("kty") in _KEY_TYPES and key.get("kid")
            ]
            self._keys = KeySet.import_key_set({"keys": usable}) if usable else None
        except (OSError, ValueError, TypeError, AttributeError, JoseError):
            # The keys that were known stay good for as long as the provider does not answer.
            return


def _header(token: str) -> dict[str, Any]:
    first = token.split(".", 1)[0]
    read = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    return read if isinstance(read, dict) else {}
