"""The shapes of enactments, amendments, conditions, restatements, accounting years and templates."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Authority, Reading, Shape, Terms


class ConditionOf(Shape):
    """What an enactment waits for, and when it was met."""

    condition: str
    subject: str
    met_on: str | None
    words: str


class EnactmentOf(Shape):
    """What a decision enacts, and how far it has come."""

    authority: Authority
    kind: str
    terms: Terms
    needs: list[int] = Field(description="The earlier enactments of the same decision that it needs.")
    conditions: list[ConditionOf]
    state: str = Field(description="proposed, not adopted, adopted, not in force, carried out or refused.")
    awaits: list[str]
    reason: str | None = Field(description="Why it was refused.")
    decided_on: str | None
    in_force_on: str | None
    since_position: int


class SignatureOf(Shape):
    """A member's signature of an amendment."""

    member: str
    signed_on: str
    capacity: str | None
    deliberation: str | None


class Amendment(Shape):
    """An amendment with its signatures and what it lays down."""

    agreement: str
    number: str
    text: str | None
    state: str
    effective_on: str
    in_force_on: str | None
    authority: Authority | None
    signatures: list[SignatureOf]
    enactments: list[EnactmentOf]
    since_position: int


class Condition(Shape):
    """What enactments wait for, and the act by which it was met or refused."""

    agreement: str
    condition: str
    subject: str
    state: str
    met_on: str | None
    given_by: str | None
    act: str | None
    reference: str | None
    given_on: str | None
    evidence_sha256: str | None
    reason: str | None
    since_position: int


class Difference(Shape):
    """What a member got back (below zero) or paid in addition."""

    member: str
    cents: int


class RestatedMonth(Shape):
    """A month, or longer period, that is shared anew."""

    service_from: str
    service_month: str
    state: str
    runs: list[str]
    posting_periods: list[str]
    differences: list[Difference]


class Restatement(Shape):
    """A key by which months that are past are shared anew."""

    contract: str
    version: int
    key: Terms
    effective_from: str
    effective_through: str | None
    reason: str
    authority: Authority
    months: list[RestatedMonth]
    since_position: int


class Approval(Shape):
    """The decision by which the accounts of a year were approved for an agreement."""

    agreement: str
    decided_on: str
    authority: Authority


class AccountingYear(Shape):
    """A year of the group's books."""

    year: int
    locked_through: str | None
    closed: bool
    approved: list[Approval]
    since_position: int


class EnactmentsReading(Reading):
    """What is enacted."""

    enactments: list[EnactmentOf]


class AmendmentsReading(Reading):
    """The amendments."""

    amendments: list[Amendment]


class ConditionsReading(Reading):
    """What is waited for."""

    conditions: list[Condition]


class RestatementsReading(Reading):
    """What is shared anew."""

    restatements: list[Restatement]


class AccountingYearsReading(Reading):
    """The accounting years."""

    accounting_years: list[AccountingYear]


class TemplateReading(Reading):
    """An agreement as a template for others; its sha256 is that of the template's content."""

    template: Terms
