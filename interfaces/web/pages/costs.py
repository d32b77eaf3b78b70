"""The cost lines with their supporting documents, by contract and month, a page at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from application.answers import lists
from application.answers.costs import cost_lines
from interfaces.web.done import Done, happened
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
LINES = 100


@routes.get("/costs")
def costs(
    visit: Annotated[Visit, visit_of("costs")],
    contract: Annotated[str, Query(max_length=120)] = "",
    month: Annotated[str, Query(max_length=7)] = "",
    only: Annotated[str, Query(max_length=20)] = "",
    start: Annotated[int, Query(ge=0)] = 0,
    done: Done = None,
) -> Response:
    """What was recorded, the newest first."""
    rows, at = visit.rows, visit.at
    found = cost_lines(
        rows,
        at,
        contract or None,
        month or None,
        without_document=only == "without document",
        late=only == "late",
    )[::-1]
    return page(
        visit,
        "costs.html",
        lines=found[start : start + LINES],
        count=len(found),
        total=sum(line["amount_cents"] for line in found),
        start=start,
        size=LINES,
        contracts=[c["code"] for c in lists.contracts(rows, at)],
        twin_query=_twin_query(contract, month, only),
        chosen={"contract": contract, "month": month, "only": only},
        done=happened(visit, done),
    )


def _twin_query(contract: str, month: str, only: str) -> dict[str, str]:
    given = {"contract": contract, "month": month}
    flags = {"late": only == "late", "without_document": only == "without document"}
    return {name: value for name, value in given.items() if value} | {
        name: "true" for name, flag in flags.items() if flag
    }
