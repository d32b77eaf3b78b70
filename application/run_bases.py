"""What a run rests on, joined from the contract, its pools, their readings and what was posted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from application.averaged_readings import averaged_readings
from application.ledger import Ledger
from application.run_inputs import RunInputs, flow_readings, presence_in, stock_readings
from application.service_flows import must_have_shared
from application.services import find_contract
from domain.allocation.allocation_run import AllocationRun, allocation_run_id
from domain.allocation.allocation_run_events import Computed
from domain.allocation.averages import mean
from domain.allocation.carry import Carry, carry_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.presence import presence_over
from domain.allocation.run_basis import Basis, run_code
from domain.kernel.errors import Refusal
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary
from domain.services.contract_events import KeyAdopted

MONTHS_FORESEEN = 12
"""How far back open runs are looked for: a whole year may be prepared at once."""


class LaterMonthPosted(Refusal):
    """A month posts the period so far: once a later month of it is posted, that one takes what comes late."""

    sentence = "{month} is followed by {later}, which is posted: correct the period with the run of {later}"


class MonthsWeighNothing(Refusal):
    """What a period costs before its first month that weighs something is shared with that month."""

    sentence = (
        "the months of {contract} from {first} to {month} weigh nothing together: what they cost is shared with "
        "the first month that weighs something"
    )


class OtherProvider(Refusal):
    """A difference is posted in the books in which the rest was posted."""

    sentence = (
        "{run} was posted for {before}, and {now} provides that month: reverse it and run the month again"
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a period is shared: a version of the contract's key, or a key that is only tried (version 0).

    What each month of the year weighs, from "1" to "12" (empty: all alike), and which stocks are averaged.
    """

    key: Mapping[str, object]
    version: int = 0
    month_weights: Mapping[str, str] = field(default_factory=dict)
    averaged_measures: tuple[str, ...] = ()


def pools_of(ledger: Ledger, run: AllocationRun) -> list[CostPool]:
    """The pools of the service months that a run covers, where there are any."""
    first, last = Month.of(run.prepared.service_from), Month.of(run.prepared.service_to)
    return pools_between(ledger, run.prepared.contract, first, last)


def pools_between(ledger: Ledger, contract: str, first: Month, last: Month) -> list[CostPool]:
    """The pools of a contract from one service month to another, where there are any."""
    found = (ledger.find(CostPool, cost_pool_id(contract, str(month))) for month in first.through(last))
    return [pool for pool in found if pool.exists]


