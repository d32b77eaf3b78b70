"""A resolution is drafted: its text, what it would enact one by one, and then it is tabled. A draft is in no log."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from application.calculator.strict_json import read_json
from domain.governance.rules import DECISION_TYPES
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.sentences import Sentence
from interfaces.api.problems import status_of
from interfaces.web.choices import Choices, agreements_to_choose, choices
from interfaces.web.enactment_fields import FIELDS
from interfaces.web.enactment_terms import (
    Drafted,
    asked_of,
    changing,
    decision_type_of,
    drafted,
    prefilled,
)
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, codes, faults_of, worded
from interfaces.web.forms import LARGEST_FORM, Posted, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
HEAD = (
    "agreement",
    "number",
    "title",
    "text",
    "tabled_on",
    "decision_type",
    "concerns",
    "raises_commitments_of",
)
WITHIN = "head."
MOST_ENACTMENTS = 50


@routes.get("/resolutions/new")
def draft(
    visit: Annotated[Visit, visit_of("resolutions", "table-resolution")],
    agreement: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """An empty draft."""
    if visit.as_of is not None:
        return RedirectResponse(visit.now("resolutions", "new", agreement=agreement), 303)
    on = choices(visit, agreement)
    return _whole(visit, on, [])


@routes.post("/resolutions/new", max_body_size=LARGEST_FORM)
def drafting(posted: Annotated[Posted, posted_by("resolutions", "table-resolution")]) -> Response:
    """What the button says: choose a kind, add what it enacts, take it out again, or table the whole."""
    visit, (act, _, ordinal) = posted.visit, posted.fields.get("act", "").partition(" ")
    head = _head(posted)
    on, enacted = choices(visit, head.fields.get("agreement", "")), _enacted(posted)
    place = _place(ordinal, enacted)
    match act:
        case "choose":
            kind, about = posted.fields.get("kind", ""), posted.fields.get("about", "")
            return _one(posted, on, enacted, kind, prefilled(kind, on, len(enacted) + 1, about))
        case "change" if place:
            each = enacted[place - 1]
            fields = changing(each, on, place, _tabled_on(head, on))
            return _one(posted, on, enacted, each.kind, fields, place)
        case "take-out" if place:
            return _whole(visit, on, _without(enacted, place), head)
        case "add":
            return _added(posted, on, enacted)
        case "back":
            return _whole(visit, on, enacted, head)
        case "table":
            return _tabled(posted, on, enacted)
    raise NotFound(kind="act", code=act)


def head_of(visit: Visit, on: Choices) -> tuple[Field, ...]:
    """The fields of the resolution itself."""
    members = codes(on.members)
    return (
        Field("agreement", "Agreement", "one", options=tuple(agreements_to_choose(visit)), value=on.code),
        Field("number", "Number", hint="Given once, like 2026-04."),
        Field("title", "Title"),
        Field("text", "Text", "long", "What is put to the vote, in words.", required=False),
        Field("tabled_on", "Tabled on", "day", value=on.today.isoformat()),
        worded(
            Field(
                "decision_type",
                "Type of decision",
                "one",
                "The charter has a rule for each. Left empty, the type that what it enacts takes.",
                required=False,
            ),
            DECISION_TYPES,
        ),
        Field("concerns", "Members concerned", "some", required=False, options=members),
        Field("raises_commitments_of", "Raises the commitments of", "some", required=False, options=members),
    )


def _tabled(posted: Posted, on: Choices, enacted: list[Drafted]) -> Response:
    visit = posted.visit
    try:
        terms = read(posted, head_of(visit, on))
        terms.setdefault("decision_type", decision_type_of(enacted))
        terms["enactments"] = [each.data() for each in enacted]
        position = give(posted, "table-resolution", terms)
    except Refusal as refusal:
        return _whole(visit, on, enacted, posted, refusal)
    return then(visit, "resolutions", on.code, str(terms["number"]), done=position)


def _added(posted: Posted, on: Choices, enacted: list[Drafted]) -> Response:
    kind, place = posted.fields.get("kind", ""), _place(posted.fields.get("place", ""), enacted)
    ordinal = place or len(enacted) + 1
    try:
        each = drafted(posted, kind, on, ordinal, _tabled_on(_head(posted), on))
    except Refusal as refusal:
        return _one(posted, on, enacted, kind, asked_of(kind, on, ordinal), place, refusal)
    others = [*enacted[: place - 1], each, *enacted[place:]] if place else [*enacted, each]
    return _whole(posted.visit, on, others, _head(posted))


def _whole(
    visit: Visit,
    on: Choices,
    enacted: list[Drafted],
    posted: Posted | None = None,
    refused: Refusal | None = None,
) -> Response:
    fields = head_of(visit, on)
    return page(
        visit,
        "draft.html",
        200 if refused is None else status_of(refused),
        fields=fields,
        given=posted.fields if posted else None,
        several=posted.several if posted else {},
        faults={} if refused is None else faults_of(refused, fields),
        enacted=enacted,
        carried=_carried(enacted),
        kinds=list(FIELDS),
        contracts=[str(c["code"]) for c in on.contracts],
        decision_type=decision_type_of(enacted),
        key=new_key(),
    )


def _one(
    posted: Posted,
    on: Choices,
    enacted: list[Drafted],
    kind: str,
    fields: tuple[Field, ...],
    place: int = 0,
    refused: Refusal | None = None,
) -> Response:
    return page(
        posted.visit,
        "draft_enactment.html",
        200 if refused is None else status_of(refused),
        kind=kind,
        fields=fields,
        given=posted.fields if refused else None,
        several=posted.several if refused else {},
        faults={} if refused is None else faults_of(refused, fields),
        head=[(f"{WITHIN}{name}", value) for name in HEAD for value in _head(posted).several.get(name, ())],
        carried=_carried(enacted),
        ordinal=place or len(enacted) + 1,
        place=place,
        key=new_key(),
    )


def _head(posted: Posted) -> Posted:
    """The resolution's own fields, which the form of one of its enactments carries along under names of their own."""
    within = {n.removeprefix(WITHIN): v for n, v in posted.several.items() if n.startswith(WITHIN)}
    if not within:
        return posted
    return replace(posted, fields={name: values[-1] for name, values in within.items()}, several=within)


