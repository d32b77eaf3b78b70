"""Serving the API on this machine until it is told to stop."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType

import uvicorn

from domain.kernel.errors import BadInput, Refusal
from interfaces.api.app import create_app
from interfaces.composition import Home

THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
GRACE_SECONDS = 5
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class PortTaken(Refusal):
    """One server listens on a port."""

    sentence = "port {port} of {host} cannot be listened on: {reason}"


def serve(home: Home, only: str | None = None, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the groups of a home, or only one of them, until SIGTERM or Ctrl-C; port 0 takes a free one.

    Raises BadInput for a host that others could reach, NotFound for a group that is not there, PortTaken.
    """
    if host not in THIS_MACHINE:
        rule = (
            f"anyone may read what is served, so it is served to this machine only: {', '.join(THIS_MACHINE)}"
        )
        raise BadInput("host", rule)
    if not 0 <= port <= 65_535:
        raise BadInput("port", "a port is a number from 0 to 65535")
    if only is not None:
        home.chosen(only)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(home, only),
            log_level="warning",
            access_log=False,
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    with closing(_listening(host, port)) as listening, _stopped_by_signals(server):
        _say(f"serving on {_address(host, listening)} until Ctrl-C; described at /openapi.json")
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # "localhost" is what people type; which address it stands for is not left to a name service.
        listening.bind(("127.0.0.1" if host == "localhost" else host, port))
        listening.listen()
    except OSError as fault:
        listening.close()
        raise PortTaken(port=port, host=host, reason=fault.strerror) from None
    return listening


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """A signal stops the server and nothing else, so that whoever called it can leave in order.

    The server raises a signal that stopped it again when it has ended, and SIGTERM would then end the process
    on the spot, with the embedded database still running.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
