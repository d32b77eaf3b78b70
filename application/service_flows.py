"""Use cases of services that use each other: the rule is adopted, and each month's flows are shared by it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from application.run_inputs import RunInputs, flow_readings, presence_in, stock_readings
from application.services import find_contract
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.mutual_services import SERVICE_METHODS
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.service_flows import (
    ServiceFlows,
    Use,
    flows_between,
    members_of,
    service_flows_id,
    solve,
)
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.money import exact_text, quantity_of
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.contract import ServiceContract
from domain.services.mutual_use import MutualUse, mutual_use_id


class FlowsAwaited(Refusal):
    """A pool is allocated once it bears what its service uses of others, and they what they use of it."""

    sentence = (
        "what the services of {agreement} use of each other in {month} is not shared as it stands now: "
        "share the flows of {month} first"
    )


class NoMutualUse(Refusal):
    """Flows between services follow a rule that was decided."""

    sentence = "no rule of {agreement} lets services bear each other's cost in {month}"


class AdoptMutualUse(Command):
    """Let contracts of an agreement bear what their services use of each other, from the first of a month.

    `measures` names, for each contract whose service others use, the measure that counts the use.
    """

    agreement: str
    method: str
    contracts: tuple[str, ...]
    measures: dict[str, str]
    effective_from: str
    reason: str
    decided_on: date
    authority: Authority


class ShareServiceFlows(Command):
    """Share what the services of an agreement use of each other in a month."""

    agreement: str
    month: str


def adopt_mutual_use(ledger: Ledger, command: AdoptMutualUse, act: Act) -> int:
    """The next version of the rule holds, over contracts of the agreement and measures that are defined."""
    agreement = find_agreement(ledger, command.agreement)
    if command.method not in SERVICE_METHODS:
        raise BadInput(
            "method",
            Sentence("a method is one of: {service_methods}", service_methods=", ".join(SERVICE_METHODS)),
        )
    contracts = [_of_agreement(ledger, code, agreement.code) for code in command.contracts]
    measures = {}
    for provider, code in command.measures.items():
        measure = ledger.find(Measure, measure_id(code))
        measure.must_exist(code)
        named = _of_agreement(ledger, provider, agreement.code)
        if named in measures:
            raise BadInput(f"measures.{provider}", "the use of a service is counted by one measure")
        measures[named] = measure.code
    use = ledger.find(MutualUse, mutual_use_id(agreement.code))
    use.adopt(
        agreement.code,
        command.method,
        contracts,
        measures,
        Month.of(command.effective_from, "effective_from"),
        command.reason,
        command.decided_on,
        command.authority,
    )
    return ledger.record(use, act=act)


def share_service_flows(ledger: Ledger, command: ShareServiceFlows, act: Act) -> int:
    """The flows are computed and moved between the pools in one save."""
    agreement, month = find_agreement(ledger, command.agreement).code, Month.of(command.month)
    inputs = RunInputs()
    use = use_in(ledger, agreement, month, inputs)
    flows = ledger.find(ServiceFlows, service_flows_id(agreement))
    if use is None:
        if not flows.exact(str(month)):
            raise NoMutualUse(agreement=agreement, month=month)
        # The rule was taken back: what was moved by it goes back as well.
        rule = ledger.find(MutualUse, mutual_use_id(agreement))
        inputs.note(f"mutual use under {agreement}", rule)
        version = rule.versions[-1]
        noted = tuple(inputs.noted)
        use = Use(agreement, str(month), version.version, version.method, (), {}, {}, noted)
    shared = flows.share(use)
    pools: dict[str, CostPool] = {}
    for flow in shared.flows:
        for contract in (flow.provider, flow.user) if flow.moved_cents else ():
            pool = pools.setdefault(contract, _pool(ledger, contract, month))
            owed_by = find_contract(ledger, flow.user).terms_for(month).provider
            pool.move_flow(
                contract, str(month), shared.code, (flow.provider, flow.user), owed_by, flow.moved_cents
            )
    return ledger.record(flows, *pools.values(), *inputs.freshly_frozen, act=act, expected=inputs.expected)


def must_have_shared(ledger: Ledger, contract: ServiceContract, month: Month) -> None:
    """Refuse while the pool of a contract does not bear what follows from costs and use as they stand now."""
    version = ledger.find(MutualUse, mutual_use_id(contract.agreement)).in_force(month)
    flows = ledger.find(ServiceFlows, service_flows_id(contract.agreement))
    before = flows.exact(str(month))
    takes_part = version is not None and contract.code in version.contracts
    if not takes_part and not any(contract.code in pair for pair in before):
        # Whoever takes no part, and took none, waits for nobody's readings.
        return
    use = use_in(ledger, contract.agreement, month, RunInputs())
    if (flows_between(solve(use)) if use else {}) != before:
        raise FlowsAwaited(agreement=contract.agreement, month=month)


def use_in(ledger: Ledger, agreement: str, month: Month, inputs: RunInputs) -> Use | None:
    """What the services of an agreement cost and use of each other in a month; None when no rule holds.

    Raises ReadingMissing when the use of a service was not counted for each that may use it.
    """
    rule = ledger.find(MutualUse, mutual_use_id(agreement))
    version = rule.in_force(month)
    if version is None:
        return None
    inputs.note(f"mutual use under {agreement}", rule)
    found = [find_contract(ledger, code) for code in version.contracts]
    contracts = {contract.code: contract for contract in found if contract.serves(month)}
    costs_cents = {code: _pool(ledger, code, month).own_cents for code in contracts}
    # Where no service that others use has cost anything, nothing can flow, and nobody need have counted.
    asked = any(costs_cents.get(code) for code in version.measures)
    usage = {}
    for contract in contracts.values():
        inputs.note(f"contract {contract.code}", contract)
        members = members_of(contract.code)
        if asked and contract.code in version.measures:
            measure = ledger.find(Measure, measure_id(version.measures[contract.code]))
            used = _used(ledger, contract, tuple(contracts), measure, month, inputs)
        else:
            used = {members: Fraction(1)}
        usage[contract.code] = {user: exact_text(amount) for user, amount in used.items()}
    return Use(
        agreement=agreement,
        service_month=str(month),
        version=version.version,
        method=version.method,
        contracts=tuple(contracts),
        costs_cents=costs_cents,
        usage=usage,
        inputs=tuple(inputs.noted),
    )


def _used(
    ledger: Ledger,
    contract: ServiceContract,
    contracts: tuple[str, ...],
    measure: Measure,
    month: Month,
    inputs: RunInputs,
) -> dict[str, Fraction]:
    # Every other contract that takes part has its reading, be it zero; so has every member that is there.
    others = [code for code in contracts if code != contract.code]
    parts = {b.member: presence_in(b, month) for b in contract.beneficiaries.values()}
    users = dict.fromkeys(others, Fraction(1)) | {member: part for member, part in parts.items() if part}
    present, what = {user: [month] for user in users}, f"the services of {contract.agreement} {month}"
    inputs.note(f"measure {measure.code}", measure)
    if measure.nature is Nature.FLOW:
        # A flow starts when a member does; of a stock, so much counts as the member is there.
        read = flow_readings(ledger, measure, present, contract.code, what, inputs)
        users = dict.fromkeys(users, Fraction(1))
    else:
        read = stock_readings(ledger, measure, present, month, contract.code, what, inputs)
    used = {user: quantity_of(read[user]) * part for user, part in users.items()}
    shared = sum((amount for user, amount in used.items() if user not in others), Fraction(0))
    if not any(used.values()):
        # What nobody used is used by no other service: its cost stays with those who share it.
        shared = Fraction(1)
    return {**{code: used[code] for code in others}, members_of(contract.code): shared}


def _pool(ledger: Ledger, contract: str, month: Month) -> CostPool:
    return ledger.find(CostPool, cost_pool_id(contract, str(month)))


def _of_agreement(ledger: Ledger, code: str, agreement: str) -> str:
    contract = find_contract(ledger, code)
    if contract.agreement != agreement:
        raise NotFound(kind=Sentence("contract under {agreement}", agreement=agreement), code=code)
    return contract.code


USE_CASES: UseCases = {AdoptMutualUse: adopt_mutual_use, ShareServiceFlows: share_service_flows}
