"""The reading commands that compare: a period with another, a year with its budget."""

from __future__ import annotations

from typing import Annotated

import typer

from application.answers.budget import budget as budget_of
from application.answers.lists import contract_of
from application.answers.variance import variance as variance_of
from domain.kernel.named_periods import Period
from interfaces.cli import comparison_printing as printing
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.reading import AsOf


def register(app: typer.Typer) -> None:
    """Add the commands that compare."""
    app.command("variance")(variance)
    app.command("budget")(budget)


def variance(
    context: typer.Context,
    contract: str,
    first: Annotated[str, typer.Argument(metavar="PERIOD", help="2021-03, 2021-Q1 or 2021.")],
    second: Annotated[str, typer.Argument(metavar="PERIOD", help="As long as the first.")],
    member: Annotated[str | None, typer.Option(help="Only that member.")] = None,
    other: Annotated[str | None, typer.Option("--with", help="The contract of the second period.")] = None,
    as_of: AsOf = None,
) -> None:
    """Why CONTRACT's second PERIOD costs its members more or less than the first: membership, key, volume, price."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        code = contract_of(group.readings, at, contract, _start(first))
        after = None if other is None else contract_of(group.readings, at, other, _start(second))
        found = variance_of(group.readings, at, code, first, second, member=member, other=after)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, **found}, facts)
            return
        for made in printing.variance_tables(found, at):
            desk.out.print(made)
        for line in printing.variance_lines(found):
            desk.out.print(line, markup=False)
        desk.say_facts(facts)


def budget(context: typer.Context, contract: str, year: int, as_of: AsOf = None) -> None:
    """What CONTRACT has cost of its budget of YEAR by service month, what remains, and for whom."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        code = contract_of(group.readings, at, contract, _start(str(year)))
        found = budget_of(group.readings, at, code, year)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, **found}, facts)
            return
        for made in printing.budget_tables(found, at):
            desk.out.print(made)
        desk.say_facts(facts)


def _start(period: str) -> str:
    # A service is named by whoever asks about its only contract of that time.
    return str(Period.of(period).first)
