"""The commands that act: migrate, import, run and do; and the calculator, which needs no ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from application.answers.lists import contract_of
from application.commands import Command
from application.group import ONLY_PROCESSES, USE_CASES
from application.imports import Imported
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from domain.kernel.errors import BadInput
from interfaces.cli.calculate import calculate as calculate_file
from interfaces.cli.desk import Desk, Facts, facts_of
from interfaces.cli.forms import form_of
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import cost_file, measurement_file

COMMANDS: dict[str, type[Command]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "-", command.__name__).lower(): command
    for command in USE_CASES
    if not issubclass(command, ONLY_PROCESSES)
}
STEPS: dict[str, type[Command]] = {
    "prepare": PrepareRun,
    "approve": ApproveRun,
    "post": PostRun,
    "reverse": ReverseRun,
}

imports = typer.Typer(help="Import a CSV file, whole or not at all.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A CSV file.")]


def register(app: typer.Typer) -> None:
    """Add the commands that act."""
    app.add_typer(imports, name="import")
    app.command("migrate")(migrate)
    app.command("run")(run)
    app.command("do")(do)
    app.command("calculate")(calculate)


def migrate(context: typer.Context) -> None:
    """Set the group up, or bring it up to this version."""
    desk: Desk = context.obj
    with desk.home(new=True) as opened:
        name = desk.group or opened.chosen(None)
        applied = opened.migrate(name)
        if desk.as_json:
            desk.answer({"group": name, "applied": list(applied)}, {})
        else:
            desk.out.print(f"{name}: {', '.join(applied) if applied else 'nothing to apply'}")


@imports.command("costs")
def import_costs(context: typer.Context, file: File) -> None:
    """Import cost documents."""
    desk: Desk = context.obj
    desk.acting()
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            report = reporting(bar, f"reading {file.name}")
            imported = group.import_costs(cost_file(file), desk.act(group), report)
        _tell_import(desk, imported, facts_of(opened, name))


@imports.command("measurements")
def import_measurements(context: typer.Context, file: File) -> None:
    """Import readings."""
    desk: Desk = context.obj
    desk.acting()
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            report = reporting(bar, f"reading {file.name}")
            imported = group.import_measurements(measurement_file(file), desk.act(group), report)
        _tell_import(desk, imported, facts_of(opened, name))


def run(
    context: typer.Context,
    contract: Annotated[str, typer.Argument(help="A contract, or a service that one contract serves.")],
    month: Annotated[str, typer.Argument(help="The service month, like 2021-03.")],
    step: Annotated[str, typer.Argument(help="prepare, approve, post or reverse.")],
    reason: Annotated[str, typer.Option(help="Why a run is reversed.")] = "",
) -> None:
    """Prepare, approve (by someone else), post or reverse the run of CONTRACT and MONTH."""
    desk: Desk = context.obj
    if step not in STEPS:
        raise BadInput("step", f"it is one of {', '.join(STEPS)}")
    desk.acting()
    with desk.opened() as (opened, name, group):
        code = contract_of(group.readings, group.position(), contract, month)
        terms: dict[str, object] = {"contract": code, "month": month}
        if step == "reverse":
            terms["reason"] = reason
        position = group.carry_out(STEPS[step].read(terms), desk.act(group))
        told = {"contract": code, "month": month, "step": step, "position": position}
        sentence = f"{code} {month}: {step} recorded at position {position}"
        desk.tell(sentence, told, facts_of(opened, name))


def do(
    context: typer.Context,
    command: Annotated[str, typer.Argument(help="A command, like register-member; 'list' names them all.")],
    file: Annotated[
        Path | None, typer.Argument(help="Its terms as a JSON object; - for standard input.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Idempotency key: the same command happens once.")] = None,
) -> None:
    """Carry out any command of the ledger, its terms given as JSON; without a file, show which terms it has."""
    desk: Desk = context.obj
    if command == "list":
        for name, kind in sorted(COMMANDS.items()):
            desk.out.print(f"{name}: {', '.join(kind.model_fields)}", markup=False, soft_wrap=True)
        return
    if command not in COMMANDS:
        raise BadInput("command", f"{command} is not known; `tantieme do list` names them all")
    if file is None:
        desk.out.print(form_of(COMMANDS[command]), markup=False, soft_wrap=True)
        return
    desk.acting()
    with desk.opened() as (opened, name, group):
        terms = _terms(file)
        for field in ("signatory", "certified_by"):
            # A person's name stays outside the log; here it becomes the opaque id.
            if isinstance(terms.get(field), str) and not str(terms[field]).startswith("person-"):
                terms[field] = group.people.identify(str(terms[field]))
        position = group.carry_out(COMMANDS[command].read(terms), desk.act(group, key))
        told = {"command": command, "position": position}
        desk.tell(f"{command}: recorded at position {position}", told, facts_of(opened, name))


def calculate(
    file: Annotated[str, typer.Argument(help="A request as JSON; - for standard input.")],
) -> None:
    """Try a key, or recompute a share, without any ledger."""
    raise typer.Exit(calculate_file(file))


def _terms(file: Path) -> dict[str, Any]:
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text("utf-8")
        terms = json.loads(text, object_pairs_hook=_without_repeats)
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(str(file), f"it is not a JSON object: {error}") from None
    if not isinstance(terms, dict):
        raise BadInput(str(file), "it is not a JSON object")
    return terms


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field is named twice")
    return dict(pairs)


def _tell_import(desk: Desk, imported: Imported, facts: Facts) -> None:
    done = imported.completed
    if desk.as_json:
        counts = {"recorded": done.recorded, "known": done.known, "late": done.late}
        bare = {"without_evidence": done.without_evidence, "again": imported.again}
        head = {"file": done.name, "sha256": done.sha256, "lines": done.lines, "position": imported.position}
        desk.answer({**head, **counts, **bare}, facts)
        return
    told = (
        f"{done.name} was imported before; nothing has changed"
        if imported.again
        else f"{done.name}: {done.lines} lines, {done.recorded} recorded, {done.known} known before, "
        f"{done.late} late, {done.without_evidence} without a supporting document"
    )
    if done.without_evidence:
        told += "; `tantieme costs --without-document` lists these"
    if done.late:
        told += "; `tantieme costs --late` lists what awaits a corrective run"
    desk.out.print(told, markup=False)
    desk.say_facts(facts)
