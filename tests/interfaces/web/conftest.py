"""One server, one browser and one small group for all tests of the pages."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from interfaces.api.standing import DEMO
from interfaces.composition import Home
from interfaces.web.app import create_site
from tests.interfaces.api_world import HERE
from tests.interfaces.web import forms_world
from tests.interfaces.web.forms_world import Forms, inhabited
from tests.interfaces.web.story import GROUP, tell

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def told(pool: ConnectionPool) -> Iterator[Home]:
    """A home with the two groups of the stories, marked as demonstrations so that roles are one click away."""
    home = Home(pool)
    facts = {"published": "nothing", "invented": "all of it"}
    for name, story in ((GROUP, tell), (forms_world.GROUP, forms_world.tell)):
        home.migrate(name)
        home.note(name, **{DEMO[0]: DEMO[1]}, **facts)
        story(home.open(name))
    yield home
    for name in (GROUP, forms_world.GROUP):
        home.drop(name)


@pytest.fixture(scope="session")
def pages(told: Home) -> FastAPI:
    """The site over both groups. To build it takes half a second, so there is only one."""
    return create_site(told)


@pytest.fixture(scope="session")
def forms(told: Home, pages: FastAPI) -> Forms:
    """Whoever sends the forms of the second group, without a browser."""
    return inhabited(told, TestClient(pages, base_url=HERE, raise_server_exceptions=False))


@pytest.fixture(scope="session")
def site(pages: FastAPI) -> Iterator[str]:
    """The address of the group's pages, served as people have them."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(pages, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/groups/{GROUP}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's browser."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium on PATH")
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-dev-shm-usage", *root]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def visitor(chromium: Browser, scripts: bool) -> Iterator[Page]:
    """A visitor in a fresh session, in English."""
    context = chromium.new_context(java_script_enabled=scripts, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
