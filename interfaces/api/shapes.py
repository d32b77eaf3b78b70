"""The shapes of lists, log and health as the API's description shows them.

Fields that a reading gains later pass through: additive change, as for events.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Terms = dict[str, Any]


class Shape(BaseModel):
    """A JSON object; what is not described here passes through."""

    model_config = ConfigDict(extra="allow")


class Facts(Shape):
    """Which facts of the group are published and which are invented, in sentences."""

    published: str
    invented: str


class Reading(Shape):
    """What every reading says of itself."""

    group: str
    position: int = Field(description="The position of the log that it was made at; ask it again as of this.")
    demo: bool = Field(description="Whether the group is the demonstration.")
    facts: Facts | None = Field(description="Given where the group mixes published and invented facts.")
    persons: dict[str, str] = Field(description="The names of the persons whose opaque ids occur in it.")


class PagedReading(Reading):
    """A reading that is read page by page."""

    next: str | None = Field(description="The `after` of the next page; none when this is the last.")


class Authority(Shape):
    """The agreement, amendment or resolution that gives something force."""

    kind: str
    agreement: str
    number: str | None = None
    enactment: int | None = Field(default=None, description="Which enactment of the resolution, from 1.")


class Figure(Shape):
    """A published or declared figure of a member, with its date and source."""

    figure: str
    as_of: str
    value: str = Field(description="Exact: decimal or p/q.")
    unit: str | None
    source: str | None
    published: bool | None
    since_position: int


class Membership(Shape):
    """A member's place in an agreement, with the dates from which it bears costs and votes."""

    member: str
    state: str
    bears_costs_from: str | None
    votes_from: str | None
    bears_costs_until: str | None
    earlier_debts: str | None
    authority: Authority | None
    since_position: int


class MembershipOfMember(Membership):
    """The same as the member sees it."""

    agreement: str


class Member(Shape):
    """A member with what is said of it."""

    code: str
    name: str
    kind: str
    effective_on: str
    source: str | None
    published: bool | None
    successor: str | None
    figures: list[Figure]
    details: list[Terms]
    agreements: list[MembershipOfMember]
    since_position: int


class Signature(Shape):
    """Who signed what for a member, in which capacity, empowered by which délibération."""

    what: str
    member: str
    signatory: str | None
    capacity: str | None
    signed_on: str
    deliberation: str | None
    since_position: int


class Agreement(Shape):
    """A cooperation agreement with its signatures, members, amendments and charter."""

    code: str
    name: str
    legal_form: str
    axes: list[str]
    parties: list[str]
    entry_convention: str
    exit_notice_months: int
    vat_regime: str
    in_force_on: str | None
    published: bool | None
    signatures: list[Signature]
    members: list[Membership]
    amendments: list[Terms]
    charter: list[Terms]
    since_position: int


class Service(Shape):
    """What is shared, and under which contracts."""

    code: str
    name: str
    axis: str | None
    unit_of_work: str | None
    description: str | None
    published: bool | None
    contracts: list[str]
    since_position: int


class Beneficiary(Shape):
    """Who bears a part of a contract's costs, and from when."""

    member: str
    bears_costs_from: str | None
    convention: str | None
    bears_costs_until: str | None
    authority: Authority | None
    since_position: int


class KeyVersion(Shape):
    """A version of a contract's key, from the first of a month, with the reason why it reflects use."""

    version: int
    key: Terms
    effective_from: str
    reason: str | None
    restatement: bool | None
    authority: Authority
    month_weights: dict[str, str] | None = Field(
        description='What each month of the year weighs within a period, from "1" to "12", exact: decimal or p/q. '
        "Empty: all weigh alike; null: kept before keys could say so."
    )
    averaged_measures: list[str] | None = Field(
        description="The stocks that count by their mean over the period; null: kept before keys could say so."
    )
    since_position: int


class Budget(Shape):
    """What a contract may cost in a year."""

    year: int
    amount_cents: int
    amount: str
    authority: Authority | None
    since_position: int


class ContractTerms(Shape):
    """What holds of a contract from the first of a month on."""

    effective_from: str
    provider: str
    allocation_period: str
    notice_months: int
    authority: Authority
    since_position: int


class Contract(Shape):
    """A mutualisation contract with its beneficiaries, key versions, budgets and terms as they change.

    Provider, allocation period and notice are as they were decided last; `terms` says from when each holds.
    """

    code: str
    service: str
    agreement: str
    provider: str
    allocation_period: str
    rounding: str
    notice_months: int
    starts_on: str
    ends_on: str | None
    exact_cost: Terms | None
    authority: Authority
    beneficiaries: list[Beneficiary]
    keys: list[KeyVersion]
    budgets: list[Budget]
    terms: list[ContractTerms]
    since_position: int


class MembersReading(PagedReading):
    """The members of the group."""

    members: list[Member]


class AgreementsReading(PagedReading):
    """The agreements between members."""

    agreements: list[Agreement]


class ServicesReading(PagedReading):
    """The toolbox."""

    services: list[Service]


class ContractsReading(PagedReading):
    """The contracts."""

    contracts: list[Contract]


class ContractReading(Reading):
    """One contract."""

    contract: Contract
