"""Use cases of membership: agreements and amendments are drafted with what they lay down once all have signed."""

from __future__ import annotations

from application.agreements import DraftAgreement, DraftAmendment, find_agreement
from application.commands import UseCases
from application.enactments import check_laid_down
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from domain.kernel.authority import Authority
from domain.membership.agreement import CooperationAgreement, agreement_id


def draft_agreement(ledger: Ledger, command: DraftAgreement, act: Act) -> int:
    """Draft the agreement between members that are known; what it lays down can be read."""
    agreement = ledger.find(CooperationAgreement, agreement_id(command.code))
    parties = [find_member(ledger, code).code for code in command.parties]
    check_laid_down(Authority("agreement", command.code), command.effective_on, command.enactments)
    agreement.draft(
        command.code,
        command.name,
        command.legal_form,
        command.axes,
        parties,
        command.entry_convention,
        command.exit_notice_months,
        command.vat_regime,
        command.territory,
        command.effective_on,
        command.published,
        command.enactments,
        command.authority,
    )
    return ledger.record(agreement, act=act)


def draft_amendment(ledger: Ledger, command: DraftAmendment, act: Act) -> int:
    """Put the amendment to the members; what it lays down can be read."""
    agreement = find_agreement(ledger, command.agreement)
    itself = Authority("amendment", agreement.code, command.number)
    check_laid_down(itself, command.effective_on, command.enactments)
    agreement.draft_amendment(
        command.number, command.text, command.effective_on, command.authority, command.enactments
    )
    return ledger.record(agreement, act=act)


USE_CASES: UseCases = {
    DraftAgreement: draft_agreement,
    DraftAmendment: draft_amendment,
}
