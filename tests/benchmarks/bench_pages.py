"""The pages of the example and some readings of its API, as a reader without an account asks for them.

    python -m tests.benchmarks.bench_pages [address of a group's pages that are served already]

Without an address the example is played into a folder of its own, and served by a process of its own. Each address
is then asked for LOAD_SECONDS over 8 connections: by wrk where it is on PATH, else by 8 threads of a process of
their own. Printed are bytes, answers a second, the median and the slowest in a hundred, and errors, of which there
must be none. The first contentful paint of the replay is what Chromium measures, where there is one.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.load import CONNECTIONS, Loaded, loaded

GROUP = "coopairs"
LOAD_SECONDS = 6
ROUNDS = 5
PAINTS, PAINT_LIMIT_MS = 9, 300
REPLAY = "/replay/14"
PAGES = {
    "overview": "",
    "to do": "/work",
    "statements": "/members",
    "statement": "/members/Aquitanis/statements/2021",
    "explanation": "/explanations/Aquitanis/CE-PLATFORM/2021-09",
    "costs": "/costs",
    "run": "/runs/CE-PLATFORM/2021-09",
    "flows": "/flows/2021",
    "resolution": "/resolutions/Coo.efficience/2021-03",
    "replay": REPLAY,
}
READINGS = {
    "api members": "/members",
    "api statement": "/members/Aquitanis/statements/2021",
    "api explanation": "/explanations/Aquitanis/CE-PLATFORM/2021-09",
    "api costs as CSV": "/costs?format=csv",
}


def asked(address: str, path: str) -> tuple[bytes, str, float]:
    """A page as it comes where gzip is accepted, its encoding, and the seconds until all of it had come."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    started = perf_counter()
    connection.request("GET", parts.path + path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    seconds = perf_counter() - started
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body, answer.getheader("Content-Encoding", ""), seconds


@contextmanager
def served() -> Iterator[str]:
    """The example, played and served."""
    with TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment |= {"TANTIEME_DATA_DIR": f"{folder}/data", "PYTHONUNBUFFERED": "1"}
        tantieme = [sys.executable, "-c", "from interfaces.entry import main; main()"]
        subprocess.run([*tantieme, "demo"], env=environment, stdout=subprocess.DEVNULL, check=True)
        server = subprocess.Popen(
            [*tantieme, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            said = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://[^\s;]+", said)
            if not found:
                raise SystemExit(said)
            yield f"{found[0]}/groups/{GROUP}"
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(30)
            server.kill()


def measure(address: str, paths: Mapping[str, str]) -> int:
    """Print each address under load; returns how many answers were errors."""
    errors = 0
    for name, path in paths.items():
        # The first time only warms up: templates are compiled, and what a decision changed is then known. Under an
        # address of its own a page is then made anew, as it is for each reader at each position; under load it is kept.
        body, encoding, _ = asked(address, path)
        fresh = [path if "/api/" in address else f"{path}?anew={number}" for number in range(ROUNDS)]
        made = median(seconds for _, _, seconds in (asked(address, each) for each in fresh))
        plain = gzip.decompress(body) if encoding == "gzip" else body
        packed = f"{len(body):>8,}" if encoding == "gzip" else "   plain"
        under = loaded(address + path, LOAD_SECONDS)
        errors += under.errors
        told = f"{under.rate:>8.1f} {under.p50_ms:>8.0f} {under.p99_ms:>8.0f} {under.errors:>8}"
        print(f"{name:<17} {len(plain):>8,} {packed} {1000 * made:>8.0f} {told}")  # noqa: T201
    return errors


def painted(address: str) -> str:
    """What Chromium says of a page: a fresh context each time, so nothing is in its cache."""
    from playwright.sync_api import sync_playwright

    browser = next(
        (found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None
    )
    if browser is None:
        return "there is no chromium on PATH: not measured"
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    script = "performance.getEntriesByName('first-contentful-paint').map(paint => paint.startTime)"
    found: list[float] = []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--disable-dev-shm-usage", *root])
        for _ in range(PAINTS + 1):
            context = opened.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(address, wait_until="load")
            found.append(_first(page, script))
            context.close()
        opened.close()
    # The first one starts the browser's own processes.
    found = found[1:]
    kept = "within" if median(found) < PAINT_LIMIT_MS else "over"
    return (
        f"median {median(found):.0f} ms of {len(found)} loads ({min(found):.0f} to {max(found):.0f}), "
        f"{kept} {PAINT_LIMIT_MS} ms"
    )


def _busy() -> str:
    return f"before it {os.getloadavg()[0]:.1f} processes ran on {os.cpu_count()} cores"


def _first(page: Any, script: str) -> float:
    # The page's policy lets nobody wait inside it, and the paint may come a frame after the load.
    for _ in range(200):
        if paints := page.evaluate(script):
            return float(paints[0])
        page.wait_for_timeout(10)
    raise SystemExit("nothing was painted")


def told_of(address: str) -> None:
    """Print all of it; ends with 1 where anything was answered with an error."""
    api = address.replace("/groups/", "/api/groups/")
    print(f"{CONNECTIONS} connections, {LOAD_SECONDS} s each, by {Loaded.by()}; {_busy()}")  # noqa: T201
    columns = ("bytes", "gzipped", "made ms", "a second", "p50 ms", "p99 ms", "errors")
    print(f"{'':<18}" + " ".join(f"{column:>8}" for column in columns))  # noqa: T201
    print(f"first contentful paint of the replay: {painted(address + REPLAY)}")  # noqa: T201
    # What the browser itself takes here and now, for a line of text that comes at once.
    plain = address.partition("/groups/")[0] + "/livez"
    print(f"first contentful paint of a line of text: {painted(plain)}")  # noqa: T201
    errors = measure(address, PAGES) + measure(api, READINGS)
    if errors:
        raise SystemExit(f"{errors} answers were errors")


def main() -> None:
    """Measure what is named, or the example."""
    named = [word for word in sys.argv[1:] if word.startswith("http")]
    if named:
        told_of(named[0])
        return
    with served() as address:
        told_of(address)


if __name__ == "__main__":
    main()
