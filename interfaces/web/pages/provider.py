"""Coming in by the organisation's identity provider: there, back and in, or a page that says what to do."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from application.access.login import (
    Begun,
    Identified,
    IdTokenRefused,
    LoginProvider,
    LoginSpent,
    NoAccount,
    NoRole,
    NotLoggedIn,
    ProviderRefused,
    StateMismatch,
)
from interfaces.api.problems import status_of
from interfaces.api.served import GroupName, Served
from interfaces.api.sessions import set_cookie
from interfaces.web.at_provider import address_of, asked, keep_hint
from interfaces.web.language import language_of
from interfaces.web.pages.login import Next
from interfaces.web.rendering import answered
from interfaces.web.visiting import HomeServed, inside, path_of

routes = APIRouter()
COOKIE: Final = "tantieme-login-"
COOKIE_SECONDS: Final = 600
_REASONS: Final = {
    "access_denied": "access was denied",
    "login_required": "nobody is logged in there",
    "consent_required": "consent was not given",
    "server_error": "it could not, for a fault of its own",
    "temporarily_unavailable": "it is not available for now",
    "": "it sent no code",
}


@routes.get("/login/provider")
async def go_there(request: Request, home: HomeServed, group: GroupName, next: Next = "") -> Response:
    """Begin to log in at the provider. It changes nothing but what this browser has under way."""
    provider = home.home.provider
    if provider is None:
        return RedirectResponse(path_of(group, "login", next=next), 303)
    token = secrets.token_urlsafe(32)
    try:
        door = await asked(
            provider.door, Begun.of(token), address_of(request, home, group, "login", "return")
        )
        await run_in_threadpool(_begin, home, group, token, inside(group, next))
    except NotLoggedIn as refused:
        return _told(request, group, provider, refused)
    response = RedirectResponse(door, 303)
    # Sent along when the provider sends the browser back, which is another site.
    response.set_cookie(
        _cookie_of(group),
        token,
        COOKIE_SECONDS,
        path=path_of(group, "login"),
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return response


@routes.get("/login/return")
async def come_back(
    request: Request,
    home: HomeServed,
    group: GroupName,
    state: str = "",
    code: str = "",
    iss: Annotated[str | None, Query()] = None,
    error: str = "",
) -> Response:
    """End what was begun: whoever the provider says somebody is comes in, where the group knows them."""
    provider, token = home.home.provider, request.cookies.get(_cookie_of(group), "")
    if provider is None:
        return RedirectResponse(path_of(group, "login"), 303)
    try:
        begun = Begun.of(token)
        if not token:
            raise LoginSpent()
        if not hmac.compare_digest(begun.state.encode(), state.encode("utf-8", "replace")):
            raise StateMismatch()
        onward = await run_in_threadpool(_take, home, group, token)
        if not await asked(provider.issuer_named, iss):
            raise IdTokenRefused(reason="it comes from another provider")
        if error or not code:
            raise ProviderRefused(reason=_REASONS.get(error, "its error is not one that is known here"))
        back = address_of(request, home, group, "login", "return")
        identified = await asked(provider.identified, begun, code, back)
        session = await run_in_threadpool(_session, home, group, identified)
    except NotLoggedIn as refused:
        response = _told(request, group, provider, refused)
        if not isinstance(refused, StateMismatch):
            _forget(response, group)
        return response
    # A page and no redirect: the browser would carry no strict cookie along one that another site began.
    clean = _at_the_door(request, group)
    response = answered(clean, language_of(clean), "entered.html", group=group, onward=onward)
    set_cookie(response, group, session)
    keep_hint(response, group, identified.id_token)
    _forget(response, group)
    return response


def _cookie_of(group: str) -> str:
    # At the door any name is answered, and not every name is one that a cookie may have.
    return COOKIE + quote(group, safe="")


def _begin(home: Served, group: str, token: str, onward: str) -> None:
    # Which groups there are is nobody's business: at the door all names look alike.
    if group in home.groups():
        home.home.open(group)
        home.home.logins(group).begin(token, onward)


def _take(home: Served, group: str, token: str) -> str:
    onward = home.home.logins(group).take(token) if group in home.groups() else None
    if onward is None:
        raise LoginSpent()
    return onward


def _session(home: Served, group: str, identified: Identified) -> str:
    account = home.home.accounts(group).of_subject(identified.issuer, identified.subject)
    if account is None:
        raise NoAccount(subject=identified.subject)
    if not account.roles:
        raise NoRole()
    return home.home.credentials(group).begin_session(account.person)


def _told(request: Request, group: str, provider: LoginProvider, refused: NotLoggedIn) -> Response:
    clean = _at_the_door(request, group)
    return answered(
        clean,
        language_of(clean),
        "not_entered.html",
        status_of(refused).value,
        group=group,
        kind=refused.name,
        detail=str(refused),
        provider=provider.name,
        subject=refused.facts.get("subject"),
    )


def _at_the_door(request: Request, group: str) -> Request:
    """The same asked of the login page, so that no link of the answer repeats what the provider sent."""
    path = path_of(group, "login")
    return Request({**request.scope, "path": path, "raw_path": path.encode(), "query_string": b""})


def _forget(response: Response, group: str) -> None:
    response.delete_cookie(
        _cookie_of(group), path=path_of(group, "login"), secure=True, httponly=True, samesite="lax"
    )
