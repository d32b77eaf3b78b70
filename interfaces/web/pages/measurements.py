"""What was counted, by measure, member and period, a page at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from application.answers.counted import readings_counted
from interfaces.web.done import Done, happened
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
LINES = 100
COLUMNS = ("measure", "period", "member", "value", "certified_by", "evidence_reference", "evidence_sha256")


@routes.get("/measurements")
def measurements(
    visit: Annotated[Visit, visit_of("measurements")],
    measure: Annotated[str, Query(max_length=120)] = "",
    start: Annotated[int, Query(ge=0)] = 0,
    done: Done = None,
) -> Response:
    """The readings of one measure or of all, the latest first."""
    found = readings_counted(visit.rows, visit.at, measure or None)
    measures = {str(m["code"]): m for m in visit.rows.rows("measures", visit.at)}
    return page(
        visit,
        "measurements.html",
        data=PageTable("readings", COLUMNS, found, {"count": len(found)}),
        readings=found[start : start + LINES],
        count=len(found),
        start=start,
        size=LINES,
        measures=measures,
        chosen=measure,
        done=happened(visit, done),
    )
