"""Use cases of services: what changes of a contract that is open, and months that are shared anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Self

from application.commands import Command, UseCases
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from application.services import find_contract, read_key
from domain.allocation.service_flows import ServiceFlows, service_flows_id
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.contract import AllocationPeriod

STAYS: Mapping[str, str] = MappingProxyType(
    {
        "code": Sentence("a code is given once"),
        "service": Sentence("a contract shares one service: end it and open another"),
        "agreement": Sentence("a contract stands under one agreement: end it and open another there"),
        "rounding": Sentence(
            "cents are carried from month to month by it: end the contract and open another"
        ),
        "exact_cost": Sentence("it is laid down when a contract opens: end it and open another"),
        "starts_on": Sentence("a contract that is open has started"),
        "ends_on": Sentence("a contract is ended by an enactment of its own"),
        "key": "a key is adopted by an enactment of its own, with its reason",
        "beneficiaries": "members are admitted and leave by enactments of their own",
    }
)
"""What no change of a contract touches, and why."""


class ChangeContract(Command):
    """Change who provides, over which period is allocated or the notice, from the first of a month."""

    contract: str
    effective_from: str
    provider: str | None = None
    allocation_period: AllocationPeriod | None = None
    notice_months: int | None = None
    decided_on: date
    authority: Authority

    @classmethod
    def read(cls, terms: Mapping[str, object]) -> Self:
        """The change that these terms spell out. Raises BadInput with the reason for what stays as it is."""
        _refuse_what_stays(terms)
        return super().read(terms)

    @classmethod
    def read_strictly(cls, terms: Mapping[str, object]) -> Self:
        """The change that terms from JSON spell out. Raises BadInput."""
        _refuse_what_stays(terms)
        return super().read_strictly(terms)


def _refuse_what_stays(terms: Mapping[str, object]) -> None:
    for field in terms:
        if field in STAYS:
            raise BadInput(field, STAYS[field])


class AuthoriseRestatement(Command):
    """Share months that are past anew by another key, from the first to the last that is named ("2021-03")."""

    contract: str
    key: dict[str, object]
    effective_from: str
    through: str
    reason: str
    decided_on: date
    authority: Authority


def change_contract(ledger: Ledger, command: ChangeContract, act: Act) -> int:
    """The contract's terms change from that month on."""
    contract = find_contract(ledger, command.contract)
    provider = command.provider and find_member(ledger, command.provider).code
    effective_from = Month.of(command.effective_from, "effective_from")
    if provider is not None:
        flows = ledger.find(ServiceFlows, service_flows_id(contract.agreement))
        flows.must_not_stand(contract.code, effective_from)
    contract.change_terms(
        effective_from,
        provider,
        command.allocation_period,
        command.notice_months,
        command.decided_on,
        command.authority,
    )
    return ledger.record(contract, act=act)


def authorise_restatement(ledger: Ledger, command: AuthoriseRestatement, act: Act) -> int:
    """The key holds for these months; the next run of each posts the difference."""
    contract = find_contract(ledger, command.contract)
    first, through = Month.of(command.effective_from, "effective_from"), Month.of(command.through, "through")
    key = read_key(ledger, command.key)
    contract.adopt_key(
        key, first, command.reason, command.decided_on, command.authority, restatement=True, through=through
    )
    return ledger.record(contract, act=act)


USE_CASES: UseCases = {
    ChangeContract: change_contract,
    AuthoriseRestatement: authorise_restatement,
}
