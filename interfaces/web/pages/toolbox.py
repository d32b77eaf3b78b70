"""What is shared, under which contracts and agreements, and by whose authority."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers import lists
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
MEMBER = ("member", "bears_costs_from", "votes_from", "signed_on")


@routes.get("/toolbox")
def toolbox(visit: Annotated[Visit, visit_of("services", "agreements")]) -> Response:
    """The services that members may share, and the agreements under which they do."""
    rows, at = visit.rows, visit.at
    return page(
        visit, "toolbox.html", services=lists.services(rows, at), agreements=lists.agreements(rows, at)
    )


@routes.get("/contracts/{contract:path}")
def contract(contract: str, visit: Annotated[Visit, visit_of("contract")]) -> Response:
    """A contract: who benefits, its keys one after the other, its budgets."""
    [told] = lists.contracts(visit.rows, visit.at, visit.asked.contract(contract))
    services = {s["code"]: s["name"] for s in lists.services(visit.rows, visit.at)}
    runs = visit.rows.rows("runs", visit.at, contract=told["code"]) if visit.may("costs") else []
    months = sorted({str(run["service_month"]) for run in runs})
    data = PageTable("keys", ("version", "effective_from", "key", "reason", "authority"), told["keys"])
    return page(
        visit, "contract.html", data=data, told=told, service=services.get(told["service"]), months=months
    )


@routes.get("/agreements/{agreement:path}")
def agreement(agreement: str, visit: Annotated[Visit, visit_of("agreements", "resolutions")]) -> Response:
    """An agreement: its members, signatures and charter, and what was decided under it."""
    rows, at = visit.rows, visit.at
    found = [a for a in lists.agreements(rows, at) if normal_code(str(a["code"])) == normal_code(agreement)]
    if not found:
        raise NotFound(kind="agreement", code=agreement)
    [told] = found
    contracts = [c for c in lists.contracts(rows, at) if c["agreement"] == told["code"]]
    decided = lists.resolutions(rows, at, told["code"])
    signed = {s["member"]: s["signed_on"] for s in told["signatures"]}
    members = [{**m, "signed_on": signed.get(m["member"])} for m in told["members"]]
    data = PageTable(
        "members", MEMBER, members, {"agreement": told, "contracts": [c["code"] for c in contracts]}
    )
    return page(visit, "agreement.html", data=data, told=told, contracts=contracts, resolutions=decided)
