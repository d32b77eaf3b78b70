"""What a resolution may enact: each kind with the command that carries it out.

The terms of an enactment are the fields of its command, without the authority and the day of the decision,
which the resolution itself gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from application.agreements import ChangeVatRegime, DecideAdmission, DraftAmendment, LetMemberLeave
from application.commands import Command
from application.meetings import LayDownCharter
from application.service_flows import AdoptMutualUse
from application.services import AdoptBudget, AdoptKey, EndContract, LetBeneficiaryLeave, OpenContract
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, Refusal

FREE_TEXT = "free text"

KINDS: Mapping[str, tuple[str, type[Command]]] = MappingProxyType(
    {
        "admit a member": ("admission", DecideAdmission),
        "let a member leave": ("exclusion", LetMemberLeave),
        "let a beneficiary leave": ("contract", LetBeneficiaryLeave),
        "amend the agreement": ("agreement", DraftAmendment),
        "change the VAT regime": ("agreement", ChangeVatRegime),
        "lay down the charter": ("charter", LayDownCharter),
        "open a contract": ("contract", OpenContract),
        "adopt a key": ("key", AdoptKey),
        "let services bear what they use of each other": ("key", AdoptMutualUse),
        "adopt a budget": ("budget", AdoptBudget),
        "end a contract": ("contract", EndContract),
    }
)
"""Each kind with the type of decision that it takes, and the command that carries it out."""


class WrongDecisionType(Refusal):
    """What a charter wants decided by one rule is not enacted by a vote under another."""

    sentence = "to {kind} is a decision on {needed}, and the resolution is tabled as one on {decision_type}"


def command_for(
    agreement: str, number: str, ordinal: int, decided_on: date, enactment: Enactment
) -> Command | None:
    """The command that carries an enactment out, under the resolution's authority; None for free text.

    Raises BadInput naming the term that is off.
    """
    if enactment.kind == FREE_TEXT:
        return None
    if enactment.kind not in KINDS:
        kinds = ", ".join((*KINDS, FREE_TEXT))
        raise BadInput(f"enactments[{ordinal}].kind", f"an enactment is one of: {kinds}")
    command = KINDS[enactment.kind][1]
    given: dict[str, object] = {"authority": Authority("resolution", agreement, number, ordinal)}
    if "decided_on" in command.model_fields:
        given["decided_on"] = decided_on
    if "agreement" in command.model_fields:
        given["agreement"] = agreement
    for own in ("authority", "decided_on"):
        if own in enactment.terms:
            raise BadInput(f"enactments[{ordinal}].{own}", "the resolution itself gives it")
    return command.read({**given, **enactment.terms})


def check_enactments(
    agreement: str, number: str, decision_type: str, tabled_on: date, enactments: Sequence[Enactment]
) -> None:
    """Refuse enactments that could not be read when the time comes, or that take another type of decision.

    Raises BadInput, WrongDecisionType.
    """
    for ordinal, enactment in enumerate(enactments, start=1):
        command_for(agreement, number, ordinal, tabled_on, enactment)
        needed = KINDS[enactment.kind][0] if enactment.kind in KINDS else decision_type
        if needed != decision_type:
            raise WrongDecisionType(kind=enactment.kind, needed=needed, decision_type=decision_type)
