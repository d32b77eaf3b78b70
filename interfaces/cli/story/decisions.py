"""The decisions of the example, each with its votes: what was adopted, and what was rejected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from application.what_if.changes import SuppliedReading
from domain.governance.resolution import Choice
from domain.governance.resolution_events import Enactment
from interfaces.cli.story.cast import (
    AQUITANIS,
    COO_EFFICIENCE,
    COO_LIGENCE,
    COO_PAIRS,
    LANDOMBRE,
    MESOLIA,
)
from interfaces.cli.story.play import Decision, all_for, enact

BOTH = (AQUITANIS, MESOLIA)
Key = dict[str, Any]
KEY_CHANGE_FROM = "2021-09"
BUDGETS_CENTS = {
    "CP-LAND": 36_500_000,
    "CP-PLATFORM": 67_000_000,
    "CP-SYNDIC": 22_000_000,
}


def first_contracts() -> list[Decision]:
    """January 2017: three services, each with its key, the reason and the budget of the year."""
    day = date(2017, 1, 4)
    terms: tuple[tuple[str, str, str, str, Key, str], ...] = (
        ("2017-01", "CP-LAND", "LAND", AQUITANIS, {"equal": {}}, _EQUAL),
        ("2017-02", "CP-PLATFORM", "PLATFORM", MESOLIA, {"proportional": "calls"}, _CALLS),
        ("2017-03", "CP-SYNDIC", "SYNDIC", AQUITANIS, {"proportional": "lots"}, _LOTS),
    )
    return [
        Decision(
            COO_PAIRS,
            number,
            "contract",
            f"Share the service {service} under {contract}",
            day,
            (_opening(contract, service, COO_PAIRS, provider, key, reason, "2017-01-01"),),
            all_for(*BOTH),
        )
        for number, contract, service, provider, key, reason in terms
    ]


def budgets(year: int) -> Decision:
    """The budgets of a year, adopted in the December before; of the first year, with its contracts."""
    contracts = ["CP-LAND", "CP-SYNDIC"] + (["CP-PLATFORM"] if year < 2021 else [])
    return Decision(
        COO_PAIRS,
        _BUDGET_NUMBERS[year],
        "budget",
        f"Budgets of {year}",
        date(2017, 1, 4) if year == 2017 else date(year - 1, 12, 5),
        [_budget(contract, year) for contract in contracts],
        all_for(*BOTH),
    )


_BUDGET_NUMBERS = {2017: "2017-04", 2018: "2017-05", 2019: "2018-01", 2020: "2019-01", 2021: "2020-01"}


def condominium_bears_its_calls() -> Decision:
    """December 2019: from January on the condominium manager bears the calls that the platform answers for it."""
    rule = enact(
        "let services bear what they use of each other",
        method="step-down",
        contracts=["CP-PLATFORM", "CP-SYNDIC"],
        measures={"CP-PLATFORM": "calls"},
        effective_from="2020-01",
        reason="co-owners call the platform, and their cost is the condominium manager's",
    )
    day, title = date(2019, 12, 12), "Let the condominium manager bear its calls"
    return Decision(COO_PAIRS, "2019-02", "key", title, day, (rule,), all_for(*BOTH))


def data_desk_contract() -> Decision:
    """January 2019: Coo.ligence's own service."""
    key: Key = {"proportional": "staff"}
    reason = "studies are asked for by the staff of each member"
    opening = _opening("CL-DATA", "DATA", COO_LIGENCE, MESOLIA, key, reason, "2019-01-01")
    day = date(2019, 1, 8)
    title = "Share the data desk under CL-DATA"
    return Decision(COO_LIGENCE, "2019-01", "contract", title, day, (opening,), all_for(*BOTH))


def move_platform() -> Decision:
    """December 2020: the platform leaves Coo.pairs and opens under Coo.efficience, by one resolution."""
    key: Key = {"proportional": "calls"}
    reason = _CALLS
    opening = _opening("CE-PLATFORM", "PLATFORM", COO_EFFICIENCE, MESOLIA, key, reason, "2021-01-01")
    return Decision(
        COO_PAIRS,
        "2020-02",
        "contract",
        "Move the platform to Coo.efficience",
        date(2020, 12, 15),
        (enact("end a contract", contract="CP-PLATFORM", ends_on="2020-12-31"), opening),
        all_for(*BOTH),
    )


