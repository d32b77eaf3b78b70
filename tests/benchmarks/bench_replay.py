"""A reading as of a past position beside a replay of the log to that position, and a what-if beside the playing.

    python -m tests.benchmarks.bench_replay

Uses DATABASE_URL's server, else an embedded one that syncs each commit to the disk; TANTIEME_BENCH_EVENTS sets
another size than 1,000,000 events. Take the ratios: the times are this machine's. The large log holds the entries
of many books; the what-ifs are asked of the example.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar
from uuid import uuid4

from psycopg_pool import ConnectionPool

from application.answers.decisions import Decisions, read_step
from application.transcoding import decode
from application.views.projection import Put
from application.views.what_is_booked import WHAT_IS_BOOKED
from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question, question_of
from domain.accounts.journal import Booked
from infrastructure.postgres import readings as postgres_readings
from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import drop_group, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.readings import PostgresReadings
from interfaces.cli.story.play import Play
from interfaces.cli.story.years import YEARS, Years
from interfaces.composition import Home
from tests.benchmarks.large_logs import EVENTS, copy_entries, copy_log

FOLLOWED = 20_000
ROUNDS = 5
PAGE = 5_000
ENTITY, YEAR = "Entity 7", 2007
T = TypeVar("T")
Rows = dict[tuple[Any, ...], int]


def by_query(readings: PostgresReadings, at: int) -> Rows:
    """The entries of one book and year as of a position, from the view."""
    rows = readings.rows("entries", at, entity=ENTITY, year=YEAR)
    return {(row["stream"], row["number"], row["line"]): row["debit_cents"] for row in rows}


def by_replay(log: PostgresEventLog, at: int) -> Rows:
    """The same by folding the log from its first event, with that one view only and keeping what is asked only."""
    held: Rows = {}
    for records in log.stream(0, at, PAGE):
        for record in records:
            for write in WHAT_IS_BOOKED.when[Booked](decode(record.topic, record.payload), record):
                said = write.values if isinstance(write, Put) else {}
                if said.get("entity") == ENTITY and said.get("year") == YEAR:
                    held[said["stream"], said["number"], said["line"]] = said["debit_cents"]
    return held


def seconds(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median time of each kind of work; the kinds take turns, and the first round only warms up."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds + 1):
        for times, work in zip(found, works, strict=True):
            started = perf_counter()
            work()
            times.append(perf_counter() - started)
    return [median(times[1:]) for times in found]


def say(what: str, ours: float, other: float, than: str) -> None:
    sys.stdout.write(f"{what:<58}{ours * 1000:>10,.1f} ms {other / ours:>9,.1f} × {than} ({other:,.2f} s)\n")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    started = perf_counter()
    answer = work()
    return answer, perf_counter() - started


def as_of(stack: ExitStack, pool: ConnectionPool, events: int) -> None:
    """One book and year as of positions along a log of so many events."""
    schema = f"bench_replay_{uuid4().hex[:8]}"
    migrate(pool, schema)
    stack.callback(lambda: drop_group(pool, schema))
    log = PostgresEventLog(pool, schema)
    _, copied = timed(lambda: copy_log(pool, schema, events))
    _, put = timed(lambda: copy_entries(pool, schema))
    sys.stdout.write(f"{events:,} events copied in {copied:,.0f} s, the view of them in {put:,.0f} s\n")
    readings = PostgresReadings(pool, schema, log)
    for at in (events // 4, events):
        found, replay = timed(lambda at=at: by_replay(log, at))  # type: ignore[misc]
        if not found or by_query(readings, at) != found:
            raise AssertionError("the view does not say what the log says")
        [query] = seconds(lambda at=at: by_query(readings, at))  # type: ignore[misc]
        say(f"a book's year as of position {at:,}", query, replay, "faster than a replay")


def following(home: Home, stack: ExitStack, pool: ConnectionPool) -> None:
    """How fast all views follow the log."""
    schema = f"bench_follow_{uuid4().hex[:8]}"
    migrate(pool, schema)
    stack.callback(lambda: drop_group(pool, schema))
    copy_log(pool, schema, FOLLOWED)
    group = home.open(schema)
    postgres_readings.LIVE_BATCH = PAGE
    _, followed = timed(group.position)
    sys.stdout.write(
        f"all views follow {FOLLOWED:,} events in {followed:,.1f} s, {FOLLOWED / followed:,.0f}/s\n"
    )


def what_ifs(home: Home, stack: ExitStack, pool: ConnectionPool) -> None:
    """The example played again in memory, beside its playing on the database."""
    schema = f"bench_what_if_{uuid4().hex[:8]}"
    migrate(pool, schema)
    stack.callback(lambda: drop_group(pool, schema))
    started = perf_counter()
    group = home.open(schema)
    years = Years(Play(group))
    years.found()
    years.open_toolbox()
    for year in YEARS:
        years.decide_before(year)
        list(years.import_year(year))
        years.run_year(year, lambda _: None)
    played = perf_counter() - started
    log = group.ledger.event_log
    at = group.position()
    key = {"change": "key", "contract": "CE-PLATFORM", "effective_from": "2021-03", "key": {"equal": {}}}
    [same] = seconds(lambda: what_if(records_until(log, at), Question(changes=())), rounds=3)
    say(f"what if nothing ({at:,} events)", same, played, "faster than it was played")
    [other] = seconds(lambda: what_if(records_until(log, at), question_of(key)), rounds=3)
    say("what if another key from 2021-03", other, played, "faster than it was played")
    decisions = Decisions(log, group.readings, at)
    last = read_step(decisions.steps, "Coo.efficience/2021-03")
    [step] = seconds(lambda: decisions.told(last), rounds=3)
    say("what one decision of 2021 changed", step, same, "faster than the whole what-if")


def main() -> None:
    with ExitStack() as stack:
        conninfo = os.environ.get("DATABASE_URL")
        if not conninfo:
            folder = stack.enter_context(TemporaryDirectory(prefix="tantieme-bench-"))
            conninfo = stack.enter_context(running(Path(folder) / "data"))
        pool = stack.enter_context(open_pool(conninfo, max_size=8))
        home = Home(pool)
        as_of(stack, pool, EVENTS)
        following(home, stack, pool)
        what_ifs(home, stack, pool)


if __name__ == "__main__":
    main()
