"""When a member is admitted, it becomes a beneficiary of the contracts that its admission names."""

from __future__ import annotations

from datetime import date

from application.processes.following import Consequence, marks_of
from application.services import AddBeneficiary
from domain.membership.agreement import CooperationAgreement, EntryConvention
from domain.membership.agreement_events import MemberAdmitted


def extend_contracts_when_admitted(admitted: MemberAdmitted, _: CooperationAgreement) -> list[Consequence]:
    """One beneficiary a contract; with the last one the admission's enactment is carried out."""
    executed, refused = marks_of(admitted.authority)
    consequences = [
        Consequence(
            AddBeneficiary(
                contract=contract,
                member=admitted.member,
                bears_costs_from=date.fromisoformat(admitted.bears_costs_from),
                convention=EntryConvention(admitted.convention),
                authority=admitted.authority,
            ),
            None,
            refused,
        )
        for contract in admitted.contracts
    ]
    return [*consequences, Consequence(None, executed, refused)]
