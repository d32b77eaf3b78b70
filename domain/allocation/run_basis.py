"""What a run rests on, frozen as an event, and the shares that follow from it and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, replace
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from domain.allocation.allocation_run_events import Computed, Prepared, RunInput
from domain.allocation.averages import MonthStock
from domain.allocation.engine.exact_numbers import carry_of, exact_of, exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.engine.splitting import (
    ENGINE_VERSION,
    Split,
    exact_shares,
    parse_key,
    round_difference,
    split,
)
from domain.kernel.periods import Month


class RunKind(StrEnum):
    """Why a run is made."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    CORRECTIVE = "corrective"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a run rests on, as the application joined it; `posted` is what stands of earlier runs."""

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
    period_ends: bool
    month_was_posted: bool
    posted: tuple[Computed, ...]
    inputs: tuple[RunInput, ...]
    month_weights: Mapping[str, str] = field(default_factory=dict)
    month_presence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    averages: Mapping[str, Mapping[str, tuple[MonthStock, ...]]] = field(default_factory=dict)


def run_code(contract: str, month: Month, ordinal: int) -> str:
    """How people name a run: contract, month and its number within the month.

    >>> run_code("CP-LAND", Month(2017, 1), 1)
    'CP-LAND 2017-01 #1'
    """
    return f"{contract} {month} #{ordinal}"


def freeze(basis: Basis, ordinal: int, prepared_by: str) -> Prepared:
    """The basis as an event: primitives only, with a digest over all of it."""
    exact: dict[str, Fraction] = {}
    direct: dict[str, int] = {}
    for computed in basis.posted:
        for share in computed.shares:
            exact[share.member] = exact.get(share.member, Fraction(0)) + carry_of(share.exact_cents)
            direct[share.member] = direct.get(share.member, 0) + share.direct_cents
    members = tuple(dict.fromkeys((*basis.members, *basis.direct_cents, *exact)))
    prepared = Prepared(
        run=run_code(basis.contract, basis.service_to, ordinal),
        contract=basis.contract,
        kind=_kind(basis).value,
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
        carried_cents=_taken_up(basis),
        base_cents=basis.base_cents,
        direct_cents=dict(basis.direct_cents),
        posted_base_cents=sum(computed.amount_cents for computed in basis.posted),
        posted_exact_cents={m: exact_text(c) for m, c in exact.items()},
        posted_direct_cents={m: c for m, c in direct.items() if c},
        line_count=basis.line_count,
        inputs=basis.inputs,
        engine_version=ENGINE_VERSION,
        digest="",
        prepared_by=prepared_by,
        month_weights=basis.month_weights,
        month_presence=basis.month_presence,
        averages=basis.averages,
    )
    return replace(prepared, digest=inputs_digest(prepared))


def _taken_up(basis: Basis) -> dict[str, str]:
    # A rule that rounds each month by itself takes no carry, whatever an earlier rule has left.
    if basis.rounding != CARRIED_REMAINDER:
        return {}
    return {m: exact_text(c) for m, c in basis.carried.items() if c}


def _kind(basis: Basis) -> RunKind:
    if basis.month_was_posted:
        return RunKind.CORRECTIVE
    return RunKind.FINAL if basis.period_ends else RunKind.PROVISIONAL


def follows(prepared: Prepared) -> bool:
    """Whether runs of the same period were posted before, so that this one posts a difference."""
    return bool(prepared.posted_exact_cents)


def compute(prepared: Prepared) -> Split:
    """The shares that follow from what was frozen and from nothing else: recomputing gives the same."""
    sharing = _sharing(prepared)
    carried = {m: carry_of(c) for m, c in prepared.carried_cents.items() if m in sharing}
    if not follows(prepared) and not prepared.base_cents:
        # Direct charges only, or lines that cancel out: nothing is shared, so no key is asked.
        return split(0, sharing, parse_key({"equal": {}}), {}, rounding=prepared.rounding, carried=carried)
    if not follows(prepared):
        return split(
            prepared.base_cents,
            sharing,
            parse_key(prepared.key),
            _readings(prepared),
            presence=_presence(prepared),
            flow_measures=prepared.flow_measures,
            rounding=prepared.rounding,
            carried=carried,
        )
    whole = exact_whole(prepared)
    before = {m: carry_of(c) for m, c in prepared.posted_exact_cents.items()}
    difference = {m: exact - before.get(m, Fraction(0)) for m, exact in whole.items()}
    total = prepared.base_cents - prepared.posted_base_cents
    return round_difference(difference, total, carried, prepared.rounding)


def exact_whole(prepared: Prepared, amount_cents: Fraction | None = None) -> dict[str, Fraction]:
    """What each member bears exactly of the period so far, whatever was posted of it before.

    With an amount, what each would bear if the period had cost that much. Raises BadInput where the key
    cannot share it.
    """
    sharing = _sharing(prepared)
    amount = prepared.base_cents if amount_cents is None else amount_cents
    if not amount:
        # Nothing is left to share: every part is zero, whatever the key.
        return dict.fromkeys(sharing, Fraction(0))
    return exact_shares(
        amount,
        sharing,
        parse_key(prepared.key),
        _readings(prepared),
        _presence(prepared),
        prepared.flow_measures,
    )


def _sharing(prepared: Prepared) -> tuple[str, ...]:
    # Those present, and those who bore something of the period before. An absent member that carries part of
    # a cent keeps it: presence would not shield it from a floor. Who is there only in months that weigh
    # nothing is present all the same: what it has used is counted without them.
    return tuple(
        m
        for m in prepared.members
        if prepared.presence[m] != "0"
        or prepared.posted_exact_cents.get(m, "0") != "0"
        or any(part != "0" for part in prepared.month_presence.get(m, {}).values())
    )


def _readings(prepared: Prepared) -> dict[str, dict[str, Fraction]]:
    # Who is not present, and shares only for what an earlier run did, counts for nothing.
    absent = {m: Fraction(0) for m, part in prepared.presence.items() if part == "0"}
    return {k: absent | {m: exact_of(v) for m, v in by.items()} for k, by in prepared.readings.items()}


def _presence(prepared: Prepared) -> dict[str, Fraction]:
    return {m: exact_of(p) for m, p in prepared.presence.items()}


def inputs_digest(prepared: Prepared) -> str:
    """The sha256 of everything that the run rests on, over sorted JSON without the digest itself.

    A field that a later version added counts only where it says something: what was recorded before keeps its
    digest.
    """
    silent = {each.name for each in fields(prepared) if getattr(prepared, each.name) == _default(each)}
    frozen = {name: value for name, value in asdict(prepared).items() if name not in silent}
    frozen |= {"digest": "", "prepared_by": ""}
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _default(added: Field[Any]) -> object:
    # The fields of the first version have no default, and MISSING is equal to nothing that is recorded.
    return added.default if added.default_factory is MISSING else added.default_factory()
