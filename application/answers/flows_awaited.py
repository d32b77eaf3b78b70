"""Which services have not settled what they use of each other, as costs, use and the rule stand? As of a position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from application.answers.lists import serves
from application.answers.times_there import parts_of
from application.ports import Row, ViewRows
from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.measure import Nature
from domain.allocation.service_flows import Pair, Use, flows_between, members_of, solve
from domain.kernel.money import exact_text, quantity_of
from domain.kernel.periods import Month

SHARE_FIRST = "its services use each other, and their flows are not shared as they stand now"
COUNT_FIRST = "its services use each other, and what they use is not counted yet"


class _Uncounted(Exception):
    """Somebody may use a service, and has no reading."""


def flows_awaited(rows: ViewRows, at: int, month: Month) -> dict[str, str]:
    """By contract, why its month awaits the flows between services; those that await none are left out."""
    awaited: dict[str, str] = {}
    adopted: dict[str, list[Row]] = {}
    for version in rows.rows("mutual_uses", at):
        adopted.setdefault(str(version["agreement"]), []).append(version)
    for agreement, versions in adopted.items():
        rule, before = _in_force(versions, month), _shared(rows, at, agreement, month)
        contracts = list(rule["contracts"]) if rule else []
        try:
            now = _flows(rows, at, rule, month) if rule else {}
        except _Uncounted:
            why = COUNT_FIRST
        else:
            if now == before:
                continue
            why = SHARE_FIRST
        awaited |= dict.fromkeys((*contracts, *(code for pair in before for code in pair)), why)
    return awaited


def _in_force(versions: Sequence[Row], month: Month) -> Row | None:
    effective = [version for version in versions if version["effective_from"] <= str(month)]
    latest = max(effective, key=lambda v: (v["effective_from"], v["version"]), default=None)
    return latest if latest is not None and latest["contracts"] else None


def _shared(rows: ViewRows, at: int, agreement: str, month: Month) -> dict[Pair, Fraction]:
    found = rows.rows("service_flows", at, agreement=agreement, service_month=str(month))
    shared = rows.rows("flows_shared", at, agreement=agreement, service_month=str(month))
    last = max(shared, key=lambda row: int(row["from_position"]), default=None)
    flows = [row for row in found if last is not None and row["code"] == last["code"]]
    exact = {(str(row["provider"]), str(row["user_contract"])): carry_of(row["exact_cents"]) for row in flows}
    return {pair: cents for pair, cents in exact.items() if cents}


def _flows(rows: ViewRows, at: int, rule: Row, month: Month) -> Mapping[Pair, Fraction]:
    found = {str(row["code"]): row for row in rows.rows("contracts", at, code=list(rule["contracts"]))}
    contracts = [code for code in rule["contracts"] if serves(found[code], str(month))]
    lines = rows.rows("document_lines", at, contract=contracts, service_month=str(month), direct_to=None)
    costs = dict.fromkeys(contracts, 0)
    for line in lines:
        costs[str(line["contract"])] += int(line["amount_cents"])
    asked = any(costs.get(code) for code in rule["measures"])
    usage: dict[str, dict[str, str]] = {}
    for code in contracts:
        used = {members_of(code): Fraction(1)}
        if asked and code in rule["measures"]:
            parts = parts_of(rows.rows("contract_movements", at, stream=found[code]["stream"]), month)
            others = [other for other in contracts if other != code]
            used = _used(rows, at, code, rule["measures"][code], others, parts, month)
        usage[code] = {user: exact_text(amount) for user, amount in used.items()}
    known = str(rule["agreement"]), str(month), int(rule["version"]), str(rule["method"])
    return flows_between(solve(Use(*known, tuple(contracts), costs, usage, ())))


def _used(
    rows: ViewRows,
    at: int,
    contract: str,
    measure: str,
    others: Sequence[str],
    parts: Mapping[str, Fraction],
    month: Month,
) -> dict[str, Fraction]:
    # As the flows themselves are shared: of a flow all that was counted, of a stock as much as one was there.
    [about] = rows.rows("measures", at, code=measure)
    is_flow = about["nature"] == Nature.FLOW
    counted = _counted(rows, at, measure, month, is_flow)
    users = {**dict.fromkeys(others, Fraction(1)), **parts}
    if not users.keys() <= counted.keys():
        raise _Uncounted
    used = {user: counted[user] * (1 if is_flow else part) for user, part in users.items()}
    shared = sum((amount for user, amount in used.items() if user not in others), Fraction(0))
    of_members = shared if any(used.values()) else Fraction(1)
    return {**{code: used[code] for code in others}, members_of(contract): of_members}


def _counted(rows: ViewRows, at: int, measure: str, month: Month, is_flow: bool) -> dict[str, Fraction]:
    measurements = rows.rows("measurements", at, measure=measure)
    last = month.last_day.isoformat()
    wanted = [m for m in measurements if (m["period"] == str(month) if is_flow else m["period"] <= last)]
    counted: dict[str, Fraction] = {}
    for each in sorted(wanted, key=lambda m: str(m["period"])):
        for reading in rows.rows("readings", at, stream=each["stream"]):
            counted[str(reading["member"])] = quantity_of(reading["value"])
    return counted
