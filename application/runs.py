"""Use cases of allocation runs: prepared by one person, approved by another, posted, or reversed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

from pydantic import Field

from application.accounts import first_open_period
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from application.run_inputs import RunInputs, flow_readings, stock_readings
from application.services import find_contract
from domain.accounts.journal import Journal, entries_of, journal_id
from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
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


class LaterMonthPosted(Refusal):
    """A month posts the period so far: once a later month of it is posted, that one takes what comes late."""

    sentence = "{month} is followed by {later}, which is posted: correct the period with the run of {later}"


class PrepareRun(Command):
    """Prepare the run of a contract and service month ("2021-03")."""

    contract: str
    month: str


class ApproveRun(Command):
    """Approve the prepared run of a contract and month."""

    contract: str
    month: str


class PostRun(Command):
    """Post the approved run to the first open period, with its accounting date."""

    contract: str
    month: str
    accounting_date: date | None = None


class ReverseRun(Command):
    """Reverse the last posted run of a contract and month."""

    contract: str
    month: str
    reason: str = Field(min_length=1)
    accounting_date: date | None = None


def prepare_run(ledger: Ledger, command: PrepareRun, act: Act) -> int:
    """Freeze what the run rests on, compute it and record both."""
    pool, run = _pool_and_run(ledger, command.contract, command.month)
    inputs = RunInputs()
    basis = _basis(ledger, pool, inputs)
    run.prepare(basis, len(pool.runs) + 1, act.actor)
    return ledger.record(run, *inputs.freshly_frozen, act=act, expected=inputs.expected)


def approve_run(ledger: Ledger, command: ApproveRun, act: Act) -> int:
    """Someone other than the preparer approves."""
    _, run = _pool_and_run(ledger, command.contract, command.month)
    run.approve(act.actor)
    return ledger.record(run, act=act)


def post_run(ledger: Ledger, command: PostRun, act: Act) -> int:
    """Post to the first open period: run, pools, carry and entries in one save, on inputs that stand still."""
    pool, run = _pool_and_run(ledger, command.contract, command.month)
    period, year = first_open_period(ledger, Month.of(command.month))
    accounting_date = (command.accounting_date or period.last_day).isoformat()
    run.post(period, accounting_date)
    pools = [each for each in _pools_of(ledger, run) if each.id == pool.id or each.awaits_a_run]
    for each in pools:
        each.close(run.code)
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    carry.move(run.prepared.contract, run.code, run.carry_differences())
    journals = _booked(ledger, run, period, accounting_date, 1)
    expected = [(UUID(i.stream), i.version) for i in run.prepared.inputs]
    expected.append((year.id, year.version))
    return ledger.record(run, *pools, carry, *journals, act=act, expected=expected)


def reverse_run(ledger: Ledger, command: ReverseRun, act: Act) -> int:
    """Negate the cents and carries of the last posted run, in the first open period."""
    month = Month.of(command.month)
    pool = ledger.find(CostPool, cost_pool_id(command.contract, str(month)))
    own = [code for code in pool.posted_runs if code.startswith(f"{pool.contract} {month} #")]
    if not own:
        raise NothingToAllocate(contract=command.contract, month=month, reason="nothing of it is posted")
    run = ledger.find(AllocationRun, allocation_run_id(own[-1]))
    period, year = first_open_period(ledger, month)
    accounting_date = (command.accounting_date or period.last_day).isoformat()
    run.reverse(period, accounting_date, command.reason)
    pools = [each for each in _pools_of(ledger, run) if run.code in each.posted_runs]
    for each in pools:
        each.reopen(run.code)
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    negated = {member: -difference for member, difference in run.carry_differences().items()}
    carry.move(run.prepared.contract, f"reversal of {run.code}", negated)
    journals = _booked(ledger, run, period, accounting_date, -1)
    return ledger.record(run, *pools, carry, *journals, act=act, expected=[(year.id, year.version)])


def _pool_and_run(ledger: Ledger, contract: str, month: str) -> tuple[CostPool, AllocationRun]:
    # The run in hand is the one after those that were posted for this month.
    code, service_month = find_contract(ledger, contract).code, Month.of(month)
    pool = ledger.find(CostPool, cost_pool_id(code, str(service_month)))
    if not pool.exists:
        raise NothingToAllocate(contract=code, month=service_month, reason="no cost is recorded")
    run = run_code(code, service_month, len(pool.runs) + 1)
    return pool, ledger.find(AllocationRun, allocation_run_id(run))


def _pools_of(ledger: Ledger, run: AllocationRun) -> list[CostPool]:
    first, last = Month.of(run.prepared.service_from), Month.of(run.prepared.service_to)
    return _pools(ledger, run.prepared.contract, first, last)


def _pools(ledger: Ledger, contract: str, first: Month, last: Month) -> list[CostPool]:
    found = (ledger.find(CostPool, cost_pool_id(contract, str(month))) for month in first.through(last))
    return [pool for pool in found if pool.exists]


def _basis(ledger: Ledger, pool: CostPool, inputs: RunInputs) -> Basis:
    """The allocation period up to the month: what it costs so far, less what was posted of it."""
    contract = find_contract(ledger, pool.contract)
    month = Month.of(pool.service_month)
    contract.must_serve(month)
    first, last = contract.period_of(month)
    for later in _pools(ledger, contract.code, month.plus(1), last):
        if later.posted_runs:
            raise LaterMonthPosted(month=month, later=later.service_month)
    months, key = list(first.through(month)), contract.key_for(month)
    carry = ledger.find(Carry, carry_id(contract.code))
    pools = _pools(ledger, contract.code, first, month)
    for each in pools:
        inputs.note(f"pool {contract.code} {each.service_month}", each)
    inputs.note(f"contract {contract.code}", contract)
    inputs.note(f"carry of {contract.code}", carry)
    parts = {b.member: [_presence(b, each) for each in months] for b in contract.beneficiaries.values()}
    runs = dict.fromkeys(run for each in pools for run in each.posted_runs)
    posted = tuple(_computed(ledger, run) for run in runs)
    bore = {share.member for computed in posted for share in computed.shares if share.exact_cents != "0"}
    base_cents = sum(each.base_cents for each in pools)
    members = tuple(m for m in parts if any(parts[m]) or m in bore)
    run = run_code(contract.code, month, len(pool.runs) + 1)
    readings, flows = {}, []
    for code in sorted(measures_of(parse_key(key.key))) if base_cents else ():
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
        provider=contract.provider,
        members=members,
        key_version=key.version,
        key=key.key,
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


def _presence(beneficiary: Beneficiary, month: Month) -> Fraction:
    # A member that left and came back was there twice.
    times = (beneficiary, *beneficiary.earlier)
    parts = (
        presence(b.convention, b.bears_costs_from, b.bears_costs_until, month, b.leaving_convention)
        for b in times
    )
    return min(sum(parts, Fraction(0)), Fraction(1))


def _computed(ledger: Ledger, run: str) -> Computed:
    computed = ledger.find(AllocationRun, allocation_run_id(run)).computed
    if computed is None:
        raise AssertionError("a run that was posted has been computed")
    return computed


def _booked(
    ledger: Ledger, run: AllocationRun, period: Month, accounting_date: str, sign: int
) -> list[Journal]:
    prepared = run.prepared
    borne = {member: sign * cents for member, cents in run.borne_cents().items()}
    journals = []
    label = f"{prepared.contract} {prepared.service_to}" + (" reversed" if sign < 0 else "")
    for entity, lines in entries_of(prepared.provider, borne).items():
        journal = ledger.find(Journal, journal_id(entity, prepared.contract, period.year))
        journal.book(
            entity,
            prepared.contract,
            run.code,
            Month.of(prepared.service_to),
            period,
            date.fromisoformat(accounting_date),
            label,
            lines,
        )
        journals.append(journal)
    return journals


USE_CASES: UseCases = {
    PrepareRun: prepare_run,
    ApproveRun: approve_run,
    PostRun: post_run,
    ReverseRun: reverse_run,
}
