"""The reading of exact reimbursement: was each member charged exactly its part of a year's joint expenses?"""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table

from application.answers.reimbursement import ExactReimbursement, exact_reimbursement
from domain.kernel.money import euros, exact_text, money_text
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import short
from interfaces.cli.reading import AsOf


def register(app: typer.Typer) -> None:
    """Add the reading of exact reimbursement."""
    app.command("reimbursement")(reimbursement)


def reimbursement(context: typer.Context, year: int, as_of: AsOf = None) -> None:
    """Each member's exact part of the joint expenses of YEAR beside what it was charged; arithmetic, not law."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        told = exact_reimbursement(group.readings, at, year)
        facts = facts_of(opened, name)
        if desk.as_json:
            lines = [
                {
                    **asdict(line),
                    "exact_cents": exact_text(line.exact_cents),
                    "rounding_cents": exact_text(line.rounding_cents),
                    "charged": money_text(line.charged_cents),
                }
                for line in told.lines
            ]
            apart = [asdict(each) for each in told.apart]
            margins = told.margins_cents
            desk.answer(
                {"year": year, "position": at, "lines": lines, "margins_cents": margins, "apart": apart},
                facts,
            )
            return
        desk.out.print(_lines_table(told))
        for contract, margin in told.margins_cents.items():
            desk.out.print(f"{contract}: charged less joint expenses {euros(margin)}", markup=False)
        if told.apart:
            desk.out.print("This does not rest on:", markup=False)
        for each in told.apart:
            desk.out.print(
                f"  {each.contract}: {each.what}, {euros(each.cents)}: {each.reason}", markup=False
            )
        desk.say_facts(facts)


def _lines_table(told: ExactReimbursement) -> Table:
    made = Table(title=f"Exact reimbursement of {told.year}, as of position {told.position}")
    for column in ("agreement", "contract", "member"):
        made.add_column(column)
    for column in ("joint expenses", "charged", "rounding in cents"):
        made.add_column(column, justify="right")
    for line in told.lines:
        rounding = short(exact_text(line.rounding_cents))
        money = euros(line.joint_cents), euros(line.charged_cents)
        made.add_row(line.agreement, line.contract, line.member, *money, rounding)
    return made
