"""Who may vote under an agreement: seats, weights of their own, holdings and proxies."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from application.answers.votes import electors as electors_of
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.vote_shapes import ElectorsReading

routes = APIRouter(tags=["lists"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]


@routes.get("/electors/{agreement:path}", response_model=ElectorsReading)
def electors(asked: AsAsked, agreement: str) -> Any:
    """The seats of an agreement with their own weights, its members' holdings, and every proxy given or taken back."""
    return asked.answer(electors=electors_of(asked.group.readings, asked.at, agreement))
