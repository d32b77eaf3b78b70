"""The reading commands: each asks one question, as of a position or instant, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

import typer
from rich.table import Table

from application.answers import lists
from application.answers.costs import cost_lines
from application.answers.explanation import explanation, named
from application.answers.history import history as happenings
from application.answers.on_a_day import agreements_on, contracts_on
from application.answers.statement import statement as statement_of
from application.ports import ViewRows
from domain.kernel.errors import BadInput
from domain.kernel.money import money_text
from domain.kernel.periods import day_of
from interfaces.cli import day_tables, printing
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.statements import statement_table

AsOf = Annotated[str | None, typer.Option("--as-of", help="A position of the log, or an instant (ISO 8601).")]
OnDay = Annotated[str | None, typer.Option("--on", help="The day that is asked about, like 2021-06-30.")]
Listing = Callable[..., list[dict[str, Any]]]


def register(app: typer.Typer) -> None:
    """Add the reading commands."""
    app.command("members")(members)
    app.command("agreements")(agreements)
    app.command("services")(services)
    app.command("contracts")(contracts)
    app.command("resolutions")(resolutions)
    app.command("statement")(statement)
    app.command("explain")(explain)
    app.command("costs")(costs)
    app.command("history")(history)


def members(context: typer.Context, as_of: AsOf = None) -> None:
    """The members with their figures, each dated and sourced."""
    show_list(context.obj, "members", lists.members, printing.members_table, as_of)


def agreements(context: typer.Context, on: OnDay = None, as_of: AsOf = None) -> None:
    """The cooperation agreements with signatures, members and charters; or what held of them on a day."""
    if on is not None:
        day = day_of(on, "--on")
        show = partial(day_tables.agreements_on_table, day)
        show_list(context.obj, "agreements", partial(agreements_on, day=day), show, as_of)
        return
    show_list(context.obj, "agreements", lists.agreements, printing.agreements_table, as_of)


def services(context: typer.Context, as_of: AsOf = None) -> None:
    """The toolbox: what is shared."""
    show_list(context.obj, "services", lists.services, printing.services_table, as_of)


def contracts(context: typer.Context, on: OnDay = None, as_of: AsOf = None) -> None:
    """The mutualisation contracts with every version of their keys; or what held of them on a day."""
    if on is not None:
        day = day_of(on, "--on")
        show = partial(day_tables.contracts_on_table, day)
        show_list(context.obj, "contracts", partial(contracts_on, day=day), show, as_of)
        return
    show_list(context.obj, "contracts", lists.contracts, printing.contracts_table, as_of)


def resolutions(context: typer.Context, as_of: AsOf = None) -> None:
    """The resolutions with ballots, outcome and what they enacted."""
    show_list(context.obj, "resolutions", lists.resolutions, printing.resolutions_table, as_of)


def statement(context: typer.Context, member: str, year: int, as_of: AsOf = None) -> None:
    """What MEMBER bears in YEAR, by posting period, with what is due to whom."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        told = statement_of(group.readings, at, member, year)
        due = told.due_cents()
        facts = facts_of(opened, name)
        if not desk.as_json:
            desk.out.print(statement_table(told, due))
            desk.say_facts(facts)
            return
        lines = [{**asdict(line), "amount": money_text(line.cents)} for line in told.lines]
        sums = {"borne_cents": told.borne_cents, "own_cents": told.own_cents, "due_cents": due}
        head = {"member": told.member, "year": year, "position": at, "borne": money_text(told.borne_cents)}
        uses = [asdict(use) for use in told.uses]
        desk.answer({**head, **sums, "lines": lines, "uses": uses}, facts)


def explain(context: typer.Context, member: str, contract: str, month: str, as_of: AsOf = None) -> None:
    """Why MEMBER bears what it bears of CONTRACT (or the service) for MONTH, back to the votes."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        code = lists.contract_of(group.readings, at, contract, month)
        told = explanation(group.readings, at, lists.member_of(group.readings, at, member), code, month)
        told = named(told, group.people.names())
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer(told, facts)
            return
        for line in printing.explanation_lines(told):
            desk.out.print(line)
        desk.say_facts(facts)


def costs(
    context: typer.Context,
    contract: Annotated[str | None, typer.Option(help="Only of that contract.")] = None,
    month: Annotated[str | None, typer.Option(help="Only of that service month, like 2021-03.")] = None,
    without_document: Annotated[bool, typer.Option(help="Only lines without a supporting document.")] = False,
    late: Annotated[bool, typer.Option(help="Only late lines that await a corrective run.")] = False,
    as_of: AsOf = None,
) -> None:
    """The recorded cost lines with their supporting documents."""

    def ask(rows: ViewRows, at: int) -> list[dict[str, Any]]:
        return cost_lines(rows, at, contract, month, without_document=without_document, late=late)

    show_list(context.obj, "lines", ask, printing.costs_table, as_of)


def history(
    context: typer.Context,
    after: Annotated[int, typer.Option(help="Only what came after that position.")] = 0,
    limit: Annotated[int | None, typer.Option(help="At most so many events.")] = None,
    as_of: AsOf = None,
) -> None:
    """Every event as a sentence, with its position, who acted and which event caused it."""
    desk: Desk = context.obj
    if limit is not None and limit < 1:
        raise BadInput("limit", "it is at least 1")
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        upto = at if limit is None else min(at, after + limit)
        told = happenings(group.ledger.event_log, group.readings, group.people.names(), upto, after)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "history": [asdict(h) for h in told]}, facts)
            return
        for h in told:
            cause = f" because of {h.cause}" if h.cause else ""
            actor = f"{h.actor} for {h.on_behalf_of}" if h.on_behalf_of else h.actor
            sentence = f"{h.position:>6}  {h.about}: {h.sentence}  [{actor}{cause}]"
            desk.out.print(sentence, markup=False, soft_wrap=True)
        desk.say_facts(facts)


def show_list(
    desk: Desk,
    what: str,
    ask: Listing,
    show: Callable[[Iterable[Any]], Table],
    as_of: str | None,
) -> None:
    """Ask for a list as of a position, and show it to people or programs."""
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        answers = ask(group.readings, at)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, what: answers}, facts)
            return
        desk.out.print(show(answers))
        desk.say_facts(facts)
