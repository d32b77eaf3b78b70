"""The win-win check, and what is declared of going alone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from application.answers.stand_alone_costs import stand_alone_costs as declared_costs
from application.answers.win_win import key_to_try
from application.answers.win_win import win_win as check
from interfaces.api.asked import Asked, AsOf, accepts, ask
from interfaces.api.win_win_shapes import StandAloneCostsReading, WinWinReading

routes = APIRouter(tags=["win-win"])
AsAsked = Annotated[Asked, Depends(ask)]
Period = Annotated[
    str,
    Path(
        max_length=7,
        description="A month, a quarter or a year of service.",
        examples=["2021-03", "2021-Q1", "2021"],
    ),
]
Key = Annotated[
    str | None,
    Query(
        max_length=16_000,
        description="A key as JSON text, tried on the same months with what the ledger holds now.",
        examples=['{"proportional": "homes"}'],
    ),
]


@routes.get("/stand-alone-costs", response_model=StandAloneCostsReading, dependencies=[accepts("as_of")])
def stand_alone_costs(asked: AsAsked) -> Any:
    """What going alone would cost, as declared, with its evidence and who certified it."""
    return asked.answer(stand_alone_costs=declared_costs(asked.group.readings, asked.at))


@routes.get(
    "/win-win/{contract:path}/{period}",
    response_model=WinWinReading,
    dependencies=[accepts("as_of", "key")],
)
def win_win(asked: AsAsked, contract: str, period: Period, as_of: AsOf = None, key: Key = None) -> Any:
    """What sharing saves each member and subgroup of a contract's period, and other ways to share it."""
    to_try = None if key is None else key_to_try(asked.group.ledger, key, as_of)
    found = check(asked.group.readings, asked.at, asked.contract(contract), period, to_try)
    return asked.answer(win_win=found)
