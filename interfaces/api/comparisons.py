"""A period held against another, and a year against its budget."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from application.answers.budget import budget as budget_of
from application.answers.variance import variance as variance_of
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.comparison_shapes import BudgetReading, VarianceReading

routes = APIRouter(tags=["comparisons"])
AsAsked = Annotated[Asked, Depends(ask)]
Year = Annotated[int, Path(ge=1900, le=2999, description="The year of the service months.")]
AsNamed = Annotated[
    str, Path(description="A month, a quarter or a year.", examples=["2021-03", "2021-Q1", "2021"])
]
OfMember = Annotated[str | None, Query(description="Only that member.", max_length=120)]
With = Annotated[
    str | None, Query(alias="with", description="The contract of the second period.", max_length=120)
]


@routes.get(
    "/variances/{contract:path}/{first}/{second}",
    response_model=VarianceReading,
    dependencies=[accepts("as_of", "member", "with")],
)
def variance(
    asked: AsAsked,
    contract: str,
    first: AsNamed,
    second: AsNamed,
    member: OfMember = None,
    other: With = None,
) -> Any:
    """Why each member bears more or less of the second period than of the first, by causes that sum to it."""
    code, rows = asked.contract(contract), asked.group.readings
    only = None if member is None else asked.member(member)
    against = None if other is None else asked.contract(other)
    found = variance_of(rows, asked.at, code, first, second, member=only, other=against)
    return asked.answer(variance=found)


@routes.get("/budgets/{contract:path}/{year}", response_model=BudgetReading, dependencies=[accepts("as_of")])
def budget(asked: AsAsked, contract: str, year: Year) -> Any:
    """What was adopted for a contract's year, what is posted by service month, and what remains for whom."""
    return asked.answer(budget=budget_of(asked.group.readings, asked.at, asked.contract(contract), year))
