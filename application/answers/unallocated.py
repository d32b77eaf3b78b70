"""What of a period's cost is not allocated, and why? Per contract and month, as of a position."""

from __future__ import annotations

from collections.abc import Sequence

from application.answers.lists import Answer
from application.ports import Row, ViewRows
from domain.kernel.periods import months_of

REASONS = {
    "prepared": "its run is prepared, and awaits the approval of someone else",
    "approved": "its run is approved, and awaits posting",
}


def unallocated(rows: ViewRows, at: int, period: str) -> list[Answer]:
    """Every contract's month of which cost waits, with the cents and the reason; "2021-03", "2021-Q1", "2021".

    A contract that serves a month for which no cost is recorded is there with 0 cents. Raises BadInput.
    """
    first, last = months_of(period)
    months = [str(month) for month in first.through(last)]
    pools = {(p["contract"], p["service_month"]): p for p in rows.rows("pools", at, service_month=months)}
    runs_of = _grouped(rows.rows("runs", at))
    lines_of = _grouped(rows.rows("document_lines", at, service_month=months))
    flows = rows.rows("pool_flows", at, stream=[pool["stream"] for pool in pools.values()])
    flows_of = _grouped(flows, "stream")
    found: list[Answer] = []
    for contract in sorted(rows.rows("contracts", at), key=lambda row: str(row["code"])):
        code = str(contract["code"])
        runs, lines = runs_of.get(code, []), lines_of.get(code, [])
        for month in (m for m in months if _serves(contract, m)):
            pool = pools.get((code, month))
            if pool is None:
                found.append(_waits(contract, month, 0, "no cost is recorded"))
                continue
            since = max((r["from_position"] for r in runs if _posted_for(r, month)), default=0)
            late = [
                x["amount_cents"] for x in lines if x["service_month"] == month and x["from_position"] > since
            ]
            moved = flows_of.get(pool["stream"], [])
            late += [flow["amount_cents"] for flow in moved if flow["from_position"] > since]
            if late:
                found.append(_waits(contract, month, sum(late), _reason(runs, month, bool(since))))
    return found


def _grouped(found: Sequence[Row], column: str = "contract") -> dict[object, list[Row]]:
    groups: dict[object, list[Row]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    return groups


def _waits(contract: Row, month: str, cents: int, reason: str) -> Answer:
    about = {"contract": contract["code"], "service": contract["service"], "agreement": contract["agreement"]}
    return {**about, "service_month": month, "waiting_cents": cents, "reason": reason}


def _serves(contract: Row, month: str) -> bool:
    ends_on = contract["ends_on"]
    return bool(contract["starts_on"][:7] <= month and (ends_on is None or month <= ends_on[:7]))


def _posted_for(run: Row, month: str) -> bool:
    covers = run["basis"]["service_from"] <= month <= run["basis"]["service_to"]
    return bool(run["stage"] == "posted" and covers)


def _reason(runs: Sequence[Row], month: str, was_posted: bool) -> str:
    open_runs = [run for run in runs if run["service_month"] == month and run["stage"] in REASONS]
    if open_runs:
        return REASONS[str(open_runs[-1]["stage"])]
    return (
        "it came after the month was posted, and awaits a corrective run"
        if was_posted
        else "no run is prepared"
    )
