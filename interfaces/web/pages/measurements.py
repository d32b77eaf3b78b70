"""What was counted, by measure, member and period, a page at a time."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from application.answers.counted import readings_counted
from interfaces.api.tables import guarded
from interfaces.web.done import Done, happened
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
LINES = 100
COLUMNS = ("measure", "period", "member", "value", "certified_by", "evidence_reference", "evidence_sha256")


@routes.get("/measurements")
def measurements(
    visit: Annotated[Visit, visit_of("measurements")],
    measure: Annotated[str, Query(max_length=120)] = "",
    start: Annotated[int, Query(ge=0)] = 0,
    format: Annotated[Literal["json", "csv"] | None, Query()] = None,
    done: Done = None,
) -> Response:
    """The readings of one measure or of all, the latest first."""
    found = readings_counted(visit.rows, visit.at, measure or None)
    if format == "json":
        return JSONResponse({"group": visit.name, "position": visit.at, "readings": found})
    if format == "csv":
        return Response(_csv(found), media_type="text/csv; charset=utf-8")
    measures = {str(m["code"]): m for m in visit.rows.rows("measures", visit.at)}
    return page(
        visit,
        "measurements.html",
        readings=found[start : start + LINES],
        count=len(found),
        start=start,
        size=LINES,
        measures=measures,
        chosen=measure,
        done=happened(visit, done),
    )


def _csv(readings: list[Any]) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for reading in readings:
        table.writerow([guarded(str(reading[name] or "")) for name in COLUMNS])
    return text.getvalue()
