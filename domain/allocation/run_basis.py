"""What a run rests on, frozen as an event, and the shares that follow from it and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from domain.allocation.allocation_run_events import Computed, Prepared, RunInput
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.engine.splitting import (
    ENGINE_VERSION,
    Split,
    exact_shares,
    parse_key,
    round_difference,
    split,
)
from domain.kernel.money import quantity_of
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


def exact_whole(prepared: Prepared) -> dict[str, Fraction]:
    """What each member bears exactly of the period so far, whatever was posted of it before."""
    sharing = _sharing(prepared)
    if not prepared.base_cents:
        # Nothing is left to share: every part is zero, whatever the key.
        return dict.fromkeys(sharing, Fraction(0))
    return exact_shares(
        prepared.base_cents,
        sharing,
        parse_key(prepared.key),
        _readings(prepared),
        _presence(prepared),
        prepared.flow_measures,
    )


def _sharing(prepared: Prepared) -> tuple[str, ...]:
    # Those present, and those who bore something of the period before. An absent member that carries part of
    # a cent keeps it: presence would not shield it from a floor.
    return tuple(
        m
        for m in prepared.members
        if prepared.presence[m] != "0" or prepared.posted_exact_cents.get(m, "0") != "0"
    )


def _readings(prepared: Prepared) -> dict[str, dict[str, Fraction]]:
    # Who is not present, and shares only for what an earlier run did, counts for nothing.
    absent = {m: Fraction(0) for m, part in prepared.presence.items() if part == "0"}
    return {k: absent | {m: quantity_of(v) for m, v in by.items()} for k, by in prepared.readings.items()}


def _presence(prepared: Prepared) -> dict[str, Fraction]:
    return {m: quantity_of(p) for m, p in prepared.presence.items()}


def inputs_digest(prepared: Prepared) -> str:
    """The sha256 of everything that the run rests on, over sorted JSON without the digest itself."""
    frozen = {**asdict(prepared), "digest": "", "prepared_by": ""}
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
