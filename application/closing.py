"""Closing a period: all its pools in dependency order, one command, and a report of what is not allocated.

Services that use each other come first, month by month, because the pools rest on their flows. Each run is
a use case of its own: what one contract lacks does not keep the others from being allocated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from application.commands import Command
from application.errors import NotDecided
from application.group import Group
from application.ports import Act, Progress
from application.run_bases import LaterMonthPosted, carried_by, pools_between, pools_of, stands
from application.runs import ApproveRun, PostRun, PrepareRun
from application.service_flows import NoMutualUse, ShareServiceFlows
from application.services import find_contract
from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, RunStage, allocation_run_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.run_basis import run_code
from domain.allocation.service_flows import NothingMoves, ServiceFlows, service_flows_id
from domain.kernel.errors import Refusal
from domain.kernel.named_periods import Period
from domain.kernel.periods import Month


class Step(StrEnum):
    """How far the pools of the period are brought; each step is taken by the person whose it is."""

    PREPARE = "prepare"
    APPROVE = "approve"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one contract's month, or of the flows of an agreement's services.

    `waiting_cents` is what of it no posted run has allocated, `waits` whether anything is, be it cents that cancel
    out; `refusal` names the rule that stands against it.
    """

    about: str
    month: str
    done: bool
    said: str
    waiting_cents: int = 0
    refusal: str | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """What a step did over a period, and what of the period's cost is still not allocated, with the reason."""

    period: str
    step: Step
    position: int
    outcomes: tuple[Outcome, ...]

    @property
    def not_allocated(self) -> tuple[Outcome, ...]:
        """Every contract's month of which something waits."""
        return tuple(outcome for outcome in self.outcomes if outcome.waits)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Everything that a rule stood against."""
        return tuple(outcome for outcome in self.outcomes if outcome.refusal)


NO_COST = "no cost is recorded"
ALLOCATED = "allocated and posted before"


class _Next(NamedTuple):
    """How a step is taken: by which command, of a run at which stages, and what is said of it then."""

    command: type[Command]
    stages: tuple[RunStage | None, ...]
    said: str


_NEXT: Mapping[Step, _Next] = {
    Step.PREPARE: _Next(PrepareRun, (None, RunStage.PREPARED), "prepared, awaits approval"),
    Step.APPROVE: _Next(ApproveRun, (RunStage.PREPARED,), "approved, awaits posting"),
    Step.POST: _Next(PostRun, (RunStage.APPROVED,), "posted"),
}
_WAITS_FOR = {
    None: "no run of it is prepared",
    RunStage.PREPARED: "its run is prepared, and awaits the approval of someone else",
    RunStage.APPROVED: "its run is approved, and awaits posting",
}


def close_period(
    group: Group, period: str, step: Step, act: Act, progress: Progress | None = None
) -> Closing:
    """Bring every pool of a month, quarter or year ("2021-03", "2021-Q1", "2021") one step further.

    A race that was lost over and over is reported like a rule that stands against it, and the others go on.
    Raises BadInput for a period that cannot be read, and NotDecided before anything is done.
    """
    asked = Period.of(period)
    # What was decided before is carried out first: it may change what is closed here.
    group.follow()
    outcomes: list[Outcome] = []
    for number, month in enumerate(asked.months, start=1):
        if step is Step.PREPARE:
            outcomes += _share_flows(group, month, act)
        outcomes += [_bring(group, code, month, asked.last, step, act) for code in _serving(group, month)]
        if progress:
            progress(number, asked.length_months)
    return Closing(period, step, group.readings.follow(), tuple(outcomes))


def _share_flows(group: Group, month: Month, act: Act) -> Iterator[Outcome]:
    for agreement in group.readings.rows("agreements", group.readings.follow()):
        command = ShareServiceFlows(agreement=str(agreement["code"]), month=str(month))
        about, before = f"services of {agreement['code']}", _flows(group, command.agreement).version
        try:
            group.carry_out(command, act)
        except (NoMutualUse, NothingMoves):
            continue
        except Refusal as refusal:
            if not isinstance(refusal, NotDecided) or _flows(group, command.agreement).version == before:
                yield Outcome(about, str(month), False, str(refusal), refusal=refusal.name)
                continue
        yield Outcome(about, str(month), True, "what they use of each other is shared")


def _serving(group: Group, month: Month) -> list[str]:
    at = group.readings.follow()
    rows = sorted(group.readings.rows("contracts", at), key=lambda row: str(row["code"]))
    ended = (row["ends_on"] is not None and row["ends_on"] < month.first_day.isoformat() for row in rows)
    return [
        str(row["code"])
        for row, over in zip(rows, ended, strict=True)
        if row["starts_on"] <= month.last_day.isoformat() and not over
    ]


def _bring(group: Group, contract: str, month: Month, last: Month, step: Step, act: Act) -> Outcome:
    pool = _pool(group, contract, month)
    if not pool.exists:
        return Outcome(contract, str(month), False, NO_COST)
    together_with = _last_of_period(group, contract, month, last)
    if together_with != month and _waits(pool):
        said = f"shared over its period, with {together_with}"
        return Outcome(contract, str(month), False, said, pool.waiting_cents, waits=True)
    stage = _stage(group, pool, month)
    if stage not in _NEXT[step].stages and not (step is Step.PREPARE and _has_moved(group, pool, month)):
        return Outcome(
            contract, str(month), False, _said(pool, stage), pool.waiting_cents, waits=_waits(pool)
        )
    return _take(group, pool, month, step, act)


def _take(group: Group, pool: CostPool, month: Month, step: Step, act: Act) -> Outcome:
    contract, before, next_step = pool.contract, _run(group, pool, month).version, _NEXT[step]
    foreseen = {"following": True} if step is Step.PREPARE else {}
    try:
        terms = {"contract": contract, "month": str(month), **foreseen}
        group.carry_out(next_step.command.read(terms), act)
    except Refusal as refusal:
        # Where the step itself was recorded, what lost a race came after it, and is caught up with next time.
        if not isinstance(refusal, NotDecided) or _run(group, pool, month).version == before:
            return _not_taken(pool, month, refusal)
    left = _pool(group, contract, month)
    return Outcome(contract, str(month), True, next_step.said, left.waiting_cents, waits=_waits(left))


def _not_taken(pool: CostPool, month: Month, refusal: Refusal) -> Outcome:
    if isinstance(refusal, NothingToAllocate | LaterMonthPosted) and not pool.waiting_cents:
        # A corrected reading would have made a corrective run; without one, nothing is to be done.
        return Outcome(pool.contract, str(month), False, ALLOCATED)
    said, waits = str(refusal), _waits(pool)
    return Outcome(pool.contract, str(month), False, said, pool.waiting_cents, refusal.name, waits)


def _last_of_period(group: Group, contract: str, month: Month, last: Month) -> Month:
    # One run shares an allocation period so far: the one of its last month with costs that is being closed.
    _, ends = find_contract(group.ledger, contract).period_of(month)
    later = pools_between(group.ledger, contract, month.plus(1), min(ends, last))
    return max((Month.of(pool.service_month) for pool in later), default=month)


def _said(pool: CostPool, stage: RunStage | None) -> str:
    return _WAITS_FOR[stage] if stage is not None or _waits(pool) else ALLOCATED


def _waits(pool: CostPool) -> bool:
    return pool.awaits_a_run or pool.waiting_cents != 0


def _pool(group: Group, contract: str, month: Month) -> CostPool:
    return group.ledger.find(CostPool, cost_pool_id(contract, str(month)))


def _flows(group: Group, agreement: str) -> ServiceFlows:
    return group.ledger.find(ServiceFlows, service_flows_id(agreement))


def _run(group: Group, pool: CostPool, month: Month) -> AllocationRun:
    code = run_code(pool.contract, month, len(pool.runs) + 1)
    return group.ledger.find(AllocationRun, allocation_run_id(code))


def _stage(group: Group, pool: CostPool, month: Month) -> RunStage | None:
    run = _run(group, pool, month)
    return run.stage if run.exists else None


def _has_moved(group: Group, pool: CostPool, month: Month) -> bool:
    # What an approved run rests on has changed since: it is prepared again, and approved again.
    run = _run(group, pool, month)
    rested_on = {UUID(each.stream) for each in run.prepared.inputs}
    new = any(each.id not in rested_on for each in pools_of(group.ledger, run))
    return new or not stands(group.ledger, run) or not carried_by(group.ledger, run)
