"""Colleges: each has a share of the votes, within limits, and its seats weigh inside it by its own rule."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from domain.kernel.errors import Refusal
from domain.kernel.money import exact_text

Limits = tuple[Fraction, Fraction]
"""At least, and at most."""


class ContradictoryLimits(Refusal):
    """Shares that add up to one cannot keep limits that do not."""

    sentence = "the limits of {what} contradict each other: at least {least} and at most {most} of all votes"


def within_limits(
    parts: Mapping[str, Fraction], limits: Mapping[str, Limits], what: str
) -> dict[str, Fraction]:
    """Parts of one in proportion to what each has, none outside its limits; zeros stay zero.

    What a cap cuts off, and what a floor takes, is spread over the others in proportion: all that is
    not held by a limit stands in one proportion to what it was.

    >>> half = Fraction(1, 2)
    >>> capped = {"investors": (Fraction(0), Fraction(35, 100)), "users": (Fraction(51, 100), Fraction(1))}
    >>> {k: str(v) for k, v in within_limits({"investors": half, "users": half}, capped, "colleges").items()}
    {'investors': '7/20', 'users': '13/20'}

    Raises ContradictoryLimits.
    """
    held = {name: part for name, part in parts.items() if part > 0}
    _check_limits({name: limits.get(name, _FREE) for name in held}, what)

    def at(level: Fraction) -> dict[str, Fraction]:
        return {name: _clamped(level * part, limits.get(name, _FREE)) for name, part in held.items()}

    # The sum rises with the level and is straight between the levels at which a part meets a limit.
    bends = sorted({limit / part for name, part in held.items() for limit in limits.get(name, _FREE)})
    upper = next(level for level in bends if sum(at(level).values()) >= 1)
    lower = max((level for level in bends if level < upper), default=Fraction(0))
    below, above = sum(at(lower).values(), Fraction(0)), sum(at(upper).values(), Fraction(0))
    level = upper if above == below else lower + (upper - lower) * (1 - below) / (above - below)
    shared = at(level)
    if sum(shared.values()) != 1:
        raise AssertionError(f"the shares of {what} add up to one")
    return {name: shared.get(name, Fraction(0)) for name in parts}


def _check_limits(limits: Mapping[str, Limits], what: str) -> None:
    least = sum((lowest for lowest, _ in limits.values()), Fraction(0))
    most = sum((highest for _, highest in limits.values()), Fraction(0))
    if least > 1 or most < 1 or any(lowest > highest for lowest, highest in limits.values()):
        raise ContradictoryLimits(what=what, least=exact_text(least), most=exact_text(most))


def _clamped(value: Fraction, limits: Limits) -> Fraction:
    return max(limits[0], min(value, limits[1]))


_FREE: Limits = (Fraction(0), Fraction(1))
