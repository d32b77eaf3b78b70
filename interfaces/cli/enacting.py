"""What is decided and what becomes of it: enactments, amendments, conditions, restatements, approved accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer
from rich.table import Table

from application.answers import enactments as enacted
from application.answers.key_words import key_words
from application.answers.lists import known_contract
from application.answers.restatements import restatements as restated
from application.ports import ViewRows
from domain.kernel.money import euros
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import Answer, authority_words, row, table, told
from interfaces.cli.reading import AsOf

Agreement = Annotated[str | None, typer.Option(help="Only of that agreement.")]
Ask = Callable[[ViewRows, int], list[dict[str, Any]]]


def register(app: typer.Typer) -> None:
    """Add the readings of enactments."""
    app.command("enactments")(enactments)
    app.command("amendments")(amendments)
    app.command("conditions")(conditions)
    app.command("restatements")(restatements)
    app.command("accounting-years")(accounting_years)


def enactments(
    context: typer.Context,
    agreement: Agreement = None,
    state: Annotated[
        str | None, typer.Option(help='Only in that state, like "adopted, not in force".')
    ] = None,
    as_of: AsOf = None,
) -> None:
    """What agreements, amendments and resolutions enact, what it waits for and what became of it."""
    _list(
        context, "enactments", lambda r, at: enacted.enactments(r, at, agreement, state), _enactments, as_of
    )


def amendments(context: typer.Context, agreement: Agreement = None, as_of: AsOf = None) -> None:
    """The amendments with their signatures and what they lay down."""
    _list(context, "amendments", lambda r, at: enacted.amendments(r, at, agreement), _amendments, as_of)


def conditions(context: typer.Context, as_of: AsOf = None) -> None:
    """What enactments wait for, and the act by which it was met or refused."""
    _list(context, "conditions", enacted.conditions, _conditions, as_of)


def restatements(
    context: typer.Context,
    contract: Annotated[str | None, typer.Option(help="Only of that contract.")] = None,
    as_of: AsOf = None,
) -> None:
    """Which months are shared anew by which key, and what the members got or paid back."""

    def ask(rows: ViewRows, at: int) -> list[dict[str, Any]]:
        return restated(rows, at, contract and known_contract(rows, at, contract))

    _list(context, "restatements", ask, _restatements, as_of)


def accounting_years(context: typer.Context, as_of: AsOf = None) -> None:
    """The accounting years: up to where they are locked, whether closed, and by whom approved."""
    _list(context, "accounting_years", enacted.accounting_years, _accounting_years, as_of)


def _list(
    context: typer.Context,
    what: str,
    ask: Ask,
    show: Callable[[Iterable[Answer]], Table],
    as_of: str | None,
) -> None:
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        answers = ask(group.readings, at)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, what: answers}, facts)
            return
        desk.out.print(show(answers))
        desk.say_facts(facts)


def _enactments(answers: Iterable[Answer]) -> Table:
    made = table("Enactments", "decided by", "no.", "enacts", "terms", "state", "waits for, or why refused")
    for answer in answers:
        authority = answer["authority"]
        why = answer["reason"] or "; ".join(answer["awaits"])
        head = (authority_words(authority), authority["enactment"], answer["kind"], told(answer["terms"]))
        row(made, *head, answer["state"], why)
    return made


def _amendments(answers: Iterable[Answer]) -> Table:
    made = table("Amendments", "agreement", "no.", "text", "state", "from", "signed by", "lays down", "by")
    for answer in answers:
        signed = ", ".join(f"{s['member']} on {s['signed_on']}" for s in answer["signatures"])
        down = "; ".join(f"{e['kind']}: {e['state']}" for e in answer["enactments"])
        head = (answer["agreement"], answer["number"], answer["text"], answer["state"])
        day = answer["in_force_on"] or answer["effective_on"]
        row(made, *head, day, signed, down, authority_words(answer["authority"]))
    return made


def _conditions(answers: Iterable[Answer]) -> Table:
    made = table("Conditions", "agreement", "condition", "of", "state", "from", "by", "reference", "reason")
    for answer in answers:
        head = (answer["agreement"], answer["condition"], answer["subject"], answer["state"])
        by = " of ".join(part for part in (answer["act"], answer["given_by"]) if part)
        row(made, *head, answer["met_on"], by, answer["reference"], answer["reason"])
    return made


def _restatements(answers: Iterable[Answer]) -> Table:
    made = table("Restatements", "contract", "key", "month", "state", "run", "differences", "by")
    for answer in answers:
        key = f"v{answer['version']} {key_words(answer['key'])}"
        for month in answer["months"] or [{}]:
            differences = month.get("differences", ())
            shown = ", ".join(f"{d['member']} {euros(d['cents'])}" for d in differences)
            state = month.get("state", "nothing was posted")
            cells = (month.get("service_month"), state, ", ".join(month.get("runs", ())), shown)
            row(made, answer["contract"], key, *cells, authority_words(answer["authority"]))
    return made


def _accounting_years(answers: Iterable[Answer]) -> Table:
    made = table("Accounting years", "year", "locked through", "closed", "approved for", "on", "by")
    for answer in answers:
        head = (answer["year"], answer["locked_through"], "yes" if answer["closed"] else "no")
        for approval in answer["approved"] or [{}]:
            cells = (approval.get("agreement"), approval.get("decided_on"))
            row(made, *head, *cells, authority_words(approval.get("authority")))
    return made
