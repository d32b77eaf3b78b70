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
# Of a year that a month may have: a code such as "1850-01" is none.
_MONTH = re.compile(r"(?:19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])")
_QUARTERS = {
    "en": {
        "1": "first quarter of",
        "2": "second quarter of",
        "3": "third quarter of",
        "4": "fourth quarter of",
    },
    "fr": {"1": "1er trimestre", "2": "2e trimestre", "3": "3e trimestre", "4": "4e trimestre"},
}
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


def nearest(exact_cents: Any, language: str) -> str:
    """An exact number of cents as money; where it is not whole, about the nearest cent.

    >>> nearest("45625000/3", "en"), nearest("1250", "en")
    ('≈\xa0152,083.33\xa0EUR', '12.50\xa0EUR')
    """
    exact_value = Fraction(exact_cents)
    about = "" if exact_value.denominator == 1 else f"{_ABOUT}\N{NO-BREAK SPACE}"
    return about + money(round(exact_value), language)


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


def exact(text: str, language: str = "en") -> str:
    """An exact number of cents to read; one too long for a line by its value, and the data twin has it in full.

    >>> exact("-2000/3"), exact("-1000000000000000000001/300000000000000000000")
    ('-2000/3', '≈-3.333333')
    """
    if len(text) <= LONGEST_EXACT:
        return text
    millionths = round(abs(Fraction(text)) * 10**6)
    sign = "-" if text.startswith("-") else ""
    point = "," if language == "fr" else "."
    return f"{_ABOUT}{sign}{millionths // 10**6}{point}{millionths % 10**6:06d}"


@lru_cache(1024)
def day(text: str | None, language: str) -> str:
    """An ISO date in words; what is none stays as it is.

    >>> day("2021-06-24", "en"), day(None, "en")
    ('24 June 2021', '')
    """
    if not text:
        return ""
    try:
        read = date.fromisoformat(text[:10])
    except ValueError:
        return text
    told = format_date(read, "long", locale=locale_of(language))
    # The first of a month is an ordinal in French.
    return f"1er{told[1:]}" if language == "fr" and read.day == 1 else told


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


def period(text: str, language: str) -> str:
    """A month, a quarter or a year as it is said; what is none of them stays as it is.

    >>> period("2021-09", "fr"), period("2021-Q1", "en"), period("2021", "fr")
    ('septembre 2021', 'first quarter of 2021', '2021')
    """
    year, _, quarter = text.partition("-Q")
    if quarter in _QUARTERS[language] and year.isdecimal():
        return f"{_QUARTERS[language][quarter]} {year}"
    if not _MONTH.fullmatch(text):
        return text
    return month(text, language)


def shortened(sentence: str, language: str = "en") -> str:
    """A sentence in which each fraction that is too long to read stands by its value.

    >>> shortened("carries 1000000000000000000000000000000000001/3000000000000000000000000000000000000 cents")
    'carries about 0.333333 cents'
    """
    about = {"en": "about ", "fr": "environ\N{NO-BREAK SPACE}"}[language]
    return _FRACTION.sub(lambda found: exact(found[0], language).replace(_ABOUT, about), sentence)
