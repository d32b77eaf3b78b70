"""The reading command that proposes a settlement; it records nothing."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from application.answers.settlement import settlement as settlement_of
from domain.kernel.money import euros
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import Answer, row, table
from interfaces.cli.reading import AsOf


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("settlement")(settlement)


def settlement(
    context: typer.Context,
    year: int,
    through: Annotated[str | None, typer.Option(help="Up to that posting period, like 2021-06.")] = None,
    as_of: AsOf = None,
) -> None:
    """Who owes whom for YEAR, and the fewest transfers that would settle it: a proposal."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        found = settlement_of(group.readings, at, year, through)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, **found}, facts)
            return
        desk.out.print(_gross_table(found, at))
        desk.out.print(_balances_table(found))
        desk.out.print(_transfers_table(found))
        for sentence in found["proposal"]:
            desk.out.print(sentence, markup=False)
        desk.say_facts(facts)


def _gross_table(found: Answer, position: int) -> Table:
    title = f"Owed for {found['year']}, posted up to {found['through']}, as of position {position}"
    made = table(title, "from", "to", "amount", right=["amount"])
    for debt in found["gross"]:
        row(made, debt["debtor"], debt["creditor"], euros(debt["cents"]))
    row(made, f"in all {len(found['gross'])}", "", euros(found["gross_cents"]))
    return made


def _balances_table(found: Answer) -> Table:
    columns = ("due to it", "due by it", "balance")
    made = table("Balances", "member", *columns, right=columns)
    for each in found["balances"]:
        cents = (each[name] for name in ("due_to_it_cents", "due_by_it_cents", "balance_cents"))
        row(made, each["member"], *map(euros, cents))
    return made


def _transfers_table(found: Answer) -> Table:
    fewest = "the fewest that can be" if found["minimal"] else "few, perhaps not the fewest"
    made = table(f"Would be settled by these transfers, {fewest}", "from", "to", "amount", right=["amount"])
    for transfer in found["transfers"]:
        row(made, transfer["debtor"], transfer["creditor"], euros(transfer["cents"]))
    row(made, f"in all {len(found['transfers'])}", "", euros(found["transfers_cents"]))
    return made
