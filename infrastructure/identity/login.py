"""Logging in at a provider: the authorization code flow of OpenID Connect with PKCE (RFC 7636), by Authlib.

The provider is known by its issuer alone: where to log in, where to hand in the code and which keys sign is what its
discovery document says. Only `openid` is asked for: which subject somebody is, and neither name nor mail.
"""

from __future__ import annotations

import hmac
import time
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.client import OAuth2Client as AuthorizationRequest
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import ExpiredTokenError, InvalidClaimError, MissingClaimError
from pydantic import SecretStr

from application.access.login import (
    Begun,
    ClaimRefused,
    CodeRefused,
    Identified,
    IdTokenRefused,
    NonceMismatch,
    ProviderUnreachable,
    ServerRefused,
)
from infrastructure.identity.fetching import FETCH_SECONDS, fetched, is_safe, trusted
from infrastructure.identity.tokens import KEPT_SECONDS, LEEWAY_SECONDS, UNREADABLE, OidcTokens

SCOPE = "openid"
RETRY_SECONDS = 3
LONGEST_WORD = 60
# OpenID Connect Core 1.0, section 2; accounts are linked to no longer one either.
LONGEST_SUBJECT = 255
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OidcLogin:
    """The `LoginProvider` of one issuer, to which this server is known as one client."""

    def __init__(self, issuer: str, client_id: str, client_secret: SecretStr, name: str = "") -> None:
        self.issuer = issuer
        self.name = name or urlsplit(issuer).hostname or issuer
        self._client_id = client_id
        self._secret = client_secret
        self._tokens = OidcTokens(issuer, client_id, lambda: fetched(self._metadata()["jwks_uri"]))
        self._published: dict[str, Any] = {}
        self._fault = ""
        self._read_at = float("-inf")
        self._lock = Lock()

    def door(self, begun: Begun, return_to: str) -> str:
        """The address at which the person logs in and is sent back from. Raises ProviderUnreachable."""
        metadata = self._metadata()
        client = AuthorizationRequest(
            None, self._client_id, scope=SCOPE, redirect_uri=return_to, code_challenge_method="S256"
        )
        address, _ = client.create_authorization_url(
            metadata["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
        return str(address)

    def issuer_named(self, issuer: str | None) -> bool:
        """Whether an answer that names this issuer, or none, is the provider's. Raises ProviderUnreachable."""
        if issuer is None:
            return self._metadata().get("authorization_response_iss_parameter_supported") is not True
        return hmac.compare_digest(issuer.encode("utf-8", "replace"), self.issuer.encode())

    def identified(self, begun: Begun, code: str, return_to: str) -> Identified:
        """Who logged in. Raises NotLoggedIn."""
        answer = self._handed_in(begun, code, return_to)
        id_token = answer.get("id_token")
        if not isinstance(id_token, str):
            raise IdTokenRefused(reason="it says nobody's name")
        subject = self._subject(id_token, begun.nonce, answer.get("access_token"))
        return Identified(self.issuer, subject, id_token)

    def way_out(self, id_token: str | None, return_to: str) -> str | None:
        """Where the person logs out there too (RP-Initiated Logout 1.0). Raises ProviderUnreachable."""
        endpoint = self._metadata().get("end_session_endpoint")
        if not endpoint:
            return None
        told = {"client_id": self._client_id, "post_logout_redirect_uri": return_to}
        asked = urlencode({**told, **({"id_token_hint": id_token} if id_token else {})})
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{asked}"

    def _handed_in(self, begun: Begun, code: str, return_to: str) -> dict[str, Any]:
        metadata = self._metadata()
        try:
            with self._client() as client:
                answer = client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=return_to,
                    code_verifier=begun.verifier,
                    auth=self._shown(client, metadata),
                )
        except OAuthError as refused:
            if refused.error == "invalid_grant":
                raise CodeRefused() from None
            raise ServerRefused(error=word(refused.error)) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError, AttributeError) as fault:
            # Never its words: they may repeat what was sent.
            raise ProviderUnreachable(reason="it takes no code") from fault
        return dict(answer)

    def _subject(self, id_token: str, nonce: str, access_token: object) -> str:
        try:
            read = self._tokens.signed(id_token)
            # Authlib knows the algorithm by its older name, and by that which hash an `at_hash` is half of.
            header = {**read.header, "alg": "EdDSA"} if read.header["alg"] == "Ed25519" else read.header
            claims = CodeIDToken(
                read.claims,
                header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                params={"nonce": nonce, "client_id": self._client_id, "access_token": access_token},
            )
            claims.validate(leeway=LEEWAY_SECONDS)
        except ExpiredTokenError:
            raise IdTokenRefused(reason="it is too old; the clocks of both servers may differ") from None
        except (InvalidClaimError, MissingClaimError) as fault:
            if fault.claim == "nonce":
                raise NonceMismatch() from None
            raise ClaimRefused(claim=fault.claim) from None
        except UNREADABLE:
            if self._tokens.lacks_keys:
                raise ProviderUnreachable(reason="its keys cannot be fetched") from None
            raise IdTokenRefused(reason="no key of the provider's signed it") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not (
            0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()
        ):
            raise ClaimRefused(claim="sub")
        return subject

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret.get_secret_value(),
            verify=trusted(),
            timeout=FETCH_SECONDS,
            follow_redirects=False,
        )

    def _shown(self, client: OAuth2Client, metadata: dict[str, Any]) -> Any:
        """How this server shows the provider that it is the client: as it announces, else by HTTP Basic."""
        secret = self._secret.get_secret_value()
        announced = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if secret and "client_secret_basic" in announced:
            # Both are form-encoded first (RFC 6749, section 2.3.1).
            return httpx2.BasicAuth(quote(self._client_id, safe=""), quote(secret, safe=""))
        return client.client_auth("client_secret_post" if secret else "none")

    def _metadata(self) -> dict[str, Any]:
        """The discovery document; one that was read stays good for as long as the provider does not answer."""
        with self._lock:
            now = time.monotonic()
            if now - self._read_at > (KEPT_SECONDS if self._published else RETRY_SECONDS):
                self._read_at = now
                try:
                    self._published, self._fault = self._read(), ""
                except OSError:
                    self._fault = "its discovery document cannot be fetched"
                except (ValueError, RecursionError):
                    self._fault = "its discovery document cannot be read"
                except ProviderUnreachable as fault:
                    self._fault = str(fault.facts["reason"])
            if not self._published:
                raise ProviderUnreachable(reason=self._fault)
            return self._published

    def _read(self) -> dict[str, Any]:
        published = fetched(get_well_known_url(self.issuer, external=True))
        if published.get("issuer") != self.issuer:
            raise ProviderUnreachable(reason="its discovery document names another issuer")
        addresses = [published.get(name) for name in _NEEDED]
        addresses += [address for address in (published.get("end_session_endpoint"),) if address]
        if not all(isinstance(address, str) and is_safe(address) for address in addresses):
            raise ProviderUnreachable(reason="its discovery document lacks an https address")
        return published


def word(error: object) -> str:
    """A provider's error code as it may be told: in the few characters that one may have."""
    return "".join(c for c in str(error)[:LONGEST_WORD] if c.isascii() and (c.isalnum() or c in "_-."))
