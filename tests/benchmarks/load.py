"""Load on one address: by wrk where it is on PATH, else by threads of a process of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from time import perf_counter
from urllib.parse import urlsplit

CONNECTIONS = 8
TIMEOUT_SECONDS = 30
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an address answered under load."""

    rate: float
    p50_ms: float
    p99_ms: float
    errors: int

    @staticmethod
    def by() -> str:
        """What makes the load."""
        return "wrk" if shutil.which("wrk") else "threads of this program (wrk is not on PATH)"


def loaded(url: str, seconds: int) -> Loaded:
    """Ask for an address for some seconds, over CONNECTIONS connections that stay open."""
    wrk = shutil.which("wrk")
    if wrk is None:
        command = [sys.executable, "-m", "tests.benchmarks.load", url, str(seconds)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return Loaded(**json.loads(said))
    options = ["-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", f"{TIMEOUT_SECONDS}s", "--latency"]
    return read_wrk(subprocess.run([wrk, *options, url], capture_output=True, text=True, check=True).stdout)


def read_wrk(said: str) -> Loaded:
    """What wrk printed, as numbers.

    >>> read_wrk("  50%   1.50ms\\n  99%   1.20s \\nRequests/sec:  80.10\\n  Non-2xx or 3xx responses: 3\\n")
    Loaded(rate=80.1, p50_ms=1.5, p99_ms=1200.0, errors=3)
    """
    [rate] = re.findall(r"Requests/sec:\s+(\S+)", said)
    times = {
        share: float(number) * _UNITS[unit]
        for share, number, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s|m)\b", said)
    }
    errors = sum(
        int(number)
        for line in re.findall(r"(?:Socket errors|Non-2xx).*", said)
        for number in re.findall(r"\b(?:connect|read|write|timeout|responses:?)\s(\d+)", line)
    )
    return Loaded(float(rate), times["50"], times["99"], errors)


def by_threads(url: str, seconds: float) -> Loaded:
    """The same by threads, each with a connection of its own."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    taken: list[float] = []
    errors: list[str] = []
    deadline = perf_counter() + seconds

    def ask() -> None:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        while (started := perf_counter()) < deadline:
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException) as fault:
                errors.append(str(fault))
                connection.close()
                continue
            taken.append(1000 * (perf_counter() - started))
            if answer.status >= 400:
                errors.append(str(answer.status))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ranked = sorted(taken) or [0.0]
    p50, p99 = (ranked[min(len(ranked) - 1, len(ranked) * share // 100)] for share in (50, 99))
    return Loaded(len(taken) / seconds, p50, p99, len(errors))


if __name__ == "__main__":
    print(json.dumps(asdict(by_threads(sys.argv[1], float(sys.argv[2])))))  # noqa: T201
