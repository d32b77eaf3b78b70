"""What stands before every route: known names, known methods, no other site, no slow body, safe headers."""

from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interfaces.api.problems import MEDIA_TYPE, SECURITY_HEADERS, problem
from interfaces.api.reach import Reach

METHODS = ("GET", "POST", "DELETE")
BODY_SECONDS = 30.0
LONGEST_QUERY = 8 * 1024
ANSWER_HEADERS = "answer_headers"
_HERE = ("same-origin", "none")
_STRICT_TRANSPORT = "max-age=31536000"


class Guard:
    """Answers what may not pass with a problem, and puts the security headers on everything else."""

    def __init__(self, app: ASGIApp, reach: Reach | None = None) -> None:
        self.app = app
        self.reach = reach or Reach()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that is meant for this server, with its body in time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # What a route wants to say in the headers of its answer, whatever becomes of its body.
        given: dict[str, str] = {}
        scope.setdefault("state", {})[ANSWER_HEADERS] = given

        cut = False

        async def send_guarded(message: Message) -> None:
            nonlocal cut
            if cut:
                return
            if _is_plain_413(message):
                # The framework answers a length that is too large by itself, and in plain text.
                cut = True
                await _too_large(scope)(scope, receive, send)
                return
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(given if message["status"] < 400 else _kept(given))
                for name, value in self._safety().items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        await self.app(scope, _in_time(receive), send_guarded)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.reach.knows(hosts[0]):
            return problem(path, HTTPStatus.BAD_REQUEST, "foreign-host", self.reach.told)
        if method not in METHODS:
            detail = f"what is served is asked by {', '.join(METHODS)}"
            refused = problem(path, HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", detail)
            refused.headers["Allow"] = ", ".join(METHODS)
            return refused
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            detail = f"what follows the question mark has at most {LONGEST_QUERY} bytes"
            return problem(path, HTTPStatus.REQUEST_URI_TOO_LONG, "query-too-long", detail)
        if method != "GET" and not _same_site(headers, hosts[0]):
            detail = "what changes anything is asked from a page of this server, or from a program"
            return problem(path, HTTPStatus.FORBIDDEN, "cross-site", detail)
        return None

    def _safety(self) -> dict[str, str]:
        if self.reach.this_machine_only:
            return SECURITY_HEADERS
        return {**SECURITY_HEADERS, "Strict-Transport-Security": _STRICT_TRANSPORT}


def _same_site(headers: Headers, host: str) -> bool:
    # Browsers tell where a request comes from; programs say nothing.
    if headers.get("sec-fetch-site", "none") not in _HERE:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _in_time(receive: Receive) -> Receive:
    """The body, all of which has come a while after its first part was waited for, or the request ends."""
    deadline = None
    ended = False

    async def receive_in_time() -> Message:
        nonlocal deadline, ended
        if ended:
            # From here on only the end of the connection is waited for, as long as the answer takes.
            return await receive()
        deadline = deadline or time.monotonic() + BODY_SECONDS
        with anyio.move_on_after(max(0.0, deadline - time.monotonic())):
            message = await receive()
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, "the body did not come in time")

    return receive_in_time


def _is_plain_413(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return False
    return Headers(raw=message["headers"]).get("content-type") != MEDIA_TYPE


def _too_large(scope: Scope) -> ASGIApp:
    detail = "the body is larger than this takes"
    refused = problem(scope["path"], HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request-entity-too-large", detail)
    refused.headers["Connection"] = "close"
    return refused


def _kept(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name not in ("ETag", "Link")}