def basis_of(
    ledger: Ledger,
    pool: CostPool,
    inputs: RunInputs,
    trial: Terms | None = None,
    *,
    afresh: bool = False,
    following: bool = False,
    supposed: Mapping[str, Beneficiary] | None = None,
) -> Basis:
    """The allocation period up to the month: what it costs so far, less what was posted of it.

    A trial shares it by other terms than the contract's own; `afresh` leaves out what was posted of it;
    `following` takes the carry as the open runs of earlier months will leave it; `supposed` are other
    beneficiaries than the contract's own.
    Raises LaterMonthPosted, FlowsAwaited, MonthsWeighNothing, ReadingMissing.
    """
    contract = find_contract(ledger, pool.contract)
    month = Month.of(pool.service_month)
    contract.must_serve(month)
    first, last = contract.period_of(month)
    for later in pools_between(ledger, contract.code, month.plus(1), last):
        if later.posted_runs and not afresh:
            raise LaterMonthPosted(month=month, later=later.service_month)
    for each_month in first.through(month):
        must_have_shared(ledger, contract, each_month)
    months, terms = list(first.through(month)), trial or _terms_of(contract.key_for(month))
    carry = ledger.find(Carry, carry_id(contract.code))
    pools = pools_between(ledger, contract.code, first, month)
    for each in pools:
        inputs.note(f"pool {contract.code} {each.service_month}", each)
    inputs.note(f"contract {contract.code}", contract)
    inputs.note(f"carry of {contract.code}", carry)
    beneficiaries = contract.beneficiaries if supposed is None else supposed
    parts = {b.member: {m: presence_in(b, m) for m in months} for b in beneficiaries.values()}
    runs = dict.fromkeys(run for each in pools for run in each.posted_runs)
    provider = contract.terms_for(month).provider
    posted = () if afresh else tuple(_computed(ledger, run, provider) for run in runs)
    bore = {share.member for computed in posted for share in computed.shares if share.exact_cents != "0"}
    base_cents = sum(each.base_cents for each in pools)
    members = tuple(m for m in parts if any(parts[m].values()) or m in bore)
    # Where nothing is left to share no key is asked, and what it lays down neither; one month is no season.
    asked = base_cents != 0 and first < last
    seasonal, averaging = asked and bool(terms.month_weights), asked and bool(terms.averaged_measures)
    written = {each: terms.month_weights[str(each.month)] if seasonal else "1" for each in months}
    weights = {each: quantity_of(weight) for each, weight in written.items()}
    if not any(weights.values()):
        raise MonthsWeighNothing(contract=contract.code, first=first, month=month)
    run = run_code(contract.code, month, len(pool.runs) + 1)
    readings, averages, flows = {}, {}, []
    for code in sorted(measures_of(parse_key(terms.key))) if base_cents else ():
        measure = ledger.find(Measure, measure_id(code))
        inputs.note(f"measure {code}", measure)
        present = {m: [month for month, part in parts[m].items() if part] for m in members}
        if measure.nature is Nature.FLOW:
            flows.append(code)
            readings[code] = flow_readings(ledger, measure, present, contract.code, run, inputs)
        elif averaging and code in terms.averaged_measures:
            of = {m: parts[m] for m in members}
            averages[code] = averaged_readings(ledger, measure, of, weights, contract.code, run, inputs)
            readings[code] = {m: exact_text(mean(stocks)) for m, stocks in averages[code].items()}
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
        presence={m: presence_over(each, weights) for m, each in parts.items()},
        rounding=contract.rounding.value,
        carried=_carried_after_open_runs(ledger, carry, contract.code, first) if following else carry.carried,
        base_cents=base_cents,
        direct_cents=direct,
        line_count=sum(each.line_count for each in pools),
        period_ends=month == last,
        month_was_posted=bool(pool.posted_runs),
        posted=posted,
        inputs=tuple(inputs.noted),
        month_weights={str(each): weight for each, weight in written.items()} if seasonal else {},
        month_presence={m: _as_text(parts[m]) for m in members} if seasonal or averaging else {},
        averages=averages,
    )


def _terms_of(adopted: KeyAdopted) -> Terms:
    return Terms(
        adopted.key,
        adopted.version,
        month_weights=adopted.month_weights,
        averaged_measures=adopted.averaged_measures,
    )


def _carried_after_open_runs(
    ledger: Ledger, carry: Carry, contract: str, before: Month
) -> dict[str, Fraction]:
    carried, last_of = dict(carry.carried), {}
    for pool in pools_between(ledger, contract, before.plus(-MONTHS_FORESEEN), before.plus(-1)):
        code = run_code(contract, Month.of(pool.service_month), len(pool.runs) + 1)
        run = ledger.find(AllocationRun, allocation_run_id(code))
        if run.exists and stands(ledger, run):
            # Of an allocation period the last open run shares all of it.
            last_of[run.prepared.service_from] = run
    for run in last_of.values():
        for member, difference in run.carry_differences().items():
            carried[member] = carried.get(member, Fraction(0)) + difference
    return carried


def stands(ledger: Ledger, run: AllocationRun) -> bool:
    """Whether what an open run rests on has not moved, its carry left aside."""
    carry = carry_id(run.prepared.contract)
    taken = {UUID(i.stream): i.version for i in run.prepared.inputs if UUID(i.stream) != carry}
    return ledger.event_log.versions(list(taken)) == taken


def carried_by(ledger: Ledger, run: AllocationRun) -> bool:
    """Whether an open run took the carry that it would take now."""
    if run.prepared.rounding != CARRIED_REMAINDER:
        return True
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    first = Month.of(run.prepared.service_from)
    foreseen = _carried_after_open_runs(ledger, carry, run.prepared.contract, first)
    taken = {member: carry_of(cents) for member, cents in run.prepared.carried_cents.items()}
    return taken == {member: cents for member, cents in foreseen.items() if cents}


def _as_text(parts: Mapping[Month, Fraction]) -> dict[str, str]:
    return {str(month): exact_text(part) for month, part in parts.items()}


def _computed(ledger: Ledger, code: str, provider: str) -> Computed:
    run = ledger.find(AllocationRun, allocation_run_id(code))
    if run.prepared.provider != provider:
        raise OtherProvider(run=code, before=run.prepared.provider, now=provider)
    computed = run.computed
    if computed is None:
        raise AssertionError("a run that was posted has been computed")
    return computed
