"""Writing a key back in the contract's data form, canonical, as events keep it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.allocation.engine.coalitions import COALITION_MARK
from domain.allocation.engine.keys import (
    Band,
    Blend,
    BlendPart,
    DeclaredFractions,
    Equal,
    FairnessKey,
    Fixed,
    Key,
    Limited,
    Proportional,
    Threshold,
    Tiers,
    Tranche,
    Tranches,
)
from domain.kernel.money import exact_text, money_text


def key_data(key: Key) -> dict[str, object]:
    """The key in the contract's data form, canonical: names in order, numbers in lowest terms.

    >>> from fractions import Fraction
    >>> key_data(DeclaredFractions((("A", Fraction(2, 4)), ("B", Fraction("0.5")))))
    {'fractions': {'A': '1/2', 'B': '1/2'}}
    """
    data: dict[str, object]
    match key:
        case Equal():
            data = {"equal": {}}
        case Proportional(measure):
            data = {"proportional": measure}
        case DeclaredFractions():
            data = {"fractions": _fractions(key)}
        case Blend(parts):
            data = {"blend": [_part(part) for part in parts]}
        case Tiers(measure, bands):
            data = {"tiers": {"measure": measure, "bands": [_band(band) for band in bands]}}
        case Tranches(tranches):
            data = {"tranches": [_tranche(tranche) for tranche in tranches]}
        case Fixed(amounts, rest):
            data = {"fixed": _amounts(amounts), "rest": key_data(rest)}
        case Limited(inner, floors, caps):
            limits = {"key": key_data(inner), "floor": _amounts(floors), "cap": _amounts(caps)}
            data = {"limited": limits}
        case Threshold(measure, below, inner):
            data = {"threshold": {"measure": measure, "below": exact_text(below), "key": key_data(inner)}}
        case FairnessKey(method, costs):
            together = {COALITION_MARK.join(names): money_text(cents) for names, cents in costs}
            data = {"fairness": {"method": method, "costs": together}}
    return data


def _fractions(key: DeclaredFractions) -> dict[str, str]:
    named = {name: exact_text(part) for name, part in key.parts}
    if key.remaining is not None:
        named[key.remaining] = "remaining"
    return {name: named[name] for name in sorted(named)}


def _part(part: BlendPart) -> dict[str, object]:
    return {"weight": exact_text(part.weight), "key": key_data(part.key)}


def _band(band: Band) -> dict[str, object]:
    return {"up_to": None if band.up_to is None else exact_text(band.up_to), "rate": exact_text(band.rate)}


def _tranche(tranche: Tranche) -> dict[str, object]:
    if tranche.amount_cents is None:
        return {"remaining": True, "key": key_data(tranche.key)}
    return {"amount": money_text(tranche.amount_cents), "key": key_data(tranche.key)}


def _amounts(amounts: Iterable[tuple[str, int]]) -> dict[str, str]:
    return {name: money_text(cents) for name, cents in amounts}
