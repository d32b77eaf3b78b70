"""Amounts, months and days as a reader of that language writes them. Cents go in; nothing is rounded."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from domain.kernel.periods import Month
from interfaces.web.language import locale_of

_AMOUNT = "#,##0.00"
LONGEST_EXACT = 30
_ABOUT = "≈"
_FRACTION = re.compile(r"-?[0-9]+/[0-9]+")


@lru_cache(4096)
def amount(cents: int, language: str, *, signed: bool = False) -> str:
    """Cents as euros without their sign: the table's head says EUR.

    >>> amount(-2726417, "en"), amount(2726417, "en", signed=True)
    ('−27,264.17', '+27,264.17')
    """
    text = format_decimal(Decimal(abs(cents)).scaleb(-2), _AMOUNT, locale=locale_of(language))
    sign = "−" if cents < 0 else "+" if signed and cents > 0 else ""
    return sign + text


def money(cents: int, language: str) -> str:
    """Cents as an amount in a sentence.

    >>> money(2726417, "en")
    '27,264.17\\xa0EUR'
    """
    return f"{amount(cents, language)}\N{NO-BREAK SPACE}EUR"


def number(value: Any, language: str) -> str:
    """A count or a quantity; an exact fraction stays one.

    >>> number(4209, "en"), number("1/3", "en"), number("12.50", "en")
    ('4,209', '1/3', '12.50')
    """
    text = str(value)
    if "/" in text or not text.lstrip("-").replace(".", "", 1).isdecimal():
        return text
    decimals = len(text.partition(".")[2])
    pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return format_decimal(Decimal(text), pattern, locale=locale_of(language))


def exact(text: str) -> str:
    """An exact number of cents to read; one too long for a line by its value, and the data twin has it in full.

    >>> exact("-2000/3"), exact("-1000000000000000000001/300000000000000000000")
    ('-2000/3', '≈-3.333333')
    """
    if len(text) <= LONGEST_EXACT:
        return text
    millionths = round(abs(Fraction(text)) * 10**6)
    sign = "-" if text.startswith("-") else ""
    return f"{_ABOUT}{sign}{millionths // 10**6}.{millionths % 10**6:06d}"


@lru_cache(1024)
def day(text: str | None, language: str) -> str:
    """An ISO date in words; what is none stays as it is.

    >>> day("2021-06-24", "en"), day(None, "en")
    ('24 June 2021', '')
    """
    if not text:
        return ""
    try:
        return format_date(date.fromisoformat(text[:10]), "long", locale=locale_of(language))
    except ValueError:
        return text


@lru_cache(512)
def month(text: str | None, language: str) -> str:
    """A month in words.

    >>> month("2021-09", "en")
    'September 2021'
    """
    if not text:
        return ""
    first = Month.of(text).first_day
    return format_skeleton("yMMMM", first, locale=locale_of(language))


def shortened(sentence: str) -> str:
    """A sentence in which each fraction that is too long to read stands by its value.

    >>> shortened("carries 1000000000000000000000000000000000001/3000000000000000000000000000000000000 cents")
    'carries about 0.333333 cents'
    """
    return _FRACTION.sub(lambda found: exact(found[0]).replace(_ABOUT, "about "), sentence)
