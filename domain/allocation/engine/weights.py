"""The leaves of a key: whole-number weights of the members, from which fractions follow."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd

from domain.allocation.engine.exact_numbers import exact_text, over_one_denominator
from domain.allocation.engine.explaining import added, cents_words, listed, ratio_words
from domain.allocation.engine.fairness_keys import parts_by_fairness
from domain.allocation.engine.keys import DeclaredFractions, Equal, FairnessKey, Proportional, Tiers
from domain.allocation.engine.reading import at
from domain.allocation.engine.scope import Parts, Scope
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence, Series, Word

Leaf = Equal | Proportional | DeclaredFractions | Tiers | FairnessKey


def share_by_weights(leaf: Leaf, amount_cents: Fraction, scope: Scope) -> Parts:
    """The amount in proportion to the leaf's weights, presence taken into account.

    Raises BadInput when a reading is absent or the weights sum to zero.
    """
    weights = _with_presence(leaf, _weights(leaf, scope), scope)
    total = sum(weights)
    if total == 0:
        raise BadInput(scope.field, "the weights of the members that are to bear sum to zero")
    shared = gcd(amount_cents.numerator, amount_cents.denominator * total)
    factor = amount_cents.numerator // shared
    numerators = [0] * len(scope.members)
    for place, weight in zip(scope.active, weights, strict=True):
        numerators[place] = weight * factor
    parts = Parts(numerators, amount_cents.denominator * total // shared, {})
    if scope.story is not None:
        all_weights, amount = exact_text(total), cents_words(amount_cents)
        for place, weight in zip(scope.active, weights, strict=True):
            name, part = scope.members[place], ratio_words(numerators[place], parts.denominator)
            scope.tell(
                Sentence(
                    "{name} bears {weight}/{total} of {amount} = {part}.",
                    name=name,
                    weight=exact_text(weight),
                    total=all_weights,
                    amount=amount,
                    part=part,
                ),
                name,
            )
    return parts


def _weights(leaf: Leaf, scope: Scope) -> list[int]:
    match leaf:
        case Equal():
            scope.tell(Sentence("the same for each of {names}.", names=listed(scope.names())))
            return [1] * len(scope.active)
        case Proportional(measure):
            readings = scope.readings(measure)
            if scope.story is not None:
                scope.tell(
                    Sentence(
                        "in proportion to {measure}, in all {readings}.",
                        measure=measure,
                        readings=added(readings),
                    )
                )
                for name, reading in zip(scope.names(), readings, strict=True):
                    scope.tell(
                        Sentence(
                            "{name} has {reading} of {measure}.",
                            name=name,
                            reading=exact_text(reading),
                            measure=measure,
                        ),
                        name,
                    )
            return over_one_denominator(readings, at("measurements", measure))[0]
        case DeclaredFractions():
            return _declared(leaf, scope)
        case Tiers():
            return _banded(leaf, scope)
        case FairnessKey():
            return _by_fairness(leaf, scope)


def _with_presence(leaf: Leaf, weights: list[int], scope: Scope) -> list[int]:
    measure = leaf.measure if isinstance(leaf, Proportional | Tiers) else None
    if not scope.presence or measure in scope.flow_measures:
        return weights
    present = [Fraction(scope.presence.get(scope.members[i], 1)) for i in scope.active]
    parts, common = over_one_denominator(present, "presence")
    if scope.story is not None and any(part != common for part in parts):
        for place, weight, part in zip(scope.active, weights, present, strict=True):
            name = scope.members[place]
            counted = exact_text(weight * part)
            scope.tell(
                Sentence(
                    "{name}: presence {part} × weight {weight} = {counted}.",
                    name=name,
                    part=exact_text(part),
                    weight=weight,
                    counted=counted,
                ),
                name,
            )
        scope.tell(
            Sentence("weights are counted in {common}ths of themselves, to stay whole.", common=common)
        )
    return [weight * part for weight, part in zip(weights, parts, strict=True)]


def _declared(leaf: DeclaredFractions, scope: Scope) -> list[int]:
    fractions = leaf.fractions()
    _all_known(scope, at(scope.field, "fractions"), fractions)
    declared = [fractions.get(name, Fraction(0)) for name in scope.names()]
    if scope.story is not None:
        scope.tell(Sentence("by declared fractions."))
        for name, fraction in zip(scope.names(), declared, strict=True):
            said = exact_text(fraction) if name in fractions else Word("none, so bears nothing")
            scope.tell(Sentence("{name}'s declared fraction: {said}.", name=name, said=said), name)
    return over_one_denominator(declared, scope.field)[0]


def _banded(leaf: Tiers, scope: Scope) -> list[int]:
    readings = scope.readings(leaf.measure)
    counted = []
    for reading in readings:
        weight = Fraction(0)
        for start, end, rate in leaf.spans():
            if reading > start:
                weight += rate * ((reading if end is None else min(reading, end)) - start)
        counted.append(weight)
    if scope.story is not None:
        scope.tell(
            Sentence(
                "in proportion to {measure} counted by bands, in all {counted}.",
                measure=leaf.measure,
                counted=added(counted),
            )
        )
        for name, reading, weight in zip(scope.names(), readings, counted, strict=True):
            bands = Series(_band_words(leaf, reading), " + ") or "0"
            scope.tell(
                Sentence(
                    "{name} has {reading}: {bands} = {weight}.",
                    name=name,
                    reading=exact_text(reading),
                    bands=bands,
                    weight=exact_text(weight),
                ),
                name,
            )
    return over_one_denominator(counted, scope.field)[0]


def _band_words(leaf: Tiers, reading: Fraction) -> list[str]:
    words: list[str] = []
    for start, end, rate in leaf.spans():
        if reading > start:
            units = (reading if end is None else min(reading, end)) - start
            words.append(Sentence("{count} × {each}", count=exact_text(units), each=exact_text(rate)))
    return words


def _by_fairness(leaf: FairnessKey, scope: Scope) -> list[int]:
    field = at(scope.field, "fairness")
    exact = parts_by_fairness(leaf, at(field, "costs"))
    _all_known(scope, at(field, "costs"), exact)
    results = []
    for name in scope.names():
        if name not in exact:
            raise BadInput(at(at(field, "costs"), name), "the costs name every member that is to bear")
        if exact[name] < 0:
            raise BadInput(
                at(field, "method"), Sentence("{method} makes a member's part negative", method=leaf.method)
            )
        results.append(exact[name])
        scope.tell(
            Sentence(
                "{name}'s cost by {method} is {cost}.",
                name=name,
                method=leaf.method,
                cost=cents_words(exact[name]),
            ),
            name,
        )
    scope.tell(
        Sentence(
            "in proportion to the costs by {method}, in all {results} cents.",
            method=leaf.method,
            results=added(results),
        )
    )
    return over_one_denominator(results, field)[0]


def _all_known(scope: Scope, field: str, names: Iterable[str]) -> None:
    known = set(scope.members)
    for name in names:
        if name not in known:
            raise BadInput(at(field, name), "this is not one of the members")
