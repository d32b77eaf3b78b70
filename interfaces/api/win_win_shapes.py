"""The shapes of the win-win check as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Reading, Shape, Terms

_EXACT_CENTS = "Exact cents: p or p/q."
_EUROS = "In euros, with two decimals."
_SAVES = "Exact cents that sharing saves; below zero, what leaving would save."


class StandAloneCost(Shape):
    """What members of a contract would bear without the others, as declared, with its evidence."""

    contract: str
    number: int
    members: list[str]
    first_month: str
    last_month: str
    cost_cents: int = Field(description="For all months from the first through the last.")
    cost_amount: str = Field(description=_EUROS)
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str
    previous_cents: int | None = Field(description="What was declared before the last correction.")
    corrected_because: str | None
    withdrawn_because: str | None
    since_position: int


class StandAloneCostsReading(Reading):
    """The declared costs of going alone."""

    stand_alone_costs: list[StandAloneCost]


class Alone(Shape):
    """What going alone would have cost the member, beside what it bears, direct charges left out."""

    months: list[str]
    bears_cents: int
    bears_amount: str = Field(description=_EUROS)
    alone_cents: str = Field(description=_EXACT_CENTS)
    saves_cents: str = Field(description=_SAVES)
    declared: list[StandAloneCost]
    sentences: list[str]


class ComparedMember(Shape):
    """What a member bears, and what it would bear alone, where that is declared."""

    member: str
    bears_cents: int
    bears_amount: str = Field(description=_EUROS)
    exact_cents: str = Field(description="Before rounding. " + _EXACT_CENTS)
    alone_cents: str | None = Field(description=_EXACT_CENTS)
    saves_cents: str | None = Field(description=_SAVES)
    sentence: str


class ComparedSubgroup(Shape):
    """Some members: what they bear together, and what they would bear without the others."""

    members: list[str]
    bears_cents: str = Field(description=_EXACT_CENTS)
    alone_cents: str = Field(description=_EXACT_CENTS)
    saves_cents: str = Field(description=_SAVES)


class JudgedSplit(Shape):
    """A split held against what is declared: in the core when nobody of whom a cost is declared would leave."""

    in_core: bool | None = Field(description="Null where no cost is declared, so that nothing can be said.")
    in_core_before_rounding: bool | None
    worst: list[str] | None = Field(description="Who would save most by leaving.")
    would_save_cents: str = Field(description=_EXACT_CENTS)
    members: list[ComparedMember]
    subgroups: list[ComparedSubgroup] = Field(description="Those that were checked, single members included.")
    sentences: list[str]


class TriedKey(JudgedSplit):
    """What another key would have made of the same months: by the engine, recorded nowhere."""

    key: Terms
    total_cents: int
    total_amount: str = Field(description=_EUROS)


class MethodShare(Shape):
    """What a member would bear by a method, and how much more than was posted."""

    member: str
    bears_cents: int
    bears_amount: str = Field(description=_EUROS)
    exact_cents: str = Field(description=_EXACT_CENTS)
    more_cents: int
    more_amount: str = Field(description=_EUROS)


class Method(Shape):
    """Another way to share the same total, or why the method cannot tell."""

    method: str
    rule: str
    in_core: bool | None
    cannot: str | None
    shares: list[MethodShare]


class NotChecked(Shape):
    """Members of whom a cost is declared that are not checked, and why."""

    members: list[str]
    reason: str


class DirectCharge(Shape):
    """What was charged to a member alone: its own on both sides, so left out."""

    member: str
    direct_cents: int
    direct_amount: str = Field(description=_EUROS)


class WinWin(Shape):
    """What sharing saves each member and subgroup against going without the others."""

    contract: str
    period: str
    months: list[str] = Field(description="The service months that posted runs cover: what is compared.")
    months_left_out: list[str]
    runs: list[str]
    total_cents: int
    total_amount: str = Field(description=_EUROS)
    direct: list[DirectCharge]
    declared: list[StandAloneCost]
    core_is_empty: bool | None
    subgroups_checked: int
    subgroups_in_all: int
    not_checked: list[NotChecked]
    posted: JudgedSplit
    tried: TriedKey | None
    methods: list[Method]
    sentences: list[str]


class WinWinReading(Reading):
    """The win-win check of a contract's period."""

    win_win: WinWin
