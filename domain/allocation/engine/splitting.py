"""Splitting an amount: the exact parts of a key, rounded once, with what each rounding leaves.

This is the one engine: the ledger's runs and the calculator call it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from domain.allocation.engine.exact_numbers import MAX_CARRY_BITS, over_one_denominator
from domain.allocation.engine.explaining import Story, cents_words, listed
from domain.allocation.engine.key_data import key_data
from domain.allocation.engine.key_forms import parse_key
from domain.allocation.engine.keys import Key, depends_on_amount, measures_of
from domain.allocation.engine.rounding import (
    CARRIED_REMAINDER,
    LARGEST_REMAINDER,
    ROUNDING_RULES,
    SAINTE_LAGUE,
    bounded_remainder,
    largest_remainder,
    sainte_lague,
)
from domain.allocation.engine.scope import Parts, Scope
from domain.allocation.engine.shares import Share
from domain.allocation.engine.sharing import share_exactly
from domain.allocation.engine.telling import tell_rounding
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

__all__ = [
    "ENGINE_VERSION",
    "Key",
    "Share",
    "Split",
    "exact_shares",
    "explain",
    "key_data",
    "measures_of",
    "parse_key",
    "round_difference",
    "split",
]

ENGINE_VERSION = "1"
"""Changes whenever the same inputs could give other cents; each run records it."""

_NONE: Mapping[str, Fraction] = {}
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Split:
    """An amount split among members; the shares sum to it, to the cent."""

    amount_cents: int
    rounding: str
    shares: tuple[Share, ...]
    _key: Key | None = field(default=None, repr=False, compare=False)
    _scope: Scope | None = field(default=None, repr=False, compare=False)

    @property
    def cents(self) -> dict[str, int]:
        """The cents of each member."""
        return {share.member: share.cents for share in self.shares}

    @property
    def sentences(self) -> list[str]:
        """Each step in words; see `explain`."""
        return explain(self)

    @property
    def carry_kept(self) -> list[str]:
        """The members whose carry could not be worked off."""
        return [share.member for share in self.shares if share.kept]


def exact_shares(
    amount_cents: Fraction | int,
    members: Sequence[str],
    key: Key,
    measurements: Mapping[str, Mapping[str, Fraction]],
    presence: Mapping[str, Fraction] = _NONE,
    flow_measures: Collection[str] = (),
) -> dict[str, Fraction]:
    """The exact cents of each member, before rounding; they sum to the amount, which need not be whole cents.

    A negative amount is the mirror image of its opposite. Presence multiplies a member's weight in each
    leaf of the key, but for leaves on a flow measure. Raises BadInput.
    """
    parts = _parts(Fraction(amount_cents), key, _scope(members, measurements, presence, flow_measures))
    sign = -1 if amount_cents < 0 else 1
    return {name: sign * parts.of(place) for place, name in enumerate(members)}


def split(
    amount_cents: int,
    members: Sequence[str],
    key: Key,
    measurements: Mapping[str, Mapping[str, Fraction]],
    *,
    presence: Mapping[str, Fraction] = _NONE,
    flow_measures: Collection[str] = (),
    rounding: str = LARGEST_REMAINDER,
    carried: Mapping[str, Fraction] = _NONE,
) -> Split:
    """Split the amount by the key, rounded once by the rule; ties go to the member named first.

    >>> thirds = split(10000, ["A", "B", "C"], parse_key({"equal": {}}), {})
    >>> thirds.cents
    {'A': 3334, 'B': 3333, 'C': 3333}

    `carried` (cents that each member has borne too much) counts under the carried remainder only.
    Raises BadInput.
    """
    _check_rounding(rounding, carried)
    if rounding == SAINTE_LAGUE and depends_on_amount(key):
        rule = "sainte-lague is refused with tranches, fixed amounts, floors and caps"
        raise BadInput("rounding.rule", rule)
    scope = _scope(members, measurements, presence, flow_measures)
    parts = _parts(Fraction(amount_cents), key, scope)
    total = abs(amount_cents)
    sign = -1 if amount_cents < 0 else 1
    carries = _carries(members, carried)
    if rounding == LARGEST_REMAINDER:
        rounded = _Rounded(largest_remainder(parts.numerators, parts.denominator, total), parts)
    elif rounding == SAINTE_LAGUE:
        rounded = _Rounded(sainte_lague(parts.numerators, total) if total else [0] * len(members), parts)
    else:
        rounded = _round_carried(parts, carries, sign, total, *_whole_bounds(parts))
    shares = _shares(members, amount_cents, sign, parts, rounded, carries)
    return Split(amount_cents, rounding, shares, key, scope)


def round_difference(
    exact: Mapping[str, Fraction],
    total_cents: int,
    carried: Mapping[str, Fraction] = _NONE,
    rounding: str = LARGEST_REMAINDER,
) -> Split:
    """Round what a corrective run posts: new exact less old exact, whose signs may be mixed.

    The sign rule does not apply; an exact part of zero still bears zero and keeps its carry. A divisor rule
    has no meaning for mixed signs: under sainte-lague the difference is rounded by largest remainder.
    The exact parts sum to the total. Raises BadInput.
    """
    _check_rounding(rounding, carried)
    members = list(exact)
    if sum(exact.values(), Fraction(0)) != total_cents:
        raise BadInput("exact", "the exact differences sum to the total of the difference")
    first = next((part for part in exact.values() if part), Fraction(0))
    # The mirror image must come out of mirrored parts, also where the total is zero.
    sign = -1 if total_cents < 0 or (total_cents == 0 and first < 0) else 1
    numerators, denominator = over_one_denominator([sign * part for part in exact.values()], "exact")
    parts = Parts(numerators, denominator, {})
    carries = _carries(members, carried)
    bounds: list[int | None] = [None if part else 0 for part in numerators]
    rule = CARRIED_REMAINDER if rounding == CARRIED_REMAINDER else LARGEST_REMAINDER
    rounded = _round_carried(parts, carries, sign, abs(total_cents), bounds, bounds)
    return Split(total_cents, rule, _shares(members, total_cents, sign, parts, rounded, carries))


def explain(split: Split, member: str | None = None) -> list[str]:
    """The steps in words, enough to recompute the cents by pen and paper; of one member, if named."""
    story = Story()
    if split._key is not None and split._scope is not None:
        scope = split._scope
        amount = Fraction(abs(split.amount_cents))
        shared, among = cents_words(split.amount_cents), listed(scope.members)
        story.tell("", Sentence("{shared} is shared among {among}.", shared=shared, among=among))
        if split.amount_cents < 0:
            mirrored = Sentence("a negative amount is shared like its opposite, then each part is negated.")
            story.tell("", mirrored)
        share_exactly(split._key, amount, replace(scope, story=story))
    tell_rounding(split.shares, split.amount_cents, split.rounding, story)
    return story.sentences(member)


def _scope(
    members: Sequence[str],
    measurements: Mapping[str, Mapping[str, Fraction]],
    presence: Mapping[str, Fraction],
    flow_measures: Collection[str],
) -> Scope:
    if not members:
        raise BadInput("members", "at least one member bears the cost")
    if len(set(members)) != len(members):
        raise BadInput("members", "a member is named once")
    known = tuple(members)
    return Scope(known, range(len(known)), measurements, presence, frozenset(flow_measures), "key")


def _parts(amount_cents: Fraction, key: Key, scope: Scope) -> Parts:
    parts = share_exactly(key, abs(amount_cents), scope)
    if sum(parts.numerators) != abs(amount_cents) * parts.denominator:
        raise AssertionError("the exact parts do not sum to the amount")
    return parts


def _carries(members: Sequence[str], carried: Mapping[str, Fraction]) -> list[Fraction]:
    if not carried:
        return [_ZERO] * len(members)
    return [carried.get(name, _ZERO) for name in members]


def _check_rounding(rounding: str, carried: Mapping[str, Fraction]) -> None:
    if rounding not in ROUNDING_RULES:
        raise BadInput(
            "rounding.rule",
            Sentence("a rounding rule is one of: {rounding_rules}", rounding_rules=", ".join(ROUNDING_RULES)),
        )
    if rounding != CARRIED_REMAINDER and any(carried.values()):
        raise BadInput("rounding.carried", "only the carried remainder takes a carry")


def _whole_bounds(parts: Parts) -> tuple[list[int | None], list[int | None]]:
    """The bounds in whole cents: never the opposite sign, zero for zero, and the key's own bounds."""
    least: list[int | None] = [0] * len(parts.numerators)
    most: list[int | None] = [None if numerator else 0 for numerator in parts.numerators]
    for place, (low, high) in parts.bounds.items():
        if parts.numerators[place]:
            least[place] = low.__floor__()
            most[place] = None if high is None else high.__ceil__()
    return least, most


