"""What a decision does once it has force: its enactments, their conditions, and how far each has come.

Three decisions have enactments: a resolution that is adopted, an agreement and an amendment that all have
signed. They are counted from 1, in the order in which they are carried out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code
from domain.kernel.sentences import Sentence

ConditionKind = Literal["amendment signed", "accession signed", "official approval"]


class NeedRefused(Refusal):
    """What needs an earlier enactment falls with it."""

    sentence = "enactment {needed}, which enactment {ordinal} needs, was refused"


class NeedAwaited(Refusal):
    """What needs an earlier enactment waits for it."""

    sentence = "enactment {ordinal} waits until enactment {needed} is carried out"


class ConditionAwaited(Refusal):
    """What is adopted under a condition has no force before it is met."""

    sentence = "enactment {ordinal} is adopted and not in force; it awaits: {condition}"


@dataclass(frozen=True, slots=True)
class Condition:
    """What an adopted enactment waits for.

    The subject is the number of an amendment that all must sign, the member that must sign its accession, or
    what an official approves: "approval of the société de coordination by the minister for housing".
    """

    kind: ConditionKind
    subject: str

    def __str__(self) -> str:
        match self.kind:
            case "amendment signed":
                return Sentence("amendment {number} is signed by all", number=self.subject)
            case "accession signed":
                return Sentence("{member} signs its accession", member=self.subject)
            case "official approval":
                return Sentence("official approval: {subject}", subject=self.subject)


@dataclass(frozen=True, slots=True)
class Enactment:
    """What a decision does: the kind of change and its terms, as data.

    It may need earlier enactments, by their numbers, and wait for conditions: all of them.
    """

    kind: str
    terms: Mapping[str, object]
    needs: tuple[int, ...] = ()
    conditions: tuple[Condition, ...] = ()


def check_order(enactments: Sequence[Enactment]) -> None:
    """Refuse enactments that need others than earlier ones, or wait for what has no name. Raises BadInput."""
    for ordinal, enactment in enumerate(enactments, start=1):
        here = f"enactments[{ordinal}]"
        if not all(1 <= needed < ordinal for needed in enactment.needs):
            raise BadInput(f"{here}.needs", "an enactment needs earlier ones, by their numbers from 1")
        if len(set(enactment.needs)) != len(enactment.needs):
            raise BadInput(f"{here}.needs", "an enactment names what it needs once")
        if len(set(enactment.conditions)) != len(enactment.conditions):
            raise BadInput(f"{here}.conditions", "an enactment names a condition once")
        for condition in enactment.conditions:
            checked_code(f"{here}.conditions.subject", condition.subject)


@dataclass
class Course:
    """How far each enactment of one decision has come."""

    enactments: tuple[Enactment, ...] = ()
    met: dict[int, dict[Condition, date]] = field(default_factory=dict)
    carried_out: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    @property
    def settled(self) -> set[int]:
        """The numbers of those that were carried out or refused."""
        return self.carried_out | self.refused

    def must_have(self, ordinal: int) -> Enactment:
        """The enactment of that number. Raises NotFound."""
        if not 1 <= ordinal <= len(self.enactments):
            raise NotFound(kind="enactment with the number", code=ordinal)
        return self.enactments[ordinal - 1]

    def awaited(self, ordinal: int) -> tuple[Condition, ...]:
        """The conditions that are not met yet."""
        return tuple(c for c in self.must_have(ordinal).conditions if c not in self.met.get(ordinal, {}))

    def must_be_free(self, ordinal: int) -> None:
        """Refuse while a condition is awaited, or an enactment that is needed was not carried out."""
        for condition in self.awaited(ordinal):
            raise ConditionAwaited(ordinal=ordinal, condition=condition)
        for needed in self.must_have(ordinal).needs:
            if needed in self.refused:
                raise NeedRefused(ordinal=ordinal, needed=needed)
            if needed not in self.carried_out:
                raise NeedAwaited(ordinal=ordinal, needed=needed)

    def in_force_on(self, ordinal: int, decided_on: date) -> date:
        """From when the enactment has force: the day of the decision, or of the last condition met."""
        return max((decided_on, *self.met.get(ordinal, {}).values()))

    def meet(self, ordinal: int, condition: Condition, met_on: date) -> None:
        """Note that a condition is met."""
        self.met.setdefault(ordinal, {})[condition] = met_on
