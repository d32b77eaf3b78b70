"""The commands that replay: step through the decisions, and ask what would be if something had been other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from application.answers.decision_words import markdown, sentences
from application.answers.decisions import Decisions, chosen, of_agreement, read_step
from application.answers.what_if import what_if_answer
from application.what_if.changes import question_of
from domain.kernel.errors import BadInput
from interfaces.cli.desk import Desk, Facts, facts_of
from interfaces.cli.reading import AsOf
from interfaces.cli.waiting import progress, reporting
from interfaces.cli.what_if_tables import what_if_lines

Named = Annotated[str | None, typer.Option(help="A step, like 7, or a decision, like Coo.pairs/2020-02.")]


def register(app: typer.Typer) -> None:
    """Add the commands that replay."""
    app.command("replay")(replay)
    app.command("what-if")(what_if)


def replay(
    context: typer.Context,
    agreement: Annotated[str | None, typer.Option(help="Only the decisions of that agreement.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="From that step on; --decision likewise.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option(help="From that decision on, like Coo.pairs/2020-02.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="To that step or decision; backward if it lies before.")
    ] = None,
    step: Annotated[str | None, typer.Option(help="Only that step or decision.")] = None,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print a page of Markdown.")] = False,
    as_of: AsOf = None,
) -> None:
    """Step through the decisions: who voted what, what it enacted, and what it changed for each member."""
    desk: Desk = context.obj
    if first is not None and decision is not None:
        raise BadInput("--decision", "the first step is named once, by --from or by --decision")
    if step is not None and (first, decision, to) != (None, None, None):
        raise BadInput("--step", "one step alone, or steps from one to another")
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        decisions = Decisions(group.ledger.event_log, group.readings, at)
        found = of_agreement(decisions.steps, agreement)
        begin = read_step(found, named) if (named := step or first or decision) else None
        end = begin if step else read_step(found, to) if to else None
        steps, told = chosen(found, begin, end), []
        with progress(desk) as bar:
            report = reporting(bar, "replaying")
            for done, each in enumerate(steps, start=1):
                told.append(decisions.told(each))
                report(done, len(steps))
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer({"position": at, "decisions": told}, facts)
        elif as_markdown:
            desk.out.file.write(markdown(told, facts))
        else:
            _tell(desk, told, facts)


def _tell(desk: Desk, told: list[dict[str, Any]], facts: Facts) -> None:
    for each in told:
        head, *rest = sentences(each)
        desk.out.print(head, markup=False, style="bold")
        for sentence in rest:
            desk.out.print(f"   {sentence}", markup=False)
    desk.say_facts(facts)


def what_if(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="The changes as JSON; - for standard input; or by options.")
    ] = None,
    contract: Annotated[str | None, typer.Option(help="Another key or rounding for that contract.")] = None,
    key: Annotated[
        str | None, typer.Option(help='The other key, like \'{"proportional": "calls"}\'.')
    ] = None,
    rounding: Annotated[str | None, typer.Option(help="The other rule of rounding.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="From which month, like 2021-03.")] = None,
    refused: Annotated[str | None, typer.Option(help="A resolution refused, like Coo.pairs/2020-02.")] = None,
    adopted: Annotated[str | None, typer.Option(help="A resolution adopted.")] = None,
    admitted: Annotated[str | None, typer.Option(help="A member admitted from another day.")] = None,
    never_admitted: Annotated[str | None, typer.Option(help="A member never admitted.")] = None,
    agreement: Annotated[
        str | None, typer.Option(help="To which agreement it is, or is not, admitted.")
    ] = None,
    bears_costs_from: Annotated[str | None, typer.Option(help="From which day, like 2021-02-01.")] = None,
    withdrawn: Annotated[str | None, typer.Option(help="A document withdrawn, like SUPPLIER/NUMBER.")] = None,
    as_of: AsOf = None,
) -> None:
    """What would each member bear? The whole history is played again with a change, and nothing is recorded."""
    desk: Desk = context.obj
    given = {} if file is None else read_json(file)
    changes: list[dict[str, object]] = [
        {"change": "key", "contract": contract, "effective_from": since, "key": key and _json(key)},
        {"change": "rounding", "contract": contract, "effective_from": since, "rounding": rounding},
        {"change": "resolution", **_pair(refused, "--refused", "agreement"), "outcome": "refused"},
        {"change": "resolution", **_pair(adopted, "--adopted", "agreement"), "outcome": "adopted"},
        {
            "change": "admission",
            "agreement": agreement,
            "member": admitted,
            "bears_costs_from": bears_costs_from,
        },
        {"change": "no admission", "agreement": agreement, "member": never_admitted},
        {"change": "document", **_pair(withdrawn, "--withdrawn", "supplier")},
    ]
    asked = (key, rounding, refused, adopted, admitted, never_admitted, withdrawn)
    by_options = [change for change, named in zip(changes, asked, strict=True) if named is not None]
    if file is not None and by_options:
        raise BadInput("CHANGE", "the changes stand in the file or in options, not in both")
    question = question_of(given if file is not None else {"changes": by_options})
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        told = what_if_answer(group.ledger.event_log, group.readings, at, question)
        facts = facts_of(opened, name)
        if desk.as_json:
            desk.answer(told, facts)
            return
        for line in what_if_lines(told):
            desk.out.print(line)
        desk.say_facts(facts)


def read_json(file: Path) -> dict[str, Any]:
    """The JSON object in a file, or on standard input. Raises BadInput."""
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(str(file), f"it cannot be read: {error}") from None
    return _json(text, str(file))


def _json(text: str, field: str = "--key") -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise BadInput(field, f"it is not a JSON object: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(field, "it is not a JSON object")
    return found


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field is named twice")
    return dict(pairs)


def _pair(named: str | None, option: str, first: str) -> dict[str, object]:
    if named is None:
        return {}
    before, slash, number = named.partition("/")
    if not slash:
        raise BadInput(option, f"it names the {first} and the number with a slash between")
    return {first: before, "number": number}
