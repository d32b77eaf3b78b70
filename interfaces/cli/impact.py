"""The command about impact: what a resolution would change for each member, and attaching that before the vote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from application.answers.impact import impact_of
from application.answers.impact_words import heading, sentences_of
from application.commands import Command
from application.impact_studies import StudyImpact, period_asked
from application.what_if.changes import SuppliedReading
from domain.kernel.errors import BadInput
from domain.kernel.money import euros
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import row, table
from interfaces.cli.reading import AsOf
from interfaces.cli.replaying import read_json

Answer = dict[str, Any]


class Readings(Command):
    """Readings that nobody recorded, as a file has them."""

    readings: tuple[SuppliedReading, ...]


def register(app: typer.Typer) -> None:
    """Add the command about impact."""
    app.command("impact")(impact)


def impact(
    context: typer.Context,
    agreement: str,
    number: str,
    first: Annotated[
        str | None, typer.Option("--from", help="From that service month, like 2021-01.")
    ] = None,
    last: Annotated[str | None, typer.Option("--through", help="Through that service month.")] = None,
    readings: Annotated[
        Path | None, typer.Option(help='What an entrant would have counted: {"readings": [...]} as JSON.')
    ] = None,
    attach: Annotated[bool, typer.Option(help="Attach it to the resolution, before the vote.")] = False,
    as_of: AsOf = None,
) -> None:
    """What resolution NUMBER of AGREEMENT would have changed for each member over a past period."""
    desk: Desk = context.obj
    supplied = Readings.read(read_json(readings)).readings if readings else ()
    if attach and as_of is not None:
        raise BadInput("--attach", "a study is attached as things stand, not as of a position")
    with desk.opened() as (opened, name, group):
        if attach:
            terms: dict[str, Any] = {"agreement": agreement, "number": number, "readings": supplied}
            command = StudyImpact(**terms, first_month=first, last_month=last)
            group.carry_out(command, desk.act(group))
        at = group.position(as_of)
        log, asked = group.ledger.event_log, period_asked(first, last)
        study = impact_of(log, at, agreement, number, asked, supplied, attached=attach)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "impact": study}, facts)
            return
        if attach:
            desk.out.print(f"attached at position {at}", markup=False)
        for line in impact_lines(study):
            desk.out.print(line, markup=False)
        desk.say_facts(facts)


def impact_lines(study: Answer) -> Iterator[str | Table]:
    """A study as people read it: each enactment in a sentence, with a table where it moves money."""
    yield heading(study)
    for enactment in study["enactments"]:
        told = sentences_of(enactment)
        yield next(told)
        for comparison in enactment["comparisons"]:
            yield impact_table(comparison)
        yield from told
    yield f"sha256 {study['sha256']}"


def impact_table(comparison: Answer) -> Table:
    """What each member bears before and after, with the sums, and what it changes on the budget."""
    months = comparison["months"]
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    budget = comparison["budget"]
    columns = ["member", "before", "after", "difference"]
    columns += [f"on the budget of {budget['year']}"] if budget else []
    made = table(f"{comparison['past_of']}, {span}", *columns, right=columns[1:])
    of_budget = {m["member"]: m["difference_cents"] for m in budget["members"]} if budget else {}
    for each in comparison["members"]:
        cells = [euros(each[f"{name}_cents"]) for name in ("before", "after", "difference")]
        cells += [euros(of_budget.get(each["member"], 0))] if budget else []
        row(made, each["member"], *cells)
    made.add_section()
    sums = [euros(comparison[f"{name}_cents"]) for name in ("before", "after", "difference")]
    row(made, "in all", *sums, *([euros(budget["difference_cents"])] if budget else []))
    return made
