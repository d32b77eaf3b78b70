"""A cooperation agreement: who shares what under which rules, in force once all its parties have signed."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.periods import MAX_NOTICE_MONTHS
from domain.membership.agreement_events import (
    AccessionSigned,
    AdmissionDecided,
    AmendmentDrafted,
    AmendmentEnteredIntoForce,
    AmendmentSigned,
    Drafted,
    EnteredIntoForce,
    MemberAdmitted,
    MemberLeft,
    Signed,
    VatRegimeChanged,
)
from domain.membership.membership import Membership, NotAMember


class LegalForm(StrEnum):
    """The legal form of a cooperation: it decides what holds where the charter is silent."""

    CONVENTION = "convention without legal person"
    ASSOCIATION = "association"
    GIE = "GIE"
    SAC = "SAC"
    L_423_6 = "L. 423-6 structure"
    COMPANY = "company"


class EntryConvention(StrEnum):
    """From when and for how much of a period an entrant bears costs."""

    MONTHS_STARTED = "months started"
    MONTHS_COMPLETE = "months complete"
    DAYS = "days"
    NEXT_1_JANUARY = "next 1 January"


class EarlierDebts(StrEnum):
    """Whether an entrant answers for debts born before its entry."""

    LIABLE = "liable"
    EXEMPT = "exempt"
    EXEMPT_PUBLISHED = "exempt, published"


class AlreadySigned(Refusal):
    """A party signs once."""

    sentence = "{member} has already signed {what}"


class NotAParty(Refusal):
    """Only those whom a deed names may sign it."""

    sentence = "{member} is not among those who are to sign {what}"


class AlreadyAMember(Refusal):
    """A member in force, or admitted and not yet signed, is not admitted again."""

    sentence = "{member} already belongs to {agreement}, or its accession is awaited"


class NotInForce(Refusal):
    """Nothing is done under an agreement that is not in force on the day."""

    sentence = "the agreement {agreement} is not in force on {day}"


def agreement_id(code: str) -> UUID:
    """The stream of the agreement of that code."""
    return stream_id("agreement", code)


class CooperationAgreement(Aggregate):
    """The agreement, its signatures, amendments and memberships."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.legal_form = LegalForm.CONVENTION
        self.entry_convention = EntryConvention.MONTHS_STARTED
        self.effective_on = date.min
        self.parties: tuple[str, ...] = ()
        self.in_force_on: date | None = None
        self.memberships: dict[str, Membership] = {}
        self._former: list[Membership] = []
        self._signed: dict[str, date] = {}
        self._amendments: dict[str, AmendmentDrafted] = {}
        self._amendments_signed: dict[str, dict[str, date]] = {}
        self._amendments_in_force: set[str] = set()
        self._admissions: dict[str, AdmissionDecided] = {}

    def draft(
        self,
        code: str,
        name: str,
        legal_form: LegalForm,
        axes: Sequence[str],
        parties: Sequence[str],
        entry_convention: EntryConvention,
        exit_notice_months: int,
        vat_regime: str,
        territory: str,
        effective_on: date,
        published: bool,
    ) -> None:
        """Draft the agreement between at least two parties, for at least one axis of cooperation."""
        if self.exists:
            raise AlreadyExists(kind="agreement", code=self.code)
        if not axes or len(set(parties)) != len(parties) or len(parties) < 2:
            rule = "an agreement has an axis of cooperation and at least two parties, each named once"
            raise BadInput("parties" if axes else "axes", rule)
        if not 0 <= exit_notice_months <= MAX_NOTICE_MONTHS:
            raise BadInput("exit_notice_months", f"a notice is between 0 and {MAX_NOTICE_MONTHS} months")
        self.record(
            Drafted(
                checked_code("agreement", code),
                name,
                legal_form.value,
                tuple(axes),
                tuple(parties),
                entry_convention.value,
                exit_notice_months,
                vat_regime,
                territory,
                effective_on.isoformat(),
                published,
            )
        )

    def sign(self, member: str, signatory: str, capacity: str, signed_on: date, deliberation: str) -> None:
        """A party signs; with the last signature the agreement enters into force at its effective date."""
        self.must_exist(self.code)
        self._may_sign(member, self.parties, self._signed, self.code)
        self.record(Signed(member, signatory, capacity, signed_on.isoformat(), deliberation))
        if self._signed.keys() >= set(self.parties):
            self.record(EnteredIntoForce(max(self.effective_on, *self._signed.values()).isoformat()))

    def draft_amendment(
        self, number: str, text: str, effective_on: date, authority: Authority | None
    ) -> None:
        """Put an amendment to the members for signature."""
        self.must_exist(self.code)
        code = checked_code("number", number)
        if normal_code(code) in self._amendments:
            raise AlreadyExists(kind="amendment", code=number)
        self.record(AmendmentDrafted(code, text, effective_on.isoformat(), authority))

    def sign_amendment(
        self, number: str, member: str, signatory: str, capacity: str, signed_on: date, deliberation: str
    ) -> None:
        """A member signs an amendment; with the last signature it enters into force."""
        drafted = self._amendments.get(normal_code(number))
        if drafted is None:
            raise NotFound(kind="amendment", code=number)
        number, signed = drafted.number, self._amendments_signed[normal_code(number)]
        self._may_sign(member, self.members_on(signed_on), signed, f"amendment {number}")
        self.record(AmendmentSigned(number, member, signatory, capacity, signed_on.isoformat(), deliberation))
        if signed.keys() >= set(self.members_on(max(signed.values()))):
            in_force_on = max(date.fromisoformat(drafted.effective_on), *signed.values())
            self.record(AmendmentEnteredIntoForce(number, in_force_on.isoformat()))

    def change_vat_regime(self, regime: str, effective_on: date, authority: Authority) -> None:
        """Set the default VAT regime of recharges from a day."""
        self.must_be_in_force(effective_on)
        self.record(VatRegimeChanged(regime, effective_on.isoformat(), authority))

    def decide_admission(
        self,
        member: str,
        bears_costs_from: date,
        votes_from: date,
        earlier_debts: EarlierDebts,
        contracts: Sequence[str],
        authority: Authority,
    ) -> None:
        """Take up a decided admission: it waits for the entrant's signature."""
        self.must_be_in_force(bears_costs_from)
        membership = self.memberships.get(member)
        if member in self._admissions or (membership and not membership.has_left_by(bears_costs_from)):
            raise AlreadyAMember(member=member, agreement=self.code)
        days = bears_costs_from.isoformat(), votes_from.isoformat()
        self.record(AdmissionDecided(member, *days, earlier_debts.value, tuple(contracts), authority))

    def sign_accession(
        self, member: str, signatory: str, capacity: str, signed_on: date, deliberation: str
    ) -> None:
        """The entrant signs; decided and signed, it is admitted."""
        decided = self._admissions.get(member)
        if decided is None:
            raise NotAParty(member=member, what=f"an accession to {self.code}")
        self.record(AccessionSigned(member, signatory, capacity, signed_on.isoformat(), deliberation))
        admitted = MemberAdmitted(
            member,
            decided.bears_costs_from,
            decided.votes_from,
            decided.earlier_debts,
            decided.contracts,
            self.entry_convention.value,
            decided.authority,
        )
        self.record(admitted)

    def let_leave(
        self,
        member: str,
        reason: str,
        notified_on: date,
        bears_costs_until: date,
        contracts: Sequence[str],
        authority: Authority,
    ) -> None:
        """A member leaves after a day, for a reason (withdrawal, exclusion, release) and with authority.

        `contracts` are those whose costs of service it bears no more after that day.
        """
        membership = self.memberships.get(member)
        if membership is None or membership.bears_costs_until is not None:
            raise NotAParty(member=member, what=self.code)
        days = notified_on.isoformat(), bears_costs_until.isoformat()
        self.record(MemberLeft(member, reason, *days, tuple(contracts), authority))

    def must_exist(self, code: str) -> None:
        """Refuse when no agreement has that code."""
        if not self.exists:
            raise NotFound(kind="agreement", code=code)

    def must_be_in_force(self, day: date) -> None:
        """Refuse unless the agreement is in force on that day."""
        self.must_exist(self.code)
        if self.in_force_on is None or day < self.in_force_on:
            raise NotInForce(agreement=self.code, day=day)

    def must_have_in_force(self, amendment: str | None) -> None:
        """Refuse unless the agreement, or that amendment of it, has been signed by all."""
        self.must_exist(self.code)
        if self.in_force_on is None or (
            amendment and normal_code(amendment) not in self._amendments_in_force
        ):
            what = self.code if amendment is None else f"{self.code}, amendment {amendment},"
            raise NotInForce(agreement=what, day="any day: not all have signed")

    def must_count_among_members(self, codes: Sequence[str], day: date) -> None:
        """Refuse whoever is not a member on that day: nobody bears costs that it never agreed to."""
        for code in set(codes) - set(self.members_on(day)):
            raise NotAMember(member=code, agreement=self.code, day=day)

    def voters_on(self, day: date) -> tuple[str, ...]:
        """The members that vote on that day, in the order in which they joined."""
        every = (*self._former, *self.memberships.values())
        return tuple(m.member for m in every if m.votes_from <= day and not m.has_left_by(day))

    def members_on(self, day: date) -> tuple[str, ...]:
        """The members on that day, whether they vote yet or not."""
        return tuple(m.member for m in (*self._former, *self.memberships.values()) if not m.has_left_by(day))

    @staticmethod
    def _may_sign(member: str, signers: Sequence[str], signed: Container[str], what: str) -> None:
        if member not in signers:
            raise NotAParty(member=member, what=what)
        if member in signed:
            raise AlreadySigned(member=member, what=what)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Drafted():
                self.code, self.parties = event.code, event.parties
                self.legal_form = LegalForm(event.legal_form)
                self.entry_convention = EntryConvention(event.entry_convention)
                self.effective_on = date.fromisoformat(event.effective_on)
            case Signed():
                self._signed[event.member] = date.fromisoformat(event.signed_on)
            case EnteredIntoForce():
                self.in_force_on = date.fromisoformat(event.in_force_on)
                for party in self.parties:
                    self.memberships[party] = Membership(party, self.in_force_on, self.in_force_on)
            case AmendmentDrafted():
                self._amendments[normal_code(event.number)] = event
                self._amendments_signed[normal_code(event.number)] = {}
            case AmendmentSigned():
                self._amendments_signed[normal_code(event.number)][event.member] = date.fromisoformat(
                    event.signed_on
                )
            case AdmissionDecided():
                self._admissions[event.member] = event
            case MemberAdmitted():
                del self._admissions[event.member]
                if event.member in self.memberships:
                    self._former.append(self.memberships.pop(event.member))
                costs = date.fromisoformat(event.bears_costs_from)
                votes = date.fromisoformat(event.votes_from)
                self.memberships[event.member] = Membership(event.member, costs, votes)
            case MemberLeft():
                until = date.fromisoformat(event.bears_costs_until)
                held = self.memberships[event.member]
                self.memberships[event.member] = replace(held, bears_costs_until=until)
            case AmendmentEnteredIntoForce():
                self._amendments_in_force.add(normal_code(event.number))
            case AccessionSigned() | VatRegimeChanged():
                pass
            case _:
                super().apply(event)
