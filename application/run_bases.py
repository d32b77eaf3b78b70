"""What a run rests on, joined from the contract, its pools, their readings and what was posted before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from application.averaged_readings import Parts
from application.counted_readings import Counting, Season
from application.ledger import Ledger
from application.run_inputs import RunInputs, presence_in
from application.service_flows import must_have_shared
from application.services import find_contract
from domain.allocation.allocation_run import AllocationRun, allocation_run_id
from domain.allocation.allocation_run_events import Computed
from domain.allocation.carry import Carry, carry_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.presence import presence_over
from domain.allocation.run_basis import Basis, run_code
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.services.beneficiary import Beneficiary
from domain.services.contract import ServiceContract
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


def with_key(held: KeyAdopted, key: Mapping[str, object]) -> Terms:
    """What a version lays down, with another key: its seasons stay, and the averages of what that key counts."""
    counted = measures_of(parse_key(key))
    averaged = tuple(measure for measure in held.averaged_measures if measure in counted)
    return Terms(key, 0, held.month_weights, averaged)


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
    # The period so far, complete: nothing later is posted, and services have settled with each other.
    contract, month = find_contract(ledger, pool.contract), Month.of(pool.service_month)
    contract.must_serve(month)
    first, last = contract.period_of(month)
    months = list(first.through(month))
    if not afresh:
        _must_be_latest_posted(ledger, contract.code, month, last)
    for each_month in months:
        must_have_shared(ledger, contract, each_month)
    # What it costs, by whose terms it is shared, and what was posted of it.
    terms, provider = trial or _terms_of(contract.key_for(month)), contract.terms_for(month).provider
    pools, carry = _costs_and_carry(ledger, contract, months, inputs)
    posted = () if afresh else _posted_before(ledger, pools, provider)
    # Who bears it, for which part of which month.
    beneficiaries = contract.beneficiaries if supposed is None else supposed
    there = {b.member: {m: presence_in(b, m) for m in months} for b in beneficiaries.values()}
    members = _bearing(there, posted)
    # What they count, as the key asks.
    base_cents = sum(each.base_cents for each in pools)
    season = _season_of(contract.code, terms, months, asked=base_cents != 0 and first < last)
    run = run_code(contract.code, month, len(pool.runs) + 1)
    counting = Counting(ledger, contract.code, run, {m: there[m] for m in members}, season, inputs)
    counted = counting.read(sorted(measures_of(parse_key(terms.key))) if base_cents else ())
    return Basis(
        contract=contract.code,
        service_from=first,
        service_to=month,
        provider=provider,
        members=members,
        key_version=terms.version,
        key=terms.key,
        readings=counted.readings,
        flow_measures=tuple(counted.flows),
        presence={m: presence_over(parts, season.weights) for m, parts in there.items()},
        rounding=contract.rounding.value,
        carried=_carried_after_open_runs(ledger, carry, contract.code, first) if following else carry.carried,
        base_cents=base_cents,
        direct_cents=_direct(pools),
        line_count=sum(each.line_count for each in pools),
        period_ends=month == last,
        month_was_posted=bool(pool.posted_runs),
        posted=posted,
        inputs=tuple(inputs.noted),
        month_weights={str(m): w for m, w in season.written.items()} if season.weighs else {},
        month_presence={m: _as_text(there[m]) for m in members} if season.matters else {},
        averages=counted.averages,
    )


def _must_be_latest_posted(ledger: Ledger, contract: str, month: Month, last: Month) -> None:
    for later in pools_between(ledger, contract, month.plus(1), last):
        if later.posted_runs:
            raise LaterMonthPosted(month=month, later=later.service_month)


def _costs_and_carry(
    ledger: Ledger, contract: ServiceContract, months: Sequence[Month], inputs: RunInputs
) -> tuple[list[CostPool], Carry]:
    carry = ledger.find(Carry, carry_id(contract.code))
    pools = pools_between(ledger, contract.code, months[0], months[-1])
    for each in pools:
        inputs.note(f"pool {contract.code} {each.service_month}", each)
    inputs.note(f"contract {contract.code}", contract)
    inputs.note(f"carry of {contract.code}", carry)
    return pools, carry


def _posted_before(ledger: Ledger, pools: Sequence[CostPool], provider: str) -> tuple[Computed, ...]:
    runs = dict.fromkeys(run for each in pools for run in each.posted_runs)
    return tuple(_computed(ledger, run, provider) for run in runs)


def _bearing(there: Parts, posted: Sequence[Computed]) -> tuple[str, ...]:
    # Who is there now, and who bore something of what was posted: a former member may be credited.
    bore = {share.member for computed in posted for share in computed.shares if share.exact_cents != "0"}
    return tuple(member for member, parts in there.items() if any(parts.values()) or member in bore)


def _direct(pools: Sequence[CostPool]) -> dict[str, int]:
    direct: dict[str, int] = {}
    for each in pools:
        for member, cents in each.direct_cents.items():
            direct[member] = direct.get(member, 0) + cents
    return direct


def _season_of(contract: str, terms: Terms, months: Sequence[Month], *, asked: bool) -> Season:
    # Where nothing is left to share no key is asked, and what it lays down neither; one month is no season.
    weighs, averages = asked and bool(terms.month_weights), asked and bool(terms.averaged_measures)
    written = {each: terms.month_weights[str(each.month)] if weighs else "1" for each in months}
    season = Season(written, weighs, terms.averaged_measures if averages else ())
    if not any(season.weights.values()):
        raise MonthsWeighNothing(contract=contract, first=months[0], month=months[-1])
    return season


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
