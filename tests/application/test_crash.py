"""A process killed at any moment, and run again, loses nothing and doubles nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import sleep

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from application.ports import LogRecord
from domain.allocation.file_import import Completed
from interfaces.composition import Home
from tests import examples
from tests.application.conftest import open_platform
from tests.application.test_views import digests
from tests.examples import carry_out, cost_csv, document, reading

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 7))

# Both say when they begin and when they hand something to the database, so that they can be killed there.
TELLING = """
import sys
from dataclasses import replace
from pathlib import Path
from application.runs import ApproveRun, PostRun, PrepareRun
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.recorder import PostgresRecorder
from interfaces.composition import Home, cost_file
from tests.examples import APPROVER, PREPARER

insert = PostgresRecorder.insert_events

def told(self, *events, **terms):
    print("recording", flush=True)
    return insert(self, *events, **terms)

PostgresRecorder.insert_events = told
"""
IMPORT = """
with open_pool(sys.argv[1]) as pool:
    group = Home(pool).open(sys.argv[2])
    print("begun", flush=True)
    group.import_costs(cost_file(Path(sys.argv[3])), PREPARER)
"""
RUNS = """
with open_pool(sys.argv[1]) as pool:
    group = Home(pool).open(sys.argv[2])
    print("begun", flush=True)
    for month in sys.argv[3:]:
        steps = ((PrepareRun, PREPARER), (ApproveRun, APPROVER), (PostRun, PREPARER))
        for step, act in steps:
            key = f"{step.__name__} {month}"
            group.carry_out(step(contract="platform", month=month), replace(act, idempotency_key=key))
"""


class Killed:
    """Runs a program again and again, killing it each time a little later, until it comes to its end."""

    def __init__(self, program: str, *arguments: str, seed: int) -> None:
        self._command = [sys.executable, "-c", TELLING + program, *arguments]
        self._random = Random(seed)
        self.kills = 0

    def after(self, line: str, skip: int, within_ms: int) -> None:
        """Kill it some milliseconds after it has said a line so many times, unless it ends before."""
        with subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = 0
            for told in process.stdout:
                said += told.strip() == line
                if said > skip:
                    sleep(self._random.uniform(0, within_ms) / 1000)
                    process.kill()
                    break
        self.kills += process.returncode < 0

    def to_its_end(self) -> None:
        """Let it finish."""
        done = subprocess.run(self._command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def undisturbed(home: Home, group_schema: str) -> Iterator[tuple[Group, str]]:
    """A second group that nobody kills."""
    schema = f"{group_schema}_undisturbed"
    home.migrate(schema)
    yield home.open(schema), schema
    home.drop(schema)


def log(group: Group) -> Sequence[LogRecord]:
    return group.ledger.event_log.read(0, 100_000)


def happened(group: Group) -> list[tuple[object, ...]]:
    """All that the log says, but for when it was recorded."""
    return [
        (r.position, r.stream, r.version, r.topic, r.payload, r.actor, r.correlation, r.causation)
        for r in log(group)
    ]


def test_an_import_killed_at_any_moment_is_whole_or_absent_and_then_done_once(
    postgres: str,
    pool: ConnectionPool,
    group: Group,
    group_schema: str,
    undisturbed: tuple[Group, str],
    tmp_path: Path,
) -> None:
    path = tmp_path / "costs.csv"
    lines = (
        {"number": f"C-{n // 2}", "line_number": str(n % 2 + 1), "contract": "platform", "amount": "9,99"}
        | {"month": MONTHS[n // 2 % len(MONTHS)]}
        for n in range(4_000)
    )
    path.write_text(cost_csv(lines), encoding="utf-8")
    other, other_schema = undisturbed
    for each in (group, other):
        open_platform(each)
    before = len(log(group))
    killed = Killed(IMPORT, postgres, group_schema, str(path), seed=1)
    for line, within_ms in (("begun", 400), ("recording", 100), ("recording", 600)):
        killed.after(line, 0, within_ms)
        found = log(group)
        assert len(found) == before or found[-1].topic == Completed.TOPIC
    assert killed.kills > 0
    killed.to_its_end()
    Killed(IMPORT, postgres, other_schema, str(path), seed=1).to_its_end()
    assert happened(group) == happened(other)
    assert group.position() == other.position()
    assert digests(pool, group_schema) == digests(pool, other_schema)
    assert group.ledger.event_log.verify().first_bad is None


def test_runs_killed_at_any_moment_are_posted_once(
    postgres: str,
    pool: ConnectionPool,
    group: Group,
    group_schema: str,
    undisturbed: tuple[Group, str],
) -> None:
    other, other_schema = undisturbed
    for each in (group, other):
        open_platform(each)
        for number, month in enumerate(MONTHS):
            carry_out(each, document("platform", month, 10_000 + number, number=f"C-{number}"))
            if number:
                carry_out(each, *(reading("calls", m, month, str(number + 1)) for m in examples.MEMBERS))
    killed = Killed(RUNS, postgres, group_schema, *MONTHS, seed=2)
    for line, skip, within_ms in (("begun", 0, 60), *(("recording", skip, 12) for skip in (0, 2, 1, 3))):
        killed.after(line, skip, within_ms)
    assert killed.kills > 0
    killed.to_its_end()
    Killed(RUNS, postgres, other_schema, *MONTHS, seed=2).to_its_end()
    assert happened(group) == happened(other)
    assert group.position() == other.position()
    assert digests(pool, group_schema) == digests(pool, other_schema)
    posted = group.readings.rows("runs", group.position(), stage="posted")
    assert sorted(row["service_month"] for row in posted) == list(MONTHS)
    assert group.ledger.event_log.verify().first_bad is None
