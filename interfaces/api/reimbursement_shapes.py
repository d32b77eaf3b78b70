"""The shapes of exact reimbursement, as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Reading, Shape

_EUROS = "In euros, with two decimals."


class Reimbursed(Shape):
    """What one member was charged of one contract in the year, beside its exact part of the joint expenses."""

    agreement: str
    service: str
    contract: str
    member: str
    joint_cents: int
    joint_amount: str = Field(description=_EUROS)
    exact_cents: str = Field(description="Exact cents: p or p/q.")
    charged_cents: int
    charged_amount: str = Field(description=_EUROS)
    rounding_cents: str = Field(description="What was charged less the exact part, in exact cents.")


class Margin(Shape):
    """All that was charged of a contract less its joint expenses: zero, to the cent."""

    contract: str
    margin_cents: int
    margin_amount: str = Field(description=_EUROS)


class NotReimbursed(Shape):
    """What the claim does not rest on, with the reason."""

    contract: str
    what: str
    cents: int
    amount: str = Field(description=_EUROS)
    reason: str


class Reimbursement(Shape):
    """A year, by posting period. It claims arithmetic, not law."""

    year: int
    lines: list[Reimbursed]
    margins: list[Margin]
    apart: list[NotReimbursed]


class ReimbursementReading(Reading):
    """Exact reimbursement of a year."""

    reimbursement: Reimbursement
