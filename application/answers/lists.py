"""Members, agreements, services, contracts and resolutions as lists, as of a position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from application.answers.votes import Meetings
from application.ports import Row, ViewRows
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code

Answer = dict[str, Any]


def members(rows: ViewRows, at: int) -> list[Answer]:
    """The members with what is said of them, each figure with its date and source."""
    figures = _by_stream(rows.rows("figures", at))
    details = _by_stream(rows.rows("member_details", at))
    agreements = {row["stream"]: row["code"] for row in rows.rows("agreements", at)}
    memberships = rows.rows("memberships", at)
    return [
        {
            **_without_stream(member),
            "figures": [_without_stream(f) for f in figures.get(member["stream"], [])],
            "details": [_without_stream(d) for d in details.get(member["stream"], [])],
            "agreements": [
                {"agreement": agreements[m["stream"]], **_without_stream(m)}
                for m in memberships
                if m["member"] == member["code"]
            ],
        }
        for member in _sorted(rows.rows("members", at), "code")
    ]


def agreements(rows: ViewRows, at: int) -> list[Answer]:
    """The agreements with their signatures, amendments, members and charter."""
    signatures = _by_stream(rows.rows("signatures", at))
    memberships = _by_stream(rows.rows("memberships", at))
    amendments = _by_stream(rows.rows("amendments", at))
    charters = rows.rows("charters", at)
    return [
        {
            **_without_stream(agreement),
            "signatures": [_without_stream(s) for s in signatures.get(agreement["stream"], [])],
            "members": [_without_stream(m) for m in memberships.get(agreement["stream"], [])],
            "amendments": [_without_stream(a) for a in amendments.get(agreement["stream"], [])],
            "charter": [_without_stream(c) for c in charters if c["agreement"] == agreement["code"]],
        }
        for agreement in sorted(rows.rows("agreements", at), key=lambda a: a["from_position"])
    ]


def _state_of(enactment: Row, resolution: Row) -> str:
    # What was rejected, or could not be decided, enacts nothing.
    decided_against = resolution["stage"] in ("rejected", "inquorate")
    return "not adopted" if decided_against else str(enactment["state"])


def member_of(rows: ViewRows, at: int, code: str) -> str:
    """The member's code as it was given once, in whatever letters it is named. Raises NotFound."""
    known = _code_among(rows.rows("members", at), code)
    if known is None:
        raise NotFound(kind="member", code=code)
    return known


def services(rows: ViewRows, at: int) -> list[Answer]:
    """The toolbox: each service with the contracts under which it is shared."""
    contracts_of: dict[object, list[object]] = {}
    for contract in _sorted(rows.rows("contracts", at), "code"):
        contracts_of.setdefault(contract["service"], []).append(contract["code"])
    return [
        {**_without_stream(service), "contracts": contracts_of.get(service["code"], [])}
        for service in _sorted(rows.rows("services", at), "code")
    ]


def contracts(rows: ViewRows, at: int, code: str | None = None) -> list[Answer]:
    """The contracts with beneficiaries, key versions, budgets and terms as they change, each with its authority.

    Who provides, the allocation period and the notice are as they were decided last, maybe for months to come;
    `terms` says from which month each holds.
    """
    beneficiaries = _by_stream(rows.rows("beneficiaries", at))
    keys = _by_stream(rows.rows("key_versions", at))
    budgets = _by_stream(rows.rows("budgets", at))
    terms = _by_stream(rows.rows("contract_terms", at))
    where = {} if code is None else {"code": code}
    return [
        {
            **_without_stream(contract),
            **_decided_last(terms[contract["stream"]]),
            "beneficiaries": [_without_stream(b) for b in beneficiaries.get(contract["stream"], [])],
            "keys": [_without_stream(k) for k in keys.get(contract["stream"], [])],
            "budgets": [_without_stream(b) for b in budgets.get(contract["stream"], [])],
            "terms": [_without_stream(t) for t in terms.get(contract["stream"], [])],
        }
        for contract in _sorted(rows.rows("contracts", at, **where), "code")
    ]


def _decided_last(terms: Sequence[Row]) -> Answer:
    last = max(terms, key=lambda row: str(row["effective_from"]))
    return {name: last[name] for name in ("provider", "allocation_period", "notice_months")}


def resolutions(
    rows: ViewRows, at: int, agreement: str | None = None, number: str | None = None
) -> list[Answer]:
    """The resolutions with voters, proxies, attendance, ballots, arithmetic and what became of each enactment."""
    where = {k: v for k, v in {"agreement": agreement, "number": number}.items() if v is not None}
    found = rows.rows("resolutions", at, **where)
    streams = [row["stream"] for row in found]
    voters = _by_stream(rows.rows("voters", at, stream=streams))
    ballots = _by_stream(rows.rows("ballots", at, stream=streams))
    enactments = _by_stream(rows.rows("enactments", at, stream=streams))
    meetings = Meetings(rows, at)
    return [
        {
            **_without_stream(resolution),
            **meetings.about(resolution, voters.get(resolution["stream"], [])),
            "voters": [_without_stream(v) for v in voters.get(resolution["stream"], [])],
            "ballots": [_without_stream(b) for b in ballots.get(resolution["stream"], [])],
            "enactments": [
                {**_without_stream(e), "state": _state_of(e, resolution)}
                for e in enactments.get(resolution["stream"], [])
            ],
        }
        for resolution in sorted(found, key=lambda r: (r["tabled_on"], r["agreement"], r["number"]))
    ]


def contract_of(rows: ViewRows, at: int, contract_or_service: str, month: str | None = None) -> str:
    """The code of the contract of that code, or of the only one that serves the service of that code or name.

    With a month ("2021-03"), only contracts that serve it are looked at for a service. What is not known
    comes back as it was given, for the use case to refuse.
    """
    every = rows.rows("contracts", at)
    known = _code_among(every, contract_or_service)
    if known is not None:
        return known
    wanted = normal_code(contract_or_service)
    named = {
        service["code"]
        for service in rows.rows("services", at)
        if wanted in (normal_code(str(service["code"])), normal_code(str(service["name"])))
    }
    serving = [str(row["code"]) for row in every if row["service"] in named and serves(row, month)]
    return serving[0] if len(serving) == 1 else contract_or_service


def known_contract(rows: ViewRows, at: int, code: str) -> str:
    """The contract's code as it was given once, in whatever letters it is named. Raises NotFound."""
    known = _code_among(rows.rows("contracts", at), code)
    if known is None:
        raise NotFound(kind="contract", code=code)
    return known


def _code_among(found: Sequence[Row], code: str) -> str | None:
    same = (str(row["code"]) for row in found if normal_code(str(row["code"])) == normal_code(code))
    return next(same, None)


def serves(contract: Row, month: str | None) -> bool:
    """Whether a contract serves a month ("2021-03"); any month, if none is asked for."""
    # Dates and months are ISO text: they compare as they stand.
    if month is None:
        return True
    ends_on = contract["ends_on"]
    return bool(contract["starts_on"][:7] <= month and (ends_on is None or month <= ends_on[:7]))


def _by_stream(found: Sequence[Row]) -> dict[object, list[Row]]:
    by_stream: dict[object, list[Row]] = {}
    for row in found:
        by_stream.setdefault(row["stream"], []).append(row)
    return by_stream


def _without_stream(row: Row) -> Answer:
    # The position says since when the row holds: the link from any reading to the log.
    return {("since_position" if k == "from_position" else k): v for k, v in row.items() if k != "stream"}


def _sorted(found: Sequence[Row], column: str) -> list[Row]:
    return sorted(found, key=lambda row: str(row[column]))
