"""The shapes of what held on a day, as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Authority, Reading, Shape, Terms


class MemberOn(Shape):
    """A member on a day: whether it bore costs and whether it voted."""

    member: str
    bears_costs: bool
    bears_costs_from: str | None
    votes: bool
    votes_from: str | None
    bears_costs_until: str | None
    authority: Authority | None


class AgreementOn(Shape):
    """An agreement as it stood on a day."""

    code: str
    name: str
    legal_form: str
    in_force: bool
    in_force_on: str | None
    members: list[MemberOn]
    charter: Terms | None = Field(description="The version that held, with its rules and authority.")
    amendments: list[Terms]
    vat_regime: Terms | None


class BeneficiaryOn(Shape):
    """Who bears costs of a contract on a day, and which part of the day's month counts."""

    member: str
    bears_costs_from: str
    bears_costs_until: str | None
    convention: str
    part_of_month: str = Field(description="Exact, p or p/q, by the entry convention.")
    authority: Authority


class ContractOn(Shape):
    """A contract as it stood on a day."""

    code: str
    service: str
    agreement: str
    provider: str
    allocation_period: str
    notice_months: int
    serves: bool
    starts_on: str
    ends_on: str | None
    rounding: str
    key: Terms | None = Field(description="The version that holds for the day's month.")
    beneficiaries: list[BeneficiaryOn]
    budget_cents: int | None


class AgreementsOnReading(Reading):
    """All agreements on a day."""

    day: str
    agreements: list[AgreementOn]


class ContractsOnReading(Reading):
    """All contracts on a day."""

    day: str
    contracts: list[ContractOn]
