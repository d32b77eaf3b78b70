"""Use cases of services: the toolbox and the mutualisation contracts with their keys and budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from datetime import date

from pydantic import Field

from application.agreements import find_agreement
from application.averaged_measures import read_averaged_measures
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from domain.allocation.engine.splitting import key_data, measures_of, parse_key
from domain.allocation.measure import Measure, measure_id
from domain.allocation.service_flows import ServiceFlows, service_flows_id
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists
from domain.kernel.periods import Month
from domain.membership.agreement import EntryConvention
from domain.membership.member import Member, member_id
from domain.services.contract import AllocationPeriod, Rounding, ServiceContract, contract_id
from domain.services.contract_events import ExactCost
from domain.services.service import Service, service_id

MonthWeights = dict[str, str]
"""What each month of the year weighs, from "1" to "12": decimal or p/q."""


def _is_empty(value: Sized) -> bool:
    # A command that says nothing of them has the digest it had before they could be said.
    return not value


class AddService(Command):
    """Put a service into the toolbox."""

    code: str
    name: str
    axis: str
    unit_of_work: str
    description: str = ""
    published: bool = False


class OpenContract(Command):
    """Open a mutualisation contract with its first key, from the first of a month."""

    code: str
    service: str
    agreement: str
    provider: str
    beneficiaries: tuple[str, ...]
    allocation_period: AllocationPeriod = AllocationPeriod.MONTH
    rounding: Rounding = Rounding.CARRIED_REMAINDER
    notice_months: int = 3
    starts_on: date
    exact_cost: ExactCost
    key: dict[str, object]
    reason: str
    decided_on: date
    authority: Authority
    month_weights: MonthWeights = Field(default={}, exclude_if=_is_empty)
    averaged_measures: tuple[str, ...] = Field(default=(), exclude_if=_is_empty)


class AdoptKey(Command):
    """Adopt the next version of a contract's key from the first of a month."""

    contract: str
    key: dict[str, object]
    effective_from: str
    reason: str
    decided_on: date
    restatement: bool = False
    authority: Authority
    month_weights: MonthWeights = Field(default={}, exclude_if=_is_empty)
    averaged_measures: tuple[str, ...] = Field(default=(), exclude_if=_is_empty)


class AddBeneficiary(Command):
    """Let a member bear its part of a contract from a day."""

    contract: str
    member: str
    bears_costs_from: date
    convention: EntryConvention
    authority: Authority


class LetBeneficiaryLeave(Command):
    """Let a member bear no cost of service after a day."""

    contract: str
    member: str
    bears_costs_until: date
    authority: Authority


class AdoptBudget(Command):
    """Adopt or revise a contract's budget of a year, in cents."""

    contract: str
    year: int
    amount_cents: int
    authority: Authority


class EndContract(Command):
    """End a contract with the last day of a month."""

    contract: str
    ends_on: date
    authority: Authority


def add_service(ledger: Ledger, command: AddService, act: Act) -> int:
    """Put the service into the toolbox, once."""
    service = ledger.find(Service, service_id(command.code))
    service.add(
        command.code,
        command.name,
        command.axis,
        command.unit_of_work,
        command.description,
        command.published,
    )
    return ledger.record(service, act=act)


