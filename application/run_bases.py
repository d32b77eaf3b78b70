"""What a run rests on, joined from the contract, its pools, their readings and what was posted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from application.ledger import Ledger
from application.run_inputs import RunInputs, flow_readings, stock_readings
from application.services import find_contract
from domain.allocation.allocation_run import AllocationRun, allocation_run_id
from domain.allocation.allocation_run_events import Computed
from domain.allocation.carry import Carry, carry_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.presence import presence
from domain.allocation.run_basis import Basis, run_code
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.services.contract import Beneficiary
from domain.services.contract_events import KeyAdopted


class LaterMonthPosted(Refusal):
    """A month posts the period so far: once a later month of it is posted, that one takes what comes late."""

    sentence = "{month} is followed by {later}, which is posted: correct the period with the run of {later}"


class OtherProvider(Refusal):
    """A difference is posted in the books in which the rest was posted."""

    sentence = (
        "{run} was posted for {before}, and {now} provides that month: reverse it and run the month again"
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a period is shared: a version of the contract's key, or a key that is only tried (version 0)."""

    key: Mapping[str, object]
    version: int = 0


def pools_of(ledger: Ledger, run: AllocationRun) -> list[CostPool]:
    """The pools of the service months that a run covers, where there are any."""
    first, last = Month.of(run.prepared.service_from), Month.of(run.prepared.service_to)
    return pools_between(ledger, run.prepared.contract, first, last)


def pools_between(ledger: Ledger, contract: str, first: Month, last: Month) -> list[CostPool]:
    """The pools of a contract from one service month to another, where there are any."""
    found = (ledger.find(CostPool, cost_pool_id(contract, str(month))) for month in first.through(last))
    return [pool for pool in found if pool.exists]


def basis_of(
    ledger: Ledger, pool: CostPool, inputs: RunInputs, trial: Terms | None = None, *, afresh: bool = False
) -> Basis:
    """The allocation period up to the month: what it costs so far, less what was posted of it.

    A trial shares it by other terms than the contract's own; `afresh` leaves out what was posted of it.
    Raises LaterMonthPosted, ReadingMissing.
    """
    contract = find_contract(ledger, pool.contract)
    month = Month.of(pool.service_month)
    contract.must_serve(month)
    first, last = contract.period_of(month)
    for later in pools_between(ledger, contract.code, month.plus(1), last):
        if later.posted_runs and not afresh:
            raise LaterMonthPosted(month=month, later=later.service_month)
    months, terms = list(first.through(month)), trial or _terms_of(contract.key_for(month))
    carry = ledger.find(Carry, carry_id(contract.code))
    pools = pools_between(ledger, contract.code, first, month)
    for each in pools:
        inputs.note(f"pool {contract.code} {each.service_month}", each)
    inputs.note(f"contract {contract.code}", contract)
    inputs.note(f"carry of {contract.code}", carry)
    parts = {b.member: [_presence(b, each) for each in months] for b in contract.beneficiaries.values()}
    runs = dict.fromkeys(run for each in pools for run in each.posted_runs)
    provider = contract.terms_for(month).provider
    posted = () if afresh else tuple(_computed(ledger, run, provider) for run in runs)
    bore = {share.member for computed in posted for share in computed.shares if share.exact_cents != "0"}
    base_cents = sum(each.base_cents for each in pools)
    members = tuple(m for m in parts if any(parts[m]) or m in bore)
    run = run_code(contract.code, month, len(pool.runs) + 1)
    readings, flows = {}, []
    for code in sorted(measures_of(parse_key(terms.key))) if base_cents else ():
        measure = ledger.find(Measure, measure_id(code))
        inputs.note(f"measure {code}", measure)
        present = {m: [month for month, part in zip(months, parts[m], strict=True) if part] for m in members}
        if measure.nature is Nature.FLOW:
            flows.append(code)
            readings[code] = flow_readings(ledger, measure, present, contract.code, run, inputs)
        else:
            readings[code] = stock_readings(ledger, measure, present, month, contract.code, run, inputs)
    direct: dict[str, int] = {}
    for each in pools:
        for member, cents in each.direct_cents.items():
            direct[member] = direct.get(member, 0) + cents
    return Basis(
        contract=contract.code,
        service_from=first,
        service_to=month,
        provider=provider,
        members=members,
        key_version=terms.version,
        key=terms.key,
        readings=readings,
        flow_measures=tuple(flows),
        presence={m: sum(each, Fraction(0)) / len(months) for m, each in parts.items()},
        rounding=contract.rounding.value,
        carried=carry.carried,
        base_cents=base_cents,
        direct_cents=direct,
        line_count=sum(each.line_count for each in pools),
        period_ends=month == last,
        month_was_posted=bool(pool.posted_runs),
        posted=posted,
        inputs=tuple(inputs.noted),
    )


def _terms_of(adopted: KeyAdopted) -> Terms:
    return Terms(adopted.key, adopted.version)


def _presence(beneficiary: Beneficiary, month: Month) -> Fraction:
    # A member that left and came back was there twice.
    times = (beneficiary, *beneficiary.earlier)
    parts = (
        presence(b.convention, b.bears_costs_from, b.bears_costs_until, month, b.leaving_convention)
        for b in times
    )
    return min(sum(parts, Fraction(0)), Fraction(1))


def _computed(ledger: Ledger, code: str, provider: str) -> Computed:
    run = ledger.find(AllocationRun, allocation_run_id(code))
    if run.prepared.provider != provider:
        raise OtherProvider(run=code, before=run.prepared.provider, now=provider)
    computed = run.computed
    if computed is None:
        raise AssertionError("a run that was posted has been computed")
    return computed
