"""Why does a member bear what it bears of a contract's month? From the cent back to the votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec

from application.answers.flows import service_flows
from application.answers.lists import Answer, agreements, contracts, known_contract, resolutions
from application.answers.stand_alone_costs import alone_of
from application.ports import Row, ViewRows
from domain.allocation.allocation_run import NothingToAllocate
from domain.allocation.allocation_run_events import Prepared
from domain.allocation.run_basis import compute
from domain.allocation.run_explaining import explain_run
from domain.kernel.errors import NotFound
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence


def explanation(rows: ViewRows, at: int, member: str, contract: str, month: str) -> Answer:
    """The whole chain of causes of one share, as of a position.

    For each run of the month: the lines it took with their evidence, the readings, the key version and the
    resolution behind it with its ballots, the exact fraction, and what rounding did; and what going alone
    would have cost, where that is declared. Raises NotFound when the member bears nothing of it,
    NothingToAllocate when no run was prepared.
    """
    service_month = Month.of(month)
    contract = known_contract(rows, at, contract)
    runs = rows.rows("runs", at, contract=contract, service_month=str(service_month))
    if not runs:
        raise NothingToAllocate(contract=contract, month=service_month, reason="no run was prepared")
    [terms] = contracts(rows, at, contract)
    explained = [_run(rows, at, run, member) for run in sorted(runs, key=lambda r: r["ordinal"])]
    if not any(run["share"] for run in explained):
        raise NotFound(
            kind=Sentence(
                "share of {contract} {service_month} borne by", contract=contract, service_month=service_month
            ),
            code=member,
        )
    counted = [run for run in explained if run["share"] and run["stage"] == "posted"]
    months = _months(explained)
    [agreement] = [a for a in agreements(rows, at) if a["code"] == terms["agreement"]]
    return {
        "member": member,
        "contract": contract,
        "service_month": str(service_month),
        "position": at,
        "posted_cents": sum(run["share"]["cents"] + run["share"]["direct_cents"] for run in counted),
        "service": terms["service"],
        "agreement": _agreement(agreement),
        "opened_by": _decision(rows, at, terms["authority"]),
        "runs": explained,
        "documents": _documents(rows, at, contract, months),
        "flows": service_flows(rows, at, months, contract),
        "alone": alone_of(rows, at, contract, service_month, member),
    }


def named(answer: Any, names: Mapping[str, str]) -> Any:
    """The answer with the names of persons in place of their opaque ids; who was erased stays an id."""
    match answer:
        case dict():
            return {key: named(value, names) for key, value in answer.items()}
        case list() | tuple():
            return [named(value, names) for value in answer]
        case str():
            return names.get(answer, answer)
        case _:
            return answer


def _run(rows: ViewRows, at: int, run: Row, member: str) -> Answer:
    prepared = msgspec.convert(run["basis"], Prepared)
    split = compute(prepared)
    found = rows.rows("shares", at, stream=run["stream"], prepared_at=run["prepared_at"], member=member)
    share = {k: v for k, v in found[0].items() if k not in ("stream", "from_position")} if found else None
    recomputed = {s.member: s.cents for s in split.shares}.get(member, 0)
    if share is not None and share["cents"] != recomputed:
        raise AssertionError(f"{run['run']} recomputes to {recomputed} cents, not {share['cents']}")
    [key] = [
        k
        for c in contracts(rows, at, str(run["contract"]))
        for k in c["keys"]
        if k["version"] == run["key_version"]
    ]
    return {
        "run": run["run"],
        "kind": run["kind"],
        "stage": run["stage"],
        "service_from": prepared.service_from,
        "service_to": prepared.service_to,
        "posting_period": run["posting_period"],
        "reversed_in": run["reversed_in"],
        "reversed_because": run["reversed_because"],
        "prepared_by": run["prepared_by"],
        "approved_by": run["approved_by"],
        "prepared_at": run["prepared_at"],
        "base_cents": prepared.base_cents,
        "already_posted_cents": prepared.posted_base_cents,
        "line_count": prepared.line_count,
        "inputs": [{"what": i.what, "stream": i.stream, "version": i.version} for i in prepared.inputs],
        "inputs_digest": prepared.digest,
        "engine_version": prepared.engine_version,
        "readings": _readings(rows, prepared, run["prepared_at"]),
        "presence": dict(prepared.presence),
        "month_weights": dict(prepared.month_weights),
        "month_presence": {member: dict(parts) for member, parts in prepared.month_presence.items()},
        "averages": _averages(prepared),
        "carried_before_cents": prepared.carried_cents.get(member, "0"),
        "rounding": prepared.rounding,
        "key": {**key, "decided": _decision(rows, at, key["authority"])},
        "share": share,
        "sentences": explain_run(prepared, split, member),
    }


def _readings(rows: ViewRows, prepared: Prepared, at: int) -> list[Answer]:
    # As they were when the run took them: at the position of its preparation. A flow is added over the
    # months of the period; of a stock the latest reading of each member counts, or where it is averaged
    # those that stand in its mean.
    averaged = {
        (measure, member): {stock.reference_date for stock in stocks}
        for measure, by_member in prepared.averages.items()
        for member, stocks in by_member.items()
    }
    streams = [UUID(i.stream) for i in prepared.inputs]
    measurements = {m["stream"]: m for m in rows.rows("measurements", at, stream=streams)}
    found = rows.rows("readings", at, stream=list(measurements)) if measurements else []
    taken: dict[tuple[str, str, int, str], Answer] = {}
    for reading in found:
        about = measurements[reading["stream"]]
        measure, period, member = about["measure"], about["period"], reading["member"]
        if member not in prepared.readings.get(measure, {}):
            continue
        if period not in averaged.get((measure, member), {period}):
            continue
        several = measure in prepared.flow_measures or measure in prepared.averages
        each = period if several else ""
        place = (measure, each, prepared.members.index(member), member)
        if place not in taken or taken[place]["period"] < period:
            taken[place] = {"measure": measure, "member": member, "period": period, **_evidence(reading)}
    return [taken[place] for place in sorted(taken)]


def _averages(prepared: Prepared) -> list[Answer]:
    return [
        {
            "measure": measure,
            "member": member,
            "mean": prepared.readings[measure][member],
            "months": [asdict(stock) for stock in by_member[member]],
        }
        for measure, by_member in prepared.averages.items()
        for member in prepared.members
        if by_member.get(member)
    ]


def _evidence(reading: Row) -> Answer:
    kept = ("value", "certified_by", "evidence_reference", "evidence_sha256")
    return {name: reading[name] for name in kept}


def _months(runs: Sequence[Answer]) -> list[str]:
    first = min(Month.of(run["service_from"]) for run in runs)
    last = max(Month.of(run["service_to"]) for run in runs)
    return [str(month) for month in first.through(last)]


def _documents(rows: ViewRows, at: int, contract: str, months: Sequence[str]) -> list[Answer]:
    lines = rows.rows("document_lines", at, contract=contract, service_month=months)
    ordered = sorted(lines, key=lambda line: line["from_position"])
    kept = ("supplier", "number", "kind", "document_date", "line_number", "nature", "amount_cents")
    more = ("direct_to", "label", "service_from", "service_to", "evidence_reference", "evidence_sha256")
    return [
        {**{name: line[name] for name in (*kept, *more)}, "recorded_at_position": line["from_position"]}
        for line in ordered
    ]


def _decision(rows: ViewRows, at: int, authority: Any) -> Answer:
    """The authority, and when it is a resolution its meeting, tally and ballots."""
    if authority["kind"] != "resolution":
        return {"authority": authority}
    found: Sequence[Answer] = resolutions(rows, at, authority["agreement"], authority["number"])
    if not found:
        return {"authority": authority}
    kept = (
        "title",
        "decision_type",
        "meeting",
        "decided_on",
        "stage",
        "tally",
        "arithmetic",
        "ballots",
        "voters",
        "study",
    )
    return {"authority": authority, **{name: found[0][name] for name in kept}, "rule": found[0]["rule"]}


def _agreement(agreement: Answer) -> Answer:
    kept = ("code", "name", "legal_form", "in_force_on", "signatures", "published")
    return {name: agreement[name] for name in kept}
