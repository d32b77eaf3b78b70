"""What the allocation engine does in a second, beside a plain loop of fractions in the same run.

    python -m tests.benchmarks.bench_engine

The plain loop is what one would write for the purpose: a Fraction a member, floors, the largest remainders
up. hledger and ledger take part with automatic postings when they are installed: they convert the same
invoices, but round nothing and conserve nothing. Engine and loop take turns; each figure is a median of
rounds. Take the ratios: the rates are this machine's.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from domain.allocation.engine.coalitions import Game
from domain.allocation.engine.core import core_is_empty
from domain.allocation.engine.fairness import shapley
from domain.allocation.engine.mutual_services import share_services
from domain.allocation.engine.nucleolus import nucleolus_of
from domain.allocation.engine.splitting import parse_key, split

ROUNDS = 5
Readings = Mapping[str, Fraction]
Work = Callable[[], object]
BY_HOMES = parse_key({"proportional": "homes"})


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def members(count: int) -> Readings:
    random = Random(count)
    return {f"member {i + 1}": Fraction(random.randint(100, 30_000)) for i in range(count)}


def amounts(count: int) -> list[int]:
    random = Random(count)
    return [random.randint(1_00, 100_000_00) for _ in range(count)]


def by_engine(pools: Sequence[int], readings: Readings, rounding: str) -> int:
    names = list(readings)
    measurements = {"homes": readings}
    return sum(
        share.cents
        for pool in pools
        for share in split(pool, names, BY_HOMES, measurements, rounding=rounding).shares
    )


def by_plain_loop(pools: Sequence[int], readings: Readings) -> int:
    total = sum(readings.values())
    borne = 0
    for pool in pools:
        exact = {name: pool * reading / total for name, reading in readings.items()}
        cents = {name: part.numerator // part.denominator for name, part in exact.items()}
        left = pool - sum(cents.values())
        for name in sorted(exact, key=lambda name: cents[name] - exact[name])[:left]:
            cents[name] += 1
        borne += sum(cents.values())
    return borne


def journal(pools: Sequence[int], readings: Readings, rule: str, times: str) -> str:
    """The invoices as bookings on a pool, and a rule that posts each member's part of it."""
    total = sum(readings.values())
    parts = [f"    (borne:{name})    {times}{float(part / total):.12f}" for name, part in readings.items()]
    lines = [rule, *parts, ""]
    for number, pool in enumerate(pools, 1):
        lines += [f"2026-01-01 invoice {number}", f"    pool    {pool / 100:.2f} EUR", "    bank", ""]
    return "\n".join(lines)


def by_program(program: str, folder: Path, pools: Sequence[int], readings: Readings) -> Work:
    rule, times, more = ("= ^pool$", "*", ["--auto"]) if program == "hledger" else ("= /^pool$/", "", [])
    file = folder / f"{program}.journal"
    file.write_text(journal(pools, readings, rule, times), encoding="utf-8")
    command = [program, "-f", str(file), *more, "balance"]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def medians(works: Mapping[str, Work]) -> dict[str, float]:
    """The median seconds of each work, taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = perf_counter()
            work()
            seconds[name].append(perf_counter() - began)
    return {name: median(each) for name, each in seconds.items()}


def compare(title: str, pools: Sequence[int], readings: Readings, folder: Path) -> None:
    works: dict[str, Work] = {
        "plain Fraction loop": lambda: by_plain_loop(pools, readings),
        "engine, largest remainder": lambda: by_engine(pools, readings, "largest-remainder"),
        "engine, carried remainder": lambda: by_engine(pools, readings, "carried-remainder"),
        "engine, Sainte-Laguë": lambda: by_engine(pools, readings, "sainte-lague"),
    }
    for program in ("hledger", "ledger"):
        if shutil.which(program):
            works[f"{program}, automatic postings"] = by_program(program, folder, pools, readings)
        else:
            say(f"  ({program} is not installed, so it is not compared)")
    found = medians(works)
    plain = found["plain Fraction loop"]
    for name, seconds in found.items():
        each = seconds / len(pools) * 1e6
        say(
            f"  {title}: {name}: {seconds:.3f} s, {each:.0f} µs a split, {plain / seconds:.2f} × the plain loop"
        )


def once(title: str, work: Work) -> None:
    began = perf_counter()
    work()
    say(f"  {title}: {perf_counter() - began:.3f} s")


def large_split() -> None:
    readings = members(100_000)
    names, measurements = list(readings), {"homes": readings}

    def work() -> object:
        return split(123_456_789_012, names, BY_HOMES, measurements)

    say(f"  100,000 members in one split: {medians({'split': work})['split']:.3f} s")
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    say(f"  100,000 members in one split: {peak / 2**20:.0f} MiB at the peak")


def mutual(count: int) -> Work:
    random = Random(count)
    services = [f"service {i}" for i in range(count)]
    receivers = [f"receiver {i}" for i in range(12)]
    costs = {name: random.randint(0, 10**8) for name in (*services, *receivers)}
    usage = {
        name: {user: Fraction(random.randint(1, 10_000), random.choice((1, 2, 3))) for user in costs}
        for name in services
    }
    return lambda: share_services(costs, receivers, usage, "reciprocal")


def game(count: int) -> Game:
    """Costs with savings of scale and some noise, so that no two coalitions are alike."""
    random = Random(count)
    costs = {
        c: 10**6 * c.bit_count() ** 2 // (c.bit_count() + 1) + random.randint(0, 10**5)
        for c in range(1, 1 << count)
    }
    for i in range(count):
        costs[1 << i] += 10**6
    return Game(tuple(f"member {i + 1}" for i in range(count)), costs)


def main() -> None:
    with TemporaryDirectory() as folder:
        compare("10,000 invoices over 12 members", amounts(10_000), members(12), Path(folder))
        compare("200 pools over 600 members", amounts(200), members(600), Path(folder))
    large_split()
    twenty = game(20)
    once("Shapley of 20 members, exact", lambda: shapley(twenty))
    once("the core of 20 members", lambda: core_is_empty(twenty))
    once("reciprocal services, 40 of them", mutual(40))
    for count in (8, 12, 14):
        small = game(count)
        once(f"nucleolus of {count} members, certified", partial(nucleolus_of, small))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"  memory of this process at its peak: {peak / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
