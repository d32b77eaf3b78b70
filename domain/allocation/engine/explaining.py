"""Words for what the engine does: sentences that a controller can follow with pen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.allocation.engine.exact_numbers import exact_text, ratio_text
from domain.kernel.money import euros
from domain.kernel.sentences import Number, Sentence, Series


@dataclass(slots=True)
class Story:
    """The sentences of a computation, one a step, each with the member that it is about, if one alone."""

    steps: list[tuple[str | None, str]] = field(default_factory=list)

    def tell(self, where: str, sentence: str, member: str | None = None) -> None:
        """Add a sentence; `where` says in which part of the key."""
        told = Sentence("{where}: {sentence}", where=where, sentence=sentence) if where else sentence
        self.steps.append((member, told))

    def sentences(self, member: str | None = None) -> list[str]:
        """All sentences in order; with a member, those that are about it or about all."""
        return [text for about, text in self.steps if member is None or about in (None, member)]


def cents_words(value: Fraction | int) -> str:
    """An exact number of cents in words; euros when it is whole.

    >>> cents_words(Fraction(14800000, 3))
    '14800000/3 cents'
    >>> cents_words(4933333)
    '49,333.33 EUR'
    """
    return ratio_words(value.numerator, value.denominator)


def ratio_words(numerator: int, denominator: int) -> str:
    """A ratio as an exact number of cents in words; the second number is above zero."""
    if numerator % denominator == 0:
        return euros(numerator // denominator)
    return Sentence("{exact} cents", exact=ratio_text(numerator, denominator))


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> listed(["Aval", "Brume", "Cime"])
    'Aval, Brume and Cime'
    """
    if len(names) > 20:
        return Sentence("{count} members", count=len(names))
    return Series(names, last=" and ")


def added(values: Sequence[Fraction]) -> str:
    """A sum as it is written out, when it is not too long.

    >>> added([Fraction(2), Fraction(1, 3)])
    '2 + 1/3 = 7/3'
    """
    total = Number(exact_text(sum(values, Fraction(0))))
    if not 1 < len(values) <= 20:
        return total
    terms = Series((Number(exact_text(value)) for value in values), " + ")
    return Sentence("{terms} = {total}", terms=terms, total=total)
