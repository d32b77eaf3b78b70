"""What the event store does in a second, beside the library's own recorder on one server in one run.

    python -m tests.benchmarks.bench_store

Uses DATABASE_URL's server, else an embedded one that syncs each commit to the disk. The two recorders take
turns; each figure is a median of rounds. Take the ratios: the rates are this machine's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Barrier
from time import perf_counter
from uuid import uuid4

import psycopg
from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import in_schema, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder

ROUNDS = 7
PAGE = 5_000
PAYLOAD = b'{"member":"aval","choice":"for","reason":"' + b"x" * 120 + b'"}'
Work = Callable[[], int]

# The same append without its hashes: every leaf is nothing, and every hash is the one before it.
UNCHAINED = """
    create or replace function {}.leaf(
        place bigint, stream uuid, version bigint, topic text, payload bytea, act bytea
    ) returns bytea language sql stable return ''::bytea;
    create or replace function {}.chained(previous bytea, leaf bytea, start bytea) returns bytea
    language plpgsql immutable as $$ begin return coalesce(previous, start); end $$;
"""


def saved(count: int) -> list[StoredEvent]:
    stream = uuid4()
    return [StoredEvent(stream, n, "governance.resolution.ballot-cast", PAYLOAD) for n in range(1, count + 1)]


def appending(recorder: ApplicationRecorder, writers: int, saves: int, size: int) -> Work:
    """So many writers that each save so often so many events."""

    def work() -> int:
        barrier = Barrier(writers)

        def write(_: int) -> None:
            barrier.wait()
            for _save in range(saves):
                recorder.insert_events(saved(size))

        with ThreadPoolExecutor(writers) as threads:
            list(threads.map(write, range(writers)))
        return writers * saves * size

    return work


def notifications(recorder: ApplicationRecorder) -> Work:
    def work() -> int:
        after = count = 0
        while page := recorder.select_notifications(after, PAGE, inclusive_of_start=False):
            after, count = page[-1].id, count + len(page)
        return count

    return work


def rates(*works: Work) -> list[float]:
    """Events in a second, per kind of work; the kinds take turns, and the first round only warms up."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for rounds, work in zip(found, works, strict=True):
            started = perf_counter()
            count = work()
            rounds.append(count / (perf_counter() - started))
    return [median(rounds[1:]) for rounds in found]


def say(what: str, ours: float, other: float, than: str) -> None:
    sys.stdout.write(f"{what:<44}{ours:>10,.0f}/s {ours / other:>7.2f} × {than} ({other:,.0f}/s)\n")


def library_recorder(stack: ExitStack, conninfo: str, schema: str) -> PostgresApplicationRecorder:
    """The library's recorder as it comes, with a connection for each writer."""
    at = conninfo_to_dict(conninfo)
    datastore = PostgresDatastore(
        dbname=str(at.get("dbname") or "postgres"),
        host=str(at.get("host") or "127.0.0.1"),
        port=str(at.get("port") or 5432),
        user=str(at.get("user") or "postgres"),
        password=str(at.get("password") or ""),
        pool_size=8,
        schema=schema,
    )
    stack.callback(datastore.close)
    recorder = PostgresApplicationRecorder(datastore)
    recorder.create_table()
    return recorder


def measure(stack: ExitStack, conninfo: str) -> None:
    schemas = [f"bench_{kind}_{uuid4().hex[:8]}" for kind in ("library", "ours", "unchained")]
    pool = stack.enter_context(open_pool(conninfo, max_size=8))

    def clear_away() -> None:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for schema in schemas:
                connection.execute(in_schema(schema, "drop schema if exists {} cascade"))

    stack.callback(clear_away)
    with pool.connection() as connection:
        connection.execute(in_schema(schemas[0], "create schema {}"))
    for schema in schemas[1:]:
        migrate(pool, schema)
    with pool.connection() as connection:
        connection.execute(in_schema(schemas[2], UNCHAINED))
    library = library_recorder(stack, conninfo, schemas[0])
    ours, unchained = (PostgresRecorder(pool, schema) for schema in schemas[1:])
    log = PostgresEventLog(pool, schemas[1])

    for what, writers, saves, size in (
        ("append, one event a commit, 1 writer", 1, 300, 1),
        ("append, one event a commit, 8 writers", 8, 60, 1),
        ("append, 300 events a commit, 1 writer", 1, 12, 300),
    ):
        theirs, with_chain, without = rates(
            *(appending(recorder, writers, saves, size) for recorder in (library, ours, unchained))
        )
        say(what, with_chain, theirs, "the library")
        say("    the chain's part in it", with_chain, without, "the same without hashes")

    # The library's recorder never returns from a save of this size, so ours has no other beside it.
    large = [rates(appending(recorder, 1, 1, 20_000))[0] for recorder in (ours, unchained)]
    say("append, 20,000 events a commit, 1 writer", *large, "the same without hashes")

    theirs, by_page = rates(notifications(library), notifications(ours))
    say("read as the library's notifications", by_page, theirs, "the library")
    [with_columns] = rates(lambda: sum(len(records) for records in log.stream(batch=PAGE)))
    say("read as records with all columns", with_columns, theirs, "the library's notifications")
    [verified] = rates(lambda: log.verify().events)
    say("verify the chain", verified, with_columns, "reading the records")


def main() -> None:
    with ExitStack() as stack:
        conninfo = os.environ.get("DATABASE_URL")
        if not conninfo:
            folder = stack.enter_context(TemporaryDirectory(prefix="tantieme-bench-"))
            conninfo = stack.enter_context(running(Path(folder) / "data"))
        measure(stack, conninfo)


if __name__ == "__main__":
    main()
