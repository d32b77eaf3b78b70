"""Months that weigh differently: the published degree-day table of heating, as a key lays it down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files
from typing import Any

from domain.services.month_weights import MONTHS_OF_THE_YEAR

PUBLISHED: Mapping[str, Any] = json.loads(
    files(__package__).joinpath("tables", "tier_gradtagszahlen_entry_exit.json").read_text(encoding="utf-8")
)
_PERMILLE: Mapping[str, str] = PUBLISHED["input"]["permille_by_month"]
_SUMMER = str(Fraction(_PERMILLE["6-8"]) / 3)

HEATING = {month: _PERMILLE.get(month, _SUMMER) for month in MONTHS_OF_THE_YEAR}
"""The permille of each month; June to August, published as one, weigh a third of it each."""

ALIKE = dict.fromkeys(MONTHS_OF_THE_YEAR, "1")
