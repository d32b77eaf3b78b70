"""Proxies of an agreement's voters: who may vote for whom, given and taken back by the seat itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.access.role import Role
from application.answers.votes import electors
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import normal_code
from interfaces.api.problems import status_of
from interfaces.web.choices import Choices, choices
from interfaces.web.done import Done, happened
from interfaces.web.field_reading import read
from interfaces.web.fields import ChangedSince, Field, Form, asked, codes
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("seat", "holder", "meeting", "until", "granted_on", "evidence", "revoked_on", "reason")
GRANT, REVOKE = "grant-proxy", "revoke-proxy"


@routes.get("/proxies/{agreement:path}")
def proxies(agreement: str, visit: Annotated[Visit, visit_of("electors")], done: Done = None) -> Response:
    """Every proxy, those in force first, and the forms for who may give or take back one."""
    return _told(visit, choices(visit, agreement), done=happened(visit, done))


@routes.post("/proxies/{agreement:path}", max_body_size=LARGEST_FORM)
def act(agreement: str, posted: Annotated[Posted, posted_by("electors")]) -> Response:
    """Give a proxy, or take it back."""
    visit, command = posted.visit, posted.fields.get("act", "")
    if command not in (GRANT, REVOKE):
        raise NotFound(kind="act", code=command)
    visit.caller.must_be_allowed(command)
    on = choices(visit, agreement)
    form = next((form for form in _forms(visit, on) if form.act == command), None)
    if form is None:
        raise ChangedSince()
    try:
        terms = read(posted, form.fields)
        if command == REVOKE:
            terms["seat"], _, terms["holder"] = str(terms.pop("proxy")).partition("\t")
        position = give(posted, command, {"agreement": on.code, **terms})
    except Refusal as refusal:
        return _told(visit, on, refusal, posted)
    return then(visit, "proxies", on.code, done=position)


def _told(
    visit: Visit, on: Choices, refused: Refusal | None = None, posted: Posted | None = None, done: Any = ()
) -> Response:
    given = electors(visit.rows, visit.at, on.code)["proxies"]
    forms = [form for form in _forms(visit, on) if visit.may_act(form.act)]
    listed = sorted(given, key=lambda p: (p["revoked_on"] is not None, p["granted_on"]))
    return page(
        visit,
        "proxies.html",
        200 if refused is None else status_of(refused),
        data=PageTable("proxies", COLUMNS, listed),
        on=on,
        proxies=listed,
        asked=asked(forms, refused, posted),
        key=new_key(),
        done=done,
    )


def _forms(visit: Visit, on: Choices) -> list[Form]:
    told = electors(visit.rows, visit.at, on.code)
    today = on.today.isoformat()
    every = list(dict.fromkeys((*on.members, *(s["seat"] for s in told["seats"] if s["until"] is None))))
    mine = [seat for seat in every if _speaks_for(visit, seat, told["seats"])]
    meetings = [
        m["reference"]
        for m in visit.rows.rows("meetings", visit.at)
        if m["agreement"] == on.code and m["kind"] == "meeting"
    ]
    standing = [
        (f"{p['seat']}\t{p['holder']}", f"{p['seat']} → {p['holder']} ({p['meeting'] or p['until']})")
        for p in told["proxies"]
        if p["revoked_on"] is None and p["seat"] in mine and not _over(p, on.today)
    ]
    holders = [seat for seat in every if mine != [seat]]
    granting = (
        Field("seat", "Of the voter", "one", options=codes(mine)),
        Field("holder", "To", "one", options=codes(holders)),
        Field(
            "meeting",
            "For the meeting",
            "one",
            "For a meeting or until a day: one of the two.",
            required=False,
            options=codes(reversed(meetings)),
        ),
        Field("until", "or until the day", "day", required=False),
        Field("granted_on", "Given on", "day", value=today),
        Field("evidence", "By which deed", hint="The letter or mail by which it was given."),
    )
    revoking = (
        Field("proxy", "Proxy", "one", options=tuple(standing)),
        Field("revoked_on", "Taken back on", "day", value=today),
        Field("reason", "Reason", required=False),
    )
    grant = Form(GRANT, "Give a proxy", "Give the proxy", granting)
    revoke = Form(REVOKE, "Take a proxy back", "Take it back", revoking, "What was cast by it before stands.")
    return [*([grant] if mine else []), *([revoke] if standing else [])]


def _over(proxy: Any, today: date) -> bool:
    return proxy["until"] is not None and str(proxy["until"]) < today.isoformat()


def _speaks_for(visit: Visit, seat: str, seats: Any) -> bool:
    """Whether the visitor acts for that seat: a board member for its own member's, a controller for each."""
    if Role.CONTROLLER in visit.caller.roles:
        return True
    behind = next((s["member"] for s in seats if s["seat"] == seat and s["until"] is None), None) or seat
    return normal_code(visit.caller.member or "") == normal_code(str(behind))
