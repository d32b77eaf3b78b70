"""Use cases of allocation runs: prepared by one person, approved by another, posted, or reversed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from application.accounts import first_open_period
from application.commands import Command, UseCases
from application.errors import InputsMoved
from application.ledger import Ledger
from application.ports import Act
from application.run_bases import basis_of, pools_of
from application.run_inputs import RunInputs
from application.service_flows import must_have_shared
from application.services import find_contract
from domain.accounts.journal import Journal, entries_of, journal_id
from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
from domain.allocation.carry import Carry, carry_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.run_basis import run_code
from domain.kernel.periods import Month


class PrepareRun(Command):
    """Prepare the run of a contract and service month ("2021-03").

    `following` takes the carry as the runs that are open for earlier months will leave it, so that several
    months can be prepared, and then posted in their order.
    """

    contract: str
    month: str
    following: bool = False


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
    basis = basis_of(ledger, pool, inputs, following=command.following)
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
    contract = find_contract(ledger, pool.contract)
    for each_month in Month.of(run.prepared.service_from).through(Month.of(run.prepared.service_to)):
        must_have_shared(ledger, contract, each_month)
    covered = pools_of(ledger, run)
    rested_on = {UUID(each.stream) for each in run.prepared.inputs}
    if unseen := [each.service_month for each in covered if each.id not in rested_on]:
        raise InputsMoved(streams=", ".join(f"pool {pool.contract} {month}" for month in unseen))
    pools = [each for each in covered if each.id == pool.id or each.awaits_a_run]
    for each in pools:
        each.close(run.code)
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    _must_carry_as_prepared(run, carry)
    carry.move(run.prepared.contract, run.code, run.carry_differences())
    journals = _booked(ledger, run, pools, period, accounting_date, 1)
    # The carry is compared by what it says: it may have come about as the preparation foresaw.
    expected = [(UUID(i.stream), i.version) for i in run.prepared.inputs if UUID(i.stream) != carry.id]
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
    pools = [each for each in pools_of(ledger, run) if run.code in each.posted_runs]
    carry = ledger.find(Carry, carry_id(run.prepared.contract))
    negated = {member: -difference for member, difference in run.carry_differences().items()}
    carry.move(run.prepared.contract, f"reversal of {run.code}", negated)
    journals = _booked(ledger, run, pools, period, accounting_date, -1)
    for each in pools:
        each.reopen(run.code)
    return ledger.record(run, *pools, carry, *journals, act=act, expected=[(year.id, year.version)])


def _pool_and_run(ledger: Ledger, contract: str, month: str) -> tuple[CostPool, AllocationRun]:
    # The run in hand is the one after those that were posted for this month.
    code, service_month = find_contract(ledger, contract).code, Month.of(month)
    pool = ledger.find(CostPool, cost_pool_id(code, str(service_month)))
    if not pool.exists:
        raise NothingToAllocate(contract=code, month=service_month, reason="no cost is recorded")
    run = run_code(code, service_month, len(pool.runs) + 1)
    return pool, ledger.find(AllocationRun, allocation_run_id(run))


def _must_carry_as_prepared(run: AllocationRun, carry: Carry) -> None:
    if run.prepared.rounding != CARRIED_REMAINDER:
        # A rule that rounds each month by itself takes no carry, whatever an earlier rule has left.
        return
    stands = {member: cents for member, cents in carry.carried.items() if cents}
    if {member: carry_of(cents) for member, cents in run.prepared.carried_cents.items()} != stands:
        raise InputsMoved(streams=f"carry of {run.prepared.contract}")


def _booked(
    ledger: Ledger,
    run: AllocationRun,
    pools: Sequence[CostPool],
    period: Month,
    accounting_date: str,
    sign: int,
) -> list[Journal]:
    prepared, month = run.prepared, Month.of(run.prepared.service_to)
    label = f"{prepared.contract} {month}" + (" reversed" if sign < 0 else "")
    owed = [(user, {owed_by: cents}) for (user, owed_by), cents in _owed_for_use(run, pools).items()]
    journals: dict[UUID, Journal] = {}
    # Whoever provides a service that used this one owes for it, and recharges it to its own members.
    for used_by, borne in ((None, run.borne_cents()), *owed):
        signed = {member: sign * cents for member, cents in borne.items()}
        for entity, lines in entries_of(prepared.provider, signed).items():
            stream = journal_id(entity, prepared.contract, period.year)
            journals.setdefault(stream, ledger.find(Journal, stream)).book(
                entity,
                prepared.contract,
                run.code,
                month,
                period,
                date.fromisoformat(accounting_date),
                label if used_by is None else f"{label}, used by {used_by}",
                lines,
                used_by,
            )
    return list(journals.values())


def _owed_for_use(run: AllocationRun, pools: Sequence[CostPool]) -> dict[tuple[str, str], int]:
    owed: dict[tuple[str, str], int] = {}
    for pool in pools:
        for use, cents in pool.owed_for_use(run.code).items():
            owed[use] = owed.get(use, 0) + cents
    return owed


USE_CASES: UseCases = {
    PrepareRun: prepare_run,
    ApproveRun: approve_run,
    PostRun: post_run,
    ReverseRun: reverse_run,
}
