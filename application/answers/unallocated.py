"""What of a period's cost is not allocated, and why? Per contract and month, as of a position."""

from __future__ import annotations

from collections.abc import Sequence

from application.answers.flows_awaited import flows_awaited
from application.answers.lists import Answer, serves
from application.answers.pool_waiting import Waiting, waiting_of
from application.ports import Row, ViewRows
from domain.kernel.named_periods import Period

NO_COST = "no cost is recorded"
NO_RUN = "no run is prepared"
REVERSED = "a run that allocated it was reversed under a later one, and it awaits a corrective run"
CAME_AFTER = "it came after the month was posted, and awaits a corrective run"
REASONS = {
    "prepared": "its run is prepared, and awaits the approval of someone else",
    "approved": "its run is approved, and awaits posting",
}


def unallocated(rows: ViewRows, at: int, period: str) -> list[Answer]:
    """Every contract's month of which cost waits, with the cents and the reason; "2021-03", "2021-Q1", "2021".

    A contract that serves a month for which no cost is recorded is there with 0 cents; so is one whose month
    is posted, and no longer as services use each other. Raises BadInput.
    """
    asked = Period.of(period)
    months = [str(month) for month in asked.months]
    pools = {(p["contract"], p["service_month"]): p for p in rows.rows("pools", at, service_month=months)}
    runs_of = _grouped(rows.rows("runs", at))
    lines_of = _grouped(rows.rows("document_lines", at, service_month=months))
    flows_in = rows.rows("pool_flows", at, stream=[pool["stream"] for pool in pools.values()])
    moved_of = _grouped(flows_in, "stream")
    awaited = {str(month): flows_awaited(rows, at, month) for month in asked.months}
    found: list[Answer] = []
    for contract in sorted(rows.rows("contracts", at), key=lambda row: str(row["code"])):
        code = str(contract["code"])
        runs, lines = runs_of.get(code, []), lines_of.get(code, [])
        for month in (m for m in months if serves(contract, m)):
            flows, pool = awaited[month].get(code), pools.get((code, month))
            if pool is None:
                found.append(_waits(contract, month, 0, flows or NO_COST))
                continue
            costs = [line for line in lines if line["service_month"] == month]
            costs += moved_of.get(pool["stream"], [])
            waiting = waiting_of(rows, pool, costs, [run for run in runs if _covers(run, month)])
            if waiting.waits or flows:
                why = flows or _reason(runs, month, waiting)
                found.append(_waits(contract, month, waiting.cents, why))
    return found


def _grouped(found: Sequence[Row], column: str = "contract") -> dict[object, list[Row]]:
    groups: dict[object, list[Row]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    return groups


def _waits(contract: Row, month: str, cents: int, reason: str) -> Answer:
    about = {"contract": contract["code"], "service": contract["service"], "agreement": contract["agreement"]}
    return {**about, "service_month": month, "waiting_cents": cents, "reason": reason}


def _covers(run: Row, month: str) -> bool:
    return bool(run["basis"]["service_from"] <= month <= run["basis"]["service_to"])


def _reason(runs: Sequence[Row], month: str, waiting: Waiting) -> str:
    # A run inside a quarter or year takes the months before its own along.
    covering = [run for run in runs if _covers(run, month)]
    for stage in (str(run["stage"]) for run in reversed(covering) if run["stage"] in REASONS):
        return REASONS[stage]
    if waiting.reversed and any(run["stage"] == "posted" for run in covering):
        return REVERSED
    return CAME_AFTER if waiting.posted else NO_RUN
