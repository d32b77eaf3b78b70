"""Where do a year's costs come from, through which contracts do they go, and who bears them?"""

from __future__ import annotations

from application.answers.flows import service_flows
from application.answers.lists import Answer
from application.ports import ViewRows
from domain.kernel.named_periods import Period


def year_flows(rows: ViewRows, at: int, year: int) -> Answer:
    """By service months of a year, in cents: of each supplier to each contract, and of each contract to each member.

    What is posted of a contract and what it cost differ by what is not allocated yet, and by what its service
    bore of others and left to them; both are said. Raises BadInput.
    """
    months = [str(month) for month in Period.of(str(year)).months]
    costs: dict[tuple[str, str], int] = {}
    for line in rows.rows("document_lines", at, service_month=months):
        place = str(line["supplier"]), str(line["contract"])
        costs[place] = costs.get(place, 0) + line["amount_cents"]
    runs = {run["stream"]: run for run in rows.rows("runs", at, service_month=months, stage="posted")}
    shares: dict[tuple[str, str], int] = {}
    for share in rows.rows("shares", at, stream=list(runs)) if runs else []:
        run = runs[share["stream"]]
        if share["prepared_at"] == run["prepared_at"]:
            place = str(run["contract"]), str(share["member"])
            shares[place] = shares.get(place, 0) + share["cents"] + share["direct_cents"]
    between: dict[tuple[str, str], int] = {}
    for flow in service_flows(rows, at, months):
        place = str(flow["provider"]), str(flow["user_contract"])
        between[place] = between.get(place, 0) + flow["moved_cents"]
    return {
        "year": year,
        "costs": [{"supplier": s, "contract": c, "cents": n} for (s, c), n in sorted(costs.items())],
        "between": [{"provider": p, "user_contract": u, "cents": n} for (p, u), n in sorted(between.items())],
        "shares": [{"contract": c, "member": m, "cents": n} for (c, m), n in sorted(shares.items())],
        "waiting": _waiting(costs, between, shares),
    }


def _waiting(
    costs: dict[tuple[str, str], int], between: dict[tuple[str, str], int], shares: dict[tuple[str, str], int]
) -> list[Answer]:
    left: dict[str, int] = {}
    for (_, contract), cents in costs.items():
        left[contract] = left.get(contract, 0) + cents
    for (provider, user), cents in between.items():
        left[provider] = left.get(provider, 0) - cents
        left[user] = left.get(user, 0) + cents
    for (contract, _), cents in shares.items():
        left[contract] = left.get(contract, 0) - cents
    return [{"contract": contract, "cents": cents} for contract, cents in sorted(left.items()) if cents]
