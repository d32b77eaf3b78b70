"""Members, agreements, services, contracts, resolutions and costs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from application.answers import lists
from application.answers.costs import cost_lines
from domain.governance.resolution import resolution_id
from domain.services.contract import contract_id
from interfaces.api import shapes, vote_shapes
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.cost_shapes import CostLine, CostsReading
from interfaces.api.listing import PARAMETERS, TABLES, Page, listed, page

routes = APIRouter(tags=["lists"])
AsAsked = Annotated[Asked, Depends(ask)]
AsPage = Annotated[Page, Depends(page)]
_LIST = accepts(*PARAMETERS)
_ONE = accepts("as_of")
_COSTS = accepts(*PARAMETERS, "contract", "month", "without_document", "late")


@routes.get("/members", response_model=shapes.MembersReading, dependencies=[_LIST], responses=TABLES)
def members(asked: AsAsked, page: AsPage) -> Any:
    """The members with what is said of them, each figure with its date and source."""
    found = lists.members(asked.group.readings, asked.at)
    return listed(asked, page, "members", found, _code, shapes.Member)


@routes.get("/agreements", response_model=shapes.AgreementsReading, dependencies=[_LIST], responses=TABLES)
def agreements(asked: AsAsked, page: AsPage) -> Any:
    """The agreements with their signatures, amendments, members and charter."""
    found = lists.agreements(asked.group.readings, asked.at)
    return listed(asked, page, "agreements", found, _code, shapes.Agreement)


@routes.get("/services", response_model=shapes.ServicesReading, dependencies=[_LIST], responses=TABLES)
def services(asked: AsAsked, page: AsPage) -> Any:
    """The toolbox: each service with the contracts under which it is shared."""
    found = lists.services(asked.group.readings, asked.at)
    return listed(asked, page, "services", found, _code, shapes.Service)


@routes.get("/contracts", response_model=shapes.ContractsReading, dependencies=[_LIST], responses=TABLES)
def contracts(asked: AsAsked, page: AsPage) -> Any:
    """The contracts with beneficiaries, key versions and budgets, each with its authority."""
    found = lists.contracts(asked.group.readings, asked.at)
    return listed(asked, page, "contracts", found, _code, shapes.Contract)


@routes.get("/contracts/{contract:path}", response_model=shapes.ContractReading, dependencies=[_ONE])
def contract(asked: AsAsked, contract: str) -> Any:
    """A contract, by its code or by the service that it alone serves; its tag is for `If-Match`."""
    [found] = lists.contracts(asked.group.readings, asked.at, asked.contract(contract))
    asked.tag(contract_id(str(found["code"])))
    return asked.answer(contract=found)


@routes.get(
    "/resolutions", response_model=vote_shapes.ResolutionsReading, dependencies=[_LIST], responses=TABLES
)
def resolutions(asked: AsAsked, page: AsPage) -> Any:
    """The resolutions with voters, ballots, arithmetic and what became of each enactment."""
    found = lists.resolutions(asked.group.readings, asked.at)
    return listed(asked, page, "resolutions", found, _number, vote_shapes.Resolution)


@routes.get(
    "/resolutions/{agreement}/{number:path}",
    response_model=vote_shapes.ResolutionReading,
    dependencies=[_ONE],
)
def resolution(asked: AsAsked, agreement: str, number: str) -> Any:
    """A resolution, by its agreement and its number, in which a slash may stand; its tag is for `If-Match`."""
    agreement, number = asked.resolution(agreement, number)
    [found] = lists.resolutions(asked.group.readings, asked.at, agreement, number)
    asked.tag(resolution_id(agreement, number))
    return asked.answer(resolution=found)


@routes.get("/costs", response_model=CostsReading, dependencies=[_COSTS], responses=TABLES)
def costs(
    asked: AsAsked,
    page: AsPage,
    contract: Annotated[str | None, Query(max_length=120, description="Only of that contract.")] = None,
    month: Annotated[
        str | None, Query(max_length=7, description="Only of that service month.", examples=["2021-03"])
    ] = None,
    without_document: Annotated[bool, Query(description="Only lines without a supporting document.")] = False,
    late: Annotated[bool, Query(description="Only late lines that await a corrective run.")] = False,
) -> Any:
    """The recorded cost lines with their supporting documents, in the order of recording."""
    rows, at = asked.group.readings, asked.at
    found = cost_lines(rows, at, contract, month, without_document=without_document, late=late)
    return listed(asked, page, "costs", found, _line, CostLine)


def _code(item: Any) -> str:
    return str(item["code"])


def _number(resolution: Any) -> str:
    return f"{resolution['agreement']}/{resolution['number']}"


def _line(line: Any) -> str:
    return f"{line['since_position']}.{line['line_number']}"
