"""The minutes of meetings and written consultations, in French or in English."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from application.answers.explanation import named
from application.answers.minutes import minutes_of
from application.answers.minutes_words import minutes_lines
from domain.kernel.identity import checked_code
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.minutes_shapes import MinutesReading

routes = APIRouter(tags=["minutes"])
AsAsked = Annotated[Asked, Depends(ask)]


@routes.get(
    "/minutes/{agreement}/{number:path}",
    response_model=MinutesReading,
    dependencies=[accepts("as_of", "language")],
)
def minutes(
    asked: AsAsked,
    agreement: str,
    number: str,
    language: Annotated[Literal["fr", "en"], Query(description="In which language.")] = "fr",
) -> Any:
    """The minutes of the meeting in which a resolution was last voted, by its number; or by the meeting's reference."""
    codes = checked_code("agreement", agreement), checked_code("number", number)
    told = minutes_of(asked.group.ledger.event_log, asked.at, *codes)
    lines = list(minutes_lines(named(told, asked.group.people.names()), language))
    return asked.answer(minutes={**told, "language": language, "lines": lines})
