"""The pages of the example: bytes, time to the first part and to the whole of each, and answers under load.

    python -m tests.benchmarks.bench_pages [address of a group's pages that are served already]

Without an address the example is played on an embedded server, and served by a process of its own. The load is
wrk's, 8 connections for 10 seconds a page, where wrk is on PATH. A reader without an account asks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

GROUP = "coopairs"
ROUNDS = 9
LOAD_SECONDS, CONNECTIONS = 10, 8
PAGES = {
    "overview": "",
    "work": "/work",
    "statements": "/members",
    "statement": "/members/Aquitanis/statements/2021",
    "explanation": "/explanations/Aquitanis/CE-PLATFORM/2021-09",
    "costs": "/costs",
    "run": "/runs/CE-PLATFORM/2021-09",
    "flows": "/flows/2021",
    "toolbox": "/toolbox",
    "resolution": "/resolutions/Coo.efficience/2021-03",
    "replay": "/replay/14",
}
UNDER_LOAD = ("statement", "explanation", "replay")


def asked(address: str, path: str) -> tuple[int, float, float]:
    """Bytes of a page, and the seconds until its first part came and until all of it had."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    started = perf_counter()
    connection.request("GET", parts.path + path)
    answer = connection.getresponse()
    first = answer.read1()
    at_first = perf_counter() - started
    whole = first + answer.read()
    at_last = perf_counter() - started
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return len(whole), at_first, at_last


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
            found = re.search(r"http://\S+", said)
            if not found:
                raise SystemExit(said)
            yield f"{found[0]}/groups/{GROUP}"
        finally:
            server.terminate()
            server.wait(30)


def loaded(address: str, path: str) -> str:
    """What wrk says of a page: requests a second, the slowest in a hundred, and errors."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return "wrk is not on PATH"
    options = ["-t2", f"-c{CONNECTIONS}", f"-d{LOAD_SECONDS}s", "--timeout", "30s", "--latency"]
    said = subprocess.run([wrk, *options, address + path], capture_output=True, text=True, check=True).stdout
    rate, slow = re.search(r"Requests/sec:\s+(\S+)", said), re.search(r"99%\s+(\S+)", said)
    errors = re.findall(r"(Socket errors.*|Non-2xx.*)", said)
    told = f"{rate[1] if rate else '?'} pages/s, p99 {slow[1] if slow else '?'}"
    return f"{told}, {'; '.join(errors) or 'no errors'}"


def measure(address: str) -> None:
    """Print all of it."""
    print(f"{'page':<14} {'bytes':>8} {'first part ms':>14} {'whole ms':>9}")  # noqa: T201
    for name, path in PAGES.items():
        # The first time only warms up: what a decision changed is then known.
        cold = asked(address, path)
        found = [asked(address, path) for _ in range(ROUNDS)]
        first, whole = (1000 * median(each[place] for each in found) for place in (1, 2))
        print(f"{name:<14} {cold[0]:>8,} {first:>14.0f} {whole:>9.0f}   at first {1000 * cold[2]:.0f}")  # noqa: T201
    for name in UNDER_LOAD:
        print(f"{name:<14} {loaded(address, PAGES[name])}")  # noqa: T201


def main() -> None:
    """Measure what is named, or the example."""
    named = [word for word in sys.argv[1:] if word.startswith("http")]
    if named:
        measure(named[0])
        return
    with served() as address:
        measure(address)


if __name__ == "__main__":
    main()
