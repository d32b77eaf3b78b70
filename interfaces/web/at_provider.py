"""What the pages share of an organisation's identity provider: how it is asked, and how somebody goes out there too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from application.access.login import ProviderUnreachable
from interfaces.api.served import Served
from interfaces.api.sessions import COOKIE_SECONDS
from interfaces.web.language import language_of
from interfaces.web.rendering import answered
from interfaces.web.visiting import Visit, path_of

# A provider that takes its time takes it from these, and not from those who read.
ASKING: Final = 4
HINT: Final = "tantieme-out-"
# What a browser takes as a cookie has 4,096 bytes; a longer token is left out, and the provider asks for itself.
LONGEST_HINT: Final = 3800
_NO_HINT: Final = "none"
_asking: RunVar[CapacityLimiter] = RunVar("asking the provider")
Answer = TypeVar("Answer")


async def asked(question: Callable[..., Answer], *about: object) -> Answer:
    """What the provider answers."""
    limiter = _asking.get(None)
    if limiter is None:
        limiter = CapacityLimiter(ASKING)
        _asking.set(limiter)
    return await to_thread.run_sync(partial(question, *about), limiter=limiter)


def address_of(request: Request, home: Served, group: str, *parts: str) -> str:
    """The whole address of a page of a group, by the name under which this server was reached: one that it knows."""
    scheme = request.url.scheme if home.reach.this_machine_only else "https"
    return f"{scheme}://{request.headers['host']}{path_of(group, *parts)}"


def keep_hint(response: Response, group: str, id_token: str) -> None:
    """Let the browser keep by which token it came in, and show it to the page that leads out only."""
    hint = id_token if len(id_token) <= LONGEST_HINT else _NO_HINT
    out = path_of(group, "logout")
    response.set_cookie(
        HINT + group, hint, COOKIE_SECONDS, path=out, secure=True, httponly=True, samesite="strict"
    )


def forget_hint(response: Response, group: str) -> None:
    """Let the browser forget it: who came in otherwise goes out here only."""
    out = path_of(group, "logout")
    response.delete_cookie(HINT + group, path=out, secure=True, httponly=True, samesite="strict")


async def gone_out(visit: Visit) -> Response:
    """The page after the session has ended here: on to the provider, where it began there."""
    request, group, home = visit.request, visit.name, visit.served
    provider, hint = home.home.provider, request.cookies.get(HINT + group)
    response: Response = RedirectResponse(path_of(group, "login"), 303)
    if provider is not None and hint is not None:
        lingers = False
        try:
            back = address_of(request, home, group, "login")
            out = await asked(provider.way_out, None if hint == _NO_HINT else hint, back)
        except ProviderUnreachable:
            out, lingers = None, True
        if out or lingers:
            told = {"group": group, "provider": provider.name, "out": out}
            response = answered(request, language_of(request), "left.html", **told)
    forget_hint(response, group)
    return response
