"""The rulebook as data: its index, and each page with its last results and with what its rules govern."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from application.rulebook.governed.things import Ledger
from application.rulebook.reading import Rulebook, index_of, kinds_for, page_told
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.rulebook_shapes import RulebookPageReading, RulebookReading

routes = APIRouter(tags=["rulebook"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]
Subject = Annotated[str, Path(description="The subject of the page.", examples=["allocation"], max_length=80)]
Topic = Annotated[str, Path(description="The page within it.", examples=["shares"], max_length=80)]


@routes.get("/rulebook", response_model=RulebookReading)
def rulebook(request: Request, asked: AsAsked) -> Any:
    """Every page of the rulebook with how its examples last ran, and every term with where it is spoken of."""
    return asked.answer(rulebook=index_of(_kept(request)))


@routes.get("/rulebook/{subject}/{topic}", response_model=RulebookPageReading)
def rulebook_page(request: Request, asked: AsAsked, subject: Subject, topic: Topic) -> Any:
    """A page in full: each rule with its examples, their last results, and what it governs in the group."""
    ledger = Ledger(asked.group.readings, asked.at)
    kinds = kinds_for(asked.admitted.caller)
    return asked.answer(page=page_told(_kept(request), f"{subject}/{topic}", ledger, kinds))


def _kept(request: Request) -> Rulebook:
    kept: Rulebook = request.app.state.rulebook
    return kept
