"""What a resolution, an agreement or an amendment may enact: each kind with the command that carries it out.

The terms of an enactment are the fields of its command, without the authority and the day of the decision,
which the decision itself gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from application.accounts import ApproveAccounts
from application.agreements import (
    ChangeVatRegime,
    DecideAdmission,
    DraftAgreement,
    DraftAmendment,
    LetMemberLeave,
)
from application.commands import Command
from application.contract_changes import AuthoriseRestatement, ChangeContract
from application.meetings import LayDownCharter
from application.members import MergeMember
from application.service_flows import AdoptMutualUse
from application.services import AdoptBudget, AdoptKey, EndContract, LetBeneficiaryLeave, OpenContract
from domain.kernel.authority import Authority
from domain.kernel.enactment import Enactment, check_order
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence

FREE_TEXT = "free text"

KINDS: Mapping[str, tuple[str, type[Command]]] = MappingProxyType(
    {
        "admit a member": ("admission", DecideAdmission),
        "let a member leave": ("exclusion", LetMemberLeave),
        "let a beneficiary leave": ("contract", LetBeneficiaryLeave),
        "recognise a merger": ("agreement", MergeMember),
        "conclude an agreement": ("agreement", DraftAgreement),
        "amend the agreement": ("agreement", DraftAmendment),
        "change the VAT regime": ("agreement", ChangeVatRegime),
        "lay down the charter": ("charter", LayDownCharter),
        "open a contract": ("contract", OpenContract),
        "change a contract": ("contract", ChangeContract),
        "adopt a key": ("key", AdoptKey),
        "let services bear what they use of each other": ("key", AdoptMutualUse),
        "authorise a restatement": ("key", AuthoriseRestatement),
        "adopt a budget": ("budget", AdoptBudget),
        "approve the accounts of a year": ("accounts", ApproveAccounts),
        "end a contract": ("contract", EndContract),
    }
)
"""Each kind with the type of decision that it takes, and the command that carries it out."""


class WrongDecisionType(Refusal):
    """What a charter wants decided by one rule is not enacted by a vote under another."""

    sentence = "to {kind} is a decision on {needed}, and the resolution is tabled as one on {decision_type}"


def command_under(authority: Authority, decided_on: date, enactment: Enactment) -> Command | None:
    """The command that carries an enactment out, under the authority that names it; None for free text.

    Raises BadInput naming the term that is off.
    """
    ordinal = authority.enactment
    if enactment.kind == FREE_TEXT:
        return None
    if enactment.kind not in KINDS:
        kinds = ", ".join((*KINDS, FREE_TEXT))
        raise BadInput(
            f"enactments[{ordinal}].kind", Sentence("an enactment is one of: {kinds}", kinds=kinds)
        )
    command = KINDS[enactment.kind][1]
    given: dict[str, object] = {"authority": authority}
    if "decided_on" in command.model_fields:
        given["decided_on"] = decided_on
    if "agreement" in command.model_fields:
        given["agreement"] = authority.agreement
    for own in ("authority", "decided_on"):
        if own in enactment.terms:
            raise BadInput(f"enactments[{ordinal}].{own}", "the decision itself gives it")
    return command.read({**given, **enactment.terms})


def check_laid_down(authority: Authority, decided_on: date, enactments: Sequence[Enactment]) -> None:
    """Refuse enactments that could not be read when the time comes. Raises BadInput."""
    check_order(enactments)
    for ordinal, enactment in enumerate(enactments, start=1):
        command = command_under(replace(authority, enactment=ordinal), decided_on, enactment)
        match command:
            case DraftAmendment():
                itself = Authority("amendment", command.agreement, command.number)
                check_laid_down(itself, command.effective_on, command.enactments)
            case DraftAgreement():
                itself = Authority("agreement", command.code)
                check_laid_down(itself, command.effective_on, command.enactments)


def check_enactments(
    agreement: str, number: str, decision_type: str, tabled_on: date, enactments: Sequence[Enactment]
) -> None:
    """Refuse what could not be read when the time comes, or that takes another type of decision.

    Raises BadInput, WrongDecisionType.
    """
    check_laid_down(Authority("resolution", agreement, number), tabled_on, enactments)
    for enactment in enactments:
        needed = KINDS[enactment.kind][0] if enactment.kind in KINDS else decision_type
        if needed != decision_type:
            raise WrongDecisionType(kind=enactment.kind, needed=needed, decision_type=decision_type)
