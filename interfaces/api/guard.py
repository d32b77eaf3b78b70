"""What stands before every route: this machine only, reading only, and nothing that a browser could run."""

from __future__ import annotations

import re
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interfaces.api.problems import SECURITY_HEADERS, problem

# A page of another site may get its name to resolve to this machine; the name then gives it away.
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)


class Guard:
    """Answers what may not pass with a problem, and puts the security headers on everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a GET to this machine."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or not _THIS_MACHINE.fullmatch(hosts[0]):
            detail = "this is served to this machine only, under localhost, 127.0.0.1 or [::1]"
            refused = problem(scope["path"], HTTPStatus.BAD_REQUEST, "foreign-host", detail)
            await refused(scope, receive, send)
            return
        if scope["method"] != "GET":
            detail = "this only reads: what is recorded is recorded by commands"
            refused = problem(scope["path"], HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", detail)
            refused.headers["Allow"] = "GET"
            await refused(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_guarded)
