"""Which months are shared anew by which key, and what their members got or paid back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from application.answers.lists import Answer
from application.ports import Row, ViewRows

AWAITED, POSTED, OVERTAKEN = "awaits its run", "posted", "restated again since"


def restatements(rows: ViewRows, at: int, contract: str | None = None) -> list[Answer]:
    """Each restatement with its authority and, month by month, whether its difference is posted.

    Only months that were posted before have anything to restate; a longer allocation period counts as its last
    month posted. `differences` are what the runs by the restated key posted to each member, in cents.
    """
    contracts = {row["stream"]: row["code"] for row in rows.rows("contracts", at)}
    return [
        {
            "contract": contracts[row["stream"]],
            "version": row["version"],
            "key": row["key"],
            "effective_from": row["effective_from"],
            "effective_through": row["effective_through"],
            "reason": row["reason"],
            "authority": row["authority"],
            "months": _months(rows, at, contracts[row["stream"]], row),
            "since_position": row["from_position"],
        }
        for row in sorted(rows.rows("restatements", at), key=lambda r: (contracts[r["stream"]], r["version"]))
        if contract in (None, contracts[row["stream"]])
    ]


def _months(rows: ViewRows, at: int, contract: str, restated: Row) -> list[Answer]:
    periods: dict[str, list[Row]] = {}
    for run in rows.rows("runs", at, contract=contract, stage="posted"):
        within = restated["effective_from"] <= run["basis"]["service_from"]
        if within and run["service_month"] <= (restated["effective_through"] or run["service_month"]):
            periods.setdefault(run["basis"]["service_from"], []).append(run)
    answers = []
    for first, runs in sorted(periods.items()):
        ordered = sorted(runs, key=lambda run: (run["service_month"], run["ordinal"]))
        if ordered[0]["key_version"] < restated["version"]:
            answers.append(_month(rows, at, first, ordered, restated["version"]))
    return answers


def _month(rows: ViewRows, at: int, first: str, runs: Sequence[Row], version: int) -> Answer:
    last = runs[-1]
    anew = [run for run in runs if run["key_version"] == version]
    differences: Counter[str] = Counter()
    for run in anew:
        for share in rows.rows("shares", at, stream=run["stream"], prepared_at=run["prepared_at"]):
            differences[share["member"]] += share["cents"]
    state: Any = POSTED if last["key_version"] == version else AWAITED
    return {
        "service_from": first,
        "service_month": last["service_month"],
        "state": OVERTAKEN if last["key_version"] > version else state,
        "runs": [run["run"] for run in anew],
        "posting_periods": [run["posting_period"] for run in anew],
        "differences": [{"member": m, "cents": c} for m, c in differences.items()],
    }
