"""Use cases of allocation runs: prepared by one person, approved by another, posted, or reversed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from pydantic import Field

from application.accounts import first_open_period
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.ports import Act
from application.services import find_contract
from domain.accounts.journal import Journal, entries_of, journal_id
from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
from domain.allocation.allocation_run_events import Computed, RunInput
from domain.allocation.carry import Carry, carry_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.allocation.presence import presence
from domain.allocation.run_basis import Basis, run_code
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import Refusal
from domain.kernel.periods import Month
from domain.services.contract import Beneficiary


class ReadingMissing(Refusal):
    """A member that bears costs has its readings: absent is refused, not zero."""

    sentence = "{measure} of {member} for {month} is missing, and contract {contract} is shared by it"


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


class _Inputs:
    """The streams a run rests on, noted as they are read; the append refuses if one has moved."""

    def __init__(self) -> None:
        self.noted: list[RunInput] = []
        self.expected: list[tuple[UUID, int]] = []
        self.freshly_frozen: list[Measurements] = []

    def note(self, what: str, aggregate: Aggregate) -> None:
        self.noted.append(RunInput(what, str(aggregate.id), aggregate.version))
        self.expected.append((aggregate.id, aggregate.version))

    def note_readings(self, measurements: Measurements, run: str) -> None:
        version_read = measurements.version
        measurements.freeze(run)
        if measurements.version != version_read:
            self.freshly_frozen.append(measurements)
        what = f"{measurements.measure} of {measurements.period}"
        self.noted.append(RunInput(what, str(measurements.id), measurements.version))
        self.expected.append((measurements.id, version_read))


def prepare_run(ledger: Ledger, command: PrepareRun, act: Act) -> int:
    """Freeze what the run rests on, compute it and record both."""
    pool, run = _pool_and_run(ledger, command.contract, command.month)
    inputs = _Inputs()
    basis = _basis(ledger, pool, inputs)
    run.prepare(basis, len(pool.runs) + 1, act.actor)
    return ledger.record(run, *inputs.freshly_frozen, act=act, expected=inputs.expected)


def approve_run(ledger: Ledger, command: ApproveRun, act: Act) -> int:
    """Someone other than the preparer approves."""
    _, run = _pool_and_run(ledger, command.contract, command.month)
    run.approve(act.actor)
    return ledger.record(run, act=act)


def post_run(ledger: Ledger, command: PostRun, act: Act) -> int:
    """Post to the first open period: run, pool, carry and entries in one save, on inputs that stand still."""
    pool, run = _pool_and_run(ledger, command.contract, command.month)
    period, year = first_open_period(ledger, Month.of(command.month))
    accounting_date = (command.accounting_date or period.last_day).isoformat()
    run.post(period, accounting_date)
    pool.close(run.code)
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    carry.move(run.prepared.contract, run.code, run.carry_differences())
    journals = _booked(ledger, run, period, accounting_date, 1)
    expected = [(UUID(i.stream), i.version) for i in run.prepared.inputs]
    expected.append((year.id, year.version))
    return ledger.record(run, pool, carry, *journals, act=act, expected=expected)


def reverse_run(ledger: Ledger, command: ReverseRun, act: Act) -> int:
    """Negate the cents and carries of the last posted run, in the first open period."""
    month = Month.of(command.month)
    pool = ledger.find(CostPool, cost_pool_id(command.contract, str(month)))
    if not pool.posted_runs:
        raise NothingToAllocate(contract=command.contract, month=month, reason="nothing of it is posted")
    run = ledger.find(AllocationRun, allocation_run_id(pool.posted_runs[-1]))
    period, year = first_open_period(ledger, month)
    accounting_date = (command.accounting_date or period.last_day).isoformat()
    run.reverse(period, accounting_date, command.reason)
    pool.reopen(run.code)
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    negated = {member: -difference for member, difference in run.carry_differences().items()}
    carry.move(run.prepared.contract, f"reversal of {run.code}", negated)
    journals = _booked(ledger, run, period, accounting_date, -1)
    return ledger.record(run, pool, carry, *journals, act=act, expected=[(year.id, year.version)])


def _pool_and_run(ledger: Ledger, contract: str, month: str) -> tuple[CostPool, AllocationRun]:
    # The run in hand is the one after those that were posted for this month.
    code, service_month = find_contract(ledger, contract).code, Month.of(month)
    pool = ledger.find(CostPool, cost_pool_id(code, str(service_month)))
    if not pool.exists:
        raise NothingToAllocate(contract=code, month=service_month, reason="no cost is recorded")
    run = run_code(code, service_month, len(pool.runs) + 1)
    return pool, ledger.find(AllocationRun, allocation_run_id(run))


def _basis(ledger: Ledger, pool: CostPool, inputs: _Inputs) -> Basis:
    contract = find_contract(ledger, pool.contract)
    month = Month.of(pool.service_month)
    contract.must_serve(month)
    key = contract.key_for(month)
    carry = ledger.find(Carry, carry_id(contract.code))
    inputs.note(f"pool {contract.code} {month}", pool)
    inputs.note(f"contract {contract.code}", contract)
    inputs.note(f"carry of {contract.code}", carry)
    parts = {b.member: _presence(b, month) for b in contract.beneficiaries.values()}
    posted = tuple(_computed(ledger, run) for run in pool.posted_runs)
    bore = {share.member for computed in posted for share in computed.shares if share.exact_cents != "0"}
    shares_cost = pool.base_cents != 0 or bool(posted)
    members = tuple(m for m in parts if parts[m] or m in bore)
    run = run_code(contract.code, month, len(pool.runs) + 1)
    readings, flows = {}, []
    for code in sorted(measures_of(parse_key(key.key))) if shares_cost else ():
        measure = ledger.find(Measure, measure_id(code))
        inputs.note(f"measure {code}", measure)
        if measure.nature is Nature.FLOW:
            flows.append(code)
        readings[code] = _readings(ledger, measure, members, parts, month, contract.code, run, inputs)
    return Basis(
        contract=contract.code,
        service_from=month,
        service_to=month,
        provider=contract.provider,
        members=members,
        key_version=key.version,
        key=key.key,
        readings=readings,
        flow_measures=tuple(flows),
        presence=parts,
        rounding=contract.rounding.value,
        carried=carry.carried,
        base_cents=pool.base_cents,
        direct_cents=pool.direct_cents,
        line_count=pool.line_count,
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


def _readings(
    ledger: Ledger,
    measure: Measure,
    members: Sequence[str],
    parts: Mapping[str, Fraction],
    month: Month,
    contract: str,
    run: str,
    inputs: _Inputs,
) -> dict[str, str]:
    # A flow is read over the service month. A stock is read, member by member, at the latest reference
    # date on or before its last day.
    if measure.nature is Nature.FLOW:
        periods = [str(month)]
    else:
        periods = sorted(
            (d for d in measure.reference_dates if d <= month.last_day.isoformat()), reverse=True
        )
    values: dict[str, str] = {}
    for period in periods:
        missing = [m for m in members if m not in values and parts[m]]
        if not missing:
            break
        measurements = ledger.find(Measurements, measurements_id(measure.code, period))
        found = {m: measurements.values[m] for m in missing if m in measurements.values}
        if found:
            inputs.note_readings(measurements, run)
            values.update(found)
    for member in members:
        if member not in values:
            if parts[member]:
                facts = {"measure": measure.code, "member": member, "month": month}
                raise ReadingMissing(contract=contract, **facts)
            # It bore something of this month before and is no longer present: now it counts for nothing.
            values[member] = "0"
    return {m: values[m] for m in members}


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
