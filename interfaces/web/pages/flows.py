"""The flows of a year: costs to contracts to members, as a picture with its table."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response

from application.answers.year_flows import year_flows
from domain.kernel.money import money_text
from interfaces.api.tables import guarded
from interfaces.web.language import speaker
from interfaces.web.pages.statements import years_posted
from interfaces.web.pictures.flows import flows
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
Year = Annotated[int, Path(ge=1900, le=2999)]
FlowVisit = Annotated[Visit, visit_of("flows", "costs")]


@routes.get("/flows")
def last_flows(visit: FlowVisit) -> Response:
    """The last year in which anything was posted."""
    years = years_posted(visit)
    return RedirectResponse(visit.url("flows", years[-1] if years else 2026), 303)


@routes.get("/flows/{year}")
def flows_of(
    year: Year, visit: FlowVisit, format: Annotated[Literal["json", "csv"] | None, Query()] = None
) -> Response:
    """A year by its service months."""
    told = year_flows(visit.rows, visit.at, year)
    if format == "json":
        return JSONResponse({"group": visit.name, "position": visit.at, "flows": told})
    if format == "csv":
        return Response(_csv(told), media_type="text/csv; charset=utf-8")
    picture = flows(
        [(c["supplier"], c["contract"], c["cents"]) for c in told["costs"]],
        [(s["contract"], s["member"], s["cents"]) for s in told["shares"]],
        speaker(visit.language)("other suppliers"),
    )
    return page(visit, "flows.html", told=told, year=year, years=years_posted(visit), picture=picture)


def _csv(told: Any) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["from", "to", "amount", "what"])
    for what, one, two in (
        ("costs", "supplier", "contract"),
        ("between", "provider", "user_contract"),
        ("shares", "contract", "member"),
    ):
        for each in told[what]:
            table.writerow([guarded(each[one]), guarded(each[two]), money_text(each["cents"]), what])
    return text.getvalue()
