"""What a resolution would change for each member: computed as of a position, or as it was attached."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from application.answers.impact import impact_of
from application.impact_studies import period_asked
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.impact_shapes import ImpactReading
from interfaces.api.replay import alone

routes = APIRouter(tags=["impact"])
AsAsked = Annotated[Asked, Depends(ask)]
AMonth = Query(max_length=7, description="A service month.", examples=["2021-01"])


@routes.get(
    "/impact/{agreement}/{number:path}",
    response_model=ImpactReading,
    dependencies=[accepts("as_of", "first_month", "last_month", "attached")],
)
def impact(
    asked: AsAsked,
    agreement: str,
    number: str,
    first_month: Annotated[str | None, AMonth] = None,
    last_month: Annotated[str | None, AMonth] = None,
    attached: Annotated[bool, Query(description="The study that was attached, not a new one.")] = False,
) -> Any:
    """What each enactment of a resolution would have changed for each member over a past period, to the cent."""
    code, known = asked.resolution(agreement, number)
    log, period = asked.group.ledger.event_log, period_asked(first_month, last_month)
    found = alone(lambda: impact_of(log, asked.at, code, known, period, attached=attached))
    return asked.answer(impact=found)
