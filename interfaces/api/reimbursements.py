"""Whether each member was charged exactly its part of a year's joint expenses."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from application.answers.reimbursement import exact_reimbursement
from domain.kernel.money import exact_text
from interfaces.api.asked import accepts
from interfaces.api.reimbursement_shapes import ReimbursementReading
from interfaces.api.shares import AsAsked, Year

routes = APIRouter(tags=["shares"], dependencies=[accepts("as_of")])


@routes.get("/reimbursements/{year}", response_model=ReimbursementReading)
def reimbursement(asked: AsAsked, year: Year) -> Any:
    """Each member's exact part of the joint expenses beside what it was charged, and what is not part of it."""
    found = exact_reimbursement(asked.group.readings, asked.at, year)
    answer = {
        "year": found.year,
        "lines": [
            {
                **asdict(line),
                "exact_cents": exact_text(line.exact_cents),
                "rounding_cents": exact_text(line.rounding_cents),
            }
            for line in found.lines
        ],
        "margins": [{"contract": c, "margin_cents": cents} for c, cents in found.margins_cents.items()],
        "apart": [asdict(each) for each in found.apart],
    }
    return asked.answer(reimbursement=answer)
