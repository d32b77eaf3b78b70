"""Accounting years: their periods are locked in order, then the year is closed; and what would settle each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response

from application.answers.enactments import accounting_years
from application.answers.settlement import settlement
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.periods import Month
from interfaces.api.problems import status_of
from interfaces.web.done import Done, happened
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, asked, codes
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
Year = Annotated[int, Path(ge=1900, le=2999)]
YEAR = ("year", "closed", "locked_through", "next", "posted_to")
TRANSFER = ("debtor", "creditor", "cents")
LOCK, CLOSE, OPEN = "lock-period", "close-accounting-year", "open-accounting-year"


@routes.get("/accounts")
def accounts(visit: Annotated[Visit, visit_of("accounting_years", "costs")], done: Done = None) -> Response:
    """The years with their next open period, and what may be done of them."""
    return _told(visit, done=happened(visit, done))


@routes.post("/accounts", max_body_size=LARGEST_FORM)
def act(posted: Annotated[Posted, posted_by("accounting_years", "costs")]) -> Response:
    """Lock the next period, close a year whose periods are locked, or open another."""
    visit, command = posted.visit, posted.fields.get("act", "")
    if command not in (LOCK, CLOSE, OPEN):
        raise NotFound(kind="act", code=command)
    visit.caller.must_be_allowed(command)
    try:
        terms = read(posted, next(f for f in _forms(visit, _years(visit)) if f.act == command).fields)
        if "year" in terms:
            terms["year"] = int(str(terms["year"]))
        position = give(posted, command, terms)
    except Refusal as refusal:
        return _told(visit, refusal, posted)
    return then(visit, "accounts", done=position)


@routes.get("/settlements/{year}")
def settling(year: Year, visit: Annotated[Visit, visit_of("settlement")]) -> Response:
    """Who owes whom by the books of a year, and the fewest transfers that would settle it: a proposal."""
    told = settlement(visit.rows, visit.at, year)
    data = PageTable("transfers", TRANSFER, told["transfers"])
    return page(visit, "settlement.html", data=data, told=told, year=year)


def _years(visit: Visit) -> list[dict[str, Any]]:
    """Each year with its first open period, and the month up to which anything is posted to it."""
    posted = [str(r["posting_period"]) for r in visit.rows.rows("runs", visit.at) if r["posting_period"]]
    return [
        {
            **year,
            "next": _next(year),
            "posted_to": max((p for p in posted if p[:4] == str(year["year"])), default=None),
        }
        for year in accounting_years(visit.rows, visit.at)
    ]


def _next(year: Mapping[str, Any]) -> str | None:
    if year["closed"] or year["locked_through"] == f"{year['year']}-12":
        return None
    last = year["locked_through"]
    return str(Month.of(last).plus(1)) if last else f"{year['year']}-01"


def _forms(visit: Visit, years: list[dict[str, Any]]) -> list[Form]:
    following = [year["next"] for year in years if year["next"]]
    closable = [year["year"] for year in years if not year["closed"] and year["next"] is None]
    lock = Field("month", "Period", "one", options=codes(following))
    close = Field("year", "Year", "one", options=codes(closable))
    another = str(max((year["year"] for year in years), default=2025) + 1)
    return [
        Form(
            LOCK,
            "Lock a period",
            "Lock the period",
            (lock,),
            "It takes no more postings, for good: there is no way back.",
        ),
        Form(
            CLOSE,
            "Close a year",
            "Close the year",
            (close,),
            "Once all its periods are locked; then its accounts may be approved by a resolution.",
        ),
        Form(OPEN, "Open a year", "Open the year", (Field("year", "Year", "count", value=another),)),
    ]


def _told(
    visit: Visit, refused: Refusal | None = None, posted: Posted | None = None, done: Any = ()
) -> Response:
    years = _years(visit)
    every = _forms(visit, years)
    chosen = posted.fields["act"] if posted else ""
    forms = [
        form
        for form in every
        if visit.may_act(form.act) and (form.act in (OPEN, chosen) or form.fields[0].options)
    ]
    return page(
        visit,
        "accounts.html",
        200 if refused is None else status_of(refused),
        data=PageTable("accounting_years", YEAR, years),
        years=years,
        asked=asked(forms, refused, posted),
        key=new_key(),
        done=done,
    )
