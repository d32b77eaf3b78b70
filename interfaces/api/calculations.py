"""The calculator over HTTP: the same question and the same answer as on the command line."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from application.calculator import calculate as answer
from interfaces.api.asked import accepts
from interfaces.api.bodies import LARGEST_CALCULATION, described, json_body
from interfaces.api.served import Served, served
from interfaces.api.standing import NotAuthenticated, known_anywhere

routes = APIRouter(tags=["calculator"], dependencies=[accepts()])
_EXAMPLE = {"calculate": "settlement", "balances": {"Aval": "-1.00", "Brume": "1.00"}}


class Calculation(BaseModel):
    """What is to be calculated, and its terms; every number is text."""

    model_config = ConfigDict(extra="allow")

    calculate: str = Field(examples=["shares", "services", "fairness", "settlement"])


class Calculated(BaseModel):
    """The answer, whose members depend on what was calculated."""

    model_config = ConfigDict(extra="allow")


def _known(request: Request, home: Annotated[Served, Depends(served)]) -> None:
    if not known_anywhere(request, home):
        raise NotAuthenticated()


async def _body(request: Request, _: Annotated[None, Depends(_known)]) -> bytes:
    return await json_body(request)


@routes.post(
    "/api/calculations",
    name="calculate",
    response_model=Calculated,
    max_body_size=LARGEST_CALCULATION,
    openapi_extra=described(Calculation, _EXAMPLE),
)
def calculate(body: Annotated[bytes, Depends(_body)]) -> Any:
    """Try a key, or recompute a share, without any ledger; for whoever may read at this machine or has an account."""
    return answer(body)
