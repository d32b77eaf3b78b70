"""The command that prints minutes: of a meeting, of a written consultation, or of where a resolution was voted."""

from __future__ import annotations

from typing import Annotated

import typer

from application.answers.explanation import named
from application.answers.minutes import minutes_of
from application.answers.minutes_words import minutes_lines
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.reading import AsOf


def register(app: typer.Typer) -> None:
    """Add the command that prints minutes."""
    app.command("minutes")(minutes)


def minutes(
    context: typer.Context,
    agreement: str,
    of: Annotated[
        str, typer.Argument(metavar="MEETING|NUMBER", help="A meeting's reference, or a resolution.")
    ],
    language: Annotated[str, typer.Option(help="fr or en.")] = "fr",
    as_of: AsOf = None,
) -> None:
    """The minutes (procès-verbal) of a meeting, or of the one in which a resolution was voted."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        told = named(minutes_of(group.ledger.event_log, at, agreement, of), group.people.names())
        lines = list(minutes_lines(told, language))
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "minutes": told, "language": language, "lines": lines}, facts)
            return
        for line in lines:
            desk.out.print(line, markup=False, soft_wrap=True)
        desk.say_facts(facts)
