"""The win-win check on the command line: what sharing saves whom, who would leave, and other ways to share."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from application.answers.explanation import named
from application.answers.key_words import key_words
from application.answers.lists import contract_of
from application.answers.stand_alone_costs import stand_alone_costs as declared_costs
from application.answers.win_win import key_to_try
from application.answers.win_win import win_win as check
from application.answers.win_win_words import declared_words, nearest_money
from application.group import Group
from domain.kernel.errors import BadInput
from domain.kernel.money import euros
from domain.kernel.named_periods import Period
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import row, table
from interfaces.cli.reading import AsOf

Answer = dict[str, Any]
MOST_SUBGROUPS = 20
_UNKNOWN = "not declared"


def register(app: typer.Typer) -> None:
    """Add the reading commands."""
    app.command("win-win")(win_win)
    app.command("stand-alone-costs")(stand_alone_costs)


def win_win(
    context: typer.Context,
    contract: Annotated[str, typer.Argument(help="A contract, or a service that one contract serves.")],
    period: Annotated[str, typer.Argument(help="A month, quarter or year: 2021-03, 2021-Q1 or 2021.")],
    key: Annotated[Path | None, typer.Option(help="A key as JSON, tried on the same months.")] = None,
    as_of: AsOf = None,
) -> None:
    """What sharing CONTRACT in PERIOD saves each member and subgroup against going without the others."""
    desk: Desk = context.obj
    text = None if key is None else _text(key)
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        code = _contract(group, at, contract, period)
        to_try = None if text is None else key_to_try(group.ledger, text, as_of)
        told = check(group.readings, at, code, period, to_try)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer(told, facts)
            return
        for part in _printed(told):
            desk.out.print(part, markup=False)
        desk.say_facts(facts)


def stand_alone_costs(
    context: typer.Context,
    contract: Annotated[str | None, typer.Option(help="Only of that contract.")] = None,
    as_of: AsOf = None,
) -> None:
    """What going alone would cost, as declared, with its evidence and who certified it."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        told = declared_costs(group.readings, at, contract)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "stand_alone_costs": told}, facts)
            return
        for cost in named(told, group.people.names()):
            desk.out.print(_declared_line(cost), markup=False, soft_wrap=True)
        desk.say_facts(facts)


def _contract(group: Group, at: int, contract: str, period: str) -> str:
    # A service's name is enough where one contract serves the period's first month.
    return contract_of(group.readings, at, contract, str(Period.of(period).first))


def _text(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as fault:
        raise BadInput("key", f"it cannot be read: {fault.strerror}") from None


def _printed(told: Answer) -> Iterable[Table | str]:
    shared = f"{euros(told['total_cents'])} shared, as of position {told['position']}"
    yield f"Win-win of {told['contract']} in {told['period']}: {shared}"
    yield from _split("As posted", told["posted"], told["total_cents"])
    yield from told["sentences"]
    if told["tried"]:
        tried = told["tried"]
        title = f"Tried, recorded nowhere: {key_words(tried['key'])}"
        yield from ("", *_split(title, tried, tried["total_cents"]))
    if told["posted"]["in_core"] is not None:
        yield ""
        yield _methods_table(told)
        yield from (f"{m['method']}: {m['cannot']}" for m in told["methods"] if m["cannot"])


def _split(title: str, split: Answer, total_cents: int) -> Iterable[Table | str]:
    columns = ("bear", "alone", "sharing saves")
    made = table(title, "members", *columns, right=columns)
    for member in split["members"]:
        row(made, member["member"], euros(member["bears_cents"]), *_cells(member))
    # Of the subgroups, those who gain least come first.
    groups = [group for group in split["subgroups"] if len(group["members"]) > 1]
    groups.sort(key=lambda group: Fraction(group["saves_cents"]))
    for group in groups[:MOST_SUBGROUPS]:
        row(made, " + ".join(group["members"]), _money(group["bears_cents"]), *_cells(group))
    if len(groups) > MOST_SUBGROUPS:
        row(made, f"and {len(groups) - MOST_SUBGROUPS} more, which save more (--json lists all)")
    row(made, "all together", euros(total_cents), "", "")
    yield made
    yield from split["sentences"]


def _methods_table(told: Answer) -> Table:
    names = [member["member"] for member in told["posted"]["members"]]
    made = table("Other ways to share the same total", "method", *names, "in the core", right=names)
    borne = [euros(member["bears_cents"]) for member in told["posted"]["members"]]
    row(made, "as posted", *borne, _yes(told["posted"]["in_core"]))
    for method in told["methods"]:
        if not method["cannot"]:
            shares = [f"{euros(s['bears_cents'])} ({_more(s['more_cents'])})" for s in method["shares"]]
            row(made, method["method"], *shares, _yes(method["in_core"]))
    return made


def _declared_line(cost: Answer) -> str:
    words = f"{cost['contract']}, {' + '.join(cost['members'])}: {declared_words(cost)}"
    if cost["corrected_because"]:
        words += f"; corrected from {euros(cost['previous_cents'])}, because {cost['corrected_because']}"
    if cost["withdrawn_because"]:
        words += f"; withdrawn, because {cost['withdrawn_because']}"
    return words


def _cells(compared: Answer) -> tuple[str, str]:
    if compared["alone_cents"] is None:
        return _UNKNOWN, ""
    return _money(compared["alone_cents"]), _money(compared["saves_cents"])


def _money(exact_cents: str) -> str:
    return nearest_money(Fraction(exact_cents))


def _more(cents: int) -> str:
    # Beside an amount in euros: the unit stands there.
    return ("+" if cents > 0 else "") + euros(cents).removesuffix(" EUR")


def _yes(in_core: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[in_core]
