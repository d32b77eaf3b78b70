"""A reading as of a past position beside a replay of the log to that position, and a what-if beside the playing.

    python -m tests.benchmarks.bench_replay [events, by default 50,000]

Uses DATABASE_URL's server, else an embedded one that syncs each commit to the disk. Take the ratios: the times
are this machine's. The large log holds the entries of many books; the what-ifs are asked of the example.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from application.answers.decisions import Decisions, read_step
from application.group import Group
from application.transcoding import decode, encode
from application.views.projection import Put
from application.views.what_is_booked import WHAT_IS_BOOKED
from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question, question_of
from domain.accounts.journal import Booked, EntryLine, journal_id
from infrastructure.postgres import readings as postgres_readings
from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import drop_group, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder
from interfaces.cli.story.play import Play
from interfaces.cli.story.years import YEARS, Years
from interfaces.composition import Home

EVENTS = 50_000
BOOKS, YEARS_OF_BOOKS = 100, 20
ROUNDS = 5
PAGE = 5_000
ENTITY, CONTRACT, YEAR = "Entity 7", "C-7", 2007


def booked(number: int) -> StoredEvent:
    """Event of that number, from 0: one entry in one of many books, years and books taking turns."""
    book, turn = number % BOOKS, number // BOOKS
    year, place = 2000 + turn % YEARS_OF_BOOKS, turn // YEARS_OF_BOOKS + 1
    entity, contract = f"Entity {book}", f"C-{book}"
    lines = (
        EntryLine("shared services", "Provider", 12_345, 0),
        EntryLine("due to providers", "Provider", 0, 12_345),
    )
    month = f"{year}-{place % 12 + 1:02d}"
    run = f"{contract} {month} #{place}"
    days = (month, month, f"{month}-28", f"{contract} {month}")
    event = Booked(entity, contract, year, place, run, *days, lines)
    return StoredEvent(journal_id(entity, contract, year), place, Booked.TOPIC, encode(event))


def by_query(group: Group, at: int) -> int:
    """The entries of one book and year as of a position, from the view."""
    return len(group.readings.rows("entries", at, entity=ENTITY, year=YEAR))


def by_replay(log: PostgresEventLog, at: int) -> int:
    """The same by folding the log from its first event, in memory and with that one view only."""
    held: dict[Any, Any] = {}
    for records in log.stream(0, at, PAGE):
        for record in records:
            for write in WHAT_IS_BOOKED.when[Booked](decode(record.topic, record.payload), record):
                if isinstance(write, Put):
                    values = write.values
                    held[values["stream"], values["number"], values["line"]] = values
    return sum(1 for row in held.values() if row["entity"] == ENTITY and row["year"] == YEAR)


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


def batches(events: int) -> Iterator[Sequence[StoredEvent]]:
    for start in range(0, events, PAGE):
        yield [booked(number) for number in range(start, min(start + PAGE, events))]


def as_of(home: Home, stack: ExitStack, pool: Any, events: int) -> None:
    """One book and year as of positions along the log."""
    schema = f"bench_replay_{uuid4().hex[:8]}"
    migrate(pool, schema)
    stack.callback(lambda: drop_group(pool, schema))
    recorder, log = PostgresRecorder(pool, schema), PostgresEventLog(pool, schema)
    for batch in batches(events):
        recorder.insert_events(batch)
    group = home.open(schema)
    postgres_readings.LIVE_BATCH = PAGE
    started = perf_counter()
    group.position()
    followed = perf_counter() - started
    sys.stdout.write(f"{events:,} events; the views took {followed:,.0f} s, {events / followed:,.0f}/s\n")
    for part in (4, 2, 1):
        at = events // part
        assert by_query(group, at) == by_replay(log, at) > 0
        [query] = seconds(lambda at=at: by_query(group, at))  # type: ignore[misc]
        [replay] = seconds(lambda at=at: by_replay(log, at), rounds=1)  # type: ignore[misc]
        say(f"a book's year as of position {at:,}", query, replay, "faster than a replay")


def what_ifs(home: Home, stack: ExitStack, pool: Any) -> None:
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
    events = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else EVENTS
    with ExitStack() as stack:
        conninfo = os.environ.get("DATABASE_URL")
        if not conninfo:
            folder = stack.enter_context(TemporaryDirectory(prefix="tantieme-bench-"))
            conninfo = stack.enter_context(running(Path(folder) / "data"))
        pool = stack.enter_context(open_pool(conninfo, max_size=8))
        home = Home(pool)
        as_of(home, stack, pool, events)
        what_ifs(home, stack, pool)


if __name__ == "__main__":
    main()
