"""The commands of the database's roles: who may append, who may project, who may only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import typer

from interfaces.cli.desk import Desk

roles = typer.Typer(
    no_args_is_help=True, help="The PostgreSQL roles of a group: owner, writer, projector, auditor."
)


def register(app: typer.Typer) -> None:
    """Add the commands of roles."""
    app.add_typer(roles, name="roles")


@roles.command("set-up")
def set_up(context: typer.Context) -> None:
    """Make the group's roles and give each what it needs, and no more; grant them to logins of your own."""
    desk: Desk = context.obj
    with desk.home() as opened:
        name = opened.chosen(desk.group)
        opened.set_up_roles(name)
        _tell(desk, opened.privileges(name))


@roles.command("show")
def show(context: typer.Context) -> None:
    """What each role of the group may do, as the database itself says."""
    desk: Desk = context.obj
    with desk.home() as opened:
        _tell(desk, opened.privileges(opened.chosen(desk.group)))


def _tell(desk: Desk, found: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    lines = [f"{role}: {_words(tables)}" for role, tables in found.items()]
    sentence = "\n".join(lines) or "this group has no roles; `tantieme roles set-up` makes them"
    desk.tell(sentence, {"roles": {role: dict(tables) for role, tables in found.items()}}, {})


def _words(tables: Mapping[str, Sequence[str]]) -> str:
    by_privileges: dict[str, list[str]] = {}
    for table, privileges in tables.items():
        by_privileges.setdefault(", ".join(sorted(privileges)), []).append(table)
    return "; ".join(f"{may} on {', '.join(of)}" for may, of in sorted(by_privileges.items()))
