"""The one word `key` of the command line: a key that signs stays in a file, a key of a program is shown once."""

from __future__ import annotations

import typer

keys = typer.Typer(
    no_args_is_help=True,
    help="Keys: `new` makes one that signs, kept in a file; the others are keys of programs, each shown once.",
)


def register(app: typer.Typer) -> None:
    """Add the commands of keys, wherever they are told."""
    app.add_typer(keys, name="key")
