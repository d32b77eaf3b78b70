"""How much of a contract's month is not allocated? From its lines and flows, and the runs that closed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from application.ports import Row, ViewRows


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of a pool: the cents, whether anything does (be it cents that cancel out), and what came before.

    `posted` says that a run that stands closes it, `reversed` that what one allocated waits again.
    """

    cents: int
    waits: bool
    posted: bool
    reversed: bool


def waiting_of(rows: ViewRows, pool: Row, costs: Sequence[Row], runs: Sequence[Row]) -> Waiting:
    """What no run that stands has allocated of a pool: of its lines and flows, with the contract's runs.

    A run that closes a pool allocates all that was there and not allocated; a reversal lets that wait again,
    and nothing else, whatever later run stands.
    """
    moved = [(int(row["from_position"]), int(row["amount_cents"])) for row in costs]
    reversed_at = {run["run"]: int(run["from_position"]) for run in runs if run["stage"] == "reversed"}
    allocated: dict[str, int] = {}
    closed_at = 0
    # While nothing was reversed, the run that closed it last has left nothing of what came before.
    for code, closed_at in _closings(rows, pool) if reversed_at else _last_closing(pool):
        standing = [run for run in allocated if reversed_at.get(run, closed_at) >= closed_at]
        there = sum(cents for position, cents in moved if position < closed_at)
        allocated[code] = there - sum(allocated[run] for run in standing)
    stand = [code for code in allocated if code not in reversed_at]
    cents = sum(cents for _, cents in moved) - sum(allocated[code] for code in stand)
    late = any(position > closed_at for position, _ in moved)
    let_go = any(allocated[code] for code in allocated if code in reversed_at)
    return Waiting(cents, not stand or late or cents != 0, bool(stand), let_go)


def _last_closing(pool: Row) -> list[tuple[str, int]]:
    return [] if pool["closed_at"] is None else [(str(pool["closed_by"]), int(pool["closed_at"]))]


def _closings(rows: ViewRows, pool: Row) -> list[tuple[str, int]]:
    # The runs that have closed it, in order: its row says the last one, and said those before at its time.
    found: Mapping[str, int] = {}
    row: Row | None = pool
    while row is not None:
        if row["closed_at"] == row["from_position"]:
            found = {str(row["closed_by"]): int(row["closed_at"]), **found}
        before = int(row["from_position"]) - 1
        row = next(iter(rows.rows("pools", before, stream=pool["stream"])), None)
    return list(found.items())
