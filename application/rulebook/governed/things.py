"""What a rule may govern: the runs, resolutions and other things of a group as of a position, each with its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from application.answers import lists
from application.ports import Row, ViewRows

Answer = Mapping[str, Any]


class Kind(StrEnum):
    """What there are pages of."""

    AGREEMENT = "agreement"
    MEMBER = "member"
    RESOLUTION = "resolution"
    CONTRACT = "contract"
    FLOWS = "flows"
    DOCUMENT = "document"
    MEASUREMENTS = "measurements"
    RUN = "run"
    STATEMENT = "statement"
    YEAR = "year"


ASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.AGREEMENT: ("agreements", "resolutions"),
    Kind.MEMBER: ("members",),
    Kind.RESOLUTION: ("resolution",),
    Kind.CONTRACT: ("contract",),
    Kind.FLOWS: ("flows", "costs"),
    Kind.DOCUMENT: ("costs",),
    Kind.MEASUREMENTS: ("measurements",),
    Kind.RUN: ("costs", "variance", "budget"),
    Kind.STATEMENT: ("statement",),
    Kind.YEAR: ("flows", "costs"),
}
"""Which readings the page of each kind asks: who may not read these is not told of it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of them: the codes that its page is found by, what people call it, and since when it stands so."""

    kind: Kind
    codes: tuple[str, ...]
    label: str
    since_position: int
    row: Answer


class Ledger:
    """What stands in a group as of a position; each table is read once, and only when it is asked for."""

    def __init__(self, rows: ViewRows, at: int) -> None:
        self._rows, self._at = rows, at
        self._found: dict[Kind, Sequence[Thing]] = {}

    def things(self, kind: Kind) -> Sequence[Thing]:
        """All of a kind, the newest first."""
        if kind not in self._found:
            found = _FINDERS[kind](self)
            self._found[kind] = sorted(found, key=lambda thing: -thing.since_position)
        return self._found[kind]

    def table(self, name: str) -> Sequence[Row]:
        """The rows of a table."""
        return self._rows.rows(name, self._at)

    def run_of(self, contract: str, month: str, ordinal: int) -> Row | None:
        """A run by its contract, month and number in the month."""
        return self._runs.get((contract, month, ordinal))

    def shares(self, run: Answer) -> Sequence[Row]:
        """The shares of a run as it was last prepared."""
        return self._shares.get((run["stream"], run["prepared_at"]), ())

    def contract(self, code: str) -> Answer:
        """A contract with its keys, beneficiaries, budgets and terms."""
        return self._contracts[code]

    def first_under(self, contract: str, key_version: int) -> str:
        """The first month for which a run was made under a version of a contract's key; '' when none was."""
        return self._first_under.get((contract, key_version), "")

    @cached_property
    def late(self) -> set[tuple[str, str]]:
        """Contracts and months in which a line came late."""
        pools = {row["stream"]: row for row in self.table("pools")}
        late = (pools.get(row["stream"]) for row in self.table("late_lines"))
        return {(str(p["contract"]), str(p["service_month"])) for p in late if p is not None}

    @cached_property
    def between_services(self) -> set[tuple[str, str]]:
        """Contracts and months in which one service bore a part of another."""
        ends = (
            (flow[end], flow["service_month"])
            for flow in self.table("service_flows")
            for end in ("provider", "user_contract")
        )
        return {(str(contract), str(month)) for contract, month in ends}

    @cached_property
    def alone(self) -> Sequence[Row]:
        """The declared costs of going alone that were not withdrawn."""
        return [row for row in self.table("stand_alone_costs") if row["withdrawn_because"] is None]

    @cached_property
    def stock_measures(self) -> set[str]:
        """The measures that are counted on a day."""
        return {str(row["code"]) for row in self.table("measures") if row["nature"] == "stock"}

    @cached_property
    def _contracts(self) -> dict[str, Answer]:
        return {str(row["code"]): row for row in lists.contracts(self._rows, self._at)}

    @cached_property
    def _runs(self) -> dict[tuple[str, str, int], Row]:
        return {
            (str(row["contract"]), str(row["service_month"]), int(row["ordinal"])): row
            for row in self.table("runs")
        }

    @cached_property
    def _first_under(self) -> dict[tuple[str, int], str]:
        first: dict[tuple[str, int], str] = {}
        for contract, month, ordinal in sorted(self._runs):
            first.setdefault((contract, int(self._runs[contract, month, ordinal]["key_version"])), month)
        return first

    @cached_property
    def _shares(self) -> dict[tuple[Any, Any], list[Row]]:
        by_run: dict[tuple[Any, Any], list[Row]] = {}
        for row in self.table("shares"):
            by_run.setdefault((row["stream"], row["prepared_at"]), []).append(row)
        return by_run

    def agreements(self) -> Iterator[Thing]:
        """The agreements with signatures, members, amendments and charters."""
        for row in lists.agreements(self._rows, self._at):
            yield Thing(Kind.AGREEMENT, (row["code"],), row["name"], row["since_position"], row)

    def members(self) -> Iterator[Thing]:
        """The members with their figures and details."""
        for row in lists.members(self._rows, self._at):
            yield Thing(Kind.MEMBER, (row["code"],), row["name"], row["since_position"], row)

    def resolutions(self) -> Iterator[Thing]:
        """The resolutions with voters, ballots, meeting and enactments."""
        for row in lists.resolutions(self._rows, self._at):
            codes = (row["agreement"], row["number"])
            label = f"{row['number']} of {row['agreement']}, {row['title']}"
            yield Thing(Kind.RESOLUTION, codes, label, row["since_position"], row)

    def contracts(self) -> Iterator[Thing]:
        """The contracts with keys, beneficiaries, budgets and terms."""
        for code, row in self._contracts.items():
            yield Thing(Kind.CONTRACT, (code,), code, row["since_position"], row)

    def flows(self) -> Iterator[Thing]:
        """Each sharing of what services use of each other."""
        for row in self.table("flows_shared"):
            year = str(row["service_month"])[:4]
            yield Thing(Kind.FLOWS, (year,), row["code"], row["from_position"], row)

    def documents(self) -> Iterator[Thing]:
        """The cost documents, each at its first line."""
        kinds = {row["stream"]: row for row in self.table("documents")}
        seen = set()
        for line in self.table("document_lines"):
            if line["stream"] in seen or line["stream"] not in kinds:
                continue
            seen.add(line["stream"])
            codes = (str(line["contract"]), str(line["service_month"]))
            label = f"{line['supplier']} {line['number']}"
            row = kinds[line["stream"]]
            yield Thing(Kind.DOCUMENT, codes, label, row["from_position"], row)

    def measurements(self) -> Iterator[Thing]:
        """What was counted of a measure for a month or on a day."""
        for row in self.table("measurements"):
            label = f"{row['measure']} {row['period']}"
            yield Thing(Kind.MEASUREMENTS, (row["measure"],), label, row["from_position"], row)

    def runs(self) -> Iterator[Thing]:
        """The runs, whatever their stage."""
        for row in self._runs.values():
            codes = (str(row["contract"]), str(row["service_month"]))
            yield Thing(Kind.RUN, codes, row["run"], row["from_position"], row)

    def statements(self) -> Iterator[Thing]:
        """The years of the members in whose books anything stands."""
        last: dict[tuple[str, str], int] = {}
        due: set[tuple[str, str]] = set()
        for row in self.table("entries"):
            place = str(row["entity"]), str(row["posting_period"])[:4]
            last[place] = max(last.get(place, 0), row["from_position"])
            if row["role"] == "due to providers":
                due.add(place)
        for (member, year), since in last.items():
            row = {"member": member, "year": year, "owes": (member, year) in due}
            yield Thing(Kind.STATEMENT, (member, year), f"{member}, {year}", since, row)

    def years(self) -> Iterator[Thing]:
        """The accounting years."""
        for row in self.table("accounting_years"):
            year = str(row["year"])
            yield Thing(Kind.YEAR, (year,), year, row["from_position"], row)


_FINDERS: Mapping[Kind, Callable[[Ledger], Iterator[Thing]]] = {
    Kind.AGREEMENT: Ledger.agreements,
    Kind.MEMBER: Ledger.members,
    Kind.RESOLUTION: Ledger.resolutions,
    Kind.CONTRACT: Ledger.contracts,
    Kind.FLOWS: Ledger.flows,
    Kind.DOCUMENT: Ledger.documents,
    Kind.MEASUREMENTS: Ledger.measurements,
    Kind.RUN: Ledger.runs,
    Kind.STATEMENT: Ledger.statements,
    Kind.YEAR: Ledger.years,
}
