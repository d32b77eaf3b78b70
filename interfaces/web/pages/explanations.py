"""Why a member bears what it bears: a walk from the cent back to the votes, and the proof to take away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from application.answers.explanation import explanation
from domain.kernel.periods import Month
from interfaces.web.proving import can_prove, proof_of
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
DOCUMENT = (
    "supplier",
    "number",
    "line_number",
    "document_date",
    "nature",
    "label",
    "direct_to",
    "evidence_reference",
    "evidence_sha256",
    "amount_cents",
)
ServiceMonth = Annotated[str, Path(max_length=7)]


@routes.get("/explanations/{member}/{contract:path}/{month}")
def explain(
    member: str, contract: str, month: ServiceMonth, visit: Annotated[Visit, visit_of("explanation")]
) -> Response:
    """The walk, as one page with an anchor for each step."""
    code, who = visit.asked.contract(contract), visit.asked.member(member)
    told = explanation(visit.rows, visit.at, who, code, month)
    of = Month.of(month)
    return page(
        visit,
        "explanation.html",
        data=PageTable("documents", DOCUMENT, told["documents"]),
        told=told,
        before=str(of.plus(-1)),
        after=str(of.plus(1)),
        prove=can_prove(visit),
    )


@routes.get("/proofs/{member}/{contract:path}/{month}")
def prove(
    request: Request,
    member: str,
    contract: str,
    month: ServiceMonth,
    visit: Annotated[Visit, visit_of("explanation")],
) -> Response:
    """The same share as a file that proves itself, without this server."""
    code, who = visit.asked.contract(contract), visit.asked.member(member)
    of = str(Month.of(month))
    content = proof_of(visit, who, code, of)
    name = "".join(
        c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in f"proof-{who}-{code}-{of}"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)
