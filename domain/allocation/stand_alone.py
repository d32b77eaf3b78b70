"""What going alone would cost: declared for members of a contract, alone or some together, with evidence.

A cost is declared once for the same members and months; afterwards it is corrected or withdrawn with a
reason, never overwritten. Several members go together without the others; what all together cost is no
declaration: it is what was posted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, stream_id
from domain.kernel.money import euros
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series


class StandAloneCostDiffers(Refusal):
    """A cost of going alone is declared once; anything else is a correction, which gives its reason."""

    sentence = (
        "what going alone would cost {members} from {first_month} to {last_month} is declared otherwise "
        "({declared}): correct it with a reason"
    )


@dataclass(frozen=True, slots=True)
class AloneCost:
    """What some members would bear together, without the others, from one month through another.

    `cost_cents` is for all these months; `source` says in a sentence how it was found.
    """

    members: tuple[str, ...]
    first_month: str
    last_month: str
    cost_cents: int
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str

    @property
    def about(self) -> tuple[frozenset[str], str, str]:
        """Of whom and of which months it is: what is declared once."""
        return frozenset(self.members), self.first_month, self.last_month

    def says(self, other: AloneCost) -> bool:
        """Whether the two declare the same, in whatever order they name the members."""
        return self.about == other.about and replace(self, members=other.members) == other

    def overlaps(self, other: AloneCost) -> bool:
        """Whether the two are of the same members and have a month in common."""
        # Months are ISO text: they compare as they stand.
        apart = self.last_month < other.first_month or other.last_month < self.first_month
        return frozenset(self.members) == frozenset(other.members) and not apart


@dataclass(frozen=True, slots=True)
class Declared(Event):
    """What some members would bear without the others, with its evidence; numbered within the contract."""

    TOPIC = "allocation.stand-alone.declared"
    NAMES = "costs of going alone of {contract}"
    SENTENCE = (
        "{members} without the others: {cost} from {first_month} to {last_month}; {source} "
        "(certified by {certified_by}, evidence {evidence_reference})"
    )
    contract: str
    number: int
    members: tuple[str, ...]
    first_month: str
    last_month: str
    cost_cents: int
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """A declared cost was wrong: what it is now, by which evidence, and why."""

    TOPIC = "allocation.stand-alone.corrected"
    SENTENCE = "{members} without the others: {cost} instead of {previous}, because {reason}"
    number: int
    members: tuple[str, ...]
    cost_cents: int
    previous_cents: int
    reason: str
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """A declared cost counts no more: its members or months were wrong."""

    TOPIC = "allocation.stand-alone.withdrawn"
    SENTENCE = "{members} without the others, from {first_month} to {last_month}: withdrawn, because {reason}"
    number: int
    members: tuple[str, ...]
    first_month: str
    last_month: str
    reason: str


def stand_alone_id(contract: str) -> UUID:
    """The stream of the costs of going alone of that contract."""
    return stream_id("stand-alone", contract)


def alone_cost(
    members: Sequence[str],
    first_month: str,
    last_month: str,
    cost_cents: int,
    source: str,
    certified_by: str,
    evidence_reference: str,
    evidence_sha256: str,
) -> AloneCost:
    """A cost of going alone as it may be declared. Raises BadInput naming the field and the rule."""
    first, last = Month.of(first_month, "first_month"), Month.of(last_month, "last_month")
    if last < first:
        raise BadInput("last_month", "the months are at least one: the last is not before the first")
    if not members:
        raise BadInput("members", "at least one member goes alone")
    if len(set(members)) != len(members):
        raise BadInput("members", "a member is named once")
    if cost_cents < 0:
        raise BadInput("cost_cents", "what going alone would cost is not negative")
    if not source.strip():
        raise BadInput("source", "a cost that nobody has borne says in a sentence how it was found")
    if not certified_by.strip():
        raise BadInput("certified_by", "somebody certifies what going alone would cost")
    evidence = checked_code("evidence_reference", evidence_reference)
    found = (cost_cents, source.strip(), certified_by, evidence, evidence_sha256)
    return AloneCost(tuple(members), str(first), str(last), *found)


class StandAlone(Aggregate):
    """The costs of going alone of one contract, by their numbers, as they stand."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.contract = ""
        self.declared = 0
        self.standing: dict[int, AloneCost] = {}

    def declare(self, contract: str, cost: AloneCost) -> None:
        """Declare a cost; the very same once more changes nothing. Raises StandAloneCostDiffers, BadInput."""
        for held in self.standing.values():
            if held.says(cost):
                return
            if held.about == cost.about:
                raise StandAloneCostDiffers(
                    members=Series(held.members, " and "),
                    first_month=held.first_month,
                    last_month=held.last_month,
                    declared=Sentence(
                        "{cost}, evidence {evidence}",
                        cost=euros(held.cost_cents),
                        evidence=held.evidence_reference,
                    ),
                )
            if held.overlaps(cost):
                rule = Sentence(
                    "of the same members a month is declared once: {first} to {last} is declared already",
                    first=held.first_month,
                    last=held.last_month,
                )
                raise BadInput("first_month", rule)
        terms = {name: getattr(cost, name) for name in AloneCost.__dataclass_fields__}
        self.record(Declared(contract=contract, number=self.declared + 1, **terms))

    def correct(self, cost: AloneCost, reason: str) -> None:
        """Correct what is declared of these members and months; as it stands already, it changes nothing."""
        number = self._number_of(cost.members, cost.first_month, cost.last_month)
        held = self.standing[number]
        if held.says(cost):
            return
        evidence = (cost.source, cost.certified_by, cost.evidence_reference, cost.evidence_sha256)
        self.record(
            Corrected(number, held.members, cost.cost_cents, held.cost_cents, _said(reason), *evidence)
        )

    def withdraw(self, members: Sequence[str], first_month: str, last_month: str, reason: str) -> None:
        """Withdraw what is declared of these members and months."""
        number = self._number_of(members, first_month, last_month)
        held = self.standing[number]
        self.record(Withdrawn(number, held.members, held.first_month, held.last_month, _said(reason)))

    def _number_of(self, members: Sequence[str], first_month: str, last_month: str) -> int:
        about = frozenset(members), first_month, last_month
        for number, held in self.standing.items():
            if held.about == about:
                return number
        of = Sentence(
            "{members} from {first} to {last}",
            members=Series(members, " and "),
            first=first_month,
            last=last_month,
        )
        raise NotFound(kind="declared cost of going alone of", code=of)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Declared():
                terms = {name: getattr(event, name) for name in AloneCost.__dataclass_fields__}
                self.contract, self.declared = event.contract, event.number
                self.standing[event.number] = AloneCost(**terms)
            case Corrected():
                self.standing[event.number] = replace(
                    self.standing[event.number],
                    cost_cents=event.cost_cents,
                    source=event.source,
                    certified_by=event.certified_by,
                    evidence_reference=event.evidence_reference,
                    evidence_sha256=event.evidence_sha256,
                )
            case Withdrawn():
                del self.standing[event.number]
            case _:
                super().apply(event)


def _said(reason: str) -> str:
    if not reason.strip():
        raise BadInput("reason", "a correction says why")
    return reason.strip()
