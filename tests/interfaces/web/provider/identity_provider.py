"""A small OpenID Connect provider over HTTP, with keys of its own: strict where a real one is, and bent where told to.

It is known as localhost and the ledger as 127.0.0.1, so that to a browser they are two sites.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "tantieme-pages", "a secret & 100 % ours"
SESSION, ACCESS_TOKEN = "provider-session", "opaque"
_KEY = RSAKey.generate_key(2048, {"kid": "one"})


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid})


@dataclass
class Provider:
    """What it knows and does; tests change it, and `reset` sets it back."""

    issuer: str
    key: Any = field(default_factory=lambda: _KEY)
    published: list[Any] = field(default_factory=lambda: [_KEY])
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    signed: Callable[[dict[str, Any], dict[str, Any]], str] | None = None

    def reset(self) -> None:
        self.key, self.published, self.signed = _KEY, [_KEY], None
        for each in (
            self.codes,
            self.sessions,
            self.asked,
            self.metadata,
            self.claims,
            self.header,
            self.down,
        ):
            each.clear()

    def discovery(self, _: Request) -> Response:
        if "discovery" in self.down:
            return Response("<h1>closed</h1>", 503)
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end-session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            **self.metadata,
        }
        return JSONResponse({name: value for name, value in told.items() if value is not None})

    def jwks(self, _: Request) -> Response:
        if "jwks" in self.down:
            return Response(status_code=503)
        return JSONResponse(KeySet(self.published).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        """Ask who it is, but for somebody whom the provider knows by its own session."""
        asked = dict(request.query_params)
        needed = {
            "response_type": "code",
            "scope": "openid",
            "code_challenge_method": "S256",
            "client_id": CLIENT,
        }
        if any(asked.get(name) != value for name, value in needed.items()) or not asked.get("nonce"):
            return Response("not as OpenID Connect with PKCE asks", 400)
        self.asked.append(asked)
        known = self.sessions.get(request.cookies.get(SESSION, ""))
        if known:
            return self._sent_back(asked, known)
        hidden = "".join(
            f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in asked.items()
        )
        return HTMLResponse(
            f'<!doctype html><html lang="en"><title>Provider</title><form method="post" action="/authorize">{hidden}'
            '<label>Who are you? <input name="who"></label><button>Log in</button></form>'
        )

    async def let_in(self, request: Request) -> Response:
        async with request.form() as form:
            asked = {name: str(value) for name, value in form.items()}
        session = secrets.token_urlsafe(16)
        self.sessions[session] = asked["who"]
        response = self._sent_back(asked, asked["who"])
        response.set_cookie(SESSION, session, httponly=True, samesite="lax")
        return response

    def _sent_back(self, asked: dict[str, str], who: str) -> Response:
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "who": who}
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303
        )

    async def token(self, request: Request) -> Response:
        """An ID token for a code: once, to the client, for the page and the verifier that it was asked with."""
        if "token" in self.down:
            return Response("<h1>closed</h1>", 503)
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if not _is_client(request, given):
            return JSONResponse({"error": "invalid_client"}, 401)
        begun = self.codes.pop(given.get("code", ""), None)
        if (
            begun is None
            or given.get("grant_type") != "authorization_code"
            or given.get("redirect_uri") != begun["redirect_uri"]
            or create_s256_code_challenge(given.get("code_verifier", "")) != begun["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant", "error_description": "<b>no</b>"}, 400)
        answer = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": self.id_token(begun)}
        return JSONResponse({name: value for name, value in answer.items() if value is not None})

    def id_token(self, begun: dict[str, str]) -> str | None:
        if "id_token" in self.down:
            return None
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": begun["who"],
            "iat": now,
            "exp": now + 300,
            "nonce": begun["nonce"],
        }
        claims = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        return (
            self.signed(header, claims)
            if self.signed
            else jwt.encode(header, claims, self.key, algorithms=[header["alg"]])
        )

    def end_session(self, request: Request) -> Response:
        """End its own session, by a token of its own, and send back to a page of the client."""
        asked = dict(request.query_params)
        hint = jwt.decode(asked["id_token_hint"], self.key).claims
        if hint["aud"] != CLIENT or asked["client_id"] != CLIENT:
            return Response(status_code=400)
        self.sessions.pop(request.cookies.get(SESSION, ""), None)
        return RedirectResponse(asked["post_logout_redirect_uri"], 303)


def _is_client(request: Request, given: dict[str, str]) -> bool:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic":
        return (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
    name, _, secret = b64decode(shown).decode().partition(":")
    return (unquote(name), unquote(secret)) == (CLIENT, SECRET)


@contextmanager
def provider_served() -> Iterator[Provider]:
    """The provider, on a port of its own."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        provider = Provider(f"http://localhost:{listening.getsockname()[1]}")
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", provider.discovery),
                Route("/jwks", provider.jwks),
                Route("/authorize", provider.authorize, methods=["GET"]),
                Route("/authorize", provider.let_in, methods=["POST"]),
                Route("/token", provider.token, methods=["POST"]),
                Route("/end-session", provider.end_session),
            ]
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield provider
        server.should_exit = True
        thread.join(20)
