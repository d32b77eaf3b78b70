"""Enactments, amendments, conditions, restatements, accounting years and templates."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from application.answers import enactments as enacted
from application.answers.restatements import restatements as restated
from application.answers.template import template_of
from domain.kernel.identity import checked_code
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.enactments_shapes import (
    AccountingYearsReading,
    AmendmentsReading,
    ConditionsReading,
    EnactmentsReading,
    RestatementsReading,
    TemplateReading,
)

routes = APIRouter(tags=["enactments"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]


@routes.get("/enactments", response_model=EnactmentsReading)
def enactments(asked: AsAsked) -> Any:
    """What agreements, amendments and resolutions enact, what it waits for and what became of it."""
    return asked.answer(enactments=enacted.enactments(asked.group.readings, asked.at))


@routes.get("/amendments", response_model=AmendmentsReading)
def amendments(asked: AsAsked) -> Any:
    """The amendments with their signatures and what they lay down."""
    return asked.answer(amendments=enacted.amendments(asked.group.readings, asked.at))


@routes.get("/conditions", response_model=ConditionsReading)
def conditions(asked: AsAsked) -> Any:
    """What enactments wait for, and the act by which it was met or refused."""
    return asked.answer(conditions=enacted.conditions(asked.group.readings, asked.at))


@routes.get("/restatements", response_model=RestatementsReading)
def restatements(asked: AsAsked) -> Any:
    """Which months are shared anew by which key, and what the members got or paid back."""
    return asked.answer(restatements=restated(asked.group.readings, asked.at))


@routes.get("/accounting-years", response_model=AccountingYearsReading)
def accounting_years(asked: AsAsked) -> Any:
    """The accounting years: up to where they are locked, whether closed, and by whom approved."""
    return asked.answer(accounting_years=enacted.accounting_years(asked.group.readings, asked.at))


@routes.get("/templates/{agreement:path}", response_model=TemplateReading)
def template(asked: AsAsked, agreement: str) -> Any:
    """An agreement with its charter, services, measures and contracts as a template, members as places."""
    found = template_of(asked.group.readings, asked.at, checked_code("agreement", agreement))
    return asked.answer(template=found)
