"""How an agreement and its amendments come into force: each is a deed that all whom it binds must sign."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition, Course, Enactment
from domain.kernel.errors import AlreadyExists, NotFound
from domain.kernel.identity import checked_code, normal_code
from domain.membership.agreement_events import (
    AmendmentDrafted,
    AmendmentEnteredIntoForce,
    AmendmentSigned,
    Drafted,
    EnactmentAwaiting,
    EnactmentConditionMet,
    EnactmentExecuted,
    EnactmentRefused,
    EnteredIntoForce,
    Signed,
)
from domain.membership.deed import Deed, NotInForce


class Signing(Aggregate):
    """An agreement, as far as it is signed and amended, and what its deeds lay down."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.parties: tuple[str, ...] = ()
        self.effective_on = date.min
        self._deeds: dict[str, Deed] = {}

    @property
    def in_force_on(self) -> date | None:
        """The day from which the agreement is in force, once all its parties have signed."""
        return self.deed(None).in_force_on if self.exists else None

    @abstractmethod
    def members_on(self, day: date) -> tuple[str, ...]:
        """The members on that day: those who must sign an amendment."""

    def sign(self, member: str, signatory: str, capacity: str, signed_on: date, deliberation: str) -> None:
        """A party signs; with the last signature the agreement enters into force at its effective date."""
        self.must_exist(self.code)
        deed = self.deed(None)
        deed.must_await(member, self.parties)
        self.record(Signed(member, signatory, capacity, signed_on.isoformat(), deliberation))
        if deed.signed.keys() >= set(self.parties):
            self.record(EnteredIntoForce(max(self.effective_on, *deed.signed.values()).isoformat()))

    def draft_amendment(
        self,
        number: str,
        text: str,
        effective_on: date,
        authority: Authority | None,
        enactments: Sequence[Enactment] = (),
    ) -> None:
        """Put an amendment to the members for signature, with what it lays down."""
        self.must_exist(self.code)
        code = checked_code("number", number)
        if normal_code(code) in self._deeds:
            raise AlreadyExists(kind="amendment", code=number)
        day = effective_on.isoformat()
        self.record(AmendmentDrafted(code, text, day, authority, tuple(enactments)))

    def sign_amendment(
        self, number: str, member: str, signatory: str, capacity: str, signed_on: date, deliberation: str
    ) -> None:
        """A member signs an amendment; with the last signature it enters into force."""
        deed = self.deed(number)
        deed.must_await(member, self.members_on(signed_on))
        kept, day = deed.number or "", signed_on.isoformat()
        self.record(AmendmentSigned(kept, member, signatory, capacity, day, deliberation))
        if deed.signed.keys() >= set(self.members_on(max(deed.signed.values()))):
            in_force_on = max(deed.effective_on, *deed.signed.values())
            self.record(AmendmentEnteredIntoForce(kept, in_force_on.isoformat()))

    def amendment_in_force_on(self, number: str) -> date | None:
        """From when an amendment is in force; None while it is not, or where there is none of that number."""
        deed = self._deeds.get(normal_code(number))
        return None if deed is None else deed.in_force_on

    def enacting(self, amendment: str | None) -> DeedEnacting:
        """The agreement, or that amendment of it, as the authority of what it lays down."""
        return DeedEnacting(self, self.deed(amendment))

    def must_exist(self, code: str) -> None:
        """Refuse when no agreement has that code."""
        if not self.exists:
            raise NotFound(kind="agreement", code=code)

    def must_be_in_force(self, day: date) -> None:
        """Refuse unless the agreement is in force on that day."""
        self.must_exist(self.code)
        if self.in_force_on is None or day < self.in_force_on:
            raise NotInForce(agreement=self.code, day=day)

    def deed(self, number: str | None) -> Deed:
        """The amendment of that number; without one, the agreement itself. Raises NotFound."""
        self.must_exist(self.code)
        deed = self._deeds.get(normal_code(number or ""))
        if deed is None:
            raise NotFound(kind="amendment", code=number)
        return deed

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Drafted():
                self.code, self.parties = event.code, event.parties
                self.effective_on = date.fromisoformat(event.effective_on)
                terms = self.effective_on, event.enactments, event.authority
                self._deeds[""] = Deed(self.code, None, *terms)
            case Signed():
                self._deeds[""].signed[event.member] = date.fromisoformat(event.signed_on)
            case EnteredIntoForce():
                self._deeds[""].in_force_on = date.fromisoformat(event.in_force_on)
            case AmendmentDrafted():
                effective_on = date.fromisoformat(event.effective_on)
                deed = Deed(self.code, event.number, effective_on, event.enactments, event.authority)
                self._deeds[normal_code(event.number)] = deed
            case AmendmentSigned():
                signed = self._deeds[normal_code(event.number)].signed
                signed[event.member] = date.fromisoformat(event.signed_on)
            case AmendmentEnteredIntoForce():
                day = date.fromisoformat(event.in_force_on)
                self._deeds[normal_code(event.number)].in_force_on = day
            case EnactmentAwaiting() | EnactmentConditionMet() | EnactmentExecuted() | EnactmentRefused():
                self._deeds[normal_code(event.amendment or "")].apply(event)
            case _:
                super().apply(event)


@dataclass(frozen=True, slots=True)
class DeedEnacting:
    """A deed that enacts: what becomes of each enactment is said once, in the stream of its agreement."""

    agreement: Signing
    deed: Deed

    @property
    def course(self) -> Course:
        """How far each enactment has come."""
        return self.deed.course

    def await_condition(self, ordinal: int, condition: str) -> None:
        """Say what an enactment in force still waits for."""
        self._must_have_in_force(ordinal)
        self.agreement.record(EnactmentAwaiting(self.deed.number, ordinal, condition))

    def meet_condition(self, ordinal: int, condition: Condition, met_on: date) -> None:
        """Say that a condition is met; saying it again changes nothing."""
        self._must_have_in_force(ordinal)
        if ordinal not in self.course.settled and condition in self.course.awaited(ordinal):
            met = EnactmentConditionMet(self.deed.number, ordinal, condition, met_on.isoformat())
            self.agreement.record(met)

    def mark_executed(self, ordinal: int) -> None:
        """Say that an enactment has been carried out; saying it again changes nothing."""
        self._must_have_in_force(ordinal)
        if ordinal not in self.course.settled:
            self.course.must_be_free(ordinal)
            self.agreement.record(EnactmentExecuted(self.deed.number, ordinal))

    def mark_refused(self, ordinal: int, refusal: str, reason: str) -> None:
        """Say that an enactment was refused when carried out, and why."""
        self._must_have_in_force(ordinal)
        if ordinal not in self.course.settled:
            self.agreement.record(EnactmentRefused(self.deed.number, ordinal, refusal, reason))

    def _must_have_in_force(self, ordinal: int) -> None:
        self.deed.must_be_in_force()
        self.course.must_have(ordinal)
