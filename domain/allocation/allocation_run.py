"""An allocation run: prepared from frozen inputs, computed, approved by someone else, posted; or reversed.

A run allocates what its pool holds less what runs before it posted for the same service months. The first
run of a month is final; one that follows a late line or a corrected reading is corrective and posts the
exact difference. A reversal negates what was posted; it never splits again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from domain.allocation.allocation_run_events import (
    Approved,
    Computed,
    ComputedShare,
    Posted,
    Prepared,
    Reversed,
    RunInput,
)
from domain.allocation.splitting import (
    ENGINE_VERSION,
    Share,
    Split,
    exact_shares,
    parse_key,
    round_difference,
    split,
)
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import stream_id
from domain.kernel.money import exact_text, quantity_of, signed_of
from domain.kernel.periods import Month


class RunKind(StrEnum):
    """Why a run is made."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    CORRECTIVE = "corrective"


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


@dataclass(frozen=True, slots=True)
class Basis:
    """What a run rests on, as the application joined it."""

    contract: str
    service_from: Month
    service_to: Month
    provider: str
    members: tuple[str, ...]
    key_version: int
    key: Mapping[str, object]
    readings: Mapping[str, Mapping[str, str]]
    flow_measures: tuple[str, ...]
    presence: Mapping[str, Fraction]
    rounding: str
    carried: Mapping[str, Fraction]
    base_cents: int
    direct_cents: Mapping[str, int]
    line_count: int
    posted_runs: tuple[AllocationRun, ...]
    inputs: tuple[RunInput, ...]


def run_code(contract: str, month: Month, ordinal: int) -> str:
    """How people name a run: contract, month and its number within the month.

    >>> run_code("CP-LAND", Month(2017, 1), 1)
    'CP-LAND 2017-01 #1'
    """
    return f"{contract} {month} #{ordinal}"


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
        """By how much posting moves each member's carry."""
        return {
            s.member: signed_of(s.carried_after_cents)
            - signed_of(self.prepared.carried_cents.get(s.member, "0"))
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


def freeze(basis: Basis, ordinal: int, prepared_by: str) -> Prepared:
    """The basis as an event: primitives only, with a digest over all of it."""
    posted = [run for run in basis.posted_runs if run.stage is RunStage.POSTED]
    exact: dict[str, Fraction] = {}
    direct: dict[str, int] = {}
    for run in posted:
        for share in run.shares:
            exact[share.member] = exact.get(share.member, Fraction(0)) + signed_of(share.exact_cents)
            direct[share.member] = direct.get(share.member, 0) + share.direct_cents
    members = tuple(dict.fromkeys((*basis.members, *basis.direct_cents, *exact)))
    prepared = Prepared(
        run=run_code(basis.contract, basis.service_to, ordinal),
        contract=basis.contract,
        kind=(RunKind.CORRECTIVE if posted else RunKind.FINAL).value,
        ordinal=ordinal,
        service_from=str(basis.service_from),
        service_to=str(basis.service_to),
        provider=basis.provider,
        members=members,
        key_version=basis.key_version,
        key=basis.key,
        readings=basis.readings,
        flow_measures=basis.flow_measures,
        presence={m: exact_text(basis.presence.get(m, Fraction(0))) for m in members},
        rounding=basis.rounding,
        carried_cents={m: exact_text(c) for m, c in basis.carried.items() if c},
        base_cents=basis.base_cents,
        direct_cents=dict(basis.direct_cents),
        posted_base_cents=sum(run.computed.amount_cents for run in posted if run.computed),
        posted_exact_cents={m: exact_text(c) for m, c in exact.items()},
        posted_direct_cents={m: c for m, c in direct.items() if c},
        line_count=basis.line_count,
        inputs=basis.inputs,
        engine_version=ENGINE_VERSION,
        digest="",
        prepared_by=prepared_by,
    )
    return replace(prepared, digest=inputs_digest(prepared))


def compute(prepared: Prepared) -> Split:
    """The shares that follow from what was frozen and from nothing else: recomputing gives the same."""
    key = parse_key(prepared.key)
    readings = {m: {k: quantity_of(v) for k, v in by.items()} for m, by in prepared.readings.items()}
    presence = {m: quantity_of(p) for m, p in prepared.presence.items()}
    carried = {m: signed_of(c) for m, c in prepared.carried_cents.items()}
    sharing = tuple(
        m for m in prepared.members if presence[m] or m in carried or m in prepared.posted_exact_cents
    )
    if prepared.kind == RunKind.FINAL:
        return split(
            prepared.base_cents,
            sharing,
            key,
            readings,
            presence=presence,
            flow_measures=prepared.flow_measures,
            rounding=prepared.rounding,
            carried=carried,
        )
    exact = exact_shares(prepared.base_cents, sharing, key, readings, presence, prepared.flow_measures)
    before = {m: signed_of(c) for m, c in prepared.posted_exact_cents.items()}
    difference = {m: exact.get(m, Fraction(0)) - before.get(m, Fraction(0)) for m in sharing}
    total = prepared.base_cents - prepared.posted_base_cents
    return round_difference(difference, total, carried, prepared.rounding)


def inputs_digest(prepared: Prepared) -> str:
    """The sha256 of everything that the run rests on, over sorted JSON without the digest itself."""
    frozen = {**asdict(prepared), "digest": "", "prepared_by": ""}
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


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
    return share.cents != 0 or share.direct_cents != 0 or signed_of(share.exact_cents) != 0
