"""What a version of a key lays down beside the key, as a board says it: its seasons, and what it averages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.services.month_weights import MONTHS_OF_THE_YEAR


def beside_the_key(version: Mapping[str, Any]) -> str:
    """The words that follow those of the key; none where the key lays nothing down beside it.

    >>> beside_the_key({"month_weights": {}, "averaged_measures": ["homes"]})
    '; averaged over the period: homes'
    """
    words = [""]
    if version["month_weights"]:
        weights = ", ".join(version["month_weights"][month] for month in MONTHS_OF_THE_YEAR)
        words.append(f"from January to December the months weigh {weights}")
    if version["averaged_measures"]:
        words.append(f"averaged over the period: {', '.join(version['averaged_measures'])}")
    return "; ".join(words)
