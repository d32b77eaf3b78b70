"""When a member leaves an agreement, it bears no more cost of service of the contracts that its leaving names."""

from __future__ import annotations

from datetime import date

from application.processes.following import Consequence, marks_of
from application.services import LetBeneficiaryLeave
from domain.membership.agreement import CooperationAgreement
from domain.membership.agreement_events import MemberLeft


def end_shares_when_left(left: MemberLeft, _: CooperationAgreement) -> list[Consequence]:
    """One departure a contract, after the same day; earlier service months stay the member's own.

    With the last one the departure's enactment is carried out.
    """
    executed, refused = marks_of(left.authority)
    ended = [
        Consequence(
            LetBeneficiaryLeave(
                contract=contract,
                member=left.member,
                bears_costs_until=date.fromisoformat(left.bears_costs_until),
                authority=left.authority,
            ),
            None,
            refused,
        )
        for contract in left.contracts
    ]
    return [*ended, Consequence(None, executed, refused)]
