"""An allocation run: prepared from frozen inputs, computed, approved by someone else, posted; or reversed.

A run allocates what its pool holds less what runs before it posted for the same service months. The first
run of a month is final; one that follows a late line or a corrected reading is corrective and posts the
exact difference. A reversal negates what was posted; it never splits again.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from domain.allocation.allocation_run_events import (
    Approved,
    Computed,
    ComputedShare,
    Posted,
    Prepared,
    Reversed,
)
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.engine.splitting import Share
from domain.allocation.run_basis import Basis, RunKind, compute, freeze
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.periods import Month


class RunStage(StrEnum):
    """How far a run has come."""

    PREPARED = "prepared"
    APPROVED = "approved"
    POSTED = "posted"
    REVERSED = "reversed"


class WrongRunStage(Refusal):
    """What is posted is never edited, and nothing is posted that was not approved."""

    sentence = "run {run} is {stage}, not {needed}"


class ApproverPrepared(Refusal):
    """Preparer and approver differ."""

    sentence = "run {run} is approved by someone other than the person who prepared it"


class NothingToAllocate(Refusal):
    """A run allocates something."""

    sentence = "{contract} has nothing to allocate for {month}: {reason}"


def allocation_run_id(run: str) -> UUID:
    """The stream of the run of that code."""
    return stream_id("allocation-run", run)


class AllocationRun(Aggregate):
    """One run."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.stage = RunStage.PREPARED
        self.basis: Prepared | None = None
        self.computed: Computed | None = None
        self.posted: Posted | None = None

    @property
    def code(self) -> str:
        """The run's code."""
        return self.prepared.run

    @property
    def prepared(self) -> Prepared:
        """What the run rests on."""
        if self.basis is None:
            raise AssertionError("a run that exists has been prepared")
        return self.basis

    @property
    def shares(self) -> tuple[ComputedShare, ...]:
        """What each member bears, in the declared order."""
        if self.computed is None:
            raise AssertionError("a run that is prepared has been computed")
        return self.computed.shares

    def prepare(self, basis: Basis, ordinal: int, prepared_by: str) -> None:
        """Freeze what the run rests on and compute it; a run not yet approved may be prepared again."""
        if self.exists and self.stage not in (RunStage.PREPARED, RunStage.APPROVED):
            raise WrongRunStage(run=self.code, stage=self.stage.value, needed="open")
        prepared = freeze(basis, ordinal, prepared_by)
        result = compute(prepared)
        by_member = {share.member: share for share in result.shares}
        shares = tuple(_computed(prepared, member, by_member.get(member)) for member in prepared.members)
        if prepared.kind == RunKind.CORRECTIVE and not any(_moves(share) for share in shares):
            raise NothingToAllocate(
                contract=basis.contract, month=basis.service_to, reason="it is posted and nothing has changed"
            )
        self.record(prepared)
        self.record(Computed(result.amount_cents, len(shares), shares))

    def approve(self, approved_by: str) -> None:
        """Approve what someone else prepared."""
        self._must_be(RunStage.PREPARED)
        if approved_by == self.prepared.prepared_by:
            raise ApproverPrepared(run=self.code)
        self.record(Approved(approved_by))

    def post(self, posting_period: Month, accounting_date: str) -> None:
        """Post the approved shares to a period."""
        self._must_be(RunStage.APPROVED)
        self.record(Posted(str(posting_period), accounting_date))

    def reverse(self, posting_period: Month, accounting_date: str, reason: str) -> None:
        """Negate what was posted, for a reason."""
        self._must_be(RunStage.POSTED)
        self.record(Reversed(str(posting_period), accounting_date, reason))

    def carry_differences(self) -> dict[str, Fraction]:
        """By how much posting moves each member's carry; a rule that rounds each month by itself moves none."""
        if self.prepared.rounding != CARRIED_REMAINDER:
            return {}
        return {
            s.member: carry_of(s.carried_after_cents)
            - carry_of(self.prepared.carried_cents.get(s.member, "0"))
            for s in self.shares
        }

    def borne_cents(self) -> dict[str, int]:
        """What each member bears of this run: its share and its direct charges."""
        return {share.member: share.cents + share.direct_cents for share in self.shares}

    def _must_be(self, stage: RunStage) -> None:
        if not self.exists:
            raise NotFound(kind="run", code="that is prepared for this month")
        if self.stage is not stage:
            raise WrongRunStage(run=self.code, stage=self.stage.value, needed=stage.value)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Prepared():
                self.stage, self.basis = RunStage.PREPARED, event
            case Computed():
                self.computed = event
            case Approved():
                self.stage = RunStage.APPROVED
            case Posted():
                self.stage, self.posted = RunStage.POSTED, event
            case Reversed():
                self.stage = RunStage.REVERSED
            case _:
                super().apply(event)


def _computed(prepared: Prepared, member: str, share: Share | None) -> ComputedShare:
    direct = prepared.direct_cents.get(member, 0) - prepared.posted_direct_cents.get(member, 0)
    if share is None:
        # Named by a direct charge only: bears nothing of what is shared and keeps its carry.
        return ComputedShare(member, "0", "0", 0, "0", prepared.carried_cents.get(member, "0"), False, direct)
    return ComputedShare(
        member=member,
        fraction=None if share.fraction is None else exact_text(share.fraction),
        exact_cents=exact_text(share.exact_cents),
        cents=share.cents,
        rounding_cents=exact_text(share.rounding_cents),
        carried_after_cents=exact_text(share.carried_after),
        carry_kept=share.kept,
        direct_cents=direct,
    )


def _moves(share: ComputedShare) -> bool:
    return share.cents != 0 or share.direct_cents != 0 or carry_of(share.exact_cents) != 0
