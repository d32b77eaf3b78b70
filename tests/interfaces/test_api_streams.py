"""Many who listen for what is recorded: they hold no connection of the database, and no server that leaves."""

from __future__ import annotations

import re
import signal
import socket
import time
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

from interfaces.composition import Home
from tests.examples import carry_out, register
from tests.interfaces.test_api_serving import serving, url_of

STREAMS = 50
IDLE_SECONDS = 3


def opened(address: str, group: str) -> socket.socket:
    """A stream of the positions of a group."""
    place = urlsplit(address)
    stream = socket.create_connection((place.hostname or "", place.port or 80), timeout=30)
    stream.sendall(f"GET /api/groups/{group}/positions HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
    return stream


def heard(stream: socket.socket, position: int) -> None:
    """Read on until the position is told."""
    text = ""
    while f'"position":{position}}}' not in text.replace(" ", ""):
        part = stream.recv(4096)
        assert part, text
        text += part.decode()
    assert re.search(r"^HTTP/1\.1 200", text) or position > 1


def test_fifty_streams_hold_no_connection_and_end_with_their_server(
    postgres: str, pool: ConnectionPool, group_schema: str
) -> None:
    group = Home(pool).open(group_schema)
    carry_out(group, *register("Aval"))
    named = make_conninfo(postgres, application_name="streams")
    with serving(DATABASE_URL=url_of(named)) as (process, address):
        head = group.ledger.event_log.head().position
        streams = [opened(address, group_schema) for _ in range(STREAMS)]
        for stream in streams:
            heard(stream, head)
        with psycopg.connect(postgres, autocommit=True) as database:
            busy = 0
            began = time.monotonic()
            looks = 0
            while time.monotonic() - began < IDLE_SECONDS:
                [active] = database.execute(
                    "select count(*) filter (where state <> 'idle') from pg_stat_activity"
                    " where application_name = 'streams'"
                ).fetchone() or (0,)
                busy, looks = max(busy, active), looks + 1
                time.sleep(0.02)
            [kept] = database.execute(
                "select count(*) from pg_stat_activity where application_name = 'streams'"
            ).fetchone() or (0,)
        # One looks for all; the pool never needs more than its ten.
        assert looks > 10
        assert busy <= 1
        assert kept <= 10
        carry_out(group, *register("Brume"))
        after = group.ledger.event_log.head().position
        for stream in streams:
            heard(stream, after)
        asked_to_stop = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=15) == ("left in order\n", "")
        # Less than the grace that a server gives to answers under way.
        assert time.monotonic() - asked_to_stop < 4
        for stream in streams:
            stream.close()
