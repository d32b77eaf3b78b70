"""Serving the API until it is told to stop: to this machine, or to others where that is asked for."""

from __future__ import annotations

import logging
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence
from interfaces.api.app import create_app
from interfaces.api.reach import Reach
from interfaces.composition import Home

THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
GRACE_SECONDS = 5
# Of what comes in before a body does; bodies have a time of their own.
IDLE_SECONDS = 15
MOST_CONNECTIONS = 512
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class PortTaken(Refusal):
    """One server listens on a port."""

    sentence = "port {port} of {host} cannot be listened on: {reason}"


def serve(
    home: Home,
    only: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    names: Sequence[str] = (),
    make_app: Callable[[Home, str | None, Reach], FastAPI] = create_app,
) -> None:
    """Serve the groups of a home, or only one of them, until SIGTERM or Ctrl-C; port 0 takes a free one.

    A host that others can reach is served under the `names` that are given, and to accounts only.
    Raises BadInput for such a host without names, NotFound for a group that is not there, PortTaken.
    """
    reach = _reach(host, names)
    if not 0 <= port <= 65_535:
        raise BadInput("port", "a port is a number from 0 to 65535")
    if only is not None:
        home.chosen(only)
    app = make_app(home, only, reach)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=IDLE_SECONDS,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    app.state.watch.leaving = lambda: server.should_exit
    _log_requests(reach)
    with closing(_listening(host, port)) as listening, _stopped_by_signals(server):
        _say(f"serving on {_address(host, listening)} until Ctrl-C; described at /openapi.json")
        server.run(sockets=[listening])


def _reach(host: str, names: Sequence[str]) -> Reach:
    known = frozenset(name.strip().lower() for name in names)
    for name in known:
        if not _HOST_NAME.fullmatch(name):
            raise BadInput(
                "allowed-host",
                Sentence("{name} is no name that a server is reached under, without a port", name=name),
            )
    if host not in THIS_MACHINE and not known:
        rule = Sentence(
            "it is served to this machine only ({this_machine}), unless the names under which "
            "others reach it are given with --allowed-host",
            this_machine=", ".join(THIS_MACHINE),
        )
        raise BadInput("host", rule)
    return Reach(known)


def _log_requests(reach: Reach) -> None:
    # One line of JSON a request on standard error, where others are served; at one's own machine it is quiet.
    requests = logging.getLogger("tantieme.requests")
    requests.setLevel(logging.WARNING if reach.this_machine_only else logging.INFO)
    if not requests.handlers:
        requests.addHandler(logging.StreamHandler())
    requests.propagate = False


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
