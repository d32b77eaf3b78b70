"""Use cases of membership: agreements, their signatures and amendments, admissions and departures."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from application.commands import Command, UseCases
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from domain.kernel.authority import Authority
from domain.kernel.enactment import Enactment
from domain.membership.agreement import (
    CooperationAgreement,
    Departure,
    EarlierDebts,
    EntryConvention,
    LegalForm,
    agreement_id,
)

OpaqueId = Annotated[str, StringConstraints(pattern=r"^person-[0-9a-f]{16}$")]
"""A person, whose name is never in the log. See `ports.People`."""


class DraftAgreement(Command):
    """Draft a cooperation agreement between parties, with what it lays down once all have signed."""

    code: str
    name: str
    legal_form: LegalForm
    axes: tuple[str, ...]
    parties: tuple[str, ...]
    entry_convention: EntryConvention
    exit_notice_months: int
    vat_regime: str
    territory: str = ""
    effective_on: date
    published: bool = False
    enactments: tuple[Enactment, ...] = ()
    authority: Authority | None = None


class Signature(Command):
    """Who signs for a member, in which capacity, and the délibération that empowers the signatory."""

    agreement: str
    member: str
    signatory: OpaqueId
    capacity: str
    signed_on: date
    deliberation: str


class SignAgreement(Signature):
    """Sign an agreement for a party; the signatory is a person's opaque id."""


class DraftAmendment(Command):
    """Put an amendment to the members for signature, with what it lays down once all have signed."""

    agreement: str
    number: str
    text: str
    effective_on: date
    enactments: tuple[Enactment, ...] = ()
    authority: Authority | None = None


class SignAmendment(Signature):
    """Sign an amendment for a member."""

    number: str


class ChangeVatRegime(Command):
    """Set the default VAT regime of an agreement from a day."""

    agreement: str
    regime: str
    effective_on: date
    authority: Authority


class DecideAdmission(Command):
    """Take up an admission that was decided; the entrant has still to sign."""

    agreement: str
    member: str
    bears_costs_from: date
    votes_from: date
    earlier_debts: EarlierDebts
    contracts: tuple[str, ...]
    authority: Authority


class SignAccession(Signature):
    """Sign the accession of an entrant."""


class LetMemberLeave(Command):
    """Let a member leave an agreement: who withdraws keeps its notice."""

    agreement: str
    member: str
    reason: Departure
    notified_on: date
    bears_costs_until: date
    contracts: tuple[str, ...] = ()
    authority: Authority


def sign_agreement(ledger: Ledger, command: SignAgreement, act: Act) -> int:
    """A party signs."""
    agreement = find_agreement(ledger, command.agreement)
    agreement.sign(*_signature(ledger, command, act))
    return ledger.record(agreement, act=act)


def sign_amendment(ledger: Ledger, command: SignAmendment, act: Act) -> int:
    """A member signs the amendment."""
    agreement = find_agreement(ledger, command.agreement)
    agreement.sign_amendment(command.number, *_signature(ledger, command, act))
    return ledger.record(agreement, act=act)


def change_vat_regime(ledger: Ledger, command: ChangeVatRegime, act: Act) -> int:
    """Date the default VAT regime."""
    agreement = find_agreement(ledger, command.agreement)
    agreement.change_vat_regime(command.regime, command.effective_on, command.authority)
    return ledger.record(agreement, act=act)


def decide_admission(ledger: Ledger, command: DecideAdmission, act: Act) -> int:
    """The admission of a known member waits for its signature."""
    agreement, member = find_agreement(ledger, command.agreement), find_member(ledger, command.member)
    agreement.decide_admission(
        member.code,
        command.bears_costs_from,
        command.votes_from,
        command.earlier_debts,
        command.contracts,
        command.authority,
    )
    return ledger.record(agreement, act=act)


def sign_accession(ledger: Ledger, command: SignAccession, act: Act) -> int:
    """The entrant signs."""
    agreement = find_agreement(ledger, command.agreement)
    agreement.sign_accession(*_signature(ledger, command, act))
    return ledger.record(agreement, act=act)


def let_member_leave(ledger: Ledger, command: LetMemberLeave, act: Act) -> int:
    """The member leaves."""
    agreement, member = find_agreement(ledger, command.agreement), find_member(ledger, command.member)
    agreement.let_leave(
        member.code,
        command.reason,
        command.notified_on,
        command.bears_costs_until,
        command.contracts,
        command.authority,
    )
    return ledger.record(agreement, act=act)


def find_agreement(ledger: Ledger, code: str) -> CooperationAgreement:
    """The agreement of that code. Raises NotFound."""
    agreement = ledger.find(CooperationAgreement, agreement_id(code))
    agreement.must_exist(code)
    return agreement


def _signature(ledger: Ledger, command: Signature, act: Act) -> tuple[str, str, str, date, str]:
    member = find_member(ledger, command.member).code
    act.must_speak_for(member)
    return member, command.signatory, command.capacity, command.signed_on, command.deliberation


USE_CASES: UseCases = {
    SignAgreement: sign_agreement,
    SignAmendment: sign_amendment,
    ChangeVatRegime: change_vat_regime,
    DecideAdmission: decide_admission,
    SignAccession: sign_accession,
    LetMemberLeave: let_member_leave,
}
