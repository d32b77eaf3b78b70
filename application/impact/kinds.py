"""Each kind of enactment that moves money, with the function that says what it would have changed.

Direct charges are each member's own, before and after, and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from application.agreements import DecideAdmission, LetMemberLeave
from application.commands import Command
from application.contract_changes import AuthoriseRestatement, ChangeContract
from application.impact import contracts, sharers
from application.impact.grounds import Grounds, Studied
from application.service_flows import AdoptMutualUse
from application.services import AdoptBudget, AdoptKey, EndContract, LetBeneficiaryLeave, OpenContract

MOVE_MONEY: Mapping[type[Command], Callable[[Grounds, Any], Studied]] = MappingProxyType(
    {
        AdoptKey: sharers.another_key,
        AuthoriseRestatement: sharers.restatement,
        DecideAdmission: sharers.admission,
        LetMemberLeave: sharers.departure,
        LetBeneficiaryLeave: sharers.departure_of_beneficiary,
        OpenContract: contracts.opening,
        EndContract: contracts.ending,
        AdoptBudget: contracts.budget,
        AdoptMutualUse: contracts.mutual_use,
        ChangeContract: contracts.other_terms,
    }
)


def studied(on: Grounds, command: Command) -> Studied | None:
    """What the enactment would have changed; None for a kind that moves no money.

    Raises ReadingsNotThere, and the Refusal of a rule that the enactment itself would break.
    """
    found = MOVE_MONEY.get(type(command))
    return None if found is None else found(on, command)
