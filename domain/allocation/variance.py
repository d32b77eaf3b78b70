"""Why does a member bear more or less of one period than of another? The difference by its causes, exactly.

From what the first period's last run shared, one cause after the other is put in as the second period has it,
in the order of `Cause`, and the cost is shared anew by the one engine; what a step moves is that cause's part.
So the parts sum to the difference by themselves, whatever the key. What rounding did closes it in cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from domain.allocation.allocation_run_events import Prepared
from domain.allocation.engine.exact_numbers import MAX_CARRY_BITS, over_one_denominator
from domain.allocation.engine.rounding import largest_remainder
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.posted_period import PostedPeriod
from domain.allocation.run_basis import exact_whole
from domain.kernel.errors import BadInput
from domain.kernel.money import quantity_of

_NOTHING = Fraction(0)


class Cause(StrEnum):
    """Why a member's part differs, in the order in which the causes are put in.

    Membership is who was there and with which presence; key another version; volume what was counted; price
    what a unit of it cost, or the cost itself where the key counts no single volume.
    """

    MEMBERSHIP = "membership"
    KEY = "key"
    VOLUME = "volume"
    PRICE = "price"
    DIRECT = "direct charges"
    ROUNDING = "rounding"


Parts = Mapping[Cause, Fraction]
"""The part of each cause, in exact cents; their sum is whole cents."""


@dataclass(frozen=True, slots=True)
class Volume:
    """What the second period's key counts in all, of its one measure, in the readings of both periods.

    `before` counts the first period's readings of the second's members, `after` the second's; stocks by presence.
    """

    measure: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Joined:
    """A cause that cannot be put in alone, because the key then refuses; it counts under a later one."""

    cause: Cause
    under: Cause
    because: str


@dataclass(frozen=True, slots=True)
class Variance:
    """The difference between two allocation periods, by member and cause, in exact cents.

    `borrowed` are the readings, by measure, that the first period does not have: those of the second stand in.
    """

    first: PostedPeriod | None
    second: PostedPeriod | None
    parts: Mapping[str, Parts]
    joined: tuple[Joined, ...]
    borrowed: Mapping[str, tuple[str, ...]]
    volume: Volume | None


def decompose(first: PostedPeriod | None, second: PostedPeriod | None) -> Variance:
    """The difference of the second period to the first, by causes; None is a period of which nothing stands.

    Where one of the two shared no cost there is nothing to compare it by: all of the difference is price.
    """
    found = {m: dict.fromkeys(Cause, _NOTHING) for each in (second, first) if each for m in each.last.members}
    exact = _whole(first)
    waiting: list[tuple[Cause, str]] = []
    joined: list[Joined] = []
    borrowed: dict[str, tuple[str, ...]] = {}
    volume = None
    if first and second and first.last.base_cents and second.last.base_cents:
        readings, borrowed = _first_readings(first.last, second.last)
        volume = _volume(second.last, readings)
        for cause, basis, amount in _steps(first.last, second.last, readings, volume):
            try:
                after = exact_whole(basis, amount)
            except BadInput as refusal:
                waiting.append((cause, str(refusal)))
                continue
            joined += [Joined(each, cause, because) for each, because in waiting]
            waiting.clear()
            _move(found, cause, exact, after)
            exact = after
    joined += [Joined(each, Cause.PRICE, because) for each, because in waiting]
    _move(found, Cause.PRICE, exact, _whole(second))
    for member, parts in found.items():
        parts[Cause.DIRECT] = Fraction(_direct(second, member) - _direct(first, member))
        parts[Cause.ROUNDING] = _rounding(second, member) - _rounding(first, member)
        if sum(parts.values()) != _borne(second, member) - _borne(first, member):
            raise AssertionError("the parts do not sum to the difference")
    return Variance(first, second, found, tuple(joined), borrowed, volume)


def _steps(
    first: Prepared, second: Prepared, readings: Mapping[str, Mapping[str, str]], volume: Volume | None
) -> Iterator[tuple[Cause, Prepared, Fraction]]:
    cost = Fraction(first.base_cents)
    flows = tuple(dict.fromkeys((*second.flow_measures, *first.flow_measures)))
    before = replace(second, readings=readings, flow_measures=flows)
    yield Cause.MEMBERSHIP, replace(before, key=first.key), cost
    yield Cause.KEY, before, cost
    # At the first period's unit cost, what the second counts would have cost this.
    yield Cause.VOLUME, second, cost * volume.after / volume.before if volume else cost


def _first_readings(
    first: Prepared, second: Prepared
) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """The first period's readings for the second's members; where it has none, the second's, which are named."""
    taken: dict[str, dict[str, str]] = {}
    borrowed: dict[str, tuple[str, ...]] = {}
    present = [m for m in second.members if _is_present(second, m)]
    for measure in dict.fromkeys((*first.readings, *second.readings)):
        own = {m: v for m, v in first.readings.get(measure, {}).items() if _is_present(first, m)}
        theirs = second.readings.get(measure, {})
        taken[measure] = {m: own.get(m, theirs.get(m, "")) for m in present if m in own or m in theirs}
        lacking = tuple(m for m in present if m not in own and m in theirs)
        if lacking:
            borrowed[measure] = lacking
    return taken, borrowed


