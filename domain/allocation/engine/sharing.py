"""What a key makes of an amount: exact parts for the members, before any rounding.

The amount is not negative here: a negative one is the mirror image of its opposite. One walk over the
key computes the parts and, when a story is told, says each step; there is no second path.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm

from domain.allocation.engine.exact_numbers import MAX_DENOMINATOR_BITS, exact_text
from domain.allocation.engine.explaining import added, cents_words, listed
from domain.allocation.engine.keys import (
    EVERYONE,
    Blend,
    DeclaredFractions,
    Equal,
    FairnessKey,
    Fixed,
    Key,
    Limited,
    Proportional,
    Threshold,
    Tiers,
    Tranches,
)
from domain.allocation.engine.reading import at
from domain.allocation.engine.scope import Bound, Parts, Scope
from domain.allocation.engine.water_filling import fill
from domain.allocation.engine.weights import share_by_weights
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Number, Sentence, Series, Word

_FREE: Bound = (Fraction(0), None)


def share_exactly(key: Key, amount_cents: Fraction, scope: Scope) -> Parts:
    """The exact parts of the amount, which is not negative; they sum to it.

    Raises BadInput naming the part of the key that cannot be honoured.
    """
    match key:
        case Equal() | Proportional() | DeclaredFractions() | Tiers() | FairnessKey():
            return share_by_weights(key, amount_cents, scope)
        case Blend():
            return _blended(key, amount_cents, scope)
        case Tranches():
            return _by_tranches(key, amount_cents, scope)
        case Fixed():
            return _fixed_and_rest(key, amount_cents, scope)
        case Limited():
            return _limited(key, amount_cents, scope)
        case Threshold():
            return _above_threshold(key, amount_cents, scope)


def _nothing(scope: Scope) -> Parts:
    return Parts([0] * len(scope.members), 1, {})


def _weighted_sum(parts: list[tuple[Fraction, Parts]], field: str) -> Parts:
    """The sum of weight × parts, with the bounds that follow for the sum."""
    denominator = 1
    for weight, part in parts:
        denominator = lcm(denominator, part.denominator * weight.denominator)
        if denominator.bit_length() > 2 * MAX_DENOMINATOR_BITS:
            raise BadInput(field, "these parts have no common denominator of a usable size")
    numerators = [0] * len(parts[0][1].numerators)
    for weight, part in parts:
        factor = weight.numerator * (denominator // (part.denominator * weight.denominator))
        numerators = [n + factor * m for n, m in zip(numerators, part.numerators, strict=True)]
    shared = gcd(denominator, *numerators)
    if shared > 1:
        numerators, denominator = [n // shared for n in numerators], denominator // shared
    bounds = {}
    for place in {place for _, part in parts for place in part.bounds}:
        terms = [(weight, *_bound(part, place)) for weight, part in parts if weight]
        most = [weight * most for weight, _, most in terms if most is not None]
        least = sum((weight * least for weight, least, _ in terms), Fraction(0))
        bounds[place] = (least, sum(most, Fraction(0)) if len(most) == len(terms) else None)
    return Parts(numerators, denominator, bounds)


def _bound(parts: Parts, place: int) -> Bound:
    # A member that bears nothing of a part has no cents there for rounding to move.
    return parts.bounds.get(place, _FREE if parts.numerators[place] else (Fraction(0), Fraction(0)))


def _blended(key: Blend, amount_cents: Fraction, scope: Scope) -> Parts:
    weights = [part.weight for part in key.parts]
    scope.tell(
        Sentence(
            "a blend of {count} keys, with the weights {weights}.",
            count=len(weights),
            weights=added(weights),
        )
    )
    parts = []
    for i, part in enumerate(key.parts):
        where = Sentence(
            "part {place} of the blend (weight {weight})", place=i + 1, weight=exact_text(part.weight)
        )
        field = at(at(at(scope.field, "blend"), i), "key")
        parts.append((part.weight, share_exactly(part.key, amount_cents, scope.inside(field, where))))
    total = _weighted_sum(parts, scope.field)
    _tell_sums(total, [part for _, part in parts], weights, scope)
    return total


def _by_tranches(key: Tranches, amount_cents: Fraction, scope: Scope) -> Parts:
    left = amount_cents
    parts = []
    for i, tranche in enumerate(key.tranches):
        wanted = left if tranche.amount_cents is None else Fraction(tranche.amount_cents)
        taken = min(wanted, left)
        left -= taken
        where = Sentence("tranche {place}", place=i + 1)
        scope.tell(
            Sentence(
                "{where} takes {taken}, {left} are left.",
                where=where,
                taken=cents_words(taken),
                left=cents_words(left),
            )
        )
        if taken or (amount_cents == 0 and tranche.amount_cents is None):
            inner = scope.inside(at(at(at(scope.field, "tranches"), i), "key"), where)
            parts.append(share_exactly(tranche.key, taken, inner))
        else:
            parts.append(_nothing(scope))
    ones = [Fraction(1)] * len(parts)
    total = _weighted_sum(list(zip(ones, parts, strict=True)), scope.field)
    _tell_sums(total, parts, ones, scope)
    return total


def _tell_sums(total: Parts, parts: list[Parts], weights: list[Fraction], scope: Scope) -> None:
    if scope.story is None:
        return
    for place in scope.active:
        terms = Series(
            (_weighed(part.of(place), weight) for weight, part in zip(weights, parts, strict=True)), " + "
        )
        name = scope.members[place]
        scope.tell(
            Sentence(
                "{name} bears together {terms} cents = {part}.",
                name=name,
                terms=terms,
                part=cents_words(total.of(place)),
            ),
            name,
        )


def _weighed(exact: Fraction, weight: Fraction) -> str:
    if weight == 1:
        return Number(exact_text(exact))
    return Sentence("{count} × {each}", count=exact_text(exact), each=exact_text(weight))


def _fixed_and_rest(key: Fixed, amount_cents: Fraction, scope: Scope) -> Parts:
    field = at(scope.field, "fixed")
    amounts = dict(key.amounts_cents)
    for name in amounts:
        if name not in scope.members:
            raise BadInput(at(field, name), "this is not one of the members")
    held = {place: amounts[scope.members[place]] for place in scope.active if scope.members[place] in amounts}
    rest = amount_cents - sum(held.values())
    if rest < 0:
        raise BadInput(field, "the fixed amounts sum to more than the amount that is shared")
    for place, cents in held.items():
        name = scope.members[place]
        scope.tell(
            Sentence("{name} bears the fixed amount of {cents}.", name=name, cents=cents_words(cents)), name
        )
    others = [place for place in scope.active if place not in held]
    bearing = listed([scope.members[place] for place in others]) or Word("nobody")
    scope.tell(Sentence("the rest is {rest}, for {bearing}.", rest=cents_words(rest), bearing=bearing))
    if rest and not others:
        raise BadInput(field, "all members have fixed amounts and nobody is left to bear the rest")
    inner = scope.inside(at(scope.field, "rest"), Word("the rest"), others)
    parts = share_exactly(key.rest, rest, inner) if rest else _nothing(scope)
    numerators = list(parts.numerators)
    for place, cents in held.items():
        numerators[place] = cents * parts.denominator
    pinned: dict[int, Bound] = {place: (Fraction(cents), Fraction(cents)) for place, cents in held.items()}
    return Parts(numerators, parts.denominator, {**parts.bounds, **pinned})


def _above_threshold(key: Threshold, amount_cents: Fraction, scope: Scope) -> Parts:
    field = at(scope.field, "threshold")
    readings = scope.readings(key.measure)
    total = sum(readings, Fraction(0))
    if total == 0:
        raise BadInput(field, Sentence("the total of {measure} is zero", measure=key.measure))
    least = key.below * total
    above = [place for place, reading in zip(scope.active, readings, strict=True) if reading >= least]
    if not above:
        raise BadInput(at(field, "below"), "every member is under the threshold and nobody is left to bear")
    scope.tell(
        Sentence(
            "{below} of {measure} in all, {total}, is {least}; {above} reach it and bear, nobody else.",
            below=exact_text(key.below),
            measure=key.measure,
            total=exact_text(total),
            least=exact_text(least),
            above=listed([scope.members[i] for i in above]),
        )
    )
    return share_exactly(key.key, amount_cents, scope.inside(at(field, "key"), "", above))


def _limited(key: Limited, amount_cents: Fraction, scope: Scope) -> Parts:
    field = at(scope.field, "limited")
    before = share_exactly(key.key, amount_cents, scope.inside(at(field, "key"), Word("before limits")))
    limits = _limits(key, before.bounds, scope, field)
    floors = sum(least for least, _ in limits.values())
    if floors > amount_cents:
        raise BadInput(at(field, "floor"), "the floors sum to more than the amount that is shared")
    caps = [most for _, most in limits.values() if most is not None]
    if len(caps) == len(scope.active) and sum(caps) < amount_cents:
        raise BadInput(at(field, "cap"), "the caps sum to less than the amount that is shared")
    if all(_within(before.of(place), bound) for place, bound in limits.items()):
        scope.tell(Sentence("no floor or cap is touched."))
        return Parts(before.numerators, before.denominator, {**before.bounds, **limits})
    return _poured(before, limits, amount_cents, scope, field)


def _limits(key: Limited, inner: Mapping[int, Bound], scope: Scope, field: str) -> dict[int, Bound]:
    """Each limited member's least and most: those of this form, and those of the keys that it holds."""
    floors, caps = dict(key.floors_cents), dict(key.caps_cents)
    known = {*scope.members, EVERYONE}
    for side, named in (("floor", floors), ("cap", caps)):
        for name in named:
            if name not in known:
                raise BadInput(at(at(field, side), name), "this is not one of the members")
    limits = {}
    for place in scope.active:
        name = scope.members[place]
        least, most = inner.get(place, _FREE)
        floor, cap = floors.get(name, floors.get(EVERYONE, 0)), caps.get(name, caps.get(EVERYONE))
        least = max(least, Fraction(floor))
        if cap is not None:
            most = Fraction(cap) if most is None else min(most, Fraction(cap))
        if most is not None and least > most:
            rule = "a member's floor, cap and fixed amount contradict each other"
            raise BadInput(at(at(field, "floor" if floor > most else "cap"), name), rule)
        if (least, most) != _FREE:
            limits[place] = (least, most)
    return limits


