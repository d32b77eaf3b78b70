"""What happens to a resolution, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.governance.rules import VotingRule
from domain.kernel.aggregate import Event
from domain.kernel.enactment import Condition, Enactment

__all__ = [
    "BallotCast",
    "Closed",
    "Enactment",
    "EnactmentAwaiting",
    "EnactmentConditionMet",
    "EnactmentExecuted",
    "EnactmentRefused",
    "ImpactStudied",
    "Opened",
    "Tabled",
    "Voter",
    "VoterRecused",
]


@dataclass(frozen=True, slots=True)
class Voter:
    """A seat with a weight: whom it represents, in which college, and where the weight comes from.

    The second weight is for a double majority; the quorum's is for one by capital.
    """

    seat: str
    member: str | None
    college: str | None
    weight: str
    weight_source: str
    second_weight: str | None = None
    second_weight_source: str | None = None
    quorum_weight: str | None = None
    quorum_weight_source: str | None = None


@dataclass(frozen=True, slots=True)
class Tabled(Event):
    """A resolution is put forward with what it would enact, and with the members that it concerns."""

    TOPIC = "governance.resolution.tabled"
    NAMES = "resolution {number} of {agreement}"
    SENTENCE = "resolution {number}, {title}, is tabled on {tabled_on}"
    agreement: str
    number: str
    decision_type: str
    title: str
    text: str
    tabled_on: str
    enactments: tuple[Enactment, ...]
    concerns: tuple[str, ...] = ()
    raises_commitments_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImpactStudied(Event):
    """What the resolution would change for each member, attached before the vote."""

    TOPIC = "governance.resolution.impact-studied"
    SENTENCE = "an impact study is attached (sha256 {sha256})"
    sha256: str
    study: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The vote is open: rule, record date, electorate and weights are frozen.

    In a written consultation ballots are cast between two days. `consent_of` are the members whose
    commitments would be raised, and who must be among those for.
    """

    TOPIC = "governance.resolution.opened"
    SENTENCE = "the vote is open in {meeting} (call {call}), record date {record_date}"
    meeting: str
    call: int
    held_on: str
    record_date: str
    rule: VotingRule
    voters: tuple[Voter, ...]
    ballots_from: str | None = None
    ballots_until: str | None = None
    consent_of: tuple[str, ...] = ()
    consent_source: str | None = None


@dataclass(frozen=True, slots=True)
class VoterRecused(Event):
    """A concerned voter does not vote."""

    TOPIC = "governance.resolution.voter-recused"
    SENTENCE = "{seat} is recused: {reason}"
    seat: str
    reason: str
    ground: str = "declared"


@dataclass(frozen=True, slots=True)
class BallotCast(Event):
    """A voter votes, itself or by one proxy; never edited, never deleted."""

    TOPIC = "governance.resolution.ballot-cast"
    SENTENCE = "{seat} votes {choice} on {cast_on}"
    seat: str
    choice: str
    cast_by: str
    proxy: bool
    cast_on: str


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """The vote is counted: adopted, rejected or inquorate, with the weights and the arithmetic.

    Who attended when the resolution was reached is null where no attendance was kept.
    """

    TOPIC = "governance.resolution.closed"
    SENTENCE = "{outcome} on {decided_on}: {arithmetic}"
    outcome: str
    decided_on: str
    in_favour: str
    against: str
    abstained: str
    blank: str
    recused: str
    entitled: str
    arithmetic: tuple[str, ...]
    present: tuple[str, ...] | None = None
    represented: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EnactmentAwaiting(Event):
    """An enactment is adopted and not yet in force: its condition is awaited."""

    TOPIC = "governance.resolution.enactment-awaiting"
    SENTENCE = "enactment {ordinal} awaits: {condition}"
    ordinal: int
    condition: str


@dataclass(frozen=True, slots=True)
class EnactmentConditionMet(Event):
    """A condition of an enactment is met on a day, from which alone the enactment may have force."""

    TOPIC = "governance.resolution.enactment-condition-met"
    SENTENCE = "enactment {ordinal} awaits no more: {condition}, met on {met_on}"
    ordinal: int
    condition: Condition
    met_on: str


@dataclass(frozen=True, slots=True)
class EnactmentExecuted(Event):
    """An enactment has been carried out, once."""

    TOPIC = "governance.resolution.enactment-executed"
    SENTENCE = "enactment {ordinal} is carried out"
    ordinal: int


@dataclass(frozen=True, slots=True)
class EnactmentRefused(Event):
    """An enactment could not be carried out: the refusal stays visible."""

    TOPIC = "governance.resolution.enactment-refused"
    SENTENCE = "enactment {ordinal} is refused: {reason}"
    ordinal: int
    refusal: str
    reason: str
