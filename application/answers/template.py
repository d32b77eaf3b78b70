"""An agreement, its charter and its catalogue as a template for others."""

from __future__ import annotations

from typing import Any

from application.answers.enactments import known_agreement
from application.answers.lists import Answer
from application.ports import Row, ViewRows
from application.template import BESIDE_THE_KEY, named_in, sealed, without_names
from domain.allocation.engine.coalitions import COALITION_MARK
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.governance.rules import BY_MEASURE

AGREEMENT = (
    "legal_form",
    "axes",
    "entry_convention",
    "exit_notice_months",
    "vat_regime",
    "territory",
)
SERVICE = ("code", "name", "axis", "unit_of_work", "description")
MEASURE = ("code", "name", "unit", "nature")


def template_of(rows: ViewRows, at: int, agreement: str) -> Answer:
    """The template of an agreement, as of a position: members and its own name are places. Raises NotFound.

    A contract comes as it would be opened now: its latest terms and key, for those who benefit now; so does the
    rule for services that use each other. Contracts that have an end are left out.
    """
    code = known_agreement(rows, at, agreement)
    [about] = rows.rows("agreements", at, code=code)
    names = {row["code"]: row["name"] for row in rows.rows("members", at)}
    contracts = [_contract(rows, at, row) for row in rows.rows("contracts", at, agreement=code, ends_on=None)]
    charter = _charter(rows, at, code)
    use = _mutual_use(rows, at, code, {contract["code"] for contract in contracts})
    services = {contract["service"] for contract in contracts}
    counted = {measure for c in contracts for measure in measures_of(parse_key(c["key"]))} | _words(charter)
    counted |= set(use["measures"].values()) if use else set()
    content: Answer = {
        "agreement": {name: about[name] for name in AGREEMENT},
        "charter": charter,
        "services": [_kept(r, SERVICE) for r in rows.rows("services", at) if r["code"] in services],
        "measures": [_kept(r, MEASURE) for r in rows.rows("measures", at) if r["code"] in counted],
        "contracts": contracts,
        **({"mutual_use": use} if use else {}),
    }
    for listed in ("services", "measures", "contracts"):
        content[listed].sort(key=lambda each: each["code"])
    places = {code: "agreement", about["name"]: "agreement name"}
    members = _members(rows, at, about)
    for number, member in enumerate(members, start=1):
        places |= {names[member]: f"member {number}", member: f"member {number}"}
    # Who does not belong and is named all the same: a provider from outside, a former member in a key.
    named_as = {
        name: member for member in sorted(set(names) - set(members)) for name in (names[member], member)
    }
    others = {named_as[name] for name in named_in(content, named_as)}
    for number, member in enumerate(sorted(others), start=1):
        places |= {names[member]: f"other {number}", member: f"other {number}"}
    named = sorted({place for place in places.values() if not place.startswith("agreement")}, key=_in_order)
    written = without_names(content, places)
    for contract in written["contracts"]:
        contract["key"] = _in_places(contract["key"])
    return sealed({**written, "places": named})


def _members(rows: ViewRows, at: int, agreement: Row) -> list[str]:
    # Those who belong, the parties in the order of the deed, then who joined in the order of entry.
    belong = [
        row
        for row in rows.rows("memberships", at, stream=agreement["stream"])
        if row["bears_costs_until"] is None and row["state"] != "accession awaited"
    ]
    parties = agreement["parties"]

    def order(row: Row) -> tuple[int, str, str]:
        place = parties.index(row["member"]) if row["member"] in parties else len(parties)
        return place, row["bears_costs_from"] or "", row["member"]

    return [row["member"] for row in sorted(belong, key=order)]


def _contract(rows: ViewRows, at: int, contract: Row) -> dict[str, Any]:
    stream = contract["stream"]
    terms = sorted(rows.rows("contract_terms", at, stream=stream), key=lambda row: row["effective_from"])
    declared = _declared_order(rows, at, stream)
    benefit = rows.rows("beneficiaries", at, stream=stream, bears_costs_until=None)
    bounded = {r["version"] for r in rows.rows("restatements", at, stream=stream) if r["effective_through"]}
    keys = [row for row in rows.rows("key_versions", at, stream=stream) if row["version"] not in bounded]
    key = max(keys, key=lambda row: (row["effective_from"], row["version"]))

    def order(row: Row) -> tuple[int, int]:
        member = row["member"]
        return declared.index(member) if member in declared else len(declared), row["from_position"]

    return {
        "code": contract["code"],
        "service": contract["service"],
        "provider": terms[-1]["provider"],
        "beneficiaries": [row["member"] for row in sorted(benefit, key=order)],
        "allocation_period": terms[-1]["allocation_period"],
        "rounding": contract["rounding"],
        "notice_months": terms[-1]["notice_months"],
        "exact_cost": contract["exact_cost"],
        "key": key["key"],
        "reason": key["reason"],
        **{name: key[name] for name in BESIDE_THE_KEY if key[name]},
    }


def _declared_order(rows: ViewRows, at: int, stream: object) -> list[str]:
    # As it was opened: a change from its first month took the place of the terms that declared the order.
    moves = rows.rows("contract_movements", at, stream=stream)
    opened_at = min(move["moved_at"] for move in moves)
    [opening] = rows.rows("contract_terms", opened_at, stream=stream)
    return list(opening["declared_order"])


def _mutual_use(rows: ViewRows, at: int, agreement: str, exported: set[Any]) -> dict[str, Any] | None:
    versions = rows.rows("mutual_uses", at, agreement=agreement)
    latest = max(versions, key=lambda row: (row["effective_from"], row["version"]), default=None)
    if latest is None:
        return None
    contracts = [code for code in latest["contracts"] if code in exported]
    measures = {code: latest["measures"][code] for code in contracts if code in latest["measures"]}
    if len(contracts) < 2 or not measures:
        return None
    told = {"method": latest["method"], "reason": latest["reason"]}
    return {**told, "contracts": contracts, "measures": measures}


def _in_places(key: Any) -> Any:
    # Who goes together in a key by costs is named in the order of the places, not of the names that stood there.
    match key:
        case {"fairness": {"costs": costs, **fairness}, **rest}:
            ordered = {
                COALITION_MARK.join(sorted(names.split(COALITION_MARK))): cost
                for names, cost in costs.items()
            }
            return {**rest, "fairness": {**fairness, "costs": dict(sorted(ordered.items()))}}
        case dict():
            return {name: _in_places(value) for name, value in key.items()}
        case list():
            return [_in_places(each) for each in key]
        case _:
            return key


def _charter(rows: ViewRows, at: int, agreement: str) -> list[Any]:
    versions = rows.rows("charters", at, agreement=agreement)
    latest = max(versions, key=lambda row: (row["effective_on"], row["version"]), default=None)
    return [] if latest is None else list(latest["rules"])


def _words(content: Any) -> set[str]:
    # A charter may weigh votes by a measure: whatever text of it is a measure's code.
    match content:
        case str():
            return {content.removeprefix(BY_MEASURE)}
        case dict():
            return set().union(*map(_words, content.values()), content.keys())
        case list() | tuple():
            return set().union(*map(_words, content))
        case _:
            return set()


def _kept(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _in_order(place: str) -> tuple[str, int]:
    kind, _, number = place.partition(" ")
    return kind, int(number)
