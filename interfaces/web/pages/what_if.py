"""What would each member bear if something had been other? A question is an address; nothing of it is recorded."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from application.answers import lists
from application.answers.what_if import what_if_answer
from application.calculator.strict_json import read_json
from application.what_if.changes import question_of
from domain.kernel.errors import BadInput, Refusal
from domain.services.contract import Rounding
from interfaces.api.problems import status_of
from interfaces.web.changed import remembered
from interfaces.web.forms import beside
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
DECIDED = ("agreement", "number", "title", "stage", "decided_on")
DIFFERENCE = ("year", "contract", "member", "recorded_cents", "supposed_cents", "difference_cents")
Text = Annotated[str, Query(max_length=200)]


@routes.get("/what-if")
def what_if(
    visit: Annotated[Visit, visit_of("what_if")],
    agreement: Text = "",
    number: Text = "",
    outcome: Text = "",
    member: Text = "",
    contract: Text = "",
    effective_from: Text = "",
    rounding: Text = "",
    supplier: Text = "",
    change: Annotated[str, Query(max_length=8_000)] = "",
) -> Response:
    """The forms of questions, and the answer to the one that the address asks."""
    asked = _question(
        agreement, number, outcome, member, contract, effective_from, rounding, supplier, change
    )
    told, refused = None, None
    if asked is not None:
        try:
            told = _answered(visit, asked)
        except Refusal as refusal:
            refused = refusal
    rows, at = visit.rows, visit.at
    decided = [r for r in lists.resolutions(rows, at) if r["stage"] in ("adopted", "rejected")]
    return page(
        visit,
        "what_if.html",
        200 if refused is None else status_of(refused),
        data=PageTable("decided", DECIDED, decided)
        if told is None
        else PageTable("differences", DIFFERENCE, told["differences"]),
        told=told,
        question=None if asked is None else json.dumps(asked, ensure_ascii=False),
        refused={} if refused is None else {"": next(iter(beside(refused).values()))},
        decided=decided,
        contracts=[c["code"] for c in lists.contracts(rows, at)],
        agreements=lists.agreements(rows, at),
        roundings=[r.value for r in Rounding],
        given={"agreement": agreement, "number": number, "outcome": outcome, "change": change},
    )


def _answered(visit: Visit, asked: dict[str, Any]) -> Any:
    question = question_of(asked)
    log, rows = visit.group.ledger.event_log, visit.rows
    place = ("what if", question.model_dump_json())
    return remembered(visit, place, lambda: what_if_answer(log, rows, visit.at, question))


def _question(
    agreement: str,
    number: str,
    outcome: str,
    member: str,
    contract: str,
    effective_from: str,
    rounding: str,
    supplier: str,
    change: str,
) -> dict[str, Any] | None:
    if change:
        read = read_json(change)
        if not isinstance(read, dict):
            raise BadInput("change", "it is a JSON object")
        return read
    if outcome:
        # One field of a form names agreement and number together.
        code, _, rest = number.partition("\t")
        named = (code, rest) if rest else (agreement, number)
        return {"change": "resolution", "agreement": named[0], "number": named[1], "outcome": outcome}
    if member:
        code, _, who = member.partition("\t")
        return {"change": "no admission", "agreement": code, "member": who}
    if rounding:
        about = {"contract": contract, "effective_from": effective_from, "rounding": rounding}
        return {"change": "rounding", **about}
    if supplier:
        return {"change": "document", "supplier": supplier, "number": number}
    return None
