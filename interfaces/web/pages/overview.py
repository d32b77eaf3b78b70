"""The first page of a group: what whoever comes in came for."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from application.access.role import Role
from application.answers import lists
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()


@routes.get("")
def overview(visit: Annotated[Visit, visit_of("standing")]) -> Response:
    """Straight to a reader's own statement; for everybody else the group in short."""
    if visit.caller.roles == {Role.MEMBERS_READER} and visit.caller.member:
        return RedirectResponse(visit.url("members", visit.caller.member), 303)
    return page(visit, "overview.html", **_in_short(visit))


def _in_short(visit: Visit) -> dict[str, Any]:
    if not visit.may("members"):
        return {"members": [], "agreements": [], "contracts": [], "decided": []}
    rows, at = visit.rows, visit.at
    decided = [r for r in lists.resolutions(rows, at) if r["decided_on"]]
    return {
        "members": lists.members(rows, at),
        "agreements": lists.agreements(rows, at),
        "contracts": lists.contracts(rows, at),
        "decided": sorted(decided, key=lambda r: str(r["decided_on"]), reverse=True)[:5],
    }
