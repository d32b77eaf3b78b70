"""Exact numbers: over one denominator, and as text however long a chain of exact carries makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from flint import fmpz

from domain.kernel.errors import BadInput
from domain.kernel.money import MAX_NUMBER_DIGITS, signed_of
from domain.kernel.sentences import Sentence

MAX_DENOMINATOR_BITS = 33_000
"""About 10,000 digits: far above what readings make in practice, low enough to stay quick."""
MAX_CARRY_BITS = 260_000
"""Carries are exact for ever: each split may bring its own denominator into the common one."""
MAX_CARRY_DIGITS = 40_000
_LONG_BITS = 10_000
_RATIO = re.compile(r"(-?)([0-9]+)/([0-9]+)")


def exact_text(value: Fraction | int) -> str:
    """An exact number as p or p/q in lowest terms.

    >>> exact_text(Fraction(-2, 6))
    '-1/3'
    """
    if value.denominator == 1:
        return _digits(value.numerator)
    return f"{_digits(value.numerator)}/{_digits(value.denominator)}"


def ratio_text(numerator: int, denominator: int) -> str:
    """A ratio of whole numbers, the second above zero, as `exact_text` writes it.

    >>> ratio_text(-2, 6)
    '-1/3'
    """
    shared = gcd(numerator, denominator)
    if shared == denominator:
        return _digits(numerator // shared)
    return f"{_digits(numerator // shared)}/{_digits(denominator // shared)}"


def _digits(whole: int) -> str:
    # Python refuses to write integers of more than 4,300 digits; an exact carry may grow beyond that.
    return str(whole) if whole.bit_length() < _LONG_BITS else str(fmpz(whole))


def carry_of(text: str, field: str = "carried") -> Fraction:
    """Read a carry: a signed decimal, or p/q as long as a chain of splits may have made it.

    >>> carry_of("-1/3")
    Fraction(-1, 3)

    Raises BadInput naming the field.
    """
    if not isinstance(text, str) or len(text) <= MAX_NUMBER_DIGITS:
        return signed_of(text, field)
    found = _RATIO.fullmatch(text) if len(text) <= MAX_CARRY_DIGITS else None
    if not found:
        rule = Sentence(
            "a carry is a signed decimal of at most 100 digits, or p/q of at most {max_carry_digits}",
            max_carry_digits=MAX_CARRY_DIGITS,
        )
        raise BadInput(field, rule)
    denominator = int(fmpz(found[3]))
    if denominator == 0:
        raise BadInput(field, "a fraction has a denominator above zero")
    value = Fraction(int(fmpz(found[2])), denominator)
    return -value if found[1] else value


def exact_of(text: str, field: str = "number") -> Fraction:
    """Read an exact number as it was recorded: decimal, or p/q however long a sum or a mean has made it.

    >>> exact_of("12.5")
    Fraction(25, 2)

    Raises BadInput naming the field.
    """
    return carry_of(text, field) if "/" in text else signed_of(text, field)


def over_one_denominator(
    values: Sequence[Fraction], field: str, most_bits: int = MAX_DENOMINATOR_BITS
) -> tuple[list[int], int]:
    """Numerators over a common denominator.

    >>> over_one_denominator([Fraction(1, 2), Fraction(1, 3)], "")
    ([3, 2], 6)

    Raises BadInput naming the field when there is none of a usable size.
    """
    common = 1
    for value in values:
        denominator = value.denominator
        if common % denominator:
            common = lcm(common, denominator)
            if common.bit_length() > most_bits:
                raise BadInput(field, "these fractions have no common denominator of a usable size")
    if common == 1:
        return [value.numerator for value in values], 1
    return [value.numerator * (common // value.denominator) for value in values], common
