"""Members, agreements, services, contracts and resolutions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from application.answers import lists
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.shapes import (
    AgreementsReading,
    ContractReading,
    ContractsReading,
    MembersReading,
    ServicesReading,
)
from interfaces.api.vote_shapes import ResolutionReading, ResolutionsReading

routes = APIRouter(tags=["lists"], dependencies=[accepts("as_of")])
AsAsked = Annotated[Asked, Depends(ask)]


@routes.get("/members", response_model=MembersReading)
def members(asked: AsAsked) -> Any:
    """The members with what is said of them, each figure with its date and source."""
    return asked.answer(members=lists.members(asked.group.readings, asked.at))


@routes.get("/agreements", response_model=AgreementsReading)
def agreements(asked: AsAsked) -> Any:
    """The agreements with their signatures, amendments, members and charter."""
    return asked.answer(agreements=lists.agreements(asked.group.readings, asked.at))


@routes.get("/services", response_model=ServicesReading)
def services(asked: AsAsked) -> Any:
    """The toolbox: each service with the contracts under which it is shared."""
    return asked.answer(services=lists.services(asked.group.readings, asked.at))


@routes.get("/contracts", response_model=ContractsReading)
def contracts(asked: AsAsked) -> Any:
    """The contracts with beneficiaries, key versions and budgets, each with its authority."""
    return asked.answer(contracts=lists.contracts(asked.group.readings, asked.at))


@routes.get("/contracts/{contract:path}", response_model=ContractReading)
def contract(asked: AsAsked, contract: str) -> Any:
    """A contract, by its code or by the service that it alone serves."""
    [found] = lists.contracts(asked.group.readings, asked.at, asked.contract(contract))
    return asked.answer(contract=found)


@routes.get("/resolutions", response_model=ResolutionsReading)
def resolutions(asked: AsAsked) -> Any:
    """The resolutions with voters, ballots, arithmetic and what became of each enactment."""
    return asked.answer(resolutions=lists.resolutions(asked.group.readings, asked.at))


@routes.get("/resolutions/{agreement}/{number:path}", response_model=ResolutionReading)
def resolution(asked: AsAsked, agreement: str, number: str) -> Any:
    """A resolution, by its agreement and its number, in which a slash may stand."""
    agreement, number = asked.resolution(agreement, number)
    [found] = lists.resolutions(asked.group.readings, asked.at, agreement, number)
    return asked.answer(resolution=found)
