"""In which service months is anything to do? Those with an open pool, with cost that came late, or a run in hand."""

from __future__ import annotations

from application.ports import ViewRows

IN_HAND = ("prepared", "approved")


def months_waiting(rows: ViewRows, at: int) -> list[str]:
    """The months ("2021-03") in order: of each open pool, each late amount, and each run to approve or post.

    What came in after its pool was closed waits for a corrective run until that closes it again.
    """
    pools = {pool["stream"]: pool for pool in rows.rows("pools", at)}
    place = {(pool["contract"], pool["service_month"]): pool for pool in pools.values()}
    waiting = {str(pool["service_month"]) for pool in pools.values() if not pool["closed_by"]}
    for line in rows.rows("document_lines", at):
        pool = place.get((line["contract"], line["service_month"]))
        if pool is not None and pool["closed_by"] and line["from_position"] > (pool["closed_at"] or 0):
            waiting.add(str(pool["service_month"]))
    for flow in rows.rows("pool_flows", at):
        pool = pools.get(flow["stream"])
        if pool is not None and pool["closed_by"] and flow["from_position"] > (pool["closed_at"] or 0):
            waiting.add(str(pool["service_month"]))
    waiting |= {str(run["service_month"]) for run in rows.rows("runs", at, stage=list(IN_HAND))}
    return sorted(waiting)
