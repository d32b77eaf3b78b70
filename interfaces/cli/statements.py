"""The statement of a member as a table for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from application.answers.statement import Statement
from domain.kernel.money import euros
from interfaces.cli.printing import row, table


def statement_table(statement: Statement, due: Mapping[str, int]) -> Table:
    """The statement of a member for a year: a line a contract, earlier service years apart, then what is due."""
    title = f"Statement of {statement.member} for {statement.year}, as of position {statement.position}"
    made = table(title, "contract", "service", "provider", "runs", "shared", "direct", "borne", right=_MONEY)
    groups: dict[tuple[bool, str], list[Any]] = {}
    for line in statement.lines:
        groups.setdefault((line.earlier_year, line.contract), []).append(line)
    for (earlier, contract), lines in groups.items():
        shared, direct = sum(li.shared_cents for li in lines), sum(li.direct_cents for li in lines)
        name = f"{contract} (service of earlier years)" if earlier else contract
        cells = (lines[0].service, lines[0].provider, len(lines), euros(shared), euros(direct))
        row(made, name, *cells, euros(shared + direct))
    made.add_section()
    row(made, "borne in all", "", "", len(statement.lines), "", "", euros(statement.borne_cents))
    if statement.own_cents:
        row(made, "of it own share as provider", "", "no claim", "", "", "", euros(statement.own_cents))
    for (contract, used_by, provider), cents in _uses_of(statement).items():
        what = f"owed for {used_by}'s use of {contract}"
        row(made, what, "", provider, "recharged", "", "", euros(cents))
    for provider, cents in due.items():
        row(made, f"due to {provider}", "", "", "", "", "", euros(cents))
    return made


def _uses_of(statement: Statement) -> dict[tuple[str, str, str], int]:
    sums: dict[tuple[str, str, str], int] = {}
    for use in statement.uses:
        key = (use.contract, use.used_by, use.provider)
        sums[key] = sums.get(key, 0) + use.cents
    return sums


_MONEY = ("runs", "shared", "direct", "borne")
