"""The shapes of votes, and of the registers from which an electorate is taken."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import PagedReading, Reading, Shape, Terms


class Voter(Shape):
    """A seat of the frozen electorate, with its weight and where that comes from."""

    seat: str
    member: str | None
    college: str | None
    weight: str = Field(description="Exact: p or p/q.")
    weight_source: str | None
    second_weight: str | None = Field(default=None, description="For a double majority; exact.")
    second_weight_source: str | None = None
    quorum_weight: str | None = Field(default=None, description="For a quorum by capital; exact.")
    quorum_weight_source: str | None = None
    recused: str | None
    recused_ground: str | None = None


class Ballot(Shape):
    """What a seat voted, and who cast it."""

    seat: str
    choice: str
    cast_by: str | None
    proxy: bool | None
    cast_on: str | None


class Enactment(Shape):
    """What an adopted resolution does, and what became of it."""

    ordinal: int
    kind: str
    terms: Terms
    state: str | None
    said: str | None


class ProxyGiven(Shape):
    """A proxy that a voter gave for the meeting or for its day, and whether it was taken back."""

    seat: str
    holder: str
    meeting: str | None
    until: str | None
    granted_on: str
    evidence: str | None
    revoked_on: str | None
    reason: str | None


class AttendanceSheet(Shape):
    """Who was present or represented, from the opening or from an item of the agenda on."""

    present: list[str]
    represented: list[str]
    proxies: list[Terms] | None
    from_item: str | None


class Meeting(Shape):
    """A meeting or written consultation, as it was convened and attended."""

    reference: str
    kind: str
    call: int
    follows: str | None = Field(description="On second call: the meeting that it follows.")
    convened_on: str
    held_on: str
    opens_on: str | None = Field(description="Of a written consultation: the first day for ballots.")
    agenda: list[str]
    taken_in_order: list[str] | None = Field(description="Another order, where the meeting decided on one.")
    notice_exception: str | None
    notice_reason: str | None
    attendance: list[AttendanceSheet]


class Resolution(Shape):
    """A resolution with its electorate, ballots, the arithmetic of its tally and its enactments."""

    agreement: str
    number: str
    decision_type: str
    title: str
    text: str | None
    tabled_on: str
    stage: str
    meeting: str | None
    call: int | None
    record_date: str | None
    rule: Terms | None
    decided_on: str | None
    tally: Terms | None
    arithmetic: list[str] | None
    concerns: list[str] | None
    study: Terms | None = Field(description="The impact study that was attached, with its sha256.")
    consent_of: list[str] | None = Field(description="Members whose commitments it would raise.")
    consent_source: str | None
    present: list[str] | None = Field(description="When it was counted; null where no attendance was kept.")
    represented: list[str] | None
    held_in: Meeting | None
    proxies: list[ProxyGiven]
    voters: list[Voter]
    ballots: list[Ballot]
    enactments: list[Enactment]
    since_position: int


class ResolutionsReading(PagedReading):
    """The register of resolutions."""

    resolutions: list[Resolution]


class ResolutionReading(Reading):
    """One resolution."""

    resolution: Resolution


class Seat(Shape):
    """A seat as it was given: the member that it represents or none, its college, and since when."""

    seat: str
    member: str | None
    college: str | None
    person: str | None
    from_on: str
    until: str | None
    source: str | None
    reason: str | None
    since_position: int


class SeatWeight(Shape):
    """What a seat weighs of its own from a day."""

    seat: str
    weight: str = Field(description="Exact: p or p/q.")
    effective_on: str
    source: str | None
    since_position: int


class Holding(Shape):
    """What a member holds of the capital from a day."""

    member: str
    shares: str = Field(description="Exact: p or p/q.")
    effective_on: str
    source: str | None
    since_position: int


class Electors(Shape):
    """The registers of one agreement."""

    agreement: str
    seats: list[Seat]
    weights: list[SeatWeight]
    holdings: list[Holding]
    proxies: list[ProxyGiven]


class ElectorsReading(Reading):
    """Who may vote under an agreement."""

    electors: Electors
