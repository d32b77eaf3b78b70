"""The shapes of the log, the groups and the server's health, as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Facts, Reading, Shape


class Happening(Shape):
    """One event as a sentence."""

    position: int
    recorded_at: str = Field(description="When it was recorded; effective dates stand in the sentence.")
    about: str
    sentence: str
    actor: str
    on_behalf_of: str | None
    cause: int | None = Field(description="The position of the event that caused it, if one did.")
    name: str = Field(description="Its stored name, which never changes.")


class HistoryReading(Reading):
    """Some of what happened, in the order of positions."""

    history: list[Happening]
    next: int | None = Field(description="The `after` of the next page; none when this is the last.")


class Verification(Shape):
    """What recomputing the chain of hashes found."""

    holds: bool
    events: int = Field(description="How many events the log's head counts.")
    head_hash: str = Field(
        description="Covers them all. Who rewrites the log from some event on, and the head, is only caught "
        "by comparing this with one that was kept elsewhere."
    )
    first_bad: int | None = Field(description="The first position that does not hold.")
    reason: str | None


class VerificationReading(Shape):
    """Whether the log is what was recorded; always of the whole log."""

    group: str
    position: int
    demo: bool
    facts: Facts | None
    verification: Verification


class ServedGroup(Shape):
    """A group that is served, and where its readings are."""

    name: str
    readings: str = Field(examples=["/api/groups/demo"])


class ServedGroups(Shape):
    """The groups that are served."""

    groups: list[ServedGroup]


class Alive(Shape):
    """The process answers."""

    status: str


class GroupReadiness(Shape):
    """How far the views of a group are behind its log; the next reading brings them up."""

    name: str
    head: int
    views: int
    lag: int


class Ready(Shape):
    """The database answers, and every group served is set up by this release's migrations."""

    status: str
    lag: int = Field(
        description="By how many events the views of the group that is farthest behind are behind."
    )
    groups: list[GroupReadiness]
