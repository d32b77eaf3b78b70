"""What a member bears, why, and whether the cents add up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from application.answers import exactness as proof
from application.answers.explanation import explanation as explain
from application.answers.statement import booked_due_cents
from application.answers.statement import statement as state
from domain.kernel.money import exact_text
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.listing import TABLES, Form, Format, page, tabled
from interfaces.api.share_shapes import (
    ExactnessReading,
    ExplanationReading,
    RunCheck,
    StatementLine,
    StatementReading,
)

routes = APIRouter(tags=["shares"])
_ONE, _TABLE = accepts("as_of"), accepts("as_of", "format")
AsAsked = Annotated[Asked, Depends(ask)]
Year = Annotated[int, Path(ge=1900, le=9999, description="The year of the posting periods.")]
ServiceMonth = Annotated[str, Path(description="The month of the service.", examples=["2021-03"])]


def _form(request: Request, format: Format = None) -> Form:
    return page(request, None, None, format).form


AsForm = Annotated[Form, Depends(_form)]


@routes.get(
    "/members/{member}/statements/{year}",
    response_model=StatementReading,
    dependencies=[_TABLE],
    responses=TABLES,
)
def statement(asked: AsAsked, form: AsForm, member: str, year: Year) -> Any:
    """What a member bears in a year by posting period, and what it owes to each provider."""
    rows, at = asked.group.readings, asked.at
    found = state(rows, at, asked.member(member), year)
    due, booked = found.due_cents(), booked_due_cents(rows, at, found.member, year)
    answer: dict[str, Any] = {
        "member": found.member,
        "year": found.year,
        "borne_cents": found.borne_cents,
        "own_cents": found.own_cents,
        "due": [
            {"provider": p, "due_cents": due.get(p, 0), "booked_cents": booked.get(p, 0)}
            for p in sorted(due.keys() | booked.keys())
        ],
        "lines": [{**asdict(line), "cents": line.cents} for line in found.lines],
        "uses": [asdict(use) for use in found.uses],
    }
    if form != "json":
        return tabled(asked, form, "statement", answer["lines"], StatementLine)
    return asked.answer(statement=answer)


@routes.get(
    "/explanations/{member}/{contract:path}/{month}",
    response_model=ExplanationReading,
    dependencies=[_ONE],
)
def explanation(asked: AsAsked, member: str, contract: str, month: ServiceMonth) -> Any:
    """Why a member bears what it bears of a contract's month: from the cent back to the votes."""
    code = asked.contract(contract)
    found = explain(asked.group.readings, asked.at, asked.member(member), code, month)
    return asked.answer(explanation=found)


@routes.get("/exactness", response_model=ExactnessReading, dependencies=[_TABLE], responses=TABLES)
def exactness(asked: AsAsked, form: AsForm) -> Any:
    """Per posted run its shares and its pool; per member the cents and the exact parts."""
    found = proof.exactness(asked.group.readings, asked.at)
    answer: dict[str, Any] = {
        "equal": not found.unequal,
        "farthest": _member_check(found.farthest) if found.farthest else None,
        "runs": [{**asdict(run), "equal": run not in found.unequal} for run in found.runs],
        "members": [_member_check(check) for check in found.members],
    }
    if form != "json":
        return tabled(asked, form, "exactness", answer["runs"], RunCheck)
    return asked.answer(exactness=answer)


def _member_check(check: proof.MemberCheck) -> dict[str, object]:
    exact = {"exact_cents": exact_text(check.exact_cents), "apart_cents": exact_text(check.apart_cents)}
    return {**asdict(check), **exact}
