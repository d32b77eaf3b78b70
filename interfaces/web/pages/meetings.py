"""Meetings and written consultations: what is on the agenda, who attends, and the quorum; from the convocation on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers import lists
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import normal_code
from interfaces.api.problems import status_of
from interfaces.web.done import Done, happened
from interfaces.web.fields import asked
from interfaces.web.forms import Posted, give, new_key, posted_by, then
from interfaces.web.meeting_forms import FORMS, offered, terms_of
from interfaces.web.quorum import quorum_of
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
Told = Mapping[str, Any]
COLUMNS = ("reference", "agreement", "kind", "call", "held_on", "agenda")
ITEM = ("item", "number", "title", "stage")
LARGEST_MINUTES = 4 * 1024 * 1024


@routes.get("/meetings")
def meetings(visit: Annotated[Visit, visit_of("resolutions", "electors")]) -> Response:
    """All of them, the newest first."""
    found = sorted(visit.rows.rows("meetings", visit.at), key=lambda m: m["held_on"], reverse=True)
    listed = [{**meeting, "agenda": ", ".join(meeting["agenda"])} for meeting in found]
    data = PageTable("meetings", COLUMNS, listed)
    return page(
        visit, "meetings.html", data=data, meetings=found, agreements=lists.agreements(visit.rows, visit.at)
    )


@routes.get("/meetings/{agreement}/{reference:path}")
def meeting(
    agreement: str,
    reference: str,
    visit: Annotated[Visit, visit_of("resolutions", "electors")],
    done: Done = None,
) -> Response:
    """One meeting, with what may be done of it."""
    return _told(visit, _found(visit, agreement, reference), done=happened(visit, done))


@routes.post("/meetings/{agreement}/{reference:path}", max_body_size=LARGEST_MINUTES)
def act(
    agreement: str, reference: str, posted: Annotated[Posted, posted_by("resolutions", "electors")]
) -> Response:
    """Record who attends, take the agenda in another order, or seal the minutes, as the button says."""
    visit, command = posted.visit, posted.fields.get("act", "")
    told = _found(visit, agreement, reference)
    if command not in FORMS:
        raise NotFound(kind="act", code=command)
    visit.caller.must_be_allowed(command)
    about = {"agreement": told["agreement"], "reference": told["reference"]}
    try:
        position = give(posted, command, {**about, **terms_of(posted, visit, told, command)})
    except Refusal as refusal:
        return _told(visit, told, refusal, posted)
    return then(visit, "meetings", *about.values(), done=position)


def _found(visit: Visit, agreement: str, reference: str) -> Told:
    wanted = normal_code(agreement), normal_code(reference)
    for row in visit.rows.rows("meetings", visit.at):
        if (normal_code(row["agreement"]), normal_code(row["reference"])) == wanted:
            return row
    raise NotFound(kind="meeting", code=reference)


def _told(
    visit: Visit, told: Told, refused: Refusal | None = None, posted: Posted | None = None, done: Any = ()
) -> Response:
    rows, at = visit.rows, visit.at
    forms = [form for form in offered(visit, told) if visit.may_act(form.act)]
    agenda = told["taken_in_order"] or told["agenda"]
    known = {r["number"]: r for r in lists.resolutions(rows, at, told["agreement"])}
    sheets = sorted(rows.rows("attendances", at, stream=told["stream"]), key=lambda s: s["ordinal"])
    open_here = [
        number
        for number in agenda
        if number in known
        and known[number]["stage"] == "open"
        and known[number]["meeting"] == told["reference"]
    ]
    return page(
        visit,
        "meeting.html",
        200 if refused is None else status_of(refused),
        data=PageTable("agenda", ITEM, [_item(*each, known) for each in enumerate(agenda, start=1)]),
        told=told,
        agenda=[(number, known.get(number)) for number in agenda],
        sheets=sheets,
        quorums=[
            (number, quorum_of(visit, told["agreement"], number))
            for number in (open_here if visit.as_of is None else [])
        ],
        inquorate=[
            n
            for n in agenda
            if n in known and known[n]["stage"] == "inquorate" and known[n]["meeting"] == told["reference"]
        ],
        second=[m for m in rows.rows("meetings", at) if _follows(m, told)],
        asked=asked(forms, refused, posted),
        key=new_key(),
        done=done,
    )


def _item(item: int, number: str, known: Mapping[str, Told]) -> Told:
    tabled = known.get(number, {})
    return {"item": item, "number": number, "title": tabled.get("title"), "stage": tabled.get("stage")}


def _follows(other: Told, told: Told) -> bool:
    return bool(other["agreement"] == told["agreement"] and other["follows"] == told["reference"])
