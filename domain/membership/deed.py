"""A deed: the agreement itself or an amendment of it. Signed by all, it is in force and enacts what it lays down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.kernel.authority import Authority
from domain.kernel.enactment import Course, Enactment
from domain.kernel.errors import Refusal
from domain.kernel.sentences import Sentence, Word
from domain.membership.agreement_events import (
    EnactmentAwaiting,
    EnactmentConditionMet,
    EnactmentExecuted,
    EnactmentRefused,
)


class AlreadySigned(Refusal):
    """A party signs once."""

    sentence = "{member} has already signed {what}"


class NotAParty(Refusal):
    """Only those whom a deed names may sign it."""

    sentence = "{member} is not among those who are to sign {what}"


class NotInForce(Refusal):
    """Nothing is done under an agreement that is not in force on the day."""

    sentence = "the agreement {agreement} is not in force on {day}"


DeedEvent = EnactmentAwaiting | EnactmentConditionMet | EnactmentExecuted | EnactmentRefused


@dataclass
class Deed:
    """The agreement itself (without a number) or an amendment, its signatures and what it lays down.

    `authority` is what had it drafted, if a resolution did.
    """

    agreement: str
    number: str | None
    effective_on: date
    enactments: tuple[Enactment, ...] = ()
    authority: Authority | None = None
    signed: dict[str, date] = field(default_factory=dict)
    in_force_on: date | None = None
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        self.course = Course(self.enactments)

    @property
    def itself(self) -> Authority:
        """The deed as an authority."""
        return Authority("amendment" if self.number else "agreement", self.agreement, self.number)

    def must_await(self, member: str, signers: Sequence[str]) -> None:
        """Refuse a signature of a stranger, and a second one."""
        what = Sentence("amendment {number}", number=self.number) if self.number else self.agreement
        if member not in signers:
            raise NotAParty(member=member, what=what)
        if member in self.signed:
            raise AlreadySigned(member=member, what=what)

    def must_be_in_force(self) -> date:
        """The day from which it is in force. Refuses before all have signed."""
        if self.in_force_on is None:
            what: str = self.agreement
            if self.number:
                what = Sentence("{agreement}, amendment {number},", agreement=what, number=self.number)
            raise NotInForce(agreement=what, day=Word("any day: not all have signed"))
        return self.in_force_on

    def apply(self, event: DeedEvent) -> None:
        """Assign what the event says."""
        match event:
            case EnactmentConditionMet():
                self.course.meet(event.ordinal, event.condition, date.fromisoformat(event.met_on))
            case EnactmentExecuted():
                self.course.carried_out.add(event.ordinal)
            case EnactmentRefused():
                self.course.refused.add(event.ordinal)
            case EnactmentAwaiting():
                pass