def _is_present(prepared: Prepared, member: str) -> bool:
    return prepared.presence.get(member, "0") != "0"


def _volume(second: Prepared, readings: Mapping[str, Mapping[str, str]]) -> Volume | None:
    measures = measures_of(parse_key(second.key))
    if len(measures) != 1:
        return None
    [measure] = measures
    before = _counted(second, measure, readings[measure])
    after = _counted(second, measure, second.readings[measure])
    return Volume(measure, before, after) if before and after else None


def _counted(prepared: Prepared, measure: str, readings: Mapping[str, str]) -> Fraction:
    # Presence applies to a stock and never to a flow.
    is_flow = measure in prepared.flow_measures
    return sum(
        (
            quantity_of(value) * (1 if is_flow else quantity_of(prepared.presence[member]))
            for member, value in readings.items()
            if _is_present(prepared, member)
        ),
        _NOTHING,
    )


def _move(
    found: Mapping[str, dict[Cause, Fraction]],
    cause: Cause,
    before: Mapping[str, Fraction],
    after: Mapping[str, Fraction],
) -> None:
    for member, parts in found.items():
        parts[cause] += after.get(member, _NOTHING) - before.get(member, _NOTHING)


def _whole(period: PostedPeriod | None) -> Mapping[str, Fraction]:
    return period.exact_cents if period else {}


def _direct(period: PostedPeriod | None, member: str) -> int:
    return period.direct_cents.get(member, 0) if period else 0


def _borne(period: PostedPeriod | None, member: str) -> int:
    return period.borne_cents(member) if period else 0


def _rounding(period: PostedPeriod | None, member: str) -> Fraction:
    return period.cents.get(member, 0) - period.exact_cents.get(member, _NOTHING) if period else _NOTHING


def added_up(variances: Sequence[Variance]) -> dict[str, dict[Cause, Fraction]]:
    """The parts of several pairs of periods together, by member."""
    found: dict[str, dict[Cause, Fraction]] = {}
    for variance in variances:
        for member, parts in variance.parts.items():
            known = found.setdefault(member, dict.fromkeys(Cause, _NOTHING))
            for cause, part in parts.items():
                known[cause] += part
    return found


def in_all(parts: Mapping[str, Parts]) -> dict[Cause, Fraction]:
    """The parts of all members together."""
    return {cause: sum((each[cause] for each in parts.values()), _NOTHING) for cause in Cause}


def in_cents(parts: Parts) -> dict[Cause, int]:
    """The parts as they are shown: to the cent by largest remainder, ties by the order of causes; they sum as before.

    >>> third = Fraction(1, 3)
    >>> shown = in_cents({Cause.KEY: third, Cause.VOLUME: third - 2, Cause.ROUNDING: third})
    >>> [(cause.value, cents) for cause, cents in shown.items()]
    [('key', 1), ('volume', -2), ('rounding', 0)]
    """
    numerators, denominator = over_one_denominator(list(parts.values()), "parts", MAX_CARRY_BITS)
    rounded = largest_remainder(numerators, denominator, sum(numerators) // denominator)
    return dict(zip(parts, rounded, strict=True))
