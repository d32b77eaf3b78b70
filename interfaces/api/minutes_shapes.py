"""The shapes of minutes."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Reading, Shape, Terms


class AgendaItem(Shape):
    """A resolution on the agenda."""

    number: str
    title: str


class OrderChange(Shape):
    """Another order in which the meeting took its resolutions."""

    agenda: list[str]
    reason: str


class Sheet(Shape):
    """Who was present or represented, from the opening or from an item of the agenda on."""

    from_item: str | None
    present: list[str]
    represented: list[str]
    proxies: list[Terms]


class MinutesVoter(Shape):
    """A voter with its weight, where that comes from, and its ballot."""

    seat: str
    member: str | None
    college: str | None
    weight: str = Field(description="Exact: p or p/q.")
    weight_source: str | None
    second_weight: str | None
    second_weight_source: str | None
    quorum_weight: str | None
    quorum_weight_source: str | None
    recused: str | None
    choice: str | None
    cast_by: str | None
    proxy: bool | None
    cast_on: str | None


class MinutesVote(Shape):
    """The vote of that meeting, with its arithmetic in figures and as it was recorded."""

    call: int
    record_date: str
    rule: Terms
    voters: list[MinutesVoter]
    outcome: str | None
    decided_on: str | None
    arithmetic: list[str]
    figures: Terms | None


class MinutesEnactment(Shape):
    """What the resolution enacts, and how far it has come."""

    ordinal: int
    kind: str
    terms: Terms
    state: str
    said: str | None
    met_on: str | None


class MinutesResolution(Shape):
    """A resolution as that meeting took it."""

    number: str
    title: str
    text: str | None
    decision_type: str
    enactments: list[MinutesEnactment]
    study: Terms | None
    study_sha256: str | None
    vote: MinutesVote | None


class SecondCall(Shape):
    """The meeting that follows an inquorate one."""

    reference: str
    convened_on: str
    held_on: str


class Sealed(Shape):
    """The hash and time-stamp of the signed document."""

    sha256: str
    time_stamp: str | None


class Minutes(Shape):
    """The minutes of a meeting or written consultation; `lines` tell them in the language."""

    agreement: str
    reference: str
    kind: str
    call: int
    follows: str | None
    convened_on: str
    held_on: str
    opens_on: str | None
    notice_days: int
    notice_exception: str | None
    notice_reason: str | None
    position: int
    agenda: list[AgendaItem]
    order_changes: list[OrderChange]
    attendance: list[Sheet]
    inquorate: bool = Field(description="Nothing could be decided for want of a quorum (PV de carence).")
    second_call: SecondCall | None
    resolutions: list[MinutesResolution]
    sealed: Sealed | None
    language: str
    lines: list[str]


class MinutesReading(Reading):
    """The minutes."""

    minutes: Minutes
