"""What did we know, as of a position, about a day? Who was a member, under which charter, key and regime."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from application.answers.in_force import key_among, terms_among
from application.answers.lists import Answer, known_contract
from application.answers.times_there import times_there
from application.ports import Row, ViewRows
from application.views.what_held_when import PARTY
from domain.kernel.money import exact_text
from domain.kernel.periods import Month


def agreements_on(rows: ViewRows, at: int, day: date) -> list[Answer]:
    """Each agreement as it stood on a day: in force or not, its members, charter, amendments and VAT regime."""
    on = day.isoformat()
    moves = _by_stream(rows.rows("agreement_movements", at))
    regimes = _by_stream(rows.rows("vat_regimes", at))
    amendments = _by_stream(rows.rows("amendments", at))
    charters = rows.rows("charters", at)
    return [
        {
            **_kept(agreement, "code", "name", "legal_form", "in_force_on"),
            "in_force": _has_begun(agreement["in_force_on"], on),
            "members": _members(moves.get(agreement["stream"], ()), agreement["in_force_on"], on),
            "charter": _charter((c for c in charters if c["agreement"] == agreement["code"]), on),
            "amendments": [
                _kept(amendment, "number", "text", "in_force_on", "authority")
                for amendment in amendments.get(agreement["stream"], ())
                if _has_begun(amendment["in_force_on"], on)
            ],
            "vat_regime": _regime(regimes.get(agreement["stream"], ()), on),
        }
        for agreement in sorted(rows.rows("agreements", at), key=lambda a: int(a["from_position"]))
    ]


def contracts_on(rows: ViewRows, at: int, day: date, code: str | None = None) -> list[Answer]:
    """Each contract as it stood on a day: serving or not, the key for its month, who bears which part of it."""
    where = {} if code is None else {"code": known_contract(rows, at, code)}
    moves = _by_stream(rows.rows("contract_movements", at))
    keys = _by_stream(rows.rows("key_versions", at))
    restated = _by_stream(rows.rows("restatements", at))
    terms = _by_stream(rows.rows("contract_terms", at))
    budgets = _by_stream(rows.rows("budgets", at))
    on, month = day.isoformat(), Month.containing(day)
    return [
        {
            **_kept(contract, "code", "service", "agreement", "starts_on", "ends_on", "rounding"),
            **_terms(terms.get(contract["stream"], ()), month),
            "serves": _serves(contract, on),
            "key": (
                _key(key_among(keys[contract["stream"]], restated.get(contract["stream"], ()), month))
                if _serves(contract, on)
                else None
            ),
            "beneficiaries": (
                _beneficiaries(moves.get(contract["stream"], ()), day) if _serves(contract, on) else []
            ),
            "budget_cents": next(
                (b["amount_cents"] for b in budgets.get(contract["stream"], ()) if b["year"] == day.year),
                None,
            ),
        }
        for contract in sorted(rows.rows("contracts", at, **where), key=lambda c: str(c["code"]))
    ]


def _terms(found: Sequence[Row], month: Month) -> Answer:
    held = terms_among(found, month)
    period = {"allocation_period": held.allocation_period.value, "notice_months": held.notice_months}
    return {"provider": held.provider, **period}


def _members(moves: Sequence[Row], in_force_on: str | None, on: str) -> list[Answer]:
    found = []
    for time in times_there(moves, in_force_on):
        votes_from = time.since if time.entered["what"] == PARTY else time.entered["votes_from"]
        bears, votes = time.covers(on), time.has_begun(votes_from, on)
        if bears or votes:
            found.append(
                {
                    "member": time.member,
                    "bears_costs": bears,
                    "bears_costs_from": time.since,
                    "votes": votes,
                    "votes_from": votes_from,
                    "bears_costs_until": time.left and time.left["day"],
                    "authority": time.entered["authority"],
                }
            )
    return found


def _beneficiaries(moves: Sequence[Row], day: date) -> list[Answer]:
    month, found = Month.containing(day), []
    for time in times_there(moves):
        part = time.part_of(month)
        if part or time.covers(day.isoformat()):
            found.append(
                {
                    "member": time.member,
                    "bears_costs_from": time.since,
                    "bears_costs_until": time.left and time.left["day"],
                    "convention": time.entered["convention"],
                    "part_of_month": exact_text(part),
                    "authority": time.entered["authority"],
                }
            )
    return found


def _charter(versions: Iterable[Row], on: str) -> Answer | None:
    held = [version for version in versions if version["effective_on"] <= on]
    if not held:
        return None
    latest = max(held, key=lambda version: (version["effective_on"], version["version"]))
    return _kept(latest, "version", "effective_on", "rules", "authority")


def _key(holds: Row | None) -> Answer | None:
    if holds is None:
        return None
    return _kept(holds, "version", "effective_from", "key", "reason", "restatement", "authority")


def _regime(agreed: Iterable[Row], on: str) -> Answer | None:
    held = [regime for regime in agreed if regime["effective_on"] <= on]
    if not held:
        return None
    latest = max(held, key=lambda regime: (regime["effective_on"], regime["agreed_at"]))
    return _kept(latest, "regime", "effective_on", "authority")


def _serves(contract: Row, on: str) -> bool:
    ended = contract["ends_on"] is not None and contract["ends_on"] < on
    return bool(contract["starts_on"] <= on and not ended)


def _has_begun(since: Any, on: str) -> bool:
    return since is not None and str(since) <= on


def _kept(row: Row, *names: str) -> Answer:
    return {**{name: row[name] for name in names}, "since_position": row["from_position"]}


def _by_stream(found: Iterable[Row]) -> dict[object, list[Row]]:
    by_stream: dict[object, list[Row]] = {}
    for row in found:
        by_stream.setdefault(row["stream"], []).append(row)
    return by_stream
