"""The shapes of comparisons as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Authority, Reading, Shape

_EUROS = "In euros, with two decimals."


class VariancePart(Shape):
    """What one cause is of a difference."""

    cause: str = Field(description="membership, key, volume, price, direct charges or rounding.")
    cents: int = Field(description="As it is shown: the parts of one difference sum to it.")
    amount: str = Field(description=_EUROS)
    exact_cents: str = Field(description="Exact cents: p or p/q. These sum to the difference too.")


class Difference(Shape):
    """By how much the second period differs from the first, and why."""

    difference_cents: int
    difference_amount: str = Field(description=_EUROS)
    parts: list[VariancePart]


class MemberDifference(Difference):
    """The difference of one member."""

    member: str


class MemberVariance(MemberDifference):
    """The difference of one member between what it bears of either period."""

    first_cents: int
    first_amount: str = Field(description=_EUROS)
    second_cents: int
    second_amount: str = Field(description=_EUROS)


class ComparedPeriod(Shape):
    """A period of a contract, and what all members bear of it."""

    contract: str
    period: str
    borne_cents: int
    borne_amount: str = Field(description=_EUROS)


class JoinedCause(Shape):
    """A cause that is not told apart, the one that it counts under, and the refusal that is the reason."""

    cause: str
    under: str
    because: str


class Borrowed(Shape):
    """Readings that the first period does not have, so that those of the second are taken."""

    measure: str
    members: list[str]


class Pair(Shape):
    """Two allocation periods held against each other, the first with the first; null is one without a run."""

    first: str | None
    second: str | None
    first_runs: list[str]
    second_runs: list[str]
    members: list[MemberDifference]
    in_all: Difference
    joined: list[JoinedCause]
    borrowed: list[Borrowed]


class Variance(Shape):
    """Why each member bears more or less of the second period than of the first."""

    first: ComparedPeriod
    second: ComparedPeriod
    order: list[str] = Field(description="The order in which the causes are put in.")
    members: list[MemberVariance]
    in_all: Difference
    pairs: list[Pair]
    sentences: list[str] = Field(description="What differs, pair by pair.")
    method: list[str] = Field(description="How the parts are found and shown.")


class VarianceReading(Reading):
    """The variance between two periods."""

    variance: Variance


class BudgetMonth(Shape):
    """What is posted of a service month."""

    month: str
    posted_cents: int
    posted_amount: str = Field(description=_EUROS)


class BudgetMember(Shape):
    """What is posted to a member, and what the whole budget would be to it; null where that is not known."""

    member: str
    posted_cents: int
    posted_amount: str = Field(description=_EUROS)
    budget_cents: int | None
    budget_amount: str | None = Field(default=None, description=_EUROS)
    remaining_cents: int | None
    remaining_amount: str | None = Field(default=None, description=_EUROS)


class BudgetComparison(Shape):
    """A contract's year: what was adopted and by whom, what is posted, what remains."""

    contract: str
    year: int
    budget_cents: int
    budget_amount: str = Field(description=_EUROS)
    authority: Authority
    months: list[BudgetMonth]
    posted_cents: int
    posted_amount: str = Field(description=_EUROS)
    remaining_cents: int
    remaining_amount: str = Field(description=_EUROS)
    members: list[BudgetMember]


class BudgetReading(Reading):
    """The comparison of a year with its budget."""

    budget: BudgetComparison
