"""A resolution on its way: its impact study is attached, the vote is opened, voters are recused, it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers import lists
from domain.governance.resolution import Resolution, resolution_id
from domain.governance.rules import RECUSAL_GROUNDS
from domain.kernel.errors import NotFound, Refusal
from interfaces.api.problems import status_of
from interfaces.web.ballots import ballots_of
from interfaces.web.done import Done, happened
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, asked, codes, worded
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.quorum import quorum_of
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
Told = Mapping[str, Any]
SUPPLIED = (
    "Where an entrant has counted nothing yet: a list such as "
    '[{"measure": "calls", "member": "Dune", "month": "2026-01", "value": "120"}].'
)


@routes.get("/votes/{agreement}/{number:path}")
def vote(
    agreement: str, number: str, visit: Annotated[Visit, visit_of("resolution")], done: Done = None
) -> Response:
    """What may come next, for who may do it."""
    return _told(visit, agreement, number, done=happened(visit, done))


@routes.post("/votes/{agreement}/{number:path}", max_body_size=LARGEST_FORM)
def conduct(agreement: str, number: str, posted: Annotated[Posted, posted_by("resolution")]) -> Response:
    """Do what the button says; the table of roles and the domain say whether."""
    visit, act = posted.visit, posted.fields.get("act", "")
    agreement, number = visit.asked.resolution(agreement, number)
    if act not in FORMS:
        raise NotFound(kind="act", code=act)
    visit.caller.must_be_allowed(act)
    try:
        [told] = lists.resolutions(visit.rows, visit.at, agreement, number)
        terms = read(posted, FORMS[act](visit, told).fields)
        position = give(posted, act, {"agreement": agreement, "number": number, **terms})
    except Refusal as refusal:
        return _told(visit, agreement, number, refusal, posted)
    return then(visit, "votes", agreement, number, done=position)


def _told(
    visit: Visit,
    agreement: str,
    number: str,
    refused: Refusal | None = None,
    posted: Posted | None = None,
    done: Any = (),
) -> Response:
    agreement, number = visit.asked.resolution(agreement, number)
    [told] = lists.resolutions(visit.rows, visit.at, agreement, number)
    forms = [FORMS[act](visit, told) for act in STAGES.get(told["stage"], ()) if visit.may_act(act)]
    if posted is not None and posted.fields["act"] not in {form.act for form in forms}:
        # Somebody was faster: what was refused is told with the form that it was written in.
        forms.append(FORMS[posted.fields["act"]](visit, told))
    return page(
        visit,
        "conduct.html",
        200 if refused is None else status_of(refused),
        data=ballots_of(told),
        told=told,
        asked=asked(forms, refused, posted),
        quorum=quorum_of(visit, agreement, number)
        if told["stage"] == "open" and visit.as_of is None
        else None,
        meetings=_meetings(visit, told),
        key=new_key(),
        done=done,
    )


def _meetings(visit: Visit, told: Told) -> list[str]:
    """The meetings that have it on their agenda, the last first; a second call where it was inquorate."""
    found = [
        m
        for m in visit.rows.rows("meetings", visit.at)
        if m["agreement"] == told["agreement"]
        and told["number"] in m["agenda"]
        and (told["stage"] != "inquorate" or m["follows"] == told["meeting"])
    ]
    return [str(m["reference"]) for m in sorted(found, key=lambda m: m["held_on"], reverse=True)]


def _studying(visit: Visit, told: Told) -> Form:
    hint = "Empty: the last twelve service months with posted cost."
    fields = (
        Field("first_month", "From the month", "month", hint, required=False),
        Field("last_month", "Through the month", "month", required=False),
        Field("readings", "Readings of who would enter, as JSON", "json", SUPPLIED, required=False),
    )
    lead = "What it would have changed for each member over past months is computed and attached, before the vote."
    return Form("study-impact", "Attach its impact study", "Attach the study", fields, lead)


def _opening(visit: Visit, told: Told) -> Form:
    meetings = _meetings(visit, told)
    first = next((m for m in visit.rows.rows("meetings", visit.at) if m["reference"] in meetings[:1]), None)
    day = str(first["opens_on"] or first["held_on"]) if first else str(told["tabled_on"])
    hint = "The day on which voters and weights are taken: from the convocation to the meeting."
    fields = (
        Field("meeting", "In the meeting", "one", options=codes(meetings)),
        Field("record_date", "Record date", "day", hint, value=day),
    )
    lead = "The rule, the voters and their weights are frozen."
    return Form("open-vote", "Open the vote", "Open the vote", fields, lead)


def _recusing(visit: Visit, told: Told) -> Form:
    voted = {ballot["seat"] for ballot in told["ballots"]}
    seats = [v["seat"] for v in told["voters"] if not v["recused"] and v["seat"] not in voted]
    fields = (
        Field("seat", "Voter", "one", options=codes(seats)),
        worded(Field("ground", "Ground", "one"), RECUSAL_GROUNDS),
        Field("reason", "Reason"),
    )
    lead = "Who is recused does not vote; the charter says whether it leaves the quorum and the majority."
    return Form("recuse-voter", "Recuse a voter", "Recuse the voter", fields, lead)


def _closing(visit: Visit, told: Told) -> Form:
    resolution = visit.group.ledger.find(Resolution, resolution_id(told["agreement"], told["number"]))
    day = resolution.vote.opened.held_on if resolution.vote else ""
    fields = (Field("decided_on", "Decided on", "day", value=day),)
    lead = "The vote is counted by its rule; what is adopted is carried out at once, unless it waits for a condition."
    return Form("close-vote", "Close the vote", "Count and close the vote", fields, lead)


FORMS: Mapping[str, Callable[[Visit, Told], Form]] = {
    "study-impact": _studying,
    "open-vote": _opening,
    "recuse-voter": _recusing,
    "close-vote": _closing,
}
STAGES: Mapping[str, tuple[str, ...]] = {
    "tabled": ("study-impact", "open-vote"),
    "open": ("recuse-voter", "close-vote"),
    "inquorate": ("open-vote",),
}
