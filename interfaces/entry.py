"""Where `tantieme` starts: the command line, with the one command that starts another interface."""

from __future__ import annotations

from typing import Annotated

import typer

from interfaces.api.serving import serve as serve_api
from interfaces.cli.desk import Desk
from interfaces.cli.main import app, main


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than this machine's need names.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    allowed_host: Annotated[
        list[str] | None, typer.Option(help="A name under which others reach the server; for each one more.")
    ] = None,
) -> None:
    """Serve the ledger over HTTP: to this machine, or to accounts of the group under the names that are allowed."""
    desk: Desk = context.obj
    with desk.home() as opened:
        serve_api(opened, desk.group, host, port, allowed_host or ())


__all__ = ["main"]
