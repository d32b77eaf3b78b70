"""The command line: `tantieme`. It translates and prints; every rule stands elsewhere.

Exit status 0; 1 refused: a sentence with its facts; 2 bad input: what is wrong, where, and which rule.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from application.imports import FileRefused
from domain.kernel.errors import BadInput, Refusal
from interfaces.cli import (
    access,
    acting,
    checkpoints,
    closing,
    comparing,
    enacting,
    impact,
    keys,
    minutes,
    packs,
    persons,
    proving,
    reading,
    reimbursements,
    replaying,
    roles,
    rulebook,
    settling,
    template,
    voting,
    win_win,
)
from interfaces.cli.demo import demo
from interfaces.cli.desk import Desk

REFUSED, BAD_INPUT = 1, 2
SHARED_FLAGS = ("--json",)
SHARED_OPTIONS = ("--group", "--data-dir", "--as", "--for")

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.callback()
def shared(
    context: typer.Context,
    group: Annotated[str | None, typer.Option(help="The group; omitted: the only one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the embedded database.")] = None,
    person: Annotated[str | None, typer.Option("--as", help="The person who acts.")] = None,
    member: Annotated[str | None, typer.Option("--for", help="The member acted for.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print for programs.")] = False,
) -> None:
    """Tantième, the shared-services ledger: the decision causes the key, the key causes every cent."""
    context.obj = Desk(group, data_dir, person, member, as_json)


reading.register(app)
comparing.register(app)
settling.register(app)
win_win.register(app)
voting.register(app)
enacting.register(app)
impact.register(app)
minutes.register(app)
acting.register(app)
closing.register(app)
template.register(app)
proving.register(app)
checkpoints.register(app)
packs.register(app)
roles.register(app)
persons.register(app)
reimbursements.register(app)
replaying.register(app)
access.register(app)
keys.register(app)
rulebook.register(app)
app.command("demo")(demo)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    # A server must not be left behind by a polite end: leave through the contexts that stop it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(_shared_first(given), prog_name="tantieme", standalone_mode=True)
    except FileRefused as refused:
        _tell_faults(refused, "--json" in given)
        sys.exit(BAD_INPUT)
    except BadInput as refusal:
        _tell(refusal, "--json" in given)
        sys.exit(BAD_INPUT)
    except Refusal as refusal:
        _tell(refusal, "--json" in given)
        sys.exit(REFUSED)


def _shared_first(arguments: Sequence[str]) -> list[str]:
    # The shared options may stand anywhere; the parser wants them before the command.
    first: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest.extend([argument, *pending])
        elif argument in SHARED_FLAGS or argument.startswith(tuple(f"{o}=" for o in SHARED_OPTIONS)):
            first.append(argument)
        elif argument in SHARED_OPTIONS:
            first.extend([argument, *([value] if (value := next(pending, None)) is not None else [])])
        else:
            rest.append(argument)
    return [*first, *rest]


def _tell(refusal: Refusal, as_json: bool) -> None:
    if as_json:
        facts = {name: str(fact) for name, fact in refusal.facts.items()}
        told = {"refused": refusal.name, "sentence": str(refusal), "facts": facts}
        sys.stderr.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(refusal), markup=False)


def _tell_faults(refused: FileRefused, as_json: bool) -> None:
    if as_json:
        faults = [
            {"line": f.line, "column": f.column, "value": f.value, "rule": f.rule} for f in refused.faults
        ]
        told = {"refused": refused.name, "sentence": str(refused), "faults": faults}
        sys.stderr.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    sys.stderr.write(f"{refused}\n")
    name = refused.facts["name"]
    for fault in refused.faults:
        sys.stderr.write(f"{name}, line {fault.line}, {fault.column}: {fault.value!r}: {fault.rule}\n")
