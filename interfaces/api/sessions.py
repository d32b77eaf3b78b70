"""Sessions of people at a browser: by name and password, or with one click where the group is a demonstration."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from application.access.ports import WrongPassword
from application.access.role import FOR_A_MEMBER, Role
from application.access.roles import How
from application.answers.lists import member_of
from application.answers.lists import members as list_members
from application.group import Group
from domain.kernel.errors import BadInput, Refusal
from interfaces.api.asked import accepts
from interfaces.api.bodies import described, json_body, read_body
from interfaces.api.served import GroupName, Served, served
from interfaces.api.shapes import Shape
from interfaces.api.standing import COOKIE, Admitted, admit, csrf_token, is_demo, mark_demo, session_of

LARGEST = 8 * 1024
COOKIE_SECONDS = 8 * 3600

doors = APIRouter(tags=["sessions"], dependencies=[accepts()])
"""Where somebody comes in: the only routes of a group that ask for nothing that was given before."""
routes = APIRouter(tags=["sessions"], dependencies=[accepts()])
HomeServed = Annotated[Served, Depends(served)]
Body = Annotated[bytes, Depends(json_body)]


class NoDemo(Refusal):
    """Nobody becomes somebody with one click but in a demonstration, at this machine."""

    sentence = "the group is no demonstration that is served to this machine only"


class LogIn(BaseModel):
    """Name and password of an account."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=200)
    password: str = Field(max_length=200)


class DemoLogIn(BaseModel):
    """The role to be in the demonstration; a board member and a reader are so for a member, by default the first."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    member: str | None = Field(default=None, max_length=120)


class Standing(Shape):
    """Who the caller is to the group. The token goes back with everything that a browser sends to change anything."""

    group: str
    demo: bool
    person: str | None
    name: str | None
    roles: list[Role]
    member: str | None
    how: How
    csrf_token: str | None


@doors.post(
    "/sessions",
    name="log-in",
    response_model=Standing,
    max_body_size=LARGEST,
    openapi_extra=described(LogIn, {"name": "Claire", "password": "correct horse battery"}),
)
def log_in(request: Request, home: HomeServed, group: GroupName, body: Body) -> Any:
    """Begin a session by name and password; a cookie carries it."""
    given = read_body(LogIn, body)
    if group not in home.groups():
        raise WrongPassword()
    mark_demo(request, home.home.about(group))
    opened, credentials = home.home.open(group), home.home.credentials(group)
    token = credentials.log_in(given.name, given.password)
    return _begun(home, group, opened, token, is_demo(home.home.about(group)))


@doors.post(
    "/demo-sessions",
    name="demo-log-in",
    response_model=Standing,
    max_body_size=LARGEST,
    openapi_extra=described(DemoLogIn, {"role": "controller"}),
)
def demo_log_in(request: Request, home: HomeServed, group: GroupName, body: Body) -> Any:
    """Begin a session as a role of the demonstration, without a password, on this machine only."""
    given = read_body(DemoLogIn, body)
    here = home.reach.is_here(request.headers) and group in home.groups()
    if not here or not is_demo(home.home.about(group)):
        raise NoDemo()
    mark_demo(request, home.home.about(group))
    token = begin_demo(home, group, given.role, given.member)
    return _begun(home, group, home.home.open(group), token, True)


def begin_demo(home: Served, group: str, role: Role, member: str | None) -> str:
    """Begin a session as a role of a demonstration, and return its token. Raises BadInput, NotFound."""
    of = _member(home.home.open(group), member) if role in FOR_A_MEMBER else None
    account = home.home.accounts(group).add(_name(role, of), role, of)
    return home.home.credentials(group).begin_session(account.person)


@routes.get("/standing", name="standing", response_model=Standing)
def standing(request: Request, admitted: Annotated[Admitted, Depends(admit)]) -> Any:
    """Who the caller is to the group."""
    session = session_of(request, admitted.name) if admitted.caller.how is How.SESSION else None
    caller = admitted.caller
    return {
        "group": admitted.name,
        "demo": admitted.is_demo,
        "person": caller.person,
        "name": admitted.group.people.names().get(caller.person or ""),
        "roles": sorted(caller.roles),
        "member": caller.member,
        "how": caller.how,
        "csrf_token": csrf_token(session) if session else None,
    }


@routes.delete("/sessions/current", name="end-session", status_code=204, response_class=Response)
def end_session(
    request: Request, home: HomeServed, admitted: Annotated[Admitted, Depends(admit)]
) -> Response:
    """End the session of this browser."""
    home.home.credentials(admitted.name).end_session(session_of(request, admitted.name) or "")
    response = Response(status_code=204)
    end_cookie(response, admitted.name)
    return response


def _begun(home: Served, group: str, opened: Group, token: str, demo: bool) -> Response:
    account = home.home.credentials(group).of_session(token)
    if account is None:
        raise WrongPassword()
    told = {
        "group": group,
        "demo": demo,
        "person": account.person,
        "name": account.name,
        "roles": sorted(account.roles),
        "member": account.member,
        "how": How.SESSION,
        "csrf_token": csrf_token(token),
    }
    response = JSONResponse(told)
    set_cookie(response, group, token)
    return response


def set_cookie(response: Response, group: str, token: str) -> None:
    """Let the browser carry the session: over TLS or to this machine, to no other site, unseen by scripts."""
    response.set_cookie(
        f"{COOKIE}{group}", token, COOKIE_SECONDS, path="/", secure=True, httponly=True, samesite="strict"
    )


def end_cookie(response: Response, group: str) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(f"{COOKIE}{group}", path="/", secure=True, httponly=True, samesite="strict")


def _member(opened: Group, code: str | None) -> str:
    at = opened.position()
    if code is not None:
        return member_of(opened.readings, at, code)
    known = list_members(opened.readings, at)
    if not known:
        raise BadInput("member", "the demonstration has no member yet")
    return str(known[0]["code"])


def _name(role: Role, member: str | None) -> str:
    # The persons of the story that the demonstration tells, where it has one of that role.
    return {
        Role.CONTROLLER: "Controller of the group (invented)",
        Role.APPROVER: "Head of accounts (invented)",
        Role.BOARD_MEMBER: f"Representative of {member} (invented)",
        Role.MEMBERS_READER: f"Reader of {member} (invented)",
        Role.AUDITOR: "Auditor (invented)",
        Role.ADMINISTRATOR: "Administrator (invented)",
    }[role]