@dataclass(frozen=True, slots=True)
class _Rounded:
    """The cents, what was rounded to them, and whose carry could not be worked off (empty: nobody's)."""

    cents: list[int]
    targets: Parts
    kept: Sequence[bool] = ()


def _round_carried(
    parts: Parts,
    carries: Sequence[Fraction],
    sign: int,
    total: int,
    least: Sequence[int | None],
    most: Sequence[int | None],
) -> _Rounded:
    """Round exact less carried within the bounds; the parts are mirrored by the sign, the carries not yet."""
    denominators = [Fraction(1, parts.denominator), *carries]
    carried, common = over_one_denominator(denominators, "rounding.carried", MAX_CARRY_BITS)
    factor = carried[0]
    targets = [
        numerator * factor - sign * carry
        for numerator, carry in zip(parts.numerators, carried[1:], strict=True)
    ]
    cents, pressed, scale = bounded_remainder(targets, common, total, least, most)
    kept = []
    for target, bore, low, high in zip(targets, cents, least, most, strict=True):
        under = low is not None and target < low * common
        over = high is not None and target > high * common
        kept.append(under or over or abs(bore * common - target) >= common)
    return _Rounded(cents, Parts(pressed, scale, {}), kept)


def _shares(
    members: Sequence[str],
    amount_cents: int,
    sign: int,
    parts: Parts,
    rounded: _Rounded,
    carries: Sequence[Fraction],
) -> tuple[Share, ...]:
    if sum(rounded.cents) != abs(amount_cents):
        raise AssertionError("the shares do not sum to the amount")
    denominator, scale = parts.denominator, rounded.targets.denominator
    kept = rounded.kept or [False] * len(members)
    each = zip(
        members, rounded.cents, parts.numerators, rounded.targets.numerators, carries, kept, strict=True
    )
    return tuple(
        Share(
            member=name,
            cents=sign * cents,
            numerator=sign * part,
            denominator=denominator,
            target=sign * target,
            scale=scale,
            amount_cents=amount_cents,
            carried_before=carry,
            kept=held,
        )
        for name, cents, part, target, carry, held in each
    )