def _within(exact: Fraction, bound: Bound) -> bool:
    return bound[0] <= exact and (bound[1] is None or exact <= bound[1])


def _poured(
    before: Parts, limits: Mapping[int, Bound], amount_cents: Fraction, scope: Scope, field: str
) -> Parts:
    """The parts pressed between their limits; the others bear the difference in proportion to the key."""
    scale = amount_cents.denominator
    for least, most in limits.values():
        scale = lcm(scale, least.denominator, 1 if most is None else most.denominator)
    weights = [before.numerators[place] for place in scope.active]
    bounds = [limits.get(place, _FREE) for place in scope.active]
    floors = [int(least * scale) for least, _ in bounds]
    caps = [None if most is None else int(most * scale) for _, most in bounds]
    level = fill(weights, floors, caps, int(amount_cents * scale))
    if level is None:
        raise BadInput(field, "what the caps cut off would fall on members whose weight is zero")
    up, down = level
    numerators = [0] * len(scope.members)
    for place, weight, floor, cap in zip(scope.active, weights, floors, caps, strict=True):
        free = up * weight
        kept = max(free, floor * down)
        numerators[place] = kept if cap is None else min(kept, cap * down)
    after = Parts(numerators, scale * down, {**before.bounds, **limits})
    _tell_limits(before, after, Fraction(up * before.denominator, down * scale), scope)
    return after


def _tell_limits(before: Parts, after: Parts, factor: Fraction, scope: Scope) -> None:
    if scope.story is None:
        return
    scope.tell(
        Sentence(
            "so that the total is kept, each part is multiplied by {factor}, then limited.",
            factor=exact_text(factor),
        )
    )
    for place in scope.active:
        name, exact = scope.members[place], before.of(place)
        raised = exact * factor
        least, most = after.bounds.get(place, _FREE)
        limit: str = ""
        if raised < least:
            limit = Sentence(", raised to the floor of {limit}", limit=cents_words(least))
        elif most is not None and raised > most:
            limit = Sentence(", cut to the cap of {limit}", limit=cents_words(most))
        became = Sentence(
            "{name}: {exact} × {factor} = {raised}{limit}.",
            name=name,
            exact=cents_words(exact),
            factor=exact_text(factor),
            raised=cents_words(raised),
            limit=limit,
        )
        scope.tell(became, name)
