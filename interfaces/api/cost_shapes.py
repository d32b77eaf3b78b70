"""The shapes of recorded costs, as the API's description shows them."""

from __future__ import annotations

from interfaces.api.shapes import PagedReading, Shape


class CostLine(Shape):
    """One line of a document, for one contract and one month of service."""

    supplier: str
    number: str
    kind: str
    document_date: str
    line_number: int
    contract: str
    service_month: str
    nature: str
    amount_cents: int
    amount: str
    direct_to: str | None
    label: str
    evidence_reference: str | None
    evidence_sha256: str | None
    since_position: int


class CostsReading(PagedReading):
    """Cost lines in the order of recording."""

    costs: list[CostLine]
