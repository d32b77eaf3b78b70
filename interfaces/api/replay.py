"""The decisions step by step with what each changed, and what would be if something had been other."""

from __future__ import annotations

import json
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from application.answers.decision_words import sentences
from application.answers.decisions import Decisions, read_step
from application.answers.what_if import what_if_answer
from application.what_if.changes import question_of
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.replay_shapes import DecisionReading, DecisionsReading, WhatIfReading

routes = APIRouter(tags=["replay"])
AsAsked = Annotated[Asked, Depends(ask)]
Change = Annotated[
    str,
    Query(
        max_length=8_000,
        description="The question as JSON: one change, or `changes` and the `readings` that they need. A change "
        "is a `key`, a `rounding`, a `resolution`, an `admission`, `no admission`, or a `document` withdrawn.",
        examples=['{"change": "resolution", "agreement": "Coo", "number": "2", "outcome": "refused"}'],
    ),
]
replaying = Lock()


class ReplayUnderWay(Refusal):
    """A history is played again from its first event: one at a time is enough for a server that others read from."""

    sentence = "a history is being replayed already; ask again when that is done"


@routes.get("/decisions", response_model=DecisionsReading, dependencies=[accepts("as_of")])
def decisions(asked: AsAsked) -> Any:
    """The decisions in the order decided; each step by itself says what it changed."""
    found = Decisions(asked.group.ledger.event_log, asked.group.readings, asked.at)
    return asked.answer(decisions=[found.counted(step) for step in found.steps])


@routes.get("/decisions/{step}", response_model=DecisionReading, dependencies=[accepts("as_of")])
def step(asked: AsAsked, step: str) -> Any:
    """One decision by its place in the order decided: who voted what, what it enacted, what it changed in euros."""
    return _decision(asked, step)


@routes.get(
    "/decisions/{agreement}/{number:path}", response_model=DecisionReading, dependencies=[accepts("as_of")]
)
def decision(asked: AsAsked, agreement: str, number: str) -> Any:
    """The same by the agreement and number of its resolution, in which a slash may stand."""
    return _decision(asked, f"{agreement}/{number}")


def _decision(asked: Asked, named: str) -> Any:
    found = Decisions(asked.group.ledger.event_log, asked.group.readings, asked.at)
    one = read_step(found.steps, named)
    told = alone(lambda: found.told(one))
    return asked.answer(decision={**told, "sentences": list(sentences(told))})


@routes.get("/what-if", response_model=WhatIfReading, dependencies=[accepts("as_of", "change")])
def what_if(asked: AsAsked, change: Change) -> Any:
    """What each member would bear, if the whole history were played again with a change; nothing is recorded."""
    question = question_of(_object(change))
    group = asked.group
    told = alone(lambda: what_if_answer(group.ledger.event_log, group.readings, asked.at, question))
    del told["position"]
    return asked.answer(what_if=told)


def alone(work: Any) -> Any:
    """Do what reads the whole log while nobody else does. Raises ReplayUnderWay."""
    if not replaying.acquire(blocking=False):
        raise ReplayUnderWay()
    try:
        return work()
    finally:
        replaying.release()


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise BadInput("change", Sentence("it is not a JSON object: {error}", error=error)) from None
    if not isinstance(found, dict):
        raise BadInput("change", "it is not a JSON object")
    return found


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field is named twice")
    return dict(pairs)
