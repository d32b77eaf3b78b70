"""A page that is open while others record: it says so, and leaves the rest to its reader."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from interfaces.composition import Home
from interfaces.web.app import create_site
from tests import examples
from tests.interfaces.web.story import GROUP

NEWS = "Something new was recorded since this page was made."


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def record(told: Home, month: str) -> None:
    """Another writer counts something that no other test asks about."""
    examples.carry_out(told.open(GROUP), examples.reading("calls", examples.BRUME, month, "1"))


@contextmanager
def served(told: Home, port: int = 0) -> Iterator[int]:
    """A server that may be gone while a page is open, and come back under its address."""
    listening = socket.create_server(("127.0.0.1", port))
    app = create_site(told, GROUP)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5))
    app.state.watch.leaving = lambda: server.should_exit
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


def test_a_page_says_that_something_new_was_recorded_and_never_reloads_by_itself(
    told: Home, site: str, reader: Page
) -> None:
    reader.goto(f"{site}/login")
    reader.locator("#be-controller").click()
    reader.goto(f"{site}/measurements?done=1")
    line = reader.get_by_role("status").filter(has_text=NEWS)
    expect(line).to_have_count(0)
    before = reader.locator("main").get_attribute("data-at")
    record(told, "2026-10")
    expect(line).to_be_visible()
    assert reader.locator("main").get_attribute("data-at") == before
    again = reader.get_by_role("link", name="Read the page again")
    again.click()
    expect(reader.get_by_role("row", name="October 2026 Brume")).to_be_visible()
    assert reader.url.endswith("/measurements")
    expect(line).to_have_count(0)


def test_what_is_typed_stays_and_the_page_is_opened_beside_it(told: Home, site: str, reader: Page) -> None:
    reader.goto(f"{site}/what-if")
    reader.locator("#supplier").fill("half a na")
    record(told, "2026-11")
    beside = reader.get_by_role("link", name="Open it again beside this one")
    expect(beside).to_be_visible()
    expect(reader.get_by_role("link", name="Read the page again")).to_be_hidden()
    with reader.context.expect_page() as opened:
        beside.click()
    assert opened.value.url == f"{site}/what-if"
    expect(reader.locator("#supplier")).to_have_value("half a na")


def test_a_page_of_the_past_does_not_listen(site: str, reader: Page) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(f"{site}/measurements?as_of=60", wait_until="networkidle")
    assert reader.locator("#news").count() == 0
    assert not [url for url in asked if "/positions" in url]


def test_a_stream_that_broke_is_listened_to_again(told: Home, reader: Page) -> None:
    with served(told) as port:
        reader.goto(f"http://127.0.0.1:{port}/groups/{GROUP}/toolbox")
    gone = time.monotonic()
    record(told, "2026-12")
    with served(told, port):
        expect(reader.get_by_role("status").filter(has_text=NEWS)).to_be_visible()
    assert time.monotonic() - gone < 15
