"""What is to do: pools open, readings missing, cost that waits and why, runs to approve and to post."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from application.answers.months_waiting import IN_HAND, months_waiting
from application.answers.readings_missing import readings_missing
from application.answers.unallocated import unallocated
from domain.kernel.named_periods import Period
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
    """Of a month, a quarter or a year; at first of the latest month in which anything is to do."""
    rows, at = visit.rows, visit.at
    months = sorted({str(pool["service_month"]) for pool in rows.rows("pools", at)})
    waits = months_waiting(rows, at)
    today = f"{date.today():%Y-%m}"  # noqa: DTZ011  # of a group in which nothing has happened yet
    asked = period or next(iter((*waits[::-1], *months[::-1])), today)
    named = Period.of(asked)
    first, last = str(named.first), str(named.last)
    waiting = unallocated(rows, at, asked)
    runs = sorted(
        rows.rows("runs", at, stage=list(IN_HAND)), key=lambda run: (run["service_month"], run["contract"])
    )
    in_hand = {(run["contract"], run["service_month"]) for run in runs}
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
        is_month=len(asked) == 7 and "Q" not in asked,
        waits=waits,
        years=sorted({month[:4] for month in months} | {str(year) for year in years_posted(visit)}),
        pools=[
            pool
            for pool in rows.rows("pools", at)
            if first <= pool["service_month"] <= last
            and not pool["closed_by"]
            and (pool["contract"], pool["service_month"]) not in in_hand
        ],
        waiting=[each for each in waiting if each["waiting_cents"]],
        without_cost=[each for each in waiting if not each["waiting_cents"]],
        missing=missing,
        runs=[run for run in runs if first <= run["service_month"] <= last],
        elsewhere=[run for run in runs if not first <= run["service_month"] <= last],
    )
