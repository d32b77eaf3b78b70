"""What of a period is not allocated, and what its services bear of each other."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from application.answers import flows, unallocated
from domain.kernel import named_periods
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.shapes import Reading, Shape
from interfaces.api.share_shapes import ServiceFlow

routes = APIRouter(tags=["periods"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]
Period = Annotated[
    str, Path(description="A month, quarter or year.", examples=["2021-03", "2021-Q1", "2021"])
]


class Waiting(Shape):
    """A contract's month of which cost is not allocated, and why."""

    contract: str
    service: str
    agreement: str
    service_month: str
    waiting_cents: int
    waiting_amount: str = Field(description="In euros, with two decimals.")
    reason: str


class UnallocatedReading(Reading):
    """What of a period is not allocated."""

    unallocated: list[Waiting]


class FlowsReading(Reading):
    """What services bear of each other in a period."""

    flows: list[ServiceFlow]


@routes.get("/unallocated/{period}", name="unallocated", response_model=UnallocatedReading)
def unallocated_of(asked: AsAsked, period: Period) -> Any:
    """What of a period's cost is not allocated, and why."""
    return asked.answer(unallocated=unallocated.unallocated(asked.group.readings, asked.at, period))


@routes.get("/flows/{period}", name="flows", response_model=FlowsReading)
def flows_of(asked: AsAsked, period: Period) -> Any:
    """What services bear of each other's cost in a period, exactly and in cents."""
    months = [str(month) for month in named_periods.Period.of(period).months]
    return asked.answer(flows=flows.service_flows(asked.group.readings, asked.at, months))
