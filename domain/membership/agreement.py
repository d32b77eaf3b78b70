"""A cooperation agreement: who shares what under which rules, in force once all its parties have signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.enactment import Enactment
from domain.kernel.errors import AlreadyExists, BadInput, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.periods import MAX_NOTICE_MONTHS, months_later
from domain.kernel.sentences import Sentence
from domain.membership.agreement_events import (
    AccessionSigned,
    AdmissionDecided,
    Drafted,
    EnteredIntoForce,
    MemberAdmitted,
    MemberLeft,
    VatRegimeChanged,
)
from domain.membership.conventions import Departure, EarlierDebts, EntryConvention, LegalForm
from domain.membership.deed import AlreadySigned, NotAParty, NotInForce
from domain.membership.membership import Membership, NotAMember
from domain.membership.signing import Signing

__all__ = [
    "AlreadyAMember",
    "AlreadySigned",
    "CooperationAgreement",
    "Departure",
    "EarlierDebts",
    "EntryConvention",
    "LegalForm",
    "NotAParty",
    "NotInForce",
    "NoticeTooShort",
    "agreement_id",
]


class AlreadyAMember(Refusal):
    """A member in force, or admitted and not yet signed, is not admitted again."""

    sentence = "{member} already belongs to {agreement}, or its accession is awaited"


class NoticeTooShort(Refusal):
    """Who withdraws bears its part until its notice is over."""

    sentence = (
        "{member} withdraws from {agreement} on {months} months' notice: notified on {notified_on}, "
        "it bears costs until {earliest} or later"
    )


def agreement_id(code: str) -> UUID:
    """The stream of the agreement of that code."""
    return stream_id("agreement", code)


class CooperationAgreement(Signing):
    """The agreement, its signatures, amendments and memberships."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.legal_form = LegalForm.CONVENTION
        self.entry_convention = EntryConvention.MONTHS_STARTED
        self.exit_notice_months = 0
        self.memberships: dict[str, Membership] = {}
        self._former: list[Membership] = []
        self._admissions: dict[str, AdmissionDecided] = {}
        self._acceded: dict[str, date] = {}

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
        enactments: Sequence[Enactment] = (),
        authority: Authority | None = None,
    ) -> None:
        """Draft the agreement between at least two parties, for at least one axis of cooperation."""
        if self.exists:
            raise AlreadyExists(kind="agreement", code=self.code)
        if not axes or len(set(parties)) != len(parties) or len(parties) < 2:
            rule = "an agreement has an axis of cooperation and at least two parties, each named once"
            raise BadInput("parties" if axes else "axes", rule)
        if not 0 <= exit_notice_months <= MAX_NOTICE_MONTHS:
            raise BadInput(
                "exit_notice_months",
                Sentence(
                    "a notice is between 0 and {max_notice_months} months",
                    max_notice_months=MAX_NOTICE_MONTHS,
                ),
            )
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
                tuple(enactments),
                authority,
            )
        )

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
            raise NotAParty(member=member, what=Sentence("an accession to {agreement}", agreement=self.code))
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
        reason: Departure,
        notified_on: date,
        bears_costs_until: date,
        contracts: Sequence[str],
        authority: Authority,
    ) -> None:
        """A member leaves after a day, for a reason and with authority; who withdraws keeps its notice.

        `contracts` are those whose costs of service it bears no more after that day.
        """
        membership = self.memberships.get(member)
        if membership is None or membership.bears_costs_until is not None:
            raise NotAParty(member=member, what=self.code)
        earliest = months_later(notified_on, self.exit_notice_months)
        if reason == Departure.WITHDRAWAL and bears_costs_until < earliest:
            facts = {"months": self.exit_notice_months, "notified_on": notified_on, "earliest": earliest}
            raise NoticeTooShort(member=member, agreement=self.code, **facts)
        days = notified_on.isoformat(), bears_costs_until.isoformat()
        self.record(MemberLeft(member, Departure(reason).value, *days, tuple(contracts), authority))

    def must_count_among_members(self, codes: Sequence[str], day: date) -> None:
        """Refuse whoever is not a member on that day: nobody bears costs that it never agreed to."""
        for code in set(codes) - set(self.members_on(day)):
            raise NotAMember(member=code, agreement=self.code, day=day)

    def acceded_on(self, code: str) -> date | None:
        """When a member that still belongs has signed its accession; None for all others."""
        for member, day in self._acceded.items():
            held = self.memberships.get(member)
            if held is not None and normal_code(member) == normal_code(code):
                return day if held.bears_costs_until is None else None
        return None

    def voters_on(self, day: date) -> tuple[str, ...]:
        """The members that vote on that day, in the order in which they joined."""
        every = (*self._former, *self.memberships.values())
        return tuple(m.member for m in every if m.votes_from <= day and not m.has_left_by(day))

    def members_on(self, day: date) -> tuple[str, ...]:
        """The members on that day, whether they vote yet or not."""
        return tuple(m.member for m in (*self._former, *self.memberships.values()) if not m.has_left_by(day))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Drafted():
                super().apply(event)
                self.legal_form = LegalForm(event.legal_form)
                self.entry_convention = EntryConvention(event.entry_convention)
                self.exit_notice_months = event.exit_notice_months
            case EnteredIntoForce():
                super().apply(event)
                day = date.fromisoformat(event.in_force_on)
                for party in self.parties:
                    self.memberships[party] = Membership(party, day, day)
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
            case AccessionSigned():
                self._acceded[event.member] = date.fromisoformat(event.signed_on)
            case VatRegimeChanged():
                pass
            case _:
                super().apply(event)
