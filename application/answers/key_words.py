"""A key of repartition in a board's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.kernel.aggregate import readable
from domain.kernel.sentences import Sentence, Series, Word


def key_words(key: Mapping[str, Any]) -> str:
    """A key as a board says it.

    >>> key_words({"blend": [{"weight": "2/5", "key": {"proportional": "homes"}},
    ...                      {"weight": "3/5", "key": {"equal": {}}}]})
    '2/5 in proportion to homes + 3/5 in equal shares'
    """
    match key:
        case {"equal": _}:
            return Word("in equal shares")
        case {"proportional": measure}:
            return Sentence("in proportion to {measure}", measure=measure)
        case {"fractions": fractions}:
            return Series(f"{member} {part}" for member, part in fractions.items())
        case {"blend": parts}:
            return Series(
                (
                    Sentence("{weight} {key}", weight=part["weight"], key=key_words(part["key"]))
                    for part in parts
                ),
                " + ",
            )
        case _:
            return str(readable(key))
