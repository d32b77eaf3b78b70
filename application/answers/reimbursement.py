"""Was each member charged exactly its part of the joint expenses of a year, and nothing on top?

It claims arithmetic, not law: per agreement, service, contract and member, the joint expenses posted in the year,
the member's exact part of them and the cents charged, which differ by rounding alone. What such a claim cannot rest
on, by its nature or for want of a paper, is listed apart with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from application.ports import Row, ViewRows
from domain.allocation.engine.exact_numbers import carry_of
from domain.kernel.periods import Month

NOT_A_COST_YET = ("accrual", "internal")
"""Kinds of documents that state no expense of a third party: an estimate, and a price between one's own services."""


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """What one member was charged of one contract in a year, beside its exact part of the joint expenses."""

    agreement: str
    service: str
    contract: str
    member: str
    joint_cents: int
    exact_cents: Fraction
    charged_cents: int

    @property
    def rounding_cents(self) -> Fraction:
        """What was charged less the exact part: the carry at the end of the year less that at its beginning."""
        return self.charged_cents - self.exact_cents


@dataclass(frozen=True, slots=True)
class Apart:
    """What the claim does not rest on: of which contract and document or run, how much, and why."""

    contract: str
    what: str
    cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExactReimbursement:
    """A year as of a position."""

    year: int
    position: int
    lines: tuple[Reimbursement, ...]
    apart: tuple[Apart, ...]

    @property
    def margins_cents(self) -> dict[str, int]:
        """Per contract, all that was charged less the joint expenses: zero, to the cent."""
        margins = {line.contract: -line.joint_cents for line in self.lines}
        for line in self.lines:
            margins[line.contract] += line.charged_cents
        return margins


def exact_reimbursement(rows: ViewRows, at: int, year: int) -> ExactReimbursement:
    """The claim for a year, by posting period; a reversal counts in the period that it was posted to."""
    contracts = {str(row["code"]): row for row in rows.rows("contracts", at)}
    periods = [f"{year}-{month:02d}" for month in range(1, 13)]
    posted = [(1, run) for run in rows.rows("runs", at, posting_period=periods, stage=["posted", "reversed"])]
    negated = [(-1, run) for run in rows.rows("runs", at, reversed_in=periods, stage="reversed")]
    runs = [*posted, *negated]
    lines = tuple(_lines(runs, _shares(rows, at, runs), contracts))
    apart = [*_contracts_without(contracts, lines), *_direct(runs), *_documents(rows, at, runs)]
    return ExactReimbursement(year, at, lines, tuple(apart))


def _shares(rows: ViewRows, at: int, runs: Sequence[tuple[int, Row]]) -> dict[object, list[Row]]:
    streams = list({run["stream"] for _, run in runs})
    by_run: dict[object, list[Row]] = {}
    for share in rows.rows("shares", at, stream=streams) if streams else ():
        by_run.setdefault((share["stream"], share["prepared_at"]), []).append(share)
    return by_run


def _lines(
    runs: Sequence[tuple[int, Row]], shares: Mapping[object, list[Row]], contracts: Mapping[str, Row]
) -> Iterable[Reimbursement]:
    joint: dict[str, int] = {}
    borne: dict[tuple[str, str], tuple[Fraction, int]] = {}
    for sign, run in runs:
        contract, basis = str(run["contract"]), run["basis"]
        joint[contract] = joint.get(contract, 0) + sign * (basis["base_cents"] - basis["posted_base_cents"])
        for share in shares[run["stream"], run["prepared_at"]]:
            key = contract, str(share["member"])
            exact, cents = borne.get(key, (Fraction(0), 0))
            borne[key] = exact + sign * carry_of(share["exact_cents"]), cents + sign * share["cents"]
    for (contract, member), (exact, cents) in sorted(borne.items()):
        terms = contracts[contract]
        about = str(terms["agreement"]), str(terms["service"]), contract, member
        yield Reimbursement(*about, joint[contract], exact, cents)


def _contracts_without(contracts: Mapping[str, Row], lines: Iterable[Reimbursement]) -> Iterable[Apart]:
    for contract, joint in sorted({(line.contract, line.joint_cents) for line in lines}):
        if not contracts[contract]["exact_cost"]["required"]:
            yield Apart(contract, "the contract", joint, "nothing requires exact cost of it")


def _direct(runs: Sequence[tuple[int, Row]]) -> Iterable[Apart]:
    for sign, run in runs:
        before = run["basis"]["posted_direct_cents"]
        for member, cents in sorted(run["basis"]["direct_cents"].items()):
            if moved := sign * (cents - before.get(member, 0)):
                reason = f"charged to {member} alone: no joint expense"
                yield Apart(str(run["contract"]), str(run["run"]), moved, reason)


def _documents(rows: ViewRows, at: int, runs: Sequence[tuple[int, Row]]) -> Iterable[Apart]:
    places = set()
    for _, run in runs:
        first, last = Month.of(run["basis"]["service_from"]), Month.of(run["basis"]["service_to"])
        places |= {(str(run["contract"]), str(month)) for month in first.through(last)}
    contracts, months = [sorted({place[i] for place in places}) for i in (0, 1)]
    found = rows.rows("document_lines", at, contract=contracts, service_month=months) if places else ()
    for line in sorted(
        found, key=lambda each: (each["contract"], each["from_position"], each["line_number"])
    ):
        if (line["contract"], line["service_month"]) not in places or line["direct_to"] is not None:
            continue
        what = f"{line['kind']} {line['number']} of {line['supplier']}, line {line['line_number']}"
        if line["kind"] in NOT_A_COST_YET:
            yield Apart(
                line["contract"],
                what,
                line["amount_cents"],
                f"{line['kind']}: no expense to a third party yet",
            )
        elif line["evidence_sha256"] is None:
            yield Apart(
                line["contract"], what, line["amount_cents"], "no supporting document is known by its hash"
            )
