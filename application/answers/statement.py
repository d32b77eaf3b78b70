"""The statement of a member for a year: what it bears by posting period, earlier service years apart."""

from __future__ import annotations

from dataclasses import dataclass

from application.answers.lists import member_of
from application.ports import Row, ViewRows


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What one run put on a member in one posting period; a reversal is a line of its own, negated."""

    contract: str
    service: str
    agreement: str
    service_month: str
    posting_period: str
    run: str
    kind: str
    provider: str
    shared_cents: int
    direct_cents: int
    earlier_year: bool

    @property
    def cents(self) -> int:
        """Share and direct charge together."""
        return self.shared_cents + self.direct_cents


@dataclass(frozen=True, slots=True)
class UseLine:
    """What the member owes, as a provider, for another's service that its own used; its members bear it there."""

    contract: str
    used_by: str
    service_month: str
    posting_period: str
    run: str
    provider: str
    cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A member's year as of a position. Own shares stay the provider's cost; the rest is due to providers."""

    member: str
    year: int
    position: int
    lines: tuple[StatementLine, ...]
    uses: tuple[UseLine, ...] = ()

    @property
    def borne_cents(self) -> int:
        """All that the member bears."""
        return sum(line.cents for line in self.lines)

    @property
    def own_cents(self) -> int:
        """What it bears as a provider of what it provides itself: no claim, no invoice."""
        return sum(line.cents for line in self.lines if line.provider == self.member)

    def due_cents(self) -> dict[str, int]:
        """What it owes to each other provider: what it bears, and what its own services used."""
        due: dict[str, int] = {}
        for line in self.lines:
            if line.provider != self.member:
                due[line.provider] = due.get(line.provider, 0) + line.cents
        for use in self.uses:
            due[use.provider] = due.get(use.provider, 0) + use.cents
        return due


def statement(rows: ViewRows, at: int, member: str, year: int) -> Statement:
    """The statement as of a position. Raises NotFound for a member that is not known."""
    code = member_of(rows, at, member)
    contracts = {row["code"]: row for row in rows.rows("contracts", at)}
    periods = [f"{year}-{month:02d}" for month in range(1, 13)]
    posted = rows.rows("runs", at, posting_period=periods, stage=["posted", "reversed"])
    reversed_ = rows.rows("runs", at, reversed_in=periods, stage="reversed")
    shares = _shares_of(rows, at, code, [*posted, *reversed_])
    lines = [
        _line(run, shares, contracts, str(run["posting_period"]), str(run["kind"]), 1, year) for run in posted
    ] + [_line(run, shares, contracts, str(run["reversed_in"]), "reversal", -1, year) for run in reversed_]
    kept = [line for line in lines if line is not None]
    kept.sort(key=lambda li: (li.earlier_year, li.contract, li.posting_period, li.service_month, li.run))
    return Statement(code, year, at, tuple(kept), _uses(rows, at, code, year))


def _uses(rows: ViewRows, at: int, member: str, year: int) -> tuple[UseLine, ...]:
    entries = rows.rows("entries", at, entity=member, year=year, role="due to providers")
    found = [
        UseLine(
            contract=str(entry["contract"]),
            used_by=str(entry["used_by"]),
            service_month=str(entry["service_month"]),
            posting_period=str(entry["posting_period"]),
            run=str(entry["run"]),
            provider=str(entry["counterparty"]),
            cents=entry["credit_cents"] - entry["debit_cents"],
        )
        for entry in entries
        if entry["used_by"] is not None
    ]
    return tuple(
        sorted(found, key=lambda use: (use.contract, use.posting_period, use.service_month, use.run))
    )


def booked_due_cents(rows: ViewRows, at: int, member: str, year: int) -> dict[str, int]:
    """What the member's own books say it owes to each provider for the year: credits less debits."""
    due: dict[str, int] = {}
    for entry in rows.rows("entries", at, entity=member, year=year, role="due to providers"):
        provider = str(entry["counterparty"])
        due[provider] = due.get(provider, 0) + entry["credit_cents"] - entry["debit_cents"]
    return due


def _shares_of(rows: ViewRows, at: int, member: str, runs: list[Row]) -> dict[object, Row]:
    streams = [run["stream"] for run in runs]
    found = rows.rows("shares", at, stream=streams, member=member) if streams else []
    return {(share["stream"], share["prepared_at"]): share for share in found}


def _line(
    run: Row,
    shares: dict[object, Row],
    contracts: dict[object, Row],
    posting_period: str,
    kind: str,
    sign: int,
    year: int,
) -> StatementLine | None:
    share = shares.get((run["stream"], run["prepared_at"]))
    if share is None:
        return None
    contract = contracts[run["contract"]]
    return StatementLine(
        contract=str(run["contract"]),
        service=str(contract["service"]),
        agreement=str(contract["agreement"]),
        service_month=str(run["service_month"]),
        posting_period=posting_period,
        run=str(run["run"]),
        kind=kind,
        provider=str(run["provider"]),
        shared_cents=sign * share["cents"],
        direct_cents=sign * share["direct_cents"],
        earlier_year=str(run["service_month"])[:4] < str(year),
    )