def admit_third_landlord() -> Decision:
    """March 2021: Landombre is to be admitted and to share the platform from its entry."""
    admission = enact(
        "admit a member",
        member=LANDOMBRE,
        bears_costs_from="2021-04-12",
        votes_from="2021-04-12",
        earlier_debts="exempt",
        contracts=["CE-PLATFORM"],
    )
    day, title = date(2021, 3, 25), "Admit Landombre"
    about = (COO_EFFICIENCE, "2021-01", "admission", title, day, (admission,), all_for(*BOTH))
    return Decision(*about, studied=True, readings=tuple(_would_have_counted()))


def _would_have_counted() -> Iterator[SuppliedReading]:
    # Calls that its own switchboard answered in 2020: supplied with the study, and recorded nowhere else.
    for month, calls in enumerate(CALLS_OF_2020, start=1):
        yield SuppliedReading(measure="calls", member=LANDOMBRE, month=f"2020-{month:02d}", value=str(calls))


CALLS_OF_2020 = (4310, 4120, 4050, 3720, 3640, 3890, 3950, 3480, 4240, 4390, 4470, 4530)


def platform_budget() -> Decision:
    """April and May 2021: of three voters one comes, so nothing is decided; the second call adopts the budget."""
    budget = enact("adopt a budget", contract="CE-PLATFORM", year=2021, amount_cents=70_000_000)
    day, title = date(2021, 5, 6), "Budget of the platform for 2021"
    votes = all_for(AQUITANIS, MESOLIA)
    about = (COO_EFFICIENCE, "2021-04", "budget", title, day, (budget,), votes)
    return Decision(*about, came_first=(MESOLIA,))


def key_by_homes() -> Decision:
    """May 2021: homes alone; rejected, so nothing changes."""
    reason = "homes are known once a year and cost nothing to count"
    votes = {AQUITANIS: Choice.FOR, MESOLIA: Choice.AGAINST, LANDOMBRE: Choice.AGAINST}
    enactment = _key("CE-PLATFORM", {"proportional": "homes"}, reason)
    title = "Share the platform by homes alone"
    return Decision(COO_EFFICIENCE, "2021-02", "key", title, date(2021, 5, 20), (enactment,), votes)


def key_by_homes_and_calls() -> Decision:
    """June 2021: a blend of homes and calls, from the first of September."""
    blend: Key = {
        "blend": [
            {"weight": "2/5", "key": {"proportional": "homes"}},
            {"weight": "3/5", "key": {"proportional": "calls"}},
        ]
    }
    reason = "being reachable costs by homes whether they call or not, answering costs by calls"
    votes = {AQUITANIS: Choice.FOR, MESOLIA: Choice.FOR, LANDOMBRE: Choice.AGAINST}
    title = "Share the platform by homes and calls"
    enactment = _key("CE-PLATFORM", blend, reason)
    about = (COO_EFFICIENCE, "2021-03", "key", title, date(2021, 6, 24), (enactment,), votes)
    return Decision(*about, studied=True)


def _opening(
    contract: str,
    service: str,
    agreement: str,
    provider: str,
    key: Key,
    reason: str,
    starts_on: str,
) -> Enactment:
    return enact(
        "open a contract",
        code=contract,
        service=service,
        agreement=agreement,
        provider=provider,
        beneficiaries=list(BOTH),
        starts_on=starts_on,
        exact_cost={"required": True, "source": f"charter of {agreement} (invented)"},
        key=key,
        reason=reason,
    )


def _budget(contract: str, year: int) -> Enactment:
    return enact("adopt a budget", contract=contract, year=year, amount_cents=BUDGETS_CENTS[contract])


def _key(contract: str, key: Key, reason: str) -> Enactment:
    return enact("adopt a key", contract=contract, key=key, effective_from=KEY_CHANGE_FROM, reason=reason)


_EQUAL = "each founder prospects for as many operations as the other"
_CALLS = "the platform is used call by call"
_LOTS = "the condominium manager works lot by lot"
