"""What is sent to do harm: it comes back as text, or is refused, and changes nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from psycopg_pool import ConnectionPool

from application.access.role import Role
from interfaces.api import guard
from interfaces.api.app import create_app
from interfaces.api.bodies import LARGEST_COMMAND
from interfaces.api.examples import EXAMPLES
from tests.interfaces.api_world import World, world

XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><!--"
SQL = (
    "' or 1=1 --",
    "'; drop table events; --",
    "%s %b {} $1",
    "\\'; select pg_sleep(9) --",
    "a' union select 1",
)


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[World]:
    with world(pool, "confluence") as opened:
        yield opened


def filled(value: Any, text: str, field: str = "") -> Any:
    """The value with the text in the place of each text in it that is not of a closed set or a date."""
    if isinstance(value, dict):
        return {name: filled(each, text, name) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, text, field) for each in value]
    kept = (
        "kind",
        "legal_form",
        "convention",
        "nature",
        "choice",
        "detail",
        "sha256",
        "month",
        "earlier_debts",
    )
    if (
        not isinstance(value, str)
        or field.endswith(("_on", "_until", "_from", "_to", *kept))
        or field == "as_of"
    ):
        return value
    return text


@pytest.mark.parametrize("text", [XSS, *SQL])
def test_a_hostile_text_in_each_place_of_each_command_is_text_or_refused(served: World, text: str) -> None:
    for name, terms in EXAMPLES.items():
        for role in (Role.CONTROLLER, Role.BOARD_MEMBER, Role.APPROVER):
            answered = served.do(name, filled(dict(terms), text), role)
            assert answered.status_code in (200, 403, 404, 409, 422), (name, answered.text)
            assert answered.headers["content-type"] in ("application/json", "application/problem+json")
            assert answered.headers["x-content-type-options"] == "nosniff"
            assert answered.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_hostile_label_comes_back_as_data(served: World) -> None:
    terms = {"code": f"{XSS} label", "name": XSS, "axis": XSS, "unit_of_work": XSS, "description": XSS}
    served.do("add-service", terms)
    for role in (Role.AUDITOR, Role.MEMBERS_READER):
        read = served.ask("GET", "services", role)
        [found] = [s for s in read.json()["services"] if s["code"] == f"{XSS} label"]
        assert (found["name"], found["description"]) == (XSS, XSS)
        assert read.headers["content-type"] == "application/json"
    assert any(XSS in event["sentence"] for event in served.ask("GET", "history?limit=500").json()["history"])


@pytest.mark.parametrize("text", SQL)
def test_a_hostile_text_in_each_place_of_a_path_and_query_finds_nothing(served: World, text: str) -> None:
    from urllib.parse import quote

    there, before = quote(f"{text} nowhere", safe=""), served.head()
    for path in (
        f"contracts/{there}",
        f"resolutions/{there}/{there}",
        f"members/{there}/statements/2026",
        f"explanations/{there}/{there}/{there}",
        f"costs?contract={there}",
        f"costs?month={there}",
        f"members?as_of={there}",
        f"members?after={there}",
        f"members?{there}=1",
    ):
        assert served.ask("GET", path).status_code in (404, 422), path
    assert (
        served.client.get(f"/api/groups/{there}/members", headers=served.as_role(Role.AUDITOR)).status_code
        == 401
    )
    assert served.head() == before


@pytest.mark.parametrize("text", ["a\r\nSet-Cookie: x=1", "a\nX: y", "\r\n\r\n<html>"])
def test_a_line_break_in_what_is_asked_makes_no_header(served: World, text: str) -> None:
    from urllib.parse import quote

    there = quote(text, safe="")
    for path in (
        f"services?after={there}",
        f"contracts/{there}",
        f"costs?limit=1&contract={there}",
        f"x{there}",
    ):
        answered = served.ask("GET", path)
        assert answered.status_code in (404, 422)
        assert "set-cookie" not in answered.headers
        assert "x" not in answered.headers


def test_a_body_that_is_too_large_is_not_read(served: World) -> None:
    before = served.head()
    large = b'{"code": "' + b"x" * LARGEST_COMMAND + b'"}'
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    refused = served.ask("POST", "commands/add-service", content=large, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")

    def unsaid() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 64 * 1024

    streamed = served.ask("POST", "commands/add-service", content=unsaid(), headers=headers)
    assert streamed.status_code == 413
    assert served.ask("POST", "sessions", None, content=b" " * 9000, headers=headers).status_code == 413
    assert served.head() == before


def test_a_query_that_is_too_long_is_refused(served: World) -> None:
    assert served.ask("GET", f"members?as_of={'9' * 9000}").status_code == 414


@contextmanager
def listening(served: World) -> Iterator[int]:
    """The same server on a port, for what only a socket can do."""
    server = uvicorn.Server(uvicorn.Config(create_app(served.home), log_level="critical", access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def test_a_slow_body_is_not_waited_for(served: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.5)
    before = served.head()
    [(_, shown)] = served.as_role(Role.CONTROLLER).items()
    request = (
        f"POST /api/groups/{served.group}/commands/add-service HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: {shown}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000\r\n\r\n{"
    )
    with listening(served) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        began = time.monotonic()
        connection.sendall(request.encode())
        answered = connection.recv(65536).decode()
        assert answered.startswith("HTTP/1.1 408 "), answered
        assert "application/problem+json" in answered
        assert time.monotonic() - began < 20
    assert served.head() == before
