"""Coming in and going out: by name and password, or in a demonstration with one click as each role."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from application.access.ports import TooManyTries, WrongPassword
from application.access.role import FOR_A_MEMBER, Role
from application.answers.lists import members as list_members
from interfaces.api.served import GroupName
from interfaces.api.sessions import NoDemo, begin_demo, end_cookie, set_cookie
from interfaces.api.standing import is_demo
from interfaces.web.at_provider import forget_hint, gone_out
from interfaces.web.forms import LARGEST_FORM, Posted, posted_by
from interfaces.web.language import language_of
from interfaces.web.rendering import answered
from interfaces.web.visiting import HomeServed, inside

routes = APIRouter()
Text = Annotated[str, Form(max_length=200)]
Next = Annotated[str, Query(max_length=2000)]


@routes.get("/login")
def login(request: Request, home: HomeServed, group: GroupName, next: Next = "") -> Response:
    """Where somebody comes in."""
    return _door(request, home, group, next)


@routes.post("/login", max_body_size=LARGEST_FORM)
def log_in(
    request: Request,
    home: HomeServed,
    group: GroupName,
    name: Text = "",
    password: Text = "",
    next: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Begin a session by name and password."""
    try:
        if group not in home.groups():
            raise WrongPassword()
        home.home.open(group)
        token = home.home.credentials(group).log_in(name, password)
    except (WrongPassword, TooManyTries) as refused:
        return _door(request, home, group, next, refused=str(refused), name=name, status=401)
    return _inside(group, next, token)


@routes.post("/demo-login", max_body_size=LARGEST_FORM)
def demo_log_in(
    request: Request,
    home: HomeServed,
    group: GroupName,
    role: Annotated[Role, Form()],
    member: Text = "",
    next: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Begin a session as a role of the demonstration, on this machine only."""
    if not _is_demo_here(request, home, group):
        raise NoDemo()
    return _inside(group, next, begin_demo(home, group, role, member or None))


@routes.post("/logout", max_body_size=LARGEST_FORM)
async def log_out(posted: Annotated[Posted, posted_by("end-session")]) -> Response:
    """End the session of this browser, and go on to the provider where it began there."""
    visit = posted.visit
    credentials = visit.served.home.credentials(visit.name)
    await run_in_threadpool(credentials.end_session, visit.session or "")
    response = await gone_out(visit)
    end_cookie(response, visit.name)
    return response


def _inside(group: str, next: str, token: str) -> Response:
    response = RedirectResponse(inside(group, next), 303)
    set_cookie(response, group, token)
    forget_hint(response, group)
    return response


def _is_demo_here(request: Request, home: HomeServed, group: str) -> bool:
    here = home.reach.is_here(request.headers) and group in home.groups()
    return here and is_demo(home.home.about(group))


def _door(
    request: Request,
    home: HomeServed,
    group: str,
    next: str,
    refused: str | None = None,
    name: str = "",
    status: int = 200,
) -> Response:
    provider = home.home.provider.name if home.home.provider else None
    told: dict[str, Any] = {"next": next, "refused": refused, "name": name, "demo": False, "demo_members": []}
    if _is_demo_here(request, home, group):
        opened = home.home.open(group)
        members = [str(m["code"]) for m in list_members(opened.readings, opened.position())]
        told |= {"demo": True, "demo_members": members}
    for_a_member = [role.value for role in FOR_A_MEMBER]
    return answered(
        request,
        language_of(request),
        "login.html",
        status,
        visit=None,
        group=group,
        provider=provider,
        demo_roles=list(Role),
        for_a_member=for_a_member,
        **told,
    )
