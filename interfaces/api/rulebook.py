"""The rulebook as data: its index, and each page with its last results and with what its rules govern."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from application.rulebook.governed.things import Kind, Ledger
from application.rulebook.reading import (
    Rulebook,
    governing,
    governing_told,
    index_of,
    kinds_for,
    page_told,
)
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.rulebook_shapes import (
    RulebookPageReading,
    RulebookReading,
    RulesGoverningReading,
)

routes = APIRouter(tags=["rulebook"])
_AS_OF_ONLY = [accepts("as_of")]
AsAsked = Annotated[Asked, Depends(ask)]
Subject = Annotated[str, Path(description="The subject of the page.", examples=["allocation"], max_length=80)]
Code = Annotated[str, Query(max_length=120, description="Its first code.", examples=["C-CALLS"])]
Part = Annotated[
    str, Query(max_length=120, description="Its second code, such as a run's month.", examples=["2026-01"])
]
Topic = Annotated[str, Path(description="The page within it.", examples=["shares"], max_length=80)]


@routes.get("/rulebook", response_model=RulebookReading, dependencies=_AS_OF_ONLY)
def rulebook(request: Request, asked: AsAsked) -> Any:
    """Every page of the rulebook with how its examples last ran, and every term with where it is spoken of."""
    return asked.answer(rulebook=index_of(_kept(request)))


@routes.get(
    "/rulebook/governing",
    response_model=RulesGoverningReading,
    dependencies=[accepts("as_of", "kind", "code", "part")],
)
def rules_governing(request: Request, asked: AsAsked, kind: Kind, code: Code, part: Part = "") -> Any:
    """The rules that govern a run, a resolution or another thing of the group."""
    codes = [each for each in (code, part) if each]
    ledger = Ledger(asked.group.readings, asked.at)
    found = governing(_kept(request), ledger, asked.admitted.caller, kind, codes)
    return asked.answer(governing=governing_told(*found))


@routes.get("/rulebook/{subject}/{topic}", response_model=RulebookPageReading, dependencies=_AS_OF_ONLY)
def rulebook_page(request: Request, asked: AsAsked, subject: Subject, topic: Topic) -> Any:
    """A page in full: each rule with its examples, their last results, and what it governs in the group."""
    ledger = Ledger(asked.group.readings, asked.at)
    kinds = kinds_for(asked.admitted.caller)
    return asked.answer(page=page_told(_kept(request), f"{subject}/{topic}", ledger, kinds))


def _kept(request: Request) -> Rulebook:
    kept: Rulebook = request.app.state.rulebook
    return kept
