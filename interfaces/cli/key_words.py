"""A version of a key as a board says it: the key itself, its seasons, and what it averages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.kernel.aggregate import readable
from domain.services.allocation_period import MONTHS_OF_THE_YEAR

Answer = Mapping[str, Any]


def key_words(key: Answer) -> str:
    """A key as a board says it.

    >>> key_words({"blend": [{"weight": "2/5", "key": {"proportional": "homes"}},
    ...                      {"weight": "3/5", "key": {"equal": {}}}]})
    '2/5 in proportion to homes + 3/5 in equal shares'
    """
    match key:
        case {"equal": _}:
            return "in equal shares"
        case {"proportional": measure}:
            return f"in proportion to {measure}"
        case {"fractions": fractions}:
            return ", ".join(f"{member} {part}" for member, part in fractions.items())
        case {"blend": parts}:
            return " + ".join(f"{part['weight']} {key_words(part['key'])}" for part in parts)
        case _:
            return str(readable(key))


def version_words(version: Answer) -> str:
    """A version of a key with what it lays down beside the key.

    >>> version_words({"key": {"equal": {}}, "month_weights": {}, "averaged_measures": ["homes"]})
    'in equal shares; averaged over the period: homes'
    """
    words = [key_words(version["key"])]
    if version["month_weights"]:
        weights = ", ".join(version["month_weights"][month] for month in MONTHS_OF_THE_YEAR)
        words.append(f"from January to December the months weigh {weights}")
    if version["averaged_measures"]:
        words.append(f"averaged over the period: {', '.join(version['averaged_measures'])}")
    return "; ".join(words)