def _carried(enacted: list[Drafted]) -> str:
    return json.dumps([each.data() for each in enacted], ensure_ascii=False)


def _enacted(posted: Posted) -> list[Drafted]:
    """What was added so far, which the form carries along. Raises BadInput when it is not what a page wrote."""
    read_back = read_json(posted.fields.get("enacted", "[]") or "[]", integers=True)
    try:
        found = [_back(each) for each in read_back]  # type: ignore[attr-defined]
    except (TypeError, KeyError, ValueError):
        raise BadInput("enacted", "it is what stood in the form") from None
    if len(found) > MOST_ENACTMENTS:
        raise BadInput("enacted", Sentence("a form drafts at most {most} enactments", most=MOST_ENACTMENTS))
    return found


def _back(each: Any) -> Drafted:
    conditions = tuple({"kind": c["kind"], "subject": c["subject"]} for c in each["conditions"])
    said = all(isinstance(word, str) for condition in conditions for word in condition.values())
    if each["kind"] not in FIELDS or not isinstance(each["terms"], dict) or not said:
        raise ValueError
    return Drafted(each["kind"], each["terms"], tuple(int(n) for n in each["needs"]), conditions)


def _without(enacted: list[Drafted], place: int) -> list[Drafted]:
    """The others, whose needs still name what they named; what needed the one taken out needs it no more."""
    left = [each for n, each in enumerate(enacted, start=1) if n != place]
    return [replace(each, needs=tuple(n - (n > place) for n in each.needs if n != place)) for each in left]


def _place(given: str, enacted: list[Drafted]) -> int:
    """Which of the enactments is meant; 0 for none of them."""
    return int(given) if given.isdecimal() and len(given) <= 4 and int(given) <= len(enacted) else 0


def _tabled_on(posted: Posted, on: Choices) -> date:
    try:
        return date.fromisoformat(posted.fields.get("tabled_on", ""))
    except ValueError:
        return on.today
