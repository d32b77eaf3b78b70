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
    host: Annotated[str, typer.Option(help="A loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Answer readings over HTTP on this machine; nothing can be changed there."""
    desk: Desk = context.obj
    with desk.home() as opened:
        serve_api(opened, desk.group, host, port)


__all__ = ["main"]
