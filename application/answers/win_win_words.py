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
from domain.kernel.sentences import Sentence, Series, Word


def money(value: Fraction) -> str:
    """An exact number of cents as money; where it is not whole, the nearest cent and the exact number.

    >>> money(Fraction(1250)), money(Fraction(100, 3))
    ('12.50 EUR', 'about 0.33 EUR (100/3 cents)')
    """
    if value.denominator == 1:
        return nearest_money(value)
    return Sentence("{amount} ({exact} cents)", amount=nearest_money(value), exact=exact_text(value))


def nearest_money(value: Fraction) -> str:
    """An exact number of cents as money; where it is not whole, about the nearest cent."""
    if value.denominator == 1:
        return euros(value.numerator)
    nearest = euros((2 * value.numerator + value.denominator) // (2 * value.denominator))
    return Sentence("about {amount}", amount=nearest)


def checked_words(judged: Judged) -> list[str]:
    """Which subgroups were checked, and whether any split would hold."""
    count, of = len(judged.subgroups), judged.subgroups_in_all
    if not of:
        return [Sentence("One member bears all: there is nobody to share with.")]
    words: list[str]
    if not count:
        words = [
            Sentence(
                "Of no member and no subgroup a cost of going alone is declared for all of these months."
            )
        ]
    elif count == of:
        words = [
            Sentence("The costs of going alone are declared for all {count} members and subgroups.", count=of)
        ]
    else:
        words = [
            Sentence(
                "The costs of going alone are declared for {count} of {of} members and subgroups; "
                "only these are checked.",
                count=count,
                of=of,
            )
        ]
    if judged.core_is_empty is not None:
        words += core_words(judged.core_is_empty)
    return words + [
        Sentence("{members} not checked: {reason}.", members=listed(n.members), reason=n.reason)
        for n in judged.not_checked
    ]


def judged_words(judged: Judged, in_core_before_rounding: bool | None) -> list[str]:
    """Who would leave, and whether the split is in the core; nothing where nothing can be said."""
    if judged.in_core is None:
        return []
    if not judged.worst:
        return [
            Sentence(
                "No member and no subgroup that is checked would save by leaving: the split is in the core."
            )
        ]
    leaving = Sentence(
        "{members} would save {amount} by leaving: the split is not in the core.",
        members=listed(judged.worst),
        amount=money(judged.would_save_cents),
    )
    words: list[str] = [leaving]
    if in_core_before_rounding:
        words.append(Sentence("Before rounding to the cent the split is in the core."))
    return words


def alone_words(alone: Subgroup, months: Sequence[Month], direct_cents: int) -> list[str]:
    """What going alone would have cost a member, and what sharing saves it."""
    [member] = alone.members
    first, last = str(months[0]), str(months[-1])
    span = first if len(months) == 1 else Sentence("{first} to {last}", first=first, last=last)
    words = [
        Sentence(
            "Going alone would have cost {member} {amount} for {span}; {saved}.",
            member=member,
            amount=money(alone.alone_cents),
            span=span,
            saved=_saved(alone),
        )
    ]
    if direct_cents:
        words.append(
            Sentence(
                "What is charged to {member} alone, {amount}, it would bear either way.",
                member=member,
                amount=euros(direct_cents),
            )
        )
    return list(words)


def declared_words(cost: Mapping[str, Any]) -> str:
    """A declared cost of going alone, with its source and evidence."""
    return Sentence(
        "{cost} from {first_month} to {last_month}; {source}; certified by {certified_by}, {evidence} {hash}",
        cost=euros(cost["cost_cents"]),
        first_month=cost["first_month"],
        last_month=cost["last_month"],
        source=cost["source"],
        certified_by=cost["certified_by"],
        evidence=cost["evidence_reference"],
        hash=cost["evidence_sha256"][:12],
    )


def left_out_words(months: Sequence[str], direct_cents: Mapping[str, int]) -> list[str]:
    """What is on neither side of the comparison."""
    words: list[str] = []
    if direct_cents:
        each = Series(
            Sentence("{member} {amount}", member=name, amount=euros(cents))
            for name, cents in direct_cents.items()
        )
        words.append(
            Sentence("Direct charges are each member's own on both sides and left out: {each}.", each=each)
        )
    if months:
        words.append(Sentence("Not posted, and left out: {months}.", months=Series(months)))
    return words


def member_words(name: str, judged: Judged) -> str:
    """What a split means to one member."""
    alone = judged.subgroup(name)
    if alone is None:
        return Sentence(
            "{member} bears {share}; what it would bear alone is not known.",
            member=name,
            share=money(judged.shares[name]),
        )
    return Sentence(
        "{member} bears {share} and would bear {alone} alone: {saved}.",
        member=name,
        share=money(alone.bears_cents),
        alone=money(alone.alone_cents),
        saved=_saved(alone),
    )


def _saved(alone: Subgroup) -> str:
    if alone.saves_cents == 0:
        return Word("sharing saves it nothing")
    if alone.saves_cents < 0:
        return Sentence("sharing costs it {amount} more", amount=money(-alone.saves_cents))
    return Sentence("sharing saves it {amount}", amount=money(alone.saves_cents))
