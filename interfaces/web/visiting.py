"""Who visits a page, of which group, as of which position: denied unless the table of roles allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request

from application.access.roles import Caller, How, NotAllowed
from application.group import Group
from application.ports import Act, ViewRows
from domain.kernel.errors import NotFound
from interfaces.api.asked import Asked, ask
from interfaces.api.served import GroupName, Served, served
from interfaces.api.standing import Admitted, NotAuthenticated, caller_of, csrf_token, mark_demo, session_of
from interfaces.web.kept import already
from interfaces.web.language import language_of

AsOf = Annotated[str | None, Query(max_length=64)]
HomeServed = Annotated[Served, Depends(served)]


def path_of(group: str, *parts: object, **query: object) -> str:
    """The address of a page of a group; each part is one segment, and what is None is left out of the query."""
    segments = "/".join(quote(str(part), safe="") for part in parts)
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"/groups/{quote(group, safe='')}" + (f"/{segments}" if segments else "") + _asked_for(given)


def inside(group: str, onward: str) -> str:
    """The page of the group that somebody wants to go on to, else its first.

    Nobody is sent elsewhere by an address that was handed to them.
    """
    first = path_of(group)
    ours = onward == first or onward.startswith((f"{first}/", f"{first}?"))
    return onward if ours and "\\" not in onward and onward.isprintable() else first


def _asked_for(query: Mapping[str, object]) -> str:
    return f"?{urlencode(query)}" if query else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is asked for: by whom, and as of which position it answers."""

    request: Request
    served: Served
    asked: Asked
    as_of: str | None
    head: int
    language: str
    kept_under: bytes | None = None

    @property
    def name(self) -> str:
        """The group's name."""
        return self.asked.admitted.name

    @property
    def group(self) -> Group:
        """The group that is asked."""
        return self.asked.group

    @property
    def rows(self) -> ViewRows:
        """What the group's views hold."""
        return self.asked.group.readings

    @property
    def at(self) -> int:
        """The position that the page is made at."""
        return self.asked.at

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return self.asked.admitted.caller

    @property
    def session(self) -> str | None:
        """The token of the session, where there is one."""
        return session_of(self.request, self.name) if self.caller.how is How.SESSION else None

    @property
    def csrf(self) -> str:
        """What a form of this page sends back."""
        return csrf_token(self.session) if self.session else ""

    @property
    def act(self) -> Act:
        """Who acts. Raises NotAuthenticated."""
        return self.asked.admitted.act()

    def may(self, operation: str) -> bool:
        """Whether the caller may read or do that."""
        try:
            self.caller.must_be_allowed(operation)
        except NotAllowed:
            return False
        return True

    def may_act(self, operation: str) -> bool:
        """Whether a form for it is offered: to who may, now, and not in the past."""
        return self.as_of is None and self.may(operation)

    def url(self, *parts: object, **query: object) -> str:
        """A page of this group as of the same position."""
        return path_of(self.name, *parts, **{"as_of": self.as_of, **query})

    def now(self, *parts: object, **query: object) -> str:
        """A page of this group as things stand now."""
        return path_of(self.name, *parts, **query)

    @property
    def stream(self) -> str | None:
        """Where the page hears that something new was recorded; a page of the past does not ask."""
        if self.as_of is not None or not self.may("positions"):
            return None
        return f"/api/groups/{quote(self.name, safe='')}/positions"

    def twin(self, *parts: object, **query: object) -> str:
        """The reading of the API that says the same as data, as of the position of this page."""
        path = "/".join(quote(str(part), safe="/") for part in parts)
        return f"/api/groups/{quote(self.name, safe='')}/{path}" + _asked_for({"as_of": self.at, **query})


@dataclass(frozen=True, slots=True)
class Visiting:
    """What a page depends on: the visit of somebody who may ask for each of these readings."""

    operations: tuple[str, ...]

    def __call__(self, request: Request, home: HomeServed, group: GroupName, as_of: AsOf = None) -> Visit:
        """Let in who may. Raises NotAuthenticated, NotAllowed, NotOwn, NotFound, BadInput; PageKept."""
        admitted = _admitted(request, home, group)
        for operation in self.operations:
            admitted.caller.must_be_allowed(operation)
            if "member" in request.path_params:
                admitted.caller.must_own(operation, str(request.path_params["member"]))
        asked = ask(request, admitted, as_of or None)
        head = admitted.group.readings.position()
        return already(Visit(request, home, asked, as_of or None, head, language_of(request)))


def _admitted(request: Request, home: Served, group: str) -> Admitted:
    if group not in home.groups():
        if home.reach.is_here(request.headers) and session_of(request, group) is None:
            raise NotFound(kind="group", code=group)
        raise NotAuthenticated()
    opened, about = home.home.open(group), home.home.about(group)
    mark_demo(request, about)
    return Admitted(group, opened, caller_of(request, home, group, about), about)


def visitor(request: Request, group: str) -> Visit | None:
    """The same for a page that says what went wrong, where it can be told who asks."""
    home: Served = request.app.state.served
    try:
        return Visiting(())(request, home, group)
    except Exception:  # whatever went wrong first is what is told
        return None


def visit_of(*operations: str) -> Any:
    """The dependency of a page on a visit by who may ask for these readings."""
    return Depends(Visiting(operations))
