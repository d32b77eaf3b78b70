"""Where `tantieme` starts: the command line, with the one command that starts another interface."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from interfaces.api.serving import serve as serve_api
from interfaces.cli.desk import Desk
from interfaces.cli.main import app, main
from interfaces.composition import rulebook, signing_key_file
from interfaces.web.app import create_site


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
    """Serve pages and API: to this machine, or to accounts of the group under the names that are allowed."""
    desk: Desk = context.obj
    site = partial(create_site, signing_key=signing_key_file(desk.data_dir), kept=rulebook(desk.data_dir))
    with desk.home() as opened:
        serve_api(opened, desk.group, host, port, allowed_host or (), site)


__all__ = ["main"]
