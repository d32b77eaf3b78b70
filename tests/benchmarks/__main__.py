"""Run every benchmark in turn: `python -m tests.benchmarks [part of a name]`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if wanted in path.stem:
            print(f"\n{path.stem}")  # noqa: T201 - a benchmark's output is what it prints
            importlib.import_module(f"tests.benchmarks.{path.stem}").main()


if __name__ == "__main__":
    main()
