"""Use cases of going alone: what it would cost is declared with evidence, corrected or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from application.services import find_contract
from domain.allocation.engine.reading import at
from domain.allocation.stand_alone import AloneCost, StandAlone, alone_cost, stand_alone_id
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.periods import Month
from domain.services.contract import ServiceContract

SHA256 = "^[0-9a-f]{64}$"


class DeclareStandAloneCost(Command):
    """Declare what members of a contract, one or some together, would bear without the others.

    In cents, for all months from the first through the last; `source` says in a sentence how it was found.
    """

    contract: str
    members: tuple[str, ...]
    first_month: str
    last_month: str
    cost_cents: int = Field(strict=True)
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str = Field(pattern=SHA256)


class CorrectStandAloneCost(Command):
    """Correct what is declared of these members and months, with the reason and the evidence."""

    contract: str
    members: tuple[str, ...]
    first_month: str
    last_month: str
    cost_cents: int = Field(strict=True)
    reason: str = Field(min_length=1)
    source: str
    certified_by: str
    evidence_reference: str
    evidence_sha256: str = Field(pattern=SHA256)


class WithdrawStandAloneCost(Command):
    """Withdraw what is declared of these members and months, with the reason."""

    contract: str
    members: tuple[str, ...]
    first_month: str
    last_month: str
    reason: str = Field(min_length=1)


def declare_stand_alone_cost(ledger: Ledger, command: DeclareStandAloneCost, act: Act) -> int:
    """The cost is declared, once, of beneficiaries and months of the contract."""
    contract = find_contract(ledger, command.contract)
    cost = _cost(contract, command)
    contract.must_serve(Month.of(cost.first_month))
    contract.must_serve(Month.of(cost.last_month))
    stand_alone = ledger.find(StandAlone, stand_alone_id(contract.code))
    stand_alone.declare(contract.code, cost)
    return ledger.record(stand_alone, act=act)


def correct_stand_alone_cost(ledger: Ledger, command: CorrectStandAloneCost, act: Act) -> int:
    """The declared cost is corrected."""
    contract = find_contract(ledger, command.contract)
    stand_alone = ledger.find(StandAlone, stand_alone_id(contract.code))
    stand_alone.correct(_cost(contract, command), command.reason)
    return ledger.record(stand_alone, act=act)


def withdraw_stand_alone_cost(ledger: Ledger, command: WithdrawStandAloneCost, act: Act) -> int:
    """The declared cost counts no more."""
    contract = find_contract(ledger, command.contract)
    stand_alone = ledger.find(StandAlone, stand_alone_id(contract.code))
    members = _known(contract, command.members)
    stand_alone.withdraw(members, command.first_month, command.last_month, command.reason)
    return ledger.record(stand_alone, act=act)


def _cost(contract: ServiceContract, command: DeclareStandAloneCost | CorrectStandAloneCost) -> AloneCost:
    return alone_cost(
        _known(contract, command.members),
        command.first_month,
        command.last_month,
        command.cost_cents,
        command.source,
        command.certified_by,
        command.evidence_reference,
        command.evidence_sha256,
    )


def _known(contract: ServiceContract, members: Sequence[str]) -> list[str]:
    """The members in the contract's order, under the codes that were given once. Raises BadInput."""
    codes = []
    for place, member in enumerate(members):
        try:
            codes.append(contract.beneficiary_code(member))
        except NotFound as unknown:
            raise BadInput(at("members", place), str(unknown)) from None
    return sorted(codes, key=list(contract.beneficiaries).index)


USE_CASES: UseCases = {
    DeclareStandAloneCost: declare_stand_alone_cost,
    CorrectStandAloneCost: correct_stand_alone_cost,
    WithdrawStandAloneCost: withdraw_stand_alone_cost,
}
