"""Which terms and which key of a contract hold for a month? By the contract's own rules, as of a position."""

from __future__ import annotations

from collections.abc import Sequence

from application.ports import Row, ViewRows
from domain.kernel.authority import Authority
from domain.kernel.periods import Month
from domain.services.contract import AllocationPeriod
from domain.services.contract_events import KeyAdopted
from domain.services.contract_terms import Terms, terms_for
from domain.services.key_versions import key_for


def terms_in_force(rows: ViewRows, at: int, stream: object, month: Month) -> Terms:
    """The terms of the contract of that stream that hold for a service month; before its first, the first."""
    return terms_among(rows.rows("contract_terms", at, stream=stream), month)


def terms_among(found: Sequence[Row], month: Month) -> Terms:
    """Of the terms of one contract, those that hold for a service month; before the first, the first."""
    changes = [
        Terms(
            Month.of(row["effective_from"]),
            str(row["provider"]),
            AllocationPeriod(row["allocation_period"]),
            int(row["notice_months"]),
        )
        for row in sorted(found, key=lambda row: str(row["effective_from"]))
    ]
    return terms_for(changes, month)


def key_in_force(rows: ViewRows, at: int, stream: object, month: Month) -> Row | None:
    """The key version of the contract of that stream that holds for a service month, if any does."""
    adopted, restated = (rows.rows(table, at, stream=stream) for table in ("key_versions", "restatements"))
    return key_among(adopted, restated, month)


def key_among(adopted: Sequence[Row], restated: Sequence[Row], month: Month) -> Row | None:
    """Of the key versions of one contract, the one that holds for a service month, if any does."""
    through = {row["version"]: row["effective_through"] for row in restated}
    versions = [
        KeyAdopted(
            row["version"],
            row["key"],
            row["effective_from"],
            row["reason"],
            row["restatement"],
            Authority(**row["authority"]),
            effective_through=through.get(row["version"]),
        )
        for row in adopted
    ]
    holds = key_for(versions, month)
    return None if holds is None else next(row for row in adopted if row["version"] == holds.version)
