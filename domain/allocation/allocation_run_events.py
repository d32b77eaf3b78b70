"""What happens to an allocation run, as it is stored: everything that its cents follow from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.allocation.averages import MonthStock
from domain.kernel.aggregate import Event


@dataclass(frozen=True, slots=True)
class RunInput:
    """A stream that the run rests on, by what it is, its id and the version that was read."""

    what: str
    stream: str
    version: int


@dataclass(frozen=True, slots=True)
class Prepared(Event):
    """Everything the run rests on, frozen: pool, key, readings, presence, carry, what was posted before.

    Exact numbers are text (decimal or p/q); `digest` is the sha256 of all of it in canonical form. Where the
    key lays down seasons or averages, `month_weights` is what each month of the period weighs (empty: alike),
    `month_presence` the part of each month that a member is there, and `averages` what each mean was made of.
    """

    TOPIC = "allocation.run.prepared"
    NAMES = "run {run}"
    SENTENCE = "{kind} run {run} is prepared: {base} to share by key version {key_version}"
    run: str
    contract: str
    kind: str
    ordinal: int
    service_from: str
    service_to: str
    provider: str
    members: tuple[str, ...]
    key_version: int
    key: Mapping[str, object]
    readings: Mapping[str, Mapping[str, str]]
    flow_measures: tuple[str, ...]
    presence: Mapping[str, str]
    rounding: str
    carried_cents: Mapping[str, str]
    base_cents: int
    direct_cents: Mapping[str, int]
    posted_base_cents: int
    posted_exact_cents: Mapping[str, str]
    posted_direct_cents: Mapping[str, int]
    line_count: int
    inputs: tuple[RunInput, ...]
    engine_version: str
    digest: str
    prepared_by: str
    month_weights: Mapping[str, str] = field(default_factory=dict)
    month_presence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    averages: Mapping[str, Mapping[str, tuple[MonthStock, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComputedShare:
    """What one member bears: its part, its exact cents, its cents, and what rounding did and carries."""

    member: str
    fraction: str | None
    exact_cents: str
    cents: int
    rounding_cents: str
    carried_after_cents: str
    carry_kept: bool
    direct_cents: int


@dataclass(frozen=True, slots=True)
class Computed(Event):
    """The shares that follow from what was frozen."""

    TOPIC = "allocation.run.computed"
    SENTENCE = "{amount} is shared among {member_count} members"
    amount_cents: int
    member_count: int
    shares: tuple[ComputedShare, ...]


@dataclass(frozen=True, slots=True)
class Approved(Event):
    """Someone other than the preparer approves."""

    TOPIC = "allocation.run.approved"
    SENTENCE = "approved"
    approved_by: str


@dataclass(frozen=True, slots=True)
class Posted(Event):
    """The shares are posted to the first open period; nothing of them is edited afterwards."""

    TOPIC = "allocation.run.posted"
    SENTENCE = "posted to period {posting_period}"
    posting_period: str
    accounting_date: str


@dataclass(frozen=True, slots=True)
class Reversed(Event):
    """The posted cents and carries are negated, in the first open period."""

    TOPIC = "allocation.run.reversed"
    SENTENCE = "reversed in period {posting_period}, because {reason}"
    posting_period: str
    accounting_date: str
    reason: str
