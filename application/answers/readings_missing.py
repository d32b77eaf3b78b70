"""Which readings do the months that wait still need? Per contract, month and measure, as of a position."""

from __future__ import annotations

from collections.abc import Sequence

from application.answers.in_force import key_in_force
from application.answers.lists import Answer
from application.ports import Row, ViewRows
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Nature
from domain.kernel.periods import Month


def readings_missing(rows: ViewRows, at: int, waiting: Sequence[Answer]) -> list[Answer]:
    """Of each waiting month whose cost is recorded and that no run has taken, the members without a reading.

    A flow is counted over the month itself; of a stock any reading up to the end of the month will do.
    """
    needed = [each for each in waiting if each["waiting_cents"] and each["reason"] == "no run is prepared"]
    if not needed:
        return []
    natures = {str(m["code"]): m["nature"] for m in rows.rows("measures", at)}
    about = {m["stream"]: (str(m["measure"]), str(m["period"])) for m in rows.rows("measurements", at)}
    counted: dict[tuple[str, str], set[str]] = {}
    for reading in rows.rows("readings", at):
        counted.setdefault(about[reading["stream"]], set()).add(str(reading["member"]))
    found = []
    for each in needed:
        month = Month.of(each["service_month"])
        [contract] = rows.rows("contracts", at, code=each["contract"])
        for measure in _measures(rows, at, contract, month):
            has = _have(counted, measure, month, natures.get(measure) == Nature.FLOW)
            without = [m for m in _members(rows, at, contract, month) if m not in has]
            if without:
                about_it = {"contract": each["contract"], "service_month": str(month), "measure": measure}
                found.append({**about_it, "members": without})
    return found


def _measures(rows: ViewRows, at: int, contract: Row, month: Month) -> list[str]:
    holds = key_in_force(rows, at, contract["stream"], month)
    return [] if holds is None else sorted(measures_of(parse_key(holds["key"])))


def _members(rows: ViewRows, at: int, contract: Row, month: Month) -> list[str]:
    first, last = month.first_day.isoformat(), month.last_day.isoformat()
    return [
        str(b["member"])
        for b in rows.rows("beneficiaries", at, stream=contract["stream"])
        if b["bears_costs_from"] <= last
        and (b["bears_costs_until"] is None or first <= b["bears_costs_until"])
    ]


def _have(counted: dict[tuple[str, str], set[str]], measure: str, month: Month, flow: bool) -> set[str]:
    if flow:
        return counted.get((measure, str(month)), set())
    last = month.last_day.isoformat()
    return set().union(*(who for (of, day), who in counted.items() if of == measure and day <= last))
