"""The shapes of impact studies."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Reading, Shape, Terms


class MemberImpact(Shape):
    """What a member bears before and after, to the cent, and the difference."""

    member: str
    before_cents: int
    before_amount: str
    after_cents: int
    after_amount: str
    difference_cents: int
    difference_amount: str
    difference_exact_cents: str = Field(description="Exact: p or p/q cents.")


class BudgetImpact(Shape):
    """What it changes on the budget of the year in which it takes effect."""

    contract: str
    year: int
    budget_cents: int
    budget_amount: str
    months: int = Field(description="How many twelfths of it fall on the months from the effect on.")
    sentence: str
    members: list[MemberImpact]
    before_cents: int
    before_amount: str
    after_cents: int
    after_amount: str
    difference_cents: int
    difference_amount: str


class MemberSaves(Shape):
    """What a member would bear alone, and what sharing saves it."""

    member: str
    alone_cents: str | None = Field(description="Exact; null where it is not declared.")
    saves_cents: str | None
    sentence: str


class WinWinCheck(Shape):
    """Whether each member and subgroup of which it is declared saves by sharing."""

    in_core: bool | None
    worst: list[str]
    would_save_cents: str
    members: list[MemberSaves]
    sentences: list[str]


class WinWinBeforeAndAfter(Shape):
    """The win-win check as things stand, and as they would be."""

    before: WinWinCheck | None
    after: WinWinCheck | None


class Comparison(Shape):
    """The past months of a contract as they were shared, and as they would have been."""

    contract: str
    past_of: str = Field(description="The contract whose months these are: its own or the one it replaces.")
    months: list[str]
    members: list[MemberImpact]
    before_cents: int
    before_amount: str
    after_cents: int
    after_amount: str
    difference_cents: int
    difference_amount: str
    budget: BudgetImpact | None
    win_win: WinWinBeforeAndAfter | None


class EnactmentImpact(Shape):
    """One enactment: what it would have changed, or a sentence why it moves no money."""

    enactment: str
    kind: str
    moves_money: bool
    sentence: str
    effective_from: str | None
    comparisons: list[Comparison]


class Impact(Shape):
    """The impact study of a resolution: recomputed as of its position, it is the same."""

    agreement: str
    number: str
    position: int
    engine_version: str
    asked_from: str | None
    asked_through: str | None
    supplied_readings: list[Terms]
    enactments: list[EnactmentImpact]
    raises_commitments_of: list[str]
    sha256: str


class ImpactReading(Reading):
    """What a resolution would change for each member."""

    impact: Impact
