"""What one cell of an imported table may say: a function for each kind of column, and nothing is guessed.

A function takes the cell's text and returns its value, or raises BadCell with the rule that it breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from domain.kernel.identity import MAX_CODE_LENGTH, normal_code
from domain.kernel.money import MAX_NUMBER_DIGITS
from domain.kernel.sentences import Sentence

MAX_TEXT_LENGTH = 500
MAX_SHOWN_LENGTH = 40
_FORMULA_SIGNS = ("=", "+", "@")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

# Between thousands stands one kind of space throughout: ordinary, no-break or narrow no-break.
_GROUPED = r"[0-9]{1,3}(?P<space>[ \u00a0\u202f])[0-9]{3}(?:(?P=space)[0-9]{3})*"
_AMOUNT = re.compile(rf"(-?)([0-9]+|{_GROUPED})(?:[.,]([0-9]{{1,2}}))?")
_QUANTITY = re.compile(rf"([0-9]+|{_GROUPED})(?:[.,]([0-9]+))?")
_THOUSANDS_OR_DECIMALS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FRENCH_MONTH = re.compile(r"(0[1-9]|1[0-2])/([0-9]{4})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MAX_EURO_DIGITS = 15

Read = Callable[[str], object]

# The lines of a document repeat its codes, days and hashes: each is read once and its value shared.
_repeated = lru_cache(maxsize=4096)


class BadCell(Exception):
    """A cell that cannot be read: `rule` is the rule that it breaks, as a sentence."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def text(cell: str) -> str:
    """Text is NFC, trimmed, without unseen characters, and not a formula; it may be empty.

    >>> text(" Me\\u0301solia ")
    'Mésolia'
    """
    # Of what is not printable, only the no-break spaces may stand in text.
    if not cell.isprintable() and any(unicodedata.category(c) in _UNSEEN for c in cell):
        raise BadCell("text has no control, invisible or bidirectional characters and stands on one line")
    kept = (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
    if kept.startswith(_FORMULA_SIGNS):
        raise BadCell("text may not begin with =, + or @, which a spreadsheet would run as a formula")
    if len(kept) > MAX_TEXT_LENGTH:
        raise BadCell(Sentence("text has at most {count} characters", count=MAX_TEXT_LENGTH))
    return kept


@_repeated
def text_if_any(cell: str) -> str | None:
    """Text, or nothing in an empty cell."""
    return text(cell) or None


@_repeated
def code(cell: str) -> str:
    """A code is text of 1 to 120 characters."""
    kept = text(cell)
    if not kept:
        raise BadCell("this column may not be empty")
    if len(kept) > MAX_CODE_LENGTH:
        raise BadCell(Sentence("a code has at most {count} characters", count=MAX_CODE_LENGTH))
    return kept


@_repeated
def code_if_any(cell: str) -> str | None:
    """A code, or nothing in an empty cell."""
    return code(cell) if cell.strip() else None


@lru_cache(maxsize=65_536)
def compared(given: str) -> str:
    """A code in the form under which codes are compared, remembered because a file repeats its codes."""
    return normal_code(given)


def amount_cents(cell: str) -> int:
    """Euros with at most two decimals, point or comma, spaces only between groups of three digits.

    >>> amount_cents("-1 234,56")
    -123456
    >>> amount_cents("1234.5")
    123450
    """
    given = cell.strip()
    found = _AMOUNT.fullmatch(given)
    if found is None:
        raise BadCell(
            _number_rule(given, Sentence("an amount has at most two decimals, like 1234,56 or 1234.56"))
        )
    sign, whole, _, decimals = found.groups()
    digits = re.sub(r"[^0-9]", "", whole) if found["space"] else whole
    if len(digits) > _MAX_EURO_DIGITS:
        raise BadCell(
            Sentence("an amount has at most {count} digits before the decimals", count=_MAX_EURO_DIGITS)
        )
    cents = int(digits) * 100 + (int(decimals.ljust(2, "0")) if decimals else 0)
    return -cents if sign else cents


def quantity(cell: str) -> str:
    """A quantity is an exact decimal number, not negative, kept as text in its shortest form.

    >>> quantity("18 500,250")
    '18500.25'
    """
    given = cell.strip()
    if given.startswith("-"):
        raise BadCell("a measured value is not negative")
    found = _QUANTITY.fullmatch(given)
    if found is None or _THOUSANDS_OR_DECIMALS.fullmatch(given):
        raise BadCell(
            _number_rule(given, Sentence("a measured value is a decimal number, like 18500 or 12,5 or 12.5"))
        )
    whole = re.sub(r"[^0-9]", "", found[1]).lstrip("0") or "0"
    decimals = (found[3] or "").rstrip("0")
    value = f"{whole}.{decimals}" if decimals else whole
    if len(whole) + len(decimals) > MAX_NUMBER_DIGITS:
        raise BadCell(Sentence("a measured value has at most {count} digits", count=MAX_NUMBER_DIGITS))
    return value


def _number_rule(given: str, otherwise: str) -> str:
    """The rule that a number breaks, said as closely as its form allows."""
    if not given:
        return Sentence("this column may not be empty")
    if "." in given and "," in given:
        return Sentence(
            "a number has one decimal sign, point or comma, and only spaces between thousands: 1 234,56"
        )
    if _THOUSANDS_OR_DECIMALS.fullmatch(given):
        return Sentence(
            "thousands or decimals? write 1234 or 1 234 for thousands, or another count of decimals"
        )
    return otherwise


def positive_integer(cell: str) -> int:
    """A whole number above zero, of at most nine digits."""
    given = cell.strip()
    if not (given.isascii() and given.isdigit() and len(given) <= 9 and int(given)):
        raise BadCell("a whole number above zero, without sign or decimals")
    return int(given)


@_repeated
def day(cell: str) -> date:
    """A day that the calendar has, as 31/12/2017 or 2017-12-31.

    >>> day("31/12/2017")
    datetime.date(2017, 12, 31)
    """
    given = cell.strip()
    try:
        if iso := _ISO_DAY.fullmatch(given):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if french := _FRENCH_DAY.fullmatch(given):
            return date(int(french[3]), int(french[2]), int(french[1]))
    except ValueError:
        raise BadCell("the calendar has no such day (days are written 31/12/2017 or 2017-12-31)") from None
    raise BadCell("a day is written 31/12/2017 or 2017-12-31")


def day_if_any(cell: str) -> date | None:
    """A day, or nothing in an empty cell."""
    return day(cell) if cell.strip() else None


@_repeated
def month(cell: str) -> str:
    """A month as 2017-03 or 03/2017, kept as 2017-03.

    >>> month("03/2017")
    '2017-03'
    """
    given = cell.strip()
    if _ISO_MONTH.fullmatch(given) and not given.startswith("0000"):
        return given
    if (french := _FRENCH_MONTH.fullmatch(given)) and french[2] != "0000":
        return f"{french[2]}-{french[1]}"
    raise BadCell("a month is written 2017-03 or 03/2017")


def month_if_any(cell: str) -> str | None:
    """A month, or nothing in an empty cell."""
    return month(cell) if cell.strip() else None


@_repeated
def sha256_if_any(cell: str) -> str | None:
    """A sha256 as 64 hexadecimal digits, kept in lower case, or nothing in an empty cell."""
    given = cell.strip().lower()
    if not given:
        return None
    if not _SHA256.fullmatch(given):
        raise BadCell("a sha256 is 64 hexadecimal digits")
    return given


def one_of(*words: tuple[str, ...]) -> Callable[[str], str]:
    """A reader for a closed set of words: each is kept under its first name and also read by the others."""
    kept = {plain(name): names[0] for names in words for name in names}
    first_names = ", ".join(names[0] for names in words)

    @lru_cache(maxsize=256)
    def read(cell: str) -> str:
        word = kept.get(plain(cell))
        if word is None:
            raise BadCell(Sentence("one of {names}", names=first_names))
        return word

    return read


def plain(words: str) -> str:
    """Words without accents, capitals and punctuation, for comparing names of columns and kinds.

    >>> plain("Date de pièce")
    'date_de_piece'
    """
    letters = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def shown(cell: str) -> str:
    """A cell as a list of faults shows it: unseen characters made visible, and cut short.

    >>> shown("a\\x00b")
    'a\\\\x00b'
    """
    start = cell[: MAX_SHOWN_LENGTH + 1]
    visible = "".join(
        c.encode("unicode_escape").decode("ascii") if unicodedata.category(c) in _UNSEEN else c for c in start
    )
    return visible if len(visible) <= MAX_SHOWN_LENGTH else visible[: MAX_SHOWN_LENGTH - 1] + "…"
