"""The replay: the decisions one after the other, who bears what as each is taken, and what each changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from application.answers.decisions import Decisions, Step, read_step
from application.answers.lists import Answer
from domain.kernel.errors import Refusal
from interfaces.web.borne import borne_by_year
from interfaces.web.changed import told_of
from interfaces.web.pictures.bars import Borne, bars
from interfaces.web.rendering import page, page_in_parts
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("member", "year", "borne_cents", "in_the_end_cents")
GoTo = Annotated[int | None, Query(alias="step", ge=1)]


@routes.get("/replay")
def replay(visit: Annotated[Visit, visit_of("decisions", "step")], go_to: GoTo = None) -> Response:
    """To the step that the slider names; at first, to the last decision."""
    found = Decisions(visit.group.ledger.event_log, visit.rows, visit.at).steps
    if not found:
        return page(visit, "replay_empty.html")
    return RedirectResponse(visit.url("replay", min(go_to or len(found), len(found))), 303)


@routes.get("/replay/{step}")
def step(step: int, visit: Annotated[Visit, visit_of("decisions", "step")]) -> Response:
    """One decision. What it changed takes a replay, so it comes after all else of the page."""
    decisions = Decisions(visit.group.ledger.event_log, visit.rows, visit.at)
    here = read_step(decisions.steps, str(step))
    now, end = borne_by_year(visit.rows, here.position), borne_by_year(visit.rows, visit.at)
    years = sorted({year for _, year in (now.keys() | end.keys())})
    members = _members(visit, now.keys() | end.keys())
    return page_in_parts(
        visit,
        "replay.html",
        data=PageTable("borne", COLUMNS, _rows(members, years, now, end)),
        told=decisions.counted(here),
        step=here.step,
        of=len(decisions.steps),
        titles=_titles(visit, decisions.steps),
        years=years,
        members=members,
        now=now,
        picture=bars(now, end, members, years),
        changed=lambda: _changed(visit, decisions, here),
    )


def _rows(members: list[str], years: list[int], now: Borne, end: Borne) -> list[dict[str, Any]]:
    return [
        {"member": m, "year": y, "borne_cents": now.get((m, y), 0), "in_the_end_cents": end.get((m, y), 0)}
        for m in members
        for y in years
    ]


def _changed(visit: Visit, decisions: Decisions, here: Step) -> Answer:
    try:
        changed: Answer = told_of(visit, decisions, here)["changed"]
    except Refusal as refusal:
        return {"refused": str(refusal), "members": [], "sentence": ""}
    return {**changed, "refused": None}


def _members(visit: Visit, places: Any) -> list[str]:
    bearing = {member for member, _ in places}
    return [str(m["code"]) for m in visit.rows.rows("members", visit.at) if m["code"] in bearing]


def _titles(visit: Visit, found: list[Step]) -> list[tuple[int, str, str]]:
    every = visit.rows.rows("resolutions", visit.at)
    titles = {(r["agreement"], r["number"]): str(r["title"]) for r in every}
    return [(s.step, titles[s.agreement, s.number], f"{s.agreement} {s.number}") for s in found]
