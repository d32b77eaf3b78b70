"""A meeting or a written consultation is convened, with its agenda; a second call follows the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from application.answers import lists
from application.meetings import NoticeException
from domain.governance.meeting import MeetingKind
from domain.kernel.errors import NotFound, Refusal
from interfaces.api.problems import status_of
from interfaces.web.choices import Choices, agreements_to_choose, choices
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, asked, codes, worded
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
CODE = Query(max_length=120)


@routes.get("/meetings/new")
def convocation(
    visit: Annotated[Visit, visit_of("resolutions", "convene-meeting")],
    agreement: Annotated[str, CODE] = "",
    follows: Annotated[str, CODE] = "",
) -> Response:
    """The form, with what waits for a vote on the agenda; of a second call, the agenda of the first."""
    if visit.as_of is not None:
        return RedirectResponse(visit.now("meetings", "new", agreement=agreement, follows=follows), 303)
    return _told(visit, choices(visit, agreement), follows)


@routes.post("/meetings/new", max_body_size=LARGEST_FORM)
def convene(posted: Annotated[Posted, posted_by("resolutions", "convene-meeting")]) -> Response:
    """Call the voters."""
    visit, follows = posted.visit, posted.fields.get("follows", "")
    if (act := posted.fields.get("act", "")) != "convene-meeting":
        raise NotFound(kind="act", code=act)
    on = choices(visit, posted.fields.get("agreement", ""))
    try:
        terms = read(posted, _form(visit, on, follows).fields)
        terms["call"] = 2 if "follows" in terms else 1
        position = give(posted, "convene-meeting", terms)
    except Refusal as refusal:
        return _told(visit, on, follows, refusal, posted)
    return then(visit, "meetings", on.code, str(terms["reference"]), done=position)


def _told(
    visit: Visit, on: Choices, follows: str, refused: Refusal | None = None, posted: Posted | None = None
) -> Response:
    form = _form(visit, on, follows)
    waiting = [r for r in lists.resolutions(visit.rows, visit.at, on.code) if r["stage"] == "tabled"]
    return page(
        visit,
        "convene.html",
        200 if refused is None else status_of(refused),
        on=on,
        waiting=waiting,
        asked=asked([form], refused, posted),
        agreements=agreements_to_choose(visit),
        key=new_key(),
    )


def _form(visit: Visit, on: Choices, follows: str) -> Form:
    held = [m for m in visit.rows.rows("meetings", visit.at) if m["agreement"] == on.code]
    first = next((m for m in held if m["reference"] == follows), None)
    tabled = [r["number"] for r in lists.resolutions(visit.rows, visit.at, on.code) if r["stage"] == "tabled"]
    fields = (
        Field("agreement", "Agreement", "one", options=tuple(agreements_to_choose(visit)), value=on.code),
        Field("reference", "Reference", hint="Given once; minutes and resolutions name it."),
        replace(worded(Field("kind", "Kind", "one"), MeetingKind), value=MeetingKind.MEETING.value),
        Field("convened_on", "Convened on", "day", value=on.today.isoformat()),
        Field(
            "held_on",
            "Held on",
            "day",
            "Of a written consultation: the last day for ballots.",
            value=(on.today + timedelta(days=15)).isoformat(),
        ),
        Field(
            "agenda",
            "Agenda",
            "lines",
            "Numbers of resolutions, one a line, in the order in which they are taken.",
            value="\n".join(tabled),
        ),
        Field("opens_on", "Ballots are cast from", "day", "Only of a written consultation.", required=False),
        Field(
            "follows",
            "Second call of",
            "one",
            "Only where a meeting could not decide for want of a quorum; with the same agenda.",
            required=False,
            options=codes(m["reference"] for m in held),
        ),
        worded(
            Field(
                "notice_exception",
                "Exception to the notice",
                "one",
                "Only where the notice is shorter than the charter wants.",
                required=False,
            ),
            get_args(NoticeException),
        ),
        Field("notice_reason", "Reason of the exception", required=False),
    )
    called = _second(fields, first, on) if first is not None else fields
    return Form("convene-meeting", "Convocation", "Convene", called)


def _second(fields: tuple[Field, ...], first: Mapping[str, Any], on: Choices) -> tuple[Field, ...]:
    values = {
        "reference": f"{first['reference']}, 2",
        "kind": first["kind"],
        "agenda": "\n".join(first["agenda"]),
        "follows": first["reference"],
    }
    return tuple(replace(f, value=str(values[f.name])) if f.name in values else f for f in fields)
