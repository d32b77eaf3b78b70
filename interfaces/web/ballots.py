"""The ballots of a resolution as a table: each voter with the ballot that it cast, or nothing in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interfaces.web.twins import PageTable

_COLUMNS = ("seat", "member", "weight", "recused", "choice", "cast_on", "cast_by", "proxy")


def ballots_of(told: Mapping[str, Any]) -> PageTable:
    """The table of a resolution as it is told."""
    cast = {ballot["seat"]: ballot for ballot in told["ballots"]}
    rows = [
        {name: {**cast.get(voter["seat"], {}), **voter}.get(name) for name in _COLUMNS}
        for voter in told["voters"]
    ]
    return PageTable("ballots", _COLUMNS, rows)
