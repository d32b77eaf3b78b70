"""Resolutions: what was asked of the board, who voted what, how it was counted, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.access.role import Role
from application.answers import lists
from application.answers.decisions import steps
from application.answers.enactments import enactments
from application.answers.impact import impact_of
from application.impact.past import Asked
from domain.kernel.errors import Refusal
from domain.kernel.identity import normal_code
from interfaces.api.problems import status_of
from interfaces.web.ballots import ballots_of
from interfaces.web.changed import remembered
from interfaces.web.done import Done, happened
from interfaces.web.forms import LARGEST_FORM, Posted, beside, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()


@routes.get("/resolutions")
def resolutions(visit: Annotated[Visit, visit_of("resolutions")]) -> Response:
    """All of them, the newest first."""
    listed = lists.resolutions(visit.rows, visit.at)
    listed.sort(key=lambda r: str(r["decided_on"] or r["tabled_on"]), reverse=True)
    return page(visit, "resolutions.html", listed=listed)


@routes.get("/resolutions/{agreement}/{number:path}")
def resolution(
    agreement: str, number: str, visit: Annotated[Visit, visit_of("resolution")], done: Done = None
) -> Response:
    """One resolution, before the vote, in it, or after."""
    return _told(visit, agreement, number, done=happened(visit, done))


@routes.post("/resolutions/{agreement}/{number:path}", max_body_size=LARGEST_FORM)
def cast_ballot(agreement: str, number: str, posted: Annotated[Posted, posted_by("cast-ballot")]) -> Response:
    """Cast the ballot of the member that the visitor represents."""
    visit = posted.visit
    agreement, number = visit.asked.resolution(agreement, number)
    try:
        terms = {
            "agreement": agreement,
            "number": number,
            "seat": posted.text("seat"),
            "choice": posted.text("choice"),
            "cast_on": posted.text("cast_on"),
        }
        position = give(posted, "cast-ballot", terms)
    except Refusal as refusal:
        return _told(visit, agreement, number, refused=refusal, given=posted.fields)
    return then(visit, "resolutions", agreement, number, done=position)


def _told(
    visit: Visit,
    agreement: str,
    number: str,
    refused: Refusal | None = None,
    given: Any = None,
    done: Any = (),
) -> Response:
    agreement, number = visit.asked.resolution(agreement, number)
    [told] = lists.resolutions(visit.rows, visit.at, agreement, number)
    found = steps(visit.group.ledger.event_log, visit.rows, visit.at) if visit.may("decisions") else []
    step = next((s.step for s in found if (s.agreement, s.number) == (agreement, number)), None)
    return page(
        visit,
        "resolution.html",
        200 if refused is None else status_of(refused),
        data=ballots_of(told),
        told=told,
        step=step,
        seats=_seats(visit, told),
        impact=_impact(visit, told),
        waits=_waits(visit, agreement, number),
        refused={} if refused is None else beside(refused),
        given=given or {"choice": "", "cast_on": date.today().isoformat()},  # noqa: DTZ011
        key=new_key(),
        done=done,
    )


def _seats(visit: Visit, told: Any) -> list[str]:
    """The seats that the visitor may still cast a ballot for."""
    if (
        told["stage"] != "open"
        or not visit.may_act("cast-ballot")
        or Role.BOARD_MEMBER not in visit.caller.roles
    ):
        return []
    mine = normal_code(visit.caller.member or "")
    voted = {ballot["seat"] for ballot in told["ballots"]}
    return [
        str(v["seat"])
        for v in told["voters"]
        if normal_code(str(v["member"] or v["seat"])) == mine and v["seat"] not in voted and not v["recused"]
    ]


def _waits(visit: Visit, agreement: str, number: str) -> dict[int, Any]:
    """By its place, what each enactment needs and waits for."""
    itself = {"kind": "resolution", "agreement": agreement, "number": number}
    return {
        each["authority"]["enactment"]: each
        for each in enactments(visit.rows, visit.at, agreement)
        if itself.items() <= each["authority"].items()
    }


def _impact(visit: Visit, told: Any) -> tuple[Any, str, bool]:
    """The study that was attached; else, before the vote is closed, what it computes to now, or why it does not."""
    if told["study"]:
        return told["study"]["study"], "", True
    if told["stage"] not in ("tabled", "open") or visit.as_of is not None or not visit.may("impact"):
        return None, "", False
    agreement, number = str(told["agreement"]), str(told["number"])
    log = visit.group.ledger.event_log
    try:
        question = ("impact", agreement, number)
        return (
            remembered(visit, question, lambda: impact_of(log, visit.at, agreement, number, Asked())),
            "",
            False,
        )
    except Refusal as refusal:
        return None, str(refusal), False
