"""Reading a key from the contract's data form; what cannot be read is refused by its path and the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from domain.allocation.engine.coalitions import parse_costs
from domain.allocation.engine.fairness import METHODS
from domain.allocation.engine.fairness_keys import parts_by_fairness
from domain.allocation.engine.keys import (
    EVERYONE,
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
from domain.allocation.engine.reading import (
    at,
    checked_name,
    fields,
    items,
    needed,
    read_cents,
    read_quantity,
)
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

MAX_DEPTH = 32
_REMAINING = "remaining"
T = TypeVar("T")


def parse_key(data: object, field: str = "key", depth: int = 1) -> Key:
    """Read a key from its data form.

    >>> parse_key({"proportional": "homes"})
    Proportional(measure='homes')

    Raises BadInput naming the field, as "key.blend[1].weight", and the rule.
    """
    if depth > MAX_DEPTH:
        raise BadInput(field, Sentence("keys are nested at most {max_depth} deep", max_depth=MAX_DEPTH))
    given = fields(data, field)
    forms = [name for name in given if name in _FORMS]
    if len(forms) != 1:
        known = ", ".join(_FORMS)
        raise BadInput(
            field,
            Sentence("a key has one form, of: {known}", known=known)
            if not forms
            else "a key has one form only",
        )
    form = forms[0]
    also = {"rest"} if form == "fixed" else set()
    for name in given:
        if name != form and name not in also:
            raise BadInput(at(field, name), Sentence("a key of the form {form} has no such field", form=form))
    return _FORMS[form](given, field, depth)


def _positive_cents(value: object, field: str) -> int:
    cents = read_cents(value, field)
    if cents < 0:
        raise BadInput(field, "this amount may not be negative; the sign is the whole amount's")
    return cents


def _equal(given: Mapping[str, object], field: str, depth: int) -> Key:
    fields(given["equal"], at(field, "equal"), ())
    return Equal()


def _proportional(given: Mapping[str, object], field: str, depth: int) -> Key:
    return Proportional(checked_name(at(field, "proportional"), given["proportional"]))


def _fractions(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "fractions")
    parts: dict[str, Fraction] = {}
    remaining: str | None = None
    for name, value in fields(given["fractions"], here).items():
        member = checked_name(here, name)
        if value != _REMAINING:
            parts[member] = read_quantity(value, at(here, name))
        elif remaining is None:
            remaining = member
        else:
            raise BadInput(at(here, name), "what remains goes to one member at most")
    total = sum(parts.values(), Fraction(0))
    if remaining is None and total != 1:
        raise BadInput(here, "declared fractions sum to one")
    if total > 1:
        raise BadInput(here, "declared fractions sum to one: nothing remains, they are above it")
    return DeclaredFractions(_sorted(parts), remaining)


def _blend(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "blend")
    parts = []
    for place, item in enumerate(items(given["blend"], here)):
        part = fields(item, at(here, place), ("weight", "key"))
        weight = read_quantity(needed(part, "weight", at(here, place)), at(at(here, place), "weight"))
        inner = needed(part, "key", at(here, place))
        parts.append(BlendPart(weight, parse_key(inner, at(at(here, place), "key"), depth + 1)))
    if sum((part.weight for part in parts), Fraction(0)) != 1:
        raise BadInput(here, "the weights of a blend sum to one")
    return Blend(tuple(parts))


def _tiers(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "tiers")
    tiers = fields(given["tiers"], here, ("measure", "bands"))
    measure = checked_name(at(here, "measure"), needed(tiers, "measure", here))
    listed = items(needed(tiers, "bands", here), at(here, "bands"))
    bands: list[Band] = []
    for place, item in enumerate(listed):
        there = at(at(here, "bands"), place)
        band = fields(item, there, ("up_to", "rate"))
        rate = read_quantity(needed(band, "rate", there), at(there, "rate"))
        end = needed(band, "up_to", there)
        if (end is None) != (place == len(listed) - 1):
            raise BadInput(at(there, "up_to"), "the last band, and only the last, is open: null")
        up_to = None if end is None else read_quantity(end, at(there, "up_to"))
        before = bands[-1].up_to if bands else Fraction(0)
        if up_to is not None and before is not None and up_to <= before:
            raise BadInput(at(there, "up_to"), "bands rise, the first from zero")
        bands.append(Band(up_to, rate))
    return Tiers(measure, tuple(bands))


def _tranches(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "tranches")
    listed = items(given["tranches"], here)
    tranches = []
    for place, item in enumerate(listed):
        there = at(here, place)
        tranche = fields(item, there, ("amount", "remaining", "key"))
        last = place == len(listed) - 1
        if last and (tranche.get("remaining") is not True or "amount" in tranche):
            raise BadInput(there, 'the last tranche takes what is left: "remaining": true and no amount')
        if not last and "remaining" in tranche:
            raise BadInput(at(there, "remaining"), "only the last tranche takes what is left")
        cents = None
        if not last:
            cents = _positive_cents(needed(tranche, "amount", there), at(there, "amount"))
        inner = parse_key(needed(tranche, "key", there), at(there, "key"), depth + 1)
        tranches.append(Tranche(cents, inner))
    return Tranches(tuple(tranches))


def _fixed(given: Mapping[str, object], field: str, depth: int) -> Key:
    amounts = _amounts(given["fixed"], at(field, "fixed"))
    if not amounts:
        raise BadInput(at(field, "fixed"), "fixed amounts name at least one member")
    rest = parse_key(needed(given, "rest", field), at(field, "rest"), depth + 1)
    return Fixed(_sorted(amounts), rest)


def _limited(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "limited")
    limited = fields(given["limited"], here, ("key", "floor", "cap"))
    if "floor" not in limited and "cap" not in limited:
        raise BadInput(here, "limits are a floor, a cap or both")
    floors = _amounts(limited.get("floor", {}), at(here, "floor"))
    caps = _amounts(limited.get("cap", {}), at(here, "cap"))
    for name in floors | caps:
        floor = floors.get(name, floors.get(EVERYONE, 0))
        cap = caps.get(name, caps.get(EVERYONE))
        if cap is not None and floor > cap:
            raise BadInput(at(at(here, "floor"), name), "a floor is not above the cap of the same member")
    inner = parse_key(needed(limited, "key", here), at(here, "key"), depth + 1)
    return Limited(inner, _sorted(floors), _sorted(caps))


def _threshold(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "threshold")
    threshold = fields(given["threshold"], here, ("measure", "below", "key"))
    measure = checked_name(at(here, "measure"), needed(threshold, "measure", here))
    below = read_quantity(needed(threshold, "below", here), at(here, "below"))
    return Threshold(measure, below, parse_key(needed(threshold, "key", here), at(here, "key"), depth + 1))


def _fairness(given: Mapping[str, object], field: str, depth: int) -> Key:
    here = at(field, "fairness")
    fairness = fields(given["fairness"], here, ("method", "costs"))
    method = needed(fairness, "method", here)
    if not isinstance(method, str) or method not in METHODS:
        raise BadInput(
            at(here, "method"), Sentence("a method is one of: {methods}", methods=", ".join(METHODS))
        )
    costs = parse_costs(fields(needed(fairness, "costs", here), at(here, "costs")), at(here, "costs"))
    declared = sorted((tuple(sorted(names)), cents) for names, cents in costs.items())
    key = FairnessKey(method, tuple(declared))
    # A key by costs that its method cannot work with would be found out by the first run only.
    parts_by_fairness(key, at(here, "costs"))
    return key


def _amounts(data: object, field: str) -> dict[str, int]:
    return {
        checked_name(field, name): _positive_cents(value, at(field, name))
        for name, value in fields(data, field).items()
    }


def _sorted(named: Mapping[str, T]) -> tuple[tuple[str, T], ...]:
    return tuple((name, named[name]) for name in sorted(named))


_FORMS: Mapping[str, Callable[[Mapping[str, object], str, int], Key]] = {
    "equal": _equal,
    "proportional": _proportional,
    "fractions": _fractions,
    "blend": _blend,
    "tiers": _tiers,
    "tranches": _tranches,
    "fixed": _fixed,
    "limited": _limited,
    "threshold": _threshold,
    "fairness": _fairness,
}
