"""The shapes of settlements as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Reading, Shape

_EUROS = "In euros, with two decimals."


class Debt(Shape):
    """What the debtor owes the creditor, or would pay it."""

    debtor: str
    creditor: str
    cents: int
    amount: str = Field(description=_EUROS)


class Balance(Shape):
    """What is due to a member less what is due by it; below zero it owes."""

    member: str
    due_to_it_cents: int
    due_to_it_amount: str = Field(description=_EUROS)
    due_by_it_cents: int
    due_by_it_amount: str = Field(description=_EUROS)
    balance_cents: int
    balance_amount: str = Field(description=_EUROS)


class Settlement(Shape):
    """Gross debts, balances, and the transfers that would settle them: a proposal."""

    year: int
    through: str
    gross: list[Debt]
    gross_cents: int
    gross_amount: str = Field(description=_EUROS)
    balances: list[Balance]
    transfers: list[Debt]
    transfers_cents: int
    transfers_amount: str = Field(description=_EUROS)
    minimal: bool = Field(description="Whether it is known that there cannot be fewer transfers.")
    proposal: list[str] = Field(description="Under which conditions it may be carried out.")


class SettlementReading(Reading):
    """The proposal of a settlement."""

    settlement: Settlement
