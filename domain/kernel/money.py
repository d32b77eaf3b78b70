"""Money is integer cents; exact parts of it are fractions of a cent. No float, no implicit rounding."""

from __future__ import annotations

import re
from fractions import Fraction

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Amount

_MONEY = re.compile(r"-?[0-9]{1,15}\.[0-9]{2}")
_QUANTITY = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/[0-9]+")
_SIGNED = re.compile(r"-?([0-9]+(\.[0-9]+)?|[0-9]+/[0-9]+)")
MAX_NUMBER_DIGITS = 100


def cents_of(text: str, field: str = "amount") -> int:
    """Read euros with two decimals, as "-12345.67", into cents.

    >>> cents_of("-12345.67")
    -1234567

    Raises BadInput naming the field.
    """
    if not isinstance(text, str) or not _MONEY.fullmatch(text):
        raise BadInput(field, 'money is a string of euros with two decimals, like "12345.67"')
    whole, _, decimals = text.lstrip("-").partition(".")
    cents = int(whole) * 100 + int(decimals)
    return -cents if text.startswith("-") else cents


def money_text(cents: int) -> str:
    """Cents as the string of euros that `cents_of` reads.

    >>> money_text(-5)
    '-0.05'
    """
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def euros(cents: int) -> Amount:
    """Cents as the specs and the command line write them.

    >>> euros(1234567)
    '12,345.67 EUR'
    """
    sign = "-" if cents < 0 else ""
    return Amount(f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d} EUR", cents)


def _fraction(text: str, pattern: re.Pattern[str], field: str, rule: str) -> Fraction:
    # The length comes first: a hundred digits, a sign, a point or a slash, and no work on more than that.
    too_long = isinstance(text, str) and (
        len(text) > MAX_NUMBER_DIGITS + 2 or sum(map(str.isdigit, text)) > MAX_NUMBER_DIGITS
    )
    if not isinstance(text, str) or too_long or not pattern.fullmatch(text):
        raise BadInput(field, rule)
    if "/" in text and int(text.partition("/")[2]) == 0:
        raise BadInput(field, "a fraction has a denominator above zero")
    return Fraction(text)


def quantity_of(text: str, field: str = "quantity") -> Fraction:
    """Read a quantity, rate or weight: decimal or p/q, not negative, at most 100 digits, exact.

    Raises BadInput naming the field.
    """
    rule = 'a quantity is a string, decimal or p/q, not negative, at most 100 digits, like "12.5" or "1/3"'
    return _fraction(text, _QUANTITY, field, rule)


def signed_of(text: str, field: str = "number") -> Fraction:
    """Read an exact number that may be negative, such as a carry. Raises BadInput naming the field."""
    rule = 'an exact number is a string, decimal or p/q, at most 100 digits, like "-1/3"'
    return _fraction(text, _SIGNED, field, rule)


def exact_text(value: Fraction | int) -> str:
    """An exact number as p or p/q, in lowest terms: the form that events and answers keep."""
    return str(Fraction(value))
