"""The win-win check in sentences that a board reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from application.answers.split_judging import Judged, Subgroup
from application.calculator.fairness_requests import core_words
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.explaining import listed
from domain.kernel.money import euros
from domain.kernel.periods import Month


def money(value: Fraction) -> str:
    """An exact number of cents as money; where it is not whole, the nearest cent and the exact number.

    >>> money(Fraction(1250)), money(Fraction(100, 3))
    ('12.50 EUR', 'about 0.33 EUR (100/3 cents)')
    """
    exact = f" ({exact_text(value)} cents)" if value.denominator != 1 else ""
    return nearest_money(value) + exact


def nearest_money(value: Fraction) -> str:
    """An exact number of cents as money; where it is not whole, about the nearest cent."""
    if value.denominator == 1:
        return euros(value.numerator)
    return f"about {euros((2 * value.numerator + value.denominator) // (2 * value.denominator))}"


def checked_words(judged: Judged) -> list[str]:
    """Which subgroups were checked, and whether any split would hold."""
    count, of = len(judged.subgroups), judged.subgroups_in_all
    if not of:
        return ["One member bears all: there is nobody to share with."]
    if not count:
        words = ["Of no member and no subgroup a cost of going alone is declared for all of these months."]
    elif count == of:
        words = [f"The costs of going alone are declared for all {of} members and subgroups."]
    else:
        words = [
            f"The costs of going alone are declared for {count} of {of} members and subgroups; only these are "
            "checked."
        ]
    if judged.core_is_empty is not None:
        words += core_words(judged.core_is_empty)
    return words + [f"{listed(n.members)} not checked: {n.reason}." for n in judged.not_checked]


def judged_words(judged: Judged, in_core_before_rounding: bool | None) -> list[str]:
    """Who would leave, and whether the split is in the core; nothing where nothing can be said."""
    if judged.in_core is None:
        return []
    if not judged.worst:
        holds = "No member and no subgroup that is checked would save by leaving"
        return [f"{holds}: the split is in the core."]
    leaving = f"{listed(judged.worst)} would save {money(judged.would_save_cents)} by leaving"
    words = [f"{leaving}: the split is not in the core."]
    if in_core_before_rounding:
        words.append("Before rounding to the cent the split is in the core.")
    return words


def alone_words(alone: Subgroup, months: Sequence[Month], direct_cents: int) -> list[str]:
    """What going alone would have cost a member, and what sharing saves it."""
    [member] = alone.members
    span = str(months[0]) if len(months) == 1 else f"{months[0]} to {months[-1]}"
    cost = f"Going alone would have cost {member} {money(alone.alone_cents)} for {span}"
    words = [f"{cost}; {_saved(alone)}."]
    if direct_cents:
        words.append(f"What is charged to {member} alone, {euros(direct_cents)}, it would bear either way.")
    return words


def declared_words(cost: Mapping[str, Any]) -> str:
    """A declared cost of going alone, with its source and evidence."""
    declared = f"{euros(cost['cost_cents'])} from {cost['first_month']} to {cost['last_month']}"
    evidence = f"{cost['evidence_reference']} {cost['evidence_sha256'][:12]}"
    return f"{declared}; {cost['source']}; certified by {cost['certified_by']}, {evidence}"


def left_out_words(months: Sequence[str], direct_cents: Mapping[str, int]) -> list[str]:
    """What is on neither side of the comparison."""
    words = []
    if direct_cents:
        each = ", ".join(f"{name} {euros(cents)}" for name, cents in direct_cents.items())
        words.append(f"Direct charges are each member's own on both sides and left out: {each}.")
    if months:
        words.append(f"Not posted, and left out: {', '.join(months)}.")
    return words


def member_words(name: str, judged: Judged) -> str:
    """What a split means to one member."""
    alone = judged.subgroup(name)
    if alone is None:
        return f"{name} bears {money(judged.shares[name])}; what it would bear alone is not known."
    cost = f"{name} bears {money(alone.bears_cents)} and would bear {money(alone.alone_cents)} alone"
    return f"{cost}: {_saved(alone)}."


def _saved(alone: Subgroup) -> str:
    if alone.saves_cents == 0:
        return "sharing saves it nothing"
    if alone.saves_cents < 0:
        return f"sharing costs it {money(-alone.saves_cents)} more"
    return f"sharing saves it {money(alone.saves_cents)}"
