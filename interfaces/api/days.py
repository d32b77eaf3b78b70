"""What was known about a day: agreements and contracts as they stood then, as far as a position knows."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from application.answers.on_a_day import agreements_on, contracts_on
from domain.kernel.periods import day_of
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.day_shapes import AgreementsOnReading, ContractsOnReading

routes = APIRouter(tags=["days"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]
Day = Annotated[str, Path(description="The day that is asked about.", examples=["2021-06-30"])]


@routes.get("/days/{day}/agreements", name="agreements_on", response_model=AgreementsOnReading)
def agreements(asked: AsAsked, day: Day) -> Any:
    """Who was a member on that day, under which charter, amendments and VAT regime, as known as of the position."""
    on = day_of(day, "day")
    return asked.answer(day=day, agreements=agreements_on(asked.group.readings, asked.at, on))


@routes.get("/days/{day}/contracts", name="contracts_on", response_model=ContractsOnReading)
def contracts(asked: AsAsked, day: Day) -> Any:
    """Which contracts served on that day, by which key, and who bore which part of the month."""
    on = day_of(day, "day")
    return asked.answer(day=day, contracts=contracts_on(asked.group.readings, asked.at, on))
