"""The shapes of replayed decisions and of what-ifs, as the API's description shows them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from interfaces.api.shapes import Reading, Shape, Terms


class Count(Shape):
    """A decision as it was counted, in its place among all."""

    step: int = Field(description="Its place in the order decided, from 1.")
    of: int
    position: int = Field(description="Where the count stands in the log.")
    agreement: str
    number: str
    title: str
    decision_type: str
    meeting: str
    call: int
    decided_on: str
    outcome: str = Field(description="adopted, rejected or inquorate.")
    arithmetic: list[str]
    ballots: list[Terms]
    voters: list[Terms]
    enactments: list[Terms] = Field(description="What it enacts and what had become of it by the reading.")


class MemberChange(Shape):
    """What a decision changed for a member in a year of posting: as recorded, less the same without it."""

    member: str
    year: int
    cents: int
    exact_cents: str = Field(description="Before rounding: p or p/q.")


class ContractChange(MemberChange):
    """The same by contract."""

    contract: str


class Changed(Shape):
    """What a decision changed in euros; empty where it moved none, and the sentence says why."""

    sentence: str
    members: list[MemberChange]
    contracts: list[ContractChange]
    not_allocated_without: list[Terms] = Field(description="Costs that nobody would bear without it.")


class Decision(Count):
    """One decision with all that came of it."""

    changed: Changed
    sentences: list[str]


class DecisionsReading(Reading):
    """The decisions in the order decided."""

    decisions: list[Count]


class DecisionReading(Reading):
    """One step."""

    decision: Decision


class Difference(Shape):
    """What a member bears of a contract in a year of posting, as recorded and as supposed."""

    year: int
    contract: str
    member: str
    recorded_cents: int
    recorded_exact_cents: str
    supposed_cents: int
    supposed_exact_cents: str
    difference_cents: int = Field(description="Supposed less recorded.")
    difference_exact_cents: str


class RefusedRun(Shape):
    """A run that the rules refuse in the supposed world, and why."""

    contract: str
    month: str
    step: str
    refusal: str
    sentence: str


class WhatIf(Shape):
    """Two courses of things side by side; nothing of the supposed one is recorded."""

    supposed: list[str]
    differences: list[Difference]
    members: list[dict[str, Any]] = Field(description="The same over all years and contracts.")
    not_allocated: list[Terms] = Field(
        description="Where other costs would wait for a run than do in the log."
    )
    refused_runs: list[RefusedRun]
    fallen: list[Terms] = Field(description="Recorded facts that would not come about, each with the reason.")
    counted_again: list[Terms] = Field(description="Votes that others would be entitled to.")
    refused_enactments: list[Terms]


class WhatIfReading(Reading):
    """The answer to a what-if."""

    what_if: WhatIf
