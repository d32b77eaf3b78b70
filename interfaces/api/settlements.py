"""Who would pay whom to settle a year: a proposal, of which nothing is recorded."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from application.answers.settlement import settlement as settlement_of
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.settlement_shapes import SettlementReading

routes = APIRouter(tags=["settlements"], dependencies=[accepts("as_of", "through")])
AsAsked = Annotated[Asked, Depends(ask)]
Year = Annotated[int, Path(ge=1900, le=2999, description="The year of the posting periods.")]
Through = Annotated[
    str | None, Query(description="The last posting period that counts.", examples=["2021-06"])
]


@routes.get("/settlements/{year}", response_model=SettlementReading)
def settlement(asked: AsAsked, year: Year, through: Through = None) -> Any:
    """What members owe to providers for a year, and the fewest transfers that would settle it."""
    return asked.answer(settlement=settlement_of(asked.group.readings, asked.at, year, through))
