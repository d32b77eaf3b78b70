"""What is to do: cost that waits, readings that are missing, runs to approve and to post."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from application.answers.readings_missing import readings_missing
from application.answers.unallocated import unallocated
from interfaces.web.pages.statements import years_posted
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("contract", "service", "agreement", "service_month", "reason", "waiting_cents")
RUN = ("run", "contract", "service_month", "stage", "prepared_by")


@routes.get("/work")
def work(
    visit: Annotated[Visit, visit_of("unallocated", "costs")],
    period: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """Of a month, a quarter or a year; at first of the last year in which a cost is recorded."""
    rows, at = visit.rows, visit.at
    pools = {str(pool["service_month"])[:4] for pool in rows.rows("pools", at)}
    years = sorted(pools | {str(year) for year in years_posted(visit)})
    asked = period or (years[-1] if years else "2026")
    waiting = unallocated(rows, at, asked)
    runs = [run for run in rows.rows("runs", at) if run["stage"] in ("prepared", "approved")]
    runs.sort(key=lambda run: (run["service_month"], run["contract"]))
    missing = readings_missing(rows, at, waiting)
    about = {
        "waiting_cents": sum(each["waiting_cents"] for each in waiting),
        "runs": [{name: run[name] for name in RUN} for run in runs],
        "missing": missing,
    }
    return page(
        visit,
        "work.html",
        data=PageTable("unallocated", COLUMNS, waiting, about),
        period=asked,
        years=years,
        waiting=[each for each in waiting if each["waiting_cents"]],
        without_cost=[each for each in waiting if not each["waiting_cents"]],
        missing=missing,
        runs=runs,
    )
