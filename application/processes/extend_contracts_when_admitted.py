"""When a member is admitted, it becomes a beneficiary of the contracts that its admission names."""

from __future__ import annotations

from datetime import date

from application.processes.following import Consequence
from application.resolutions import MarkEnactmentExecuted, MarkEnactmentRefused
from application.services import AddBeneficiary
from domain.kernel.errors import Refusal
from domain.membership.agreement import CooperationAgreement
from domain.membership.agreement_events import MemberAdmitted


def extend_contracts_when_admitted(
    admitted: MemberAdmitted, agreement: CooperationAgreement
) -> list[Consequence]:
    """One beneficiary a contract; with the last one the admission's enactment is carried out.

    An admission that the agreement or an amendment laid down is no enactment: there is none to speak of.
    """
    authority = admitted.authority
    decided = authority.kind == "resolution"
    mark = {"agreement": authority.agreement, "number": authority.number, "ordinal": authority.enactment}

    def refused(refusal: Refusal) -> MarkEnactmentRefused | None:
        said = {**mark, "refusal": refusal.name, "reason": str(refusal)}
        return MarkEnactmentRefused.read(said) if decided else None

    consequences = [
        Consequence(
            AddBeneficiary(
                contract=contract,
                member=admitted.member,
                bears_costs_from=date.fromisoformat(admitted.bears_costs_from),
                convention=admitted.convention,
                authority=authority,
            ),
            None,
            refused,
        )
        for contract in admitted.contracts
    ]
    if decided:
        consequences.append(Consequence(None, MarkEnactmentExecuted.read(mark), refused))
    return consequences
