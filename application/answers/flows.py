"""What does a contract's month bear of other services, and leave to them, and how does that follow?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from application.answers.lists import Answer, known_contract
from application.ports import ViewRows
from domain.allocation.service_flows import FlowsShared, solve

FLOW = (
    "code",
    "provider",
    "user_contract",
    "service_month",
    "exact_cents",
    "moved_cents",
    "carried_after_cents",
)


def service_flows(
    rows: ViewRows, at: int, months: Sequence[str], contract: str | None = None
) -> list[Answer]:
    """The flows between services in these months, in the order in which they were moved; of one contract, if named.

    `moved_cents` is what this sharing of the month lets the user bear of the provider's cost (a later one moves the
    difference); each sharing comes with its arithmetic.
    """
    shared = {
        (row["stream"], row["code"]): row for row in rows.rows("flows_shared", at, service_month=list(months))
    }
    sentences = {
        place: list(solve(msgspec.convert(row["basis"], FlowsShared)).sentences)
        for place, row in shared.items()
    }
    contract = known_contract(rows, at, contract) if contract is not None else None
    flows = rows.rows("service_flows", at, service_month=list(months))
    mine = [flow for flow in flows if contract in (None, flow["provider"], flow["user_contract"])]
    return [
        {
            **{name: flow[name] for name in FLOW},
            "method": shared[flow["stream"], flow["code"]]["method"],
            "since_position": flow["from_position"],
            "sentences": sentences[flow["stream"], flow["code"]],
        }
        for flow in sorted(mine, key=lambda flow: flow["from_position"])
    ]
