"""The flows of a year: costs to contracts to members, as a picture with its table."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from application.answers.year_flows import year_flows
from interfaces.web.language import speaker
from interfaces.web.pages.statements import years_posted
from interfaces.web.pictures.flows import flows
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("what", "from", "to", "cents")
Year = Annotated[int, Path(ge=1900, le=2999)]
FlowVisit = Annotated[Visit, visit_of("flows", "costs")]


@routes.get("/flows")
def last_flows(visit: FlowVisit) -> Response:
    """The last year in which anything was posted."""
    years = years_posted(visit)
    return RedirectResponse(visit.url("flows", years[-1] if years else 2026), 303)


@routes.get("/flows/{year}")
def flows_of(year: Year, visit: FlowVisit) -> Response:
    """A year by its service months."""
    told = year_flows(visit.rows, visit.at, year)
    picture = flows(
        [(c["supplier"], c["contract"], c["cents"]) for c in told["costs"]],
        [(s["contract"], s["member"], s["cents"]) for s in told["shares"]],
        speaker(visit.language)("other suppliers"),
    )
    data = PageTable("flows", COLUMNS, _rows(told), {"year": year, "waiting": told["waiting"]})
    years = years_posted(visit)
    return page(visit, "flows.html", data=data, told=told, year=year, years=years, picture=picture)


def _rows(told: Any) -> list[dict[str, Any]]:
    ends = {"costs": ("supplier", "contract"), "between": ("provider", "user_contract")}
    ends["shares"] = ("contract", "member")
    return [
        {"what": what, "from": each[one], "to": each[two], "cents": each["cents"]}
        for what, (one, two) in ends.items()
        for each in told[what]
    ]
