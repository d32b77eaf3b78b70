"""What is enacted by agreements, amendments and resolutions, and how far each enactment has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from application.answers.lists import Answer
from application.ports import Row, ViewRows
from domain.kernel.enactment import Condition
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code

NOT_IN_FORCE = "adopted, not in force"
SETTLED = ("carried out", "refused")


def enactments(
    rows: ViewRows, at: int, agreement: str | None = None, state: str | None = None
) -> list[Answer]:
    """Every enactment by agreement and decision, with its authority, conditions and state.

    The states are: proposed, not adopted, "adopted, not in force", carried out, refused.
    """
    wanted = None if agreement is None else known_agreement(rows, at, agreement)
    decisions = _decisions(rows, at)
    met = _met(rows, at)
    carried_out = {_place(row) for row in rows.rows("enacted", at, state="carried out")}
    answers = [
        _told(row, decisions, met, carried_out) for row in _in_order(rows.rows("enacted", at), decisions)
    ]
    of_agreement = (a for a in answers if wanted in (None, a["authority"]["agreement"]))
    return [a for a in of_agreement if state in (None, a["state"])]


def amendments(rows: ViewRows, at: int, agreement: str | None = None) -> list[Answer]:
    """The amendments with their signatures, what they lay down, and whether all have signed."""
    wanted = None if agreement is None else known_agreement(rows, at, agreement)
    codes = {row["stream"]: row["code"] for row in rows.rows("agreements", at)}
    signatures = rows.rows("signatures", at)
    enacted = enactments(rows, at)
    answers = []
    for row in rows.rows("amendments", at):
        code, number = codes[row["stream"]], row["number"]
        itself = {"kind": "amendment", "agreement": code, "number": number}
        laid_down = [e for e in enacted if itself.items() <= e["authority"].items()]
        signed = [
            {name: s[name] for name in ("member", "signed_on", "capacity", "deliberation")}
            for s in signatures
            if s["stream"] == row["stream"] and s["what"] == f"amendment {number}"
        ]
        told = {name: row[name] for name in ("text", "effective_on", "in_force_on", "authority")}
        state = "in force" if row["in_force_on"] else "to be signed"
        head = {"agreement": code, "number": number, "state": state, **told}
        since = {"since_position": row["from_position"]}
        answers.append({**head, "signatures": signed, "enactments": laid_down, **since})
    return [answer for answer in answers if wanted in (None, answer["agreement"])]


def conditions(rows: ViewRows, at: int) -> list[Answer]:
    """What enactments wait for or have waited for, with the act by which it was met or refused."""
    found = sorted(rows.rows("conditions", at), key=lambda row: (row["agreement"], row["from_position"]))
    return [_without(row) for row in found]


def accounting_years(rows: ViewRows, at: int) -> list[Answer]:
    """The accounting years with the decisions by which their accounts were approved."""
    approved = rows.rows("approved_accounts", at)
    kept = ("agreement", "decided_on", "authority")
    return [
        {
            **_without(year),
            "approved": [{n: row[n] for n in kept} for row in approved if row["stream"] == year["stream"]],
        }
        for year in sorted(rows.rows("accounting_years", at), key=lambda row: row["year"])
    ]


def known_agreement(rows: ViewRows, at: int, code: str) -> str:
    """The agreement's code as it was given once, in whatever letters it is named. Raises NotFound."""
    for row in rows.rows("agreements", at):
        if normal_code(str(row["code"])) == normal_code(code):
            return str(row["code"])
    raise NotFound(kind="agreement", code=code)


def _decisions(rows: ViewRows, at: int) -> dict[tuple[object, str], Answer]:
    # By stream and amendment: the authority, when it was decided, and whether it has force or never will.
    found: dict[tuple[object, str], Answer] = {}
    for row in rows.rows("resolutions", at):
        authority = {"kind": "resolution", "agreement": row["agreement"], "number": row["number"]}
        decided_on = row["decided_on"] if row["stage"] == "adopted" else None
        lost = row["stage"] in ("rejected", "inquorate")
        found[row["stream"], ""] = {"authority": authority, "decided_on": decided_on, "lost": lost}
    for row in rows.rows("agreements", at):
        authority = {"kind": "agreement", "agreement": row["code"], "number": None}
        found[row["stream"], ""] = {"authority": authority, "decided_on": row["in_force_on"], "lost": False}
    for row in rows.rows("amendments", at):
        code = found[row["stream"], ""]["authority"]["agreement"]
        authority = {"kind": "amendment", "agreement": code, "number": row["number"]}
        decided = {"decided_on": row["in_force_on"], "lost": False}
        found[row["stream"], row["number"]] = {"authority": authority, **decided}
    return found


def _met(rows: ViewRows, at: int) -> dict[tuple[object, ...], dict[Condition, str]]:
    met: dict[tuple[object, ...], dict[Condition, str]] = {}
    for row in rows.rows("conditions_met", at):
        met.setdefault(_place(row), {})[Condition(row["condition"], row["subject"])] = row["met_on"]
    return met


def _in_order(found: Sequence[Row], decisions: Mapping[tuple[object, str], Answer]) -> list[Row]:
    def order(row: Row) -> tuple[str, str, str, int]:
        authority = decisions[row["stream"], row["amendment"]]["authority"]
        return authority["agreement"], authority["kind"], authority["number"] or "", row["ordinal"]

    return sorted(found, key=order)


def _told(
    row: Row,
    decisions: Mapping[tuple[object, str], Answer],
    met: Mapping[tuple[object, ...], Mapping[Condition, str]],
    carried_out: set[tuple[object, ...]],
) -> Answer:
    decision = decisions[row["stream"], row["amendment"]]
    wanted = [Condition(**condition) for condition in row["conditions"]]
    days = met.get(_place(row), {})
    state = _state(row, decision)
    return {
        "authority": {**decision["authority"], "enactment": row["ordinal"]},
        "kind": row["kind"],
        "terms": row["terms"],
        "needs": row["needs"],
        "conditions": [
            {"condition": c.kind, "subject": c.subject, "met_on": days.get(c), "words": str(c)}
            for c in wanted
        ],
        "state": state,
        "awaits": _awaits(row, wanted, days, carried_out) if state == NOT_IN_FORCE else [],
        "reason": row["said"] if state == "refused" else None,
        "decided_on": decision["decided_on"],
        "in_force_on": max((decision["decided_on"], *days.values())) if state == "carried out" else None,
        "since_position": row["from_position"],
    }


def _state(row: Row, decision: Mapping[str, Any]) -> str:
    if row["state"] in SETTLED:
        return str(row["state"])
    if decision["lost"]:
        return "not adopted"
    return NOT_IN_FORCE if decision["decided_on"] else "proposed"


def _awaits(
    row: Row, wanted: Sequence[Condition], days: Mapping[Condition, str], carried_out: set[tuple[object, ...]]
) -> list[str]:
    place = _place(row)[:2]
    needed = [n for n in row["needs"] if (*place, n) not in carried_out]
    awaited = [str(condition) for condition in wanted if condition not in days]
    awaited += [f"enactment {n} is carried out" for n in needed]
    # What was begun and is not done waits for what was said of it: a signature.
    return awaited or ([row["said"]] if row["said"] else [])


def _place(row: Row) -> tuple[object, ...]:
    return row["stream"], row["amendment"], row["ordinal"]


def _without(row: Row) -> Answer:
    return {("since_position" if k == "from_position" else k): v for k, v in row.items() if k != "stream"}
