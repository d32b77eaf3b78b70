"""What a member bears: by year of posting, each line down to the run's share."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from application.access.roles import NotOwn
from application.answers import lists
from application.answers.statement import StatementLine, booked_due_cents, statement
from interfaces.web.borne import borne_by_year
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
COLUMNS = ("member", "year", "borne_cents")
Year = Annotated[int, Path(ge=1900, le=2999)]


@routes.get("/members")
def members(visit: Annotated[Visit, visit_of("members")]) -> Response:
    """The members, with what each bears by year."""
    years = years_posted(visit)
    listed = lists.members(visit.rows, visit.at)
    mine = [m for m in listed if _may_read(visit, str(m["code"]))]
    cents = borne_by_year(visit.rows, visit.at)
    borne = {m["code"]: {year: cents.get((m["code"], year), 0) for year in years} for m in mine}
    total = sum(sum(of.values()) for of in borne.values())
    rows = [{"member": m, "year": y, "borne_cents": n} for m, of in borne.items() for y, n in of.items()]
    data = PageTable("borne", COLUMNS, rows, {"borne_cents": total})
    return page(visit, "members.html", data=data, members=listed, years=years, borne=borne, total=total)


@routes.get("/members/{member}")
def member(member: str, visit: Annotated[Visit, visit_of("statement")]) -> Response:
    """The statement of the last year in which anything was posted."""
    years = years_posted(visit)
    code = visit.asked.member(member)
    return RedirectResponse(visit.url("members", code, "statements", years[-1] if years else 2026), 303)


@routes.get("/members/{member}/statements/{year}")
def statement_of(member: str, year: Year, visit: Annotated[Visit, visit_of("statement")]) -> Response:
    """A member's year."""
    code = visit.asked.member(member)
    told = statement(visit.rows, visit.at, code, year)
    due, booked = told.due_cents(), booked_due_cents(visit.rows, visit.at, code, year)
    return page(
        visit,
        "statement.html",
        told=told,
        unequal=visit.as_of is not None and any(due.get(p, 0) != booked.get(p, 0) for p in due | booked),
        due={provider: (due.get(provider, 0), booked.get(provider, 0)) for provider in sorted(due | booked)},
        contracts=_by_contract(told.lines),
        services={s["code"]: s["name"] for s in lists.services(visit.rows, visit.at)},
        years=years_posted(visit),
    )


def years_posted(visit: Visit) -> list[int]:
    """The years in which anything is posted, in order."""
    runs = visit.rows.rows("runs", visit.at, stage=["posted", "reversed"])
    return sorted({int(run["posting_period"][:4]) for run in runs if run["posting_period"]})


def _by_contract(lines: tuple[StatementLine, ...]) -> list[tuple[bool, str, list[StatementLine]]]:
    found: dict[tuple[bool, str], list[StatementLine]] = {}
    for line in lines:
        found.setdefault((line.earlier_year, line.contract), []).append(line)
    return [(earlier, contract, of) for (earlier, contract), of in found.items()]


def _may_read(visit: Visit, member: str) -> bool:
    try:
        visit.caller.must_own("statement", member)
    except NotOwn:
        return False
    return True