def open_contract(ledger: Ledger, command: OpenContract, act: Act) -> int:
    """Open the contract with its first key, under an agreement in force."""
    contract = ledger.find(ServiceContract, contract_id(command.code))
    if ledger.find(Member, member_id(command.code)).exists:
        # Readings are counted of members and of contracts: each under a code of its own.
        raise AlreadyExists(kind="member", code=command.code)
    service = ledger.find(Service, service_id(command.service))
    service.must_exist(command.service)
    agreement = find_agreement(ledger, command.agreement)
    agreement.must_be_in_force(command.starts_on)
    provider = find_member(ledger, command.provider).code
    beneficiaries = [find_member(ledger, code).code for code in command.beneficiaries]
    agreement.must_count_among_members(beneficiaries, command.starts_on)
    contract.open(
        command.code,
        service.code,
        agreement.code,
        provider,
        beneficiaries,
        command.allocation_period,
        command.rounding,
        command.notice_months,
        command.starts_on,
        command.exact_cost,
        command.authority,
    )
    starts = Month.containing(command.starts_on)
    key = read_key(ledger, command.key)
    averaged = read_averaged_measures(ledger, key, command.averaged_measures)
    contract.adopt_key(
        key,
        starts,
        command.reason,
        command.decided_on,
        command.authority,
        month_weights=command.month_weights,
        averaged_measures=averaged,
    )
    return ledger.record(contract, act=act)


def adopt_key(ledger: Ledger, command: AdoptKey, act: Act) -> int:
    """Adopt the next version of the key, read by the engine that will apply it."""
    contract = find_contract(ledger, command.contract)
    effective_from = Month.of(command.effective_from, "effective_from")
    key = read_key(ledger, command.key)
    averaged = read_averaged_measures(ledger, key, command.averaged_measures)
    contract.adopt_key(
        key,
        effective_from,
        command.reason,
        command.decided_on,
        command.authority,
        command.restatement,
        month_weights=command.month_weights,
        averaged_measures=averaged,
    )
    return ledger.record(contract, act=act)


def add_beneficiary(ledger: Ledger, command: AddBeneficiary, act: Act) -> int:
    """The member bears its part from that day."""
    contract, member = find_contract(ledger, command.contract), find_member(ledger, command.member)
    agreement = find_agreement(ledger, contract.agreement)
    agreement.must_count_among_members([member.code], command.bears_costs_from)
    contract.add_beneficiary(
        member.code, command.bears_costs_from, command.convention.value, command.authority
    )
    return ledger.record(contract, act=act)


def let_beneficiary_leave(ledger: Ledger, command: LetBeneficiaryLeave, act: Act) -> int:
    """The member bears no cost of service after that day."""
    contract = find_contract(ledger, command.contract)
    convention = find_agreement(ledger, contract.agreement).entry_convention.value
    contract.let_beneficiary_leave(command.member, command.bears_costs_until, convention, command.authority)
    return ledger.record(contract, act=act)


def adopt_budget(ledger: Ledger, command: AdoptBudget, act: Act) -> int:
    """The budget of the year holds."""
    contract = find_contract(ledger, command.contract)
    contract.adopt_budget(command.year, command.amount_cents, command.authority)
    return ledger.record(contract, act=act)


def end_contract(ledger: Ledger, command: EndContract, act: Act) -> int:
    """The contract ends."""
    contract = find_contract(ledger, command.contract)
    flows = ledger.find(ServiceFlows, service_flows_id(contract.agreement))
    flows.must_not_stand(contract.code, Month.containing(command.ends_on).plus(1))
    contract.end(command.ends_on, command.authority)
    return ledger.record(contract, act=act)


def find_contract(ledger: Ledger, code: str) -> ServiceContract:
    """The contract of that code. Raises NotFound."""
    contract = ledger.find(ServiceContract, contract_id(code))
    contract.must_exist(code)
    return contract


def read_key(ledger: Ledger, data: Mapping[str, object]) -> dict[str, object]:
    """The key in canonical form, over measures that are defined. Raises BadInput, NotFound."""
    key = parse_key(data)
    for code in sorted(measures_of(key)):
        ledger.find(Measure, measure_id(code)).must_exist(code)
    return key_data(key)


USE_CASES: UseCases = {
    AddService: add_service,
    OpenContract: open_contract,
    AdoptKey: adopt_key,
    AddBeneficiary: add_beneficiary,
    LetBeneficiaryLeave: let_beneficiary_leave,
    AdoptBudget: adopt_budget,
    EndContract: end_contract,
}
