"""Questions about what is registered: members, agreements, contracts, documents, readings, books."""

from __future__ import annotations

from application.rulebook.governed.questions import Governs, governs
from application.rulebook.governed.things import Answer, Kind, Ledger


def _detail(member: Answer, detail: str) -> bool:
    return any(each["detail"] == detail for each in member["details"])


def _amended(agreement: Answer) -> bool:
    return any(amendment["in_force_on"] for amendment in agreement["amendments"])


def _by(thing: Answer, kind: str) -> bool:
    return bool(thing["authority"] and thing["authority"]["kind"] == kind)


def _came_later(contract: Answer) -> bool:
    return any(b["bears_costs_from"] > contract["starts_on"] for b in contract["beneficiaries"])


def _has_alone(ledger: Ledger, contract: Answer) -> bool:
    return any(cost["contract"] == contract["code"] for cost in ledger.alone)


def _has_coalition(ledger: Ledger, contract: Answer) -> bool:
    return any(c["contract"] == contract["code"] and len(c["members"]) > 1 for c in ledger.alone)


MEMBERS = governs(Kind.MEMBER, "members", lambda _: True)
RENAMED = governs(Kind.MEMBER, "members whose name has changed", lambda m: _detail(m, "name"))
WITH_SIREN = governs(Kind.MEMBER, "members with a SIREN", lambda m: _detail(m, "siren"))
WITH_FIGURES = governs(Kind.MEMBER, "members with dated and sourced figures", lambda m: bool(m["figures"]))

AGREEMENTS = governs(Kind.AGREEMENT, "agreements", lambda _: True)
IN_FORCE = governs(Kind.AGREEMENT, "agreements in force", lambda a: a["in_force_on"] is not None)
SIGNED = governs(Kind.AGREEMENT, "agreements with signatures", lambda a: bool(a["signatures"]))
AMENDED = governs(Kind.AGREEMENT, "agreements with an amendment in force", _amended)
ADMITTING = governs(
    Kind.AGREEMENT,
    "agreements that admitted a member",
    lambda a: any(m["state"] == "admitted" for m in a["members"]),
)
VOTES_LATER = governs(
    Kind.AGREEMENT,
    "agreements with a member that votes from a date of its own",
    lambda a: any(m["votes_from"] for m in a["members"]),
)
LEFT_AGREEMENT = governs(
    Kind.AGREEMENT,
    "agreements that a member has left",
    lambda a: any(m["bears_costs_until"] for m in a["members"]),
)
WITH_CHARTER = governs(Kind.AGREEMENT, "agreements with a charter", lambda a: bool(a["charter"]))

CONTRACTS = governs(Kind.CONTRACT, "contracts", lambda _: True)
ENDED = governs(Kind.CONTRACT, "contracts with an end", lambda c: c["ends_on"] is not None)
BUDGETED = governs(Kind.CONTRACT, "contracts with a budget", lambda c: bool(c["budgets"]))
BY_RESOLUTION = governs(Kind.CONTRACT, "contracts opened by a resolution", lambda c: _by(c, "resolution"))
BY_AGREEMENT = governs(
    Kind.CONTRACT, "contracts that their agreement lays down", lambda c: _by(c, "agreement")
)
WITH_REASONS = governs(
    Kind.CONTRACT, "contracts whose keys say why they reflect use", lambda c: bool(c["keys"])
)
REKEYED = governs(Kind.CONTRACT, "contracts whose key has changed", lambda c: len(c["keys"]) > 1)
BY_MEASURE = governs(
    Kind.CONTRACT,
    "contracts shared by a measure",
    lambda c: any("proportional" in str(key["key"]) for key in c["keys"]),
)
RESTATED = governs(
    Kind.CONTRACT,
    "contracts of which months are shared anew",
    lambda c: any(key["restatement"] for key in c["keys"]),
)
CHANGED = governs(Kind.CONTRACT, "contracts whose terms have changed", lambda c: len(c["terms"]) > 1)
CAME_LATER = governs(Kind.CONTRACT, "contracts into which a member came later", _came_later)
LEFT_CONTRACT = governs(
    Kind.CONTRACT,
    "contracts that a member has left",
    lambda c: any(b["bears_costs_until"] for b in c["beneficiaries"]),
)
ALONE_DECLARED = Governs(Kind.CONTRACT, "contracts whose cost of going alone is declared", _has_alone)
COALITIONS_DECLARED = Governs(
    Kind.CONTRACT, "contracts for which the cost of several going together is declared", _has_coalition
)

FLOWS = governs(Kind.FLOWS, "sharings between services", lambda _: True)
LATE_FLOWS = governs(
    Kind.FLOWS,
    "sharings between services that moved a difference",
    lambda flow: not str(flow["code"]).endswith("#1"),
)

DOCUMENTS = governs(Kind.DOCUMENT, "cost documents", lambda _: True)
CREDIT_NOTES = governs(Kind.DOCUMENT, "credit notes", lambda d: d["kind"] == "credit note")
IMPORTED = governs(Kind.DOCUMENT, "documents recorded from a file", lambda d: d["file_sha256"] is not None)

MEASUREMENTS = governs(Kind.MEASUREMENTS, "readings of a month or day", lambda _: True)
STOCKS = Governs(
    Kind.MEASUREMENTS,
    "readings on a day",
    lambda ledger, counted: str(counted["measure"]) in ledger.stock_measures,
)

STATEMENTS = governs(Kind.STATEMENT, "years in the books of a member", lambda _: True)
OWING = governs(
    Kind.STATEMENT, "years in which a member owes a provider", lambda statement: statement["owes"]
)
YEARS = governs(Kind.YEAR, "accounting years", lambda _: True)
LOCKED = governs(Kind.YEAR, "accounting years with locked periods", lambda y: y["locked_through"] is not None)
CLOSED = governs(Kind.YEAR, "closed accounting years", lambda y: y["closed"])
