"""The server as a process: it says where it listens, answers, and leaves in order when told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from urllib.parse import quote, urlencode

import httpx2
import psutil
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from domain.kernel.errors import BadInput, NotFound
from interfaces.api.serving import PortTaken, serve
from interfaces.composition import Home
from tests.architecture.repository import ROOT
from tests.examples import carry_out, register

PROGRAM = """
from interfaces.api.serving import serve
from interfaces.composition import home

with home() as opened:
    serve(opened, port=0)
print("left in order")
"""


@contextmanager
def serving(**environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own, and its address."""
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:[0-9]+", said)
        assert address, said
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


def url_of(conninfo: str) -> str:
    """The same database as DATABASE_URL names one."""
    return "postgresql:///?" + urlencode(conninfo_to_dict(conninfo), quote_via=quote)


def test_it_serves_a_group_until_ctrl_c(postgres: str, pool: ConnectionPool, group_schema: str) -> None:
    carry_out(Home(pool).open(group_schema), *register("Aval"))
    with serving(DATABASE_URL=url_of(postgres)) as (process, address):
        response = httpx2.get(f"{address}/api/groups/{group_schema}/members")
        assert [member["code"] for member in response.json()["members"]] == ["Aval"]
        assert "server" not in response.headers
        assert httpx2.get(f"{address}/livez", headers={"Host": "ledger.example"}).status_code == 400
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=15) == ("left in order\n", "")
        assert process.returncode == 0


def test_told_to_stop_it_stops_the_embedded_database_too(tmp_path: Path) -> None:
    with serving(TANTIEME_DATA_DIR=str(tmp_path / "data")) as (process, address):
        assert httpx2.get(f"{address}/readyz").json() == {"status": "ready", "lag": 0, "groups": []}
        databases = psutil.Process(process.pid).children(recursive=True)
        assert databases
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=15)
        # Where the machine is busy it says what it waits for.
        told = [
            line for line in err.splitlines() if not line.startswith("waiting for the embedded PostgreSQL")
        ]
        assert (out, told, process.returncode) == ("left in order\n", [], 0)
    # Whoever takes over the processes of one that ended may be slow to bury them.
    _, left = psutil.wait_procs(databases, timeout=5)
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ledger.example", ""])
def test_it_is_served_to_this_machine_only(pool: ConnectionPool, host: str) -> None:
    with pytest.raises(BadInput) as refused:
        serve(Home(pool), host=host, port=0)
    assert refused.value.facts["field"] == "host"


def test_a_port_is_a_number_that_exists(pool: ConnectionPool) -> None:
    with pytest.raises(BadInput) as refused:
        serve(Home(pool), port=65_536)
    assert refused.value.facts["field"] == "port"


def test_a_port_serves_one(pool: ConnectionPool) -> None:
    with create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        serve(Home(pool), port=taken.getsockname()[1])


def test_only_a_group_that_is_there_is_served(pool: ConnectionPool) -> None:
    with pytest.raises(NotFound):
        serve(Home(pool), "nowhere", port=0)
