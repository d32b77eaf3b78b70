"""What proofs cost: the chain at append, verifying a million events, and one event's proof, in one run.

    python -m tests.benchmarks.bench_proof

Uses DATABASE_URL's server, else an embedded one that syncs each commit to the disk; TANTIEME_BENCH_EVENTS sets
another size than 1,000,000 events. Take the ratios: the rates are this machine's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar
from uuid import uuid4

import psycopg
from psycopg_pool import ConnectionPool

from application.proof.checkpoints import sign
from application.proof.keys import new_key
from application.proof.signing import checkpoint_of, read_through
from domain.kernel.merkle import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of_leaves,
)
from infrastructure.exports.verify_pack import is_signed, rooted
from infrastructure.postgres.embedded import running
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import in_schema, migrate
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder
from infrastructure.postgres.tree import PostgresTree
from tests.benchmarks.bench_store import PAGE, UNCHAINED, appending, rates, saved
from tests.benchmarks.large_logs import EVENTS, copy_log

APPENDED = min(20_000, EVENTS // 10)
PROOFS = 300
T = TypeVar("T")


def say(what: str, found: str) -> None:
    sys.stdout.write(f"  {what:<58}{found}\n")
    sys.stdout.flush()


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = perf_counter()
    answer = work()
    return answer, perf_counter() - began


def chain_at_append(pool: ConnectionPool, chained: str, unchained: str) -> None:
    with pool.connection() as connection:
        connection.execute(in_schema(unchained, UNCHAINED))
    recorders = PostgresRecorder(pool, chained), PostgresRecorder(pool, unchained)
    for what, saves, size in (("one event a commit", 200, 1), ("300 events a commit", 12, 300)):
        with_chain, without = rates(*(appending(recorder, 1, saves, size) for recorder in recorders))
        say(f"append, {what}", f"{with_chain:,.0f}/s, {with_chain / without:.2f} × without the chain")


def fill(pool: ConnectionPool, schema: str) -> None:
    copied = EVENTS - APPENDED
    _, seconds = timed(lambda: copy_log(pool, schema, copied))
    say(f"copy a log of {copied:,} events", f"{seconds:.1f} s, {copied / seconds:,.0f}/s")
    recorder, events = PostgresRecorder(pool, schema), saved(APPENDED)
    _, seconds = timed(lambda: recorder.insert_events(events))
    say(f"append {APPENDED:,} more, in one commit", f"{seconds:.1f} s, {APPENDED / seconds:,.0f}/s")


def verifying(pool: ConnectionPool, schema: str) -> None:
    log, tree = PostgresEventLog(pool, schema), PostgresTree(pool, schema)
    _, reading = timed(lambda: sum(len(records) for records in log.stream(batch=PAGE)))
    say(f"read {EVENTS:,} records", f"{reading:.1f} s, {EVENTS / reading:,.0f}/s")
    read, seconds = timed(lambda: read_through(log, tree, schema))
    say(
        "verify the chain and take the leaves",
        f"{seconds:.1f} s, {EVENTS / seconds:,.0f}/s, {reading / seconds:.2f} × reading",
    )
    root, hashing = timed(lambda: root_of_leaves(read.leaves))
    say("the Merkle root over the leaves", f"{hashing:.2f} s, {EVENTS / hashing:,.0f} leaves/s")
    key = new_key("bench")
    signed, signing = timed(lambda: sign(checkpoint_of(log, tree, read), key))
    say(
        "sign a checkpoint of it, keeping the blocks",
        f"{signing:.2f} s; leaves kept outside: {len(read.leaves):,} bytes",
    )

    fresh = PostgresTree(pool, schema)
    random = Random(1)
    _, first = timed(lambda: inclusion_proof(EVENTS // 2, EVENTS, fresh.node))
    say(
        "the first proof of a process, from the kept blocks",
        f"{first * 1000:.1f} ms, {seconds / first:,.0f} × faster than hashing all",
    )
    cold, warm, checks, theirs, size = [], [], [], [], 0
    for _ in range(PROOFS):
        index = random.randrange(EVENTS)
        proof, spent = timed(lambda at=index: inclusion_proof(at, EVENTS, fresh.node))  # type: ignore[misc]
        cold.append(spent)
        warm.append(timed(lambda at=index: inclusion_proof(at, EVENTS, fresh.node))[1])  # type: ignore[misc]
        [form] = fresh.forms(index, index + 1)
        arguments = (index, EVENTS, leaf_hash(form), proof, root)
        held, spent = timed(lambda given=arguments: is_included(*given))  # type: ignore[misc]
        found, more = timed(lambda given=arguments: rooted(*given[:4]))  # type: ignore[misc]
        if not held or found != root:
            raise AssertionError("a proof does not hold")
        checks.append(spent)
        theirs.append(more)
        size = max(size, 32 * len(proof))
    say("a proof in a block not yet read, median", f"{median(cold) * 1000:.2f} ms")
    say("a proof in a block that was read, median", f"{median(warm) * 1e6:.0f} µs, {size} bytes")
    say(
        "check it: ours, the verifier's, median",
        f"{median(checks) * 1e6:.0f} µs, {median(theirs) * 1e6:.0f} µs",
    )
    steps, spent = timed(lambda: consistency_proof(EVENTS // 3, EVENTS, fresh.node))
    before = root_of_leaves(memoryview(read.leaves)[: EVENTS // 3 * 32])
    if not is_consistent(EVENTS // 3, before, EVENTS, root, steps):
        raise AssertionError("a consistency proof does not hold")
    say("a consistency proof from a third of it", f"{spent * 1000:.2f} ms, {32 * len(steps)} bytes")
    signature = signed.signatures[0].signed[4:]
    ok, spent = timed(lambda: is_signed(key.public.raw, signature, signed.checkpoint.text().encode()))
    if not ok:
        raise AssertionError("the checkpoint's signature does not hold")
    say("check its Ed25519 signature in plain Python", f"{spent * 1000:.1f} ms")


def main() -> None:
    with ExitStack() as stack:
        conninfo = os.environ.get("DATABASE_URL")
        if not conninfo:
            folder = stack.enter_context(TemporaryDirectory(prefix="tantieme-bench-"))
            conninfo = stack.enter_context(running(Path(folder) / "data"))
        schemas = [f"bench_{kind}_{uuid4().hex[:8]}" for kind in ("chained", "unchained", "million")]
        pool = stack.enter_context(open_pool(conninfo, max_size=8))

        def clear_away() -> None:
            with psycopg.connect(conninfo, autocommit=True) as connection:
                for schema in schemas:
                    connection.execute(in_schema(schema, "drop schema if exists {} cascade"))

        stack.callback(clear_away)
        for schema in schemas:
            migrate(pool, schema)
        chain_at_append(pool, schemas[0], schemas[1])
        fill(pool, schemas[2])
        verifying(pool, schemas[2])


if __name__ == "__main__":
    main()
