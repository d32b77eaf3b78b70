"""Templates: an agreement written down for others, and a group started from one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from application.answers.template import template_of
from application.template import text_of
from application.template_start import commands_to_start
from domain.kernel.errors import BadInput
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.reading import AsOf

templates = typer.Typer(
    help="An agreement, its charter and catalogue as a template for others.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands about templates."""
    app.add_typer(templates, name="template")


@templates.command("export")
def export(
    context: typer.Context,
    agreement: str,
    file: Annotated[Path, typer.Argument(help="Where to write it; - for standard output.")],
    as_of: AsOf = None,
) -> None:
    """Write AGREEMENT with its charter, services, measures and contracts as a template, members as places."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        template = template_of(group.readings, at, agreement)
        text, facts = text_of(template), facts_of(opened, name)
    if str(file) == "-":
        typer.echo(text, nl=False)
        return
    try:
        file.write_bytes(text.encode())
    except OSError as error:
        raise BadInput(str(file), f"it cannot be written: {error}") from None
    places = ", ".join(template["places"])
    said = {"file": str(file), "sha256": template["sha256"], "position": at, "places": template["places"]}
    desk.tell(f"{file}: sha256 {template['sha256']}; places to be taken: {places}", said, facts)


@templates.command("start")
def start(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A template.")],
    mapping: Annotated[Path, typer.Argument(help="Who takes its places, and how the agreement is called.")],
) -> None:
    """Draft an agreement from a template in a group of its own, ready to be signed; started again, it goes on."""
    desk: Desk = context.obj
    desk.acting()
    if desk.group is None:
        raise BadInput("--group", "a template is started in a group that is named")
    content, given = _read(file), _read(mapping)
    with desk.home(new=True) as opened:
        opened.migrate(desk.group)
        group = opened.open(desk.group)
        at = group.position()
        commands = commands_to_start(group.readings, at, content, given)
        for command in commands:
            at = group.carry_out(command, desk.act(group))
        code = given["agreement"]["code"]
        done = f"{len(commands)} commands" if commands else "nothing was left to do"
        told = f"{code} is drafted ({done}); once its parties have signed, its charter and contracts open"
        desk.tell(told, {"agreement": code, "commands": len(commands), "position": at}, {})


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(str(file), f"it is not a JSON object: {error}") from None
    if not isinstance(content, dict):
        raise BadInput(str(file), "it is not a JSON object")
    return content
