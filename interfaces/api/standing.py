"""Who asks, and whether they may: every route of a group stands behind this, and is denied unless allowed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request

from application.access.ports import Account
from application.access.role import Role
from application.access.roles import Caller, How
from application.group import Group
from application.ports import Act
from domain.kernel.errors import NotFound, Refusal
from interfaces.api.guard import ANSWER_HEADERS
from interfaces.api.served import GroupName, Served, served

COOKIE = "tantieme-"
CSRF_HEADER = "X-CSRF-Token"
KEY_PREFIX = "tantieme_"
DEMO = ("made by", "tantieme demo")
DEMO_HEADER = "Tantieme-Demo"
LONGEST_CREDENTIAL = 8 * 1024
_AT_THIS_MACHINE = Caller(None, frozenset({Role.AUDITOR}), None, How.LOCAL)


class NotAuthenticated(Refusal):
    """Who wants to read or act shows who that is."""

    sentence = "this takes a key, a token or a session of an account of the group"


class NotFromOurPage(Refusal):
    """What a browser sends with its session also carries the token that only our pages know."""

    sentence = "the CSRF token of the session is missing or another's"


@dataclass(frozen=True, slots=True)
class Admitted:
    """A group, and who asks something of it that they may."""

    name: str
    group: Group
    caller: Caller
    about: Mapping[str, str]

    @property
    def is_demo(self) -> bool:
        """Whether the demo made the group."""
        return is_demo(self.about)

    def act(self) -> Act:
        """Who acts and for which member, as it was shown. Raises NotAuthenticated."""
        if self.caller.person is None:
            raise NotAuthenticated()
        return Act(actor=self.caller.person, on_behalf_of=self.caller.member)


def admit(request: Request, home: Annotated[Served, Depends(served)], group: GroupName) -> Admitted:
    """Admit who may do what is asked of the group.

    Raises NotAuthenticated, NotAllowed, NotOwn, NotFromOurPage; NotFound at this machine.
    """
    if group not in home.groups():
        if home.reach.is_here(request.headers) and not _shown(request, group):
            raise NotFound(kind="group", code=group)
        raise NotAuthenticated()
    opened = home.home.open(group)
    about = home.home.about(group)
    mark_demo(request, about)
    caller = caller_of(request, home, group, about)
    operation = str(request.scope["route"].name)
    caller.must_be_allowed(operation)
    if "member" in request.path_params:
        caller.must_own(operation, str(request.path_params["member"]))
    if caller.how is How.SESSION and request.method != "GET":
        check_csrf(session_of(request, group) or "", request.headers.get(CSRF_HEADER, ""))
    return Admitted(group, opened, caller, about)


def caller_of(request: Request, home: Served, group: str, about: Mapping[str, str]) -> Caller:
    """Who asks something of a group that is served. Raises NotAuthenticated."""
    found = _account(request, home, group)
    if found is not None:
        account, how = found
        return Caller(account.person, account.roles, account.member, how)
    if _shown(request, group) or not reads_here(request, home, group, about):
        raise NotAuthenticated()
    return _AT_THIS_MACHINE


def reads_here(request: Request, home: Served, group: str, about: Mapping[str, str]) -> bool:
    """Whether somebody at this machine reads without an account: a demo, or a group that has no account yet."""
    return home.reach.is_here(request.headers) and (is_demo(about) or not home.home.accounts(group).exist())


def is_demo(about: Mapping[str, str]) -> bool:
    """Whether the demo made the group."""
    key, value = DEMO
    return about.get(key) == value


def mark_demo(request: Request, about: Mapping[str, str]) -> None:
    """Let the answer say that the group is a demonstration, where it is."""
    if is_demo(about):
        answer_headers(request)[DEMO_HEADER] = "every figure of this group is part of a demonstration"


def session_of(request: Request, group: str) -> str | None:
    """The token of the session that the browser has with that group."""
    return request.cookies.get(f"{COOKIE}{group}")


def csrf_token(session: str) -> str:
    """What a page of ours sends back with a form: known to nobody who does not hold the session."""
    return hmac.new(session.encode(), b"tantieme csrf", sha256).hexdigest()


def check_csrf(session: str, given: str) -> None:
    """Refuse what was not sent from a page of ours. Raises NotFromOurPage."""
    if not hmac.compare_digest(csrf_token(session).encode(), given.encode()):
        raise NotFromOurPage()


def answer_headers(request: Request) -> dict[str, str]:
    """What is said in the headers of the answer, beside what every answer says."""
    headers: dict[str, str] = getattr(request.state, ANSWER_HEADERS)
    return headers


def _account(request: Request, home: Served, group: str) -> tuple[Account, How] | None:
    credentials, bearer = home.home.credentials(group), _bearer(request)
    if bearer is None:
        session = session_of(request, group)
        account = credentials.of_session(session) if session else None
        return (account, How.SESSION) if account else None
    if bearer.startswith(KEY_PREFIX):
        account = credentials.of_key(bearer)
        return (account, How.KEY) if account else None
    subject = home.home.tokens.subject(bearer) if home.home.tokens else None
    account = home.home.accounts(group).of_subject(*subject) if subject else None
    return (account, How.TOKEN) if account else None


def _bearer(request: Request) -> str | None:
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_CREDENTIAL:
        raise NotAuthenticated()
    return token.strip()


def _shown(request: Request, group: str) -> bool:
    return "authorization" in request.headers or session_of(request, group) is not None


def known_anywhere(request: Request, home: Served) -> bool:
    """Whether who asks sits at this machine, or has an account of any group that is served."""
    if home.reach.is_here(request.headers) and "authorization" not in request.headers:
        return True
    return any(_account(request, home, group) for group in home.groups())


def open_to(request: Request, home: Served, group: str) -> bool:
    """Whether who asks may read anything of that group."""
    if _account(request, home, group) is not None:
        return True
    return not _shown(request, group) and reads_here(request, home, group, home.home.about(group))
