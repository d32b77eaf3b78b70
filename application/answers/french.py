"""Days, amounts and keys as French writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.kernel.periods import day_of

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
NARROW, SPACE = "\u202f", "\u00a0"
"""The space within a number, and the one before a sign or a unit: neither breaks a line."""


def french_day(day: str) -> str:
    """A day, or a month as its first.

    >>> french_day("2021-04-01"), french_day("2021-05-20"), french_day("2021-09")
    ('1er avril 2021', '20 mai 2021', '1er septembre 2021')
    """
    read = day_of(day if len(day) > len("2021-09") else f"{day}-01")
    return f"{'1er' if read.day == 1 else read.day} {MONTHS[read.month - 1]} {read.year}"


def french_month(month: str) -> str:
    """A month.

    >>> french_month("2021-09")
    'septembre 2021'
    """
    read = day_of(f"{month}-01")
    return f"{MONTHS[read.month - 1]} {read.year}"


def french_amount(cents: int, *, signed: bool = False) -> str:
    """An amount: spaces between thousands, a decimal comma, the sign after it.

    >>> french_amount(-123456789).replace(NARROW, " ").replace(SPACE, " ")
    '-1 234 567,89 €'
    >>> french_amount(5, signed=True).replace(SPACE, " ")
    '+0,05 €'
    """
    sign = "-" if cents < 0 else "+" if signed and cents > 0 else ""
    whole = f"{abs(cents) // 100:,}".replace(",", NARROW)
    return f"{sign}{whole},{abs(cents) % 100:02d}{SPACE}€"


def french_key(key: Mapping[str, Any]) -> str:
    """A key of repartition.

    >>> french_key({"blend": [{"weight": "2/5", "key": {"proportional": "homes"}},
    ...                       {"weight": "3/5", "key": {"equal": {}}}]})
    "2/5 au prorata de l'unité d'œuvre « homes » et 3/5 à parts égales"
    """
    match key:
        case {"equal": _}:
            return "à parts égales"
        case {"proportional": measure}:
            return f"au prorata de l'unité d'œuvre « {measure} »"
        case {"fractions": fractions}:
            return "par fractions : " + ", ".join(f"{member} {part}" for member, part in fractions.items())
        case {"blend": parts}:
            return " et ".join(f"{part['weight']} {french_key(part['key'])}" for part in parts)
        case _:
            kind = next(iter(key), "")
            return f"selon la clé « {kind} », telle qu'elle est annexée"
