"""A rebuild replays beside the live view, compares at one position, and switches only where both are equal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from application.ports import LogRecord
from application.views import VIEWS
from application.views.projection import Put, Table
from application.views.what_happened import WHAT_HAPPENED
from domain.kernel.aggregate import Event as DomainEvent
from infrastructure.postgres import readings as postgres_readings
from infrastructure.postgres import rebuild as postgres_rebuild
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.readings import ViewOutdated
from interfaces.composition import Home
from tests.application.histories import History
from tests.application.test_views import digests
from tests.examples import carry_out, register


@pytest.fixture
def lived(group: Group) -> Group:
    """A group with some history."""
    History(group, 4).play(90)
    return group


def copies(pool: ConnectionPool, schema: str) -> set[str]:
    """The views of which a copy is kept beside the live one."""
    statement = "select table_name from information_schema.tables where table_schema = %s"
    with pool.connection() as connection:
        names = {name for (name,) in connection.execute(statement, (schema,))}
    return {view.name for view in VIEWS if any(f"{table.name}__rebuild" in names for table in view.tables)}


def tamper(pool: ConnectionPool, schema: str) -> None:
    with pool.connection() as connection:
        connection.execute(in_schema(schema, "update {}.members set name = 'Amont' where code = 'Aval'"))


def names(group: Group) -> list[str]:
    return [row["name"] for row in group.readings.rows("members", group.position(), code="Aval")]


def test_a_rebuilt_view_equals_the_live_one_and_takes_its_place(
    home: Home, pool: ConnectionPool, lived: Group, group_schema: str
) -> None:
    before, seen = digests(pool, group_schema), list[tuple[int, int]]()
    rebuilt = list(home.rebuild(group_schema, lambda done, of: seen.append((done, of))))
    assert [r.view for r in rebuilt] == [view.name for view in VIEWS]
    assert all(r.switched and r.before == r.after and r.position == lived.position() for r in rebuilt)
    assert digests(pool, group_schema) == before
    assert copies(pool, group_schema) == set()
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_a_rebuilt_view_is_kept_up_like_the_one_before(
    home: Home, pool: ConnectionPool, lived: Group, group_schema: str
) -> None:
    for _ in range(2):
        assert all(r.switched for r in home.rebuild(group_schema))
        History(lived, 5).spend()
    assert all(r.before == r.after for r in home.rebuild(group_schema))


def test_a_rebuild_runs_no_process(home: Home, lived: Group, group_schema: str) -> None:
    head = lived.ledger.event_log.head()
    list(home.rebuild(group_schema))
    assert lived.ledger.event_log.head() == head


def test_a_view_that_was_tampered_with_is_reported_and_both_are_kept(
    home: Home, pool: ConnectionPool, lived: Group, group_schema: str
) -> None:
    tamper(pool, group_schema)
    unequal = [r for r in home.rebuild(group_schema) if r.before != r.after]
    assert [(r.view, r.switched) for r in unequal] == [("who-belongs", False)]
    assert copies(pool, group_schema) == {"who-belongs"}
    assert names(lived) == ["Amont"]
    # Asked again it says so again, until it is told to replace the view.
    assert [r.view for r in home.rebuild(group_schema) if not r.switched] == ["who-belongs"]
    assert all(r.switched for r in home.rebuild(group_schema, replace=True))
    assert names(lived)[0].startswith("Aval")
    assert copies(pool, group_schema) == set()
    assert all(r.before == r.after for r in home.rebuild(group_schema))


def test_a_view_of_a_newer_definition_is_refused_until_it_is_rebuilt(
    home: Home, pool: ConnectionPool, lived: Group, group_schema: str
) -> None:
    with pool.connection() as connection:
        newer = "update {}.followers set definition = definition + 1 where name = 'view who-belongs'"
        connection.execute(in_schema(group_schema, newer))
    with pytest.raises(ViewOutdated) as refused:
        lived.position()
    assert refused.value.facts["view"] == "who-belongs"
    assert all(r.switched for r in home.rebuild(group_schema))
    assert lived.position() == lived.ledger.event_log.head().position


REDEFINED = "redefined"
STREAMS = Table("streams", ("stream",), ("name", "opened_by"))


def _named(event: DomainEvent, at: LogRecord) -> Iterator[Put]:
    if at.version == 1:
        yield Put(STREAMS, {"stream": at.stream, "name": event.stream_name(), "opened_by": at.topic})


@pytest.fixture
def redefined(home: Home, pool: ConnectionPool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    """A group with some history, and a release in which a view has a column more and another definition."""
    home.migrate(REDEFINED)
    History(home.open(REDEFINED), 4).play(90)
    with pool.connection() as connection:
        connection.execute(in_schema(REDEFINED, "alter table {}.streams add column opened_by text"))
    when = dict.fromkeys(WHAT_HAPPENED.when, _named)
    newer = replace(WHAT_HAPPENED, definition=2, tables=(STREAMS,), when=when)
    release = tuple(newer if view is WHAT_HAPPENED else view for view in VIEWS)
    for module in (postgres_readings, postgres_rebuild):
        monkeypatch.setattr(module, "VIEWS", release)
    yield home.open(REDEFINED)
    home.drop(REDEFINED)


def test_a_redefined_view_answers_as_it_was_until_it_is_rebuilt(home: Home, redefined: Group) -> None:
    stands = redefined.position()
    carry_out(redefined, *register("Estuaire"))
    assert redefined.position() == stands < redefined.ledger.event_log.head().position
    rows = redefined.readings.rows("streams", stands)
    assert rows
    assert {row["opened_by"] for row in rows} == {None}
    rebuilt = {r.view: r for r in home.rebuild(REDEFINED)}
    assert rebuilt["what-happened"].switched
    assert rebuilt["what-happened"].before != rebuilt["what-happened"].after
    assert redefined.position() == redefined.ledger.event_log.head().position
    now = redefined.readings.rows("streams", redefined.position())
    assert len(now) == len(rows) + 1
    assert None not in {row["opened_by"] for row in now}


def test_reads_go_on_while_a_redefined_view_is_rebuilt(
    home: Home, redefined: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_rebuild, "REBUILD_BATCH", 3)
    done, seen = Event(), list[tuple[int, int, frozenset[bool]]]()

    def read() -> None:
        while not done.is_set():
            position = redefined.position()
            rows = redefined.readings.rows("streams", position)
            seen.append((position, len(rows), frozenset(row["opened_by"] is None for row in rows)))

    stands = redefined.position()
    reader = Thread(target=read)
    reader.start()
    try:
        assert all(r.switched for r in home.rebuild(REDEFINED, lambda *_: sleep(0.005)))
        wait_until(lambda: bool(seen) and seen[-1][2] == {False})
    finally:
        done.set()
        reader.join()
    # Always all of the rows, either all as they were or all as they are now; never a mixture, never none.
    assert {(position, len(kinds)) for position, _, kinds in seen} == {(stands, 1)}
    assert len({count for _, count, _ in seen}) == 1
    assert {True} in [set(kinds) for _, _, kinds in seen]


def wait_until(holds: Callable[[], bool]) -> None:
    until = monotonic() + 10
    while not holds():
        assert monotonic() < until
        sleep(0.01)


def test_views_are_rebuilt_while_others_write(
    home: Home, pool: ConnectionPool, lived: Group, group_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_rebuild, "REBUILD_BATCH", 10)
    done = Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            carry_out(lived, *register(f"Newcomer {number}"))

    writer = Thread(target=write)
    writer.start()
    try:
        rebuilt = list(home.rebuild(group_schema))
    finally:
        done.set()
        writer.join()
    assert all(r.before == r.after and r.switched for r in rebuilt)
    rebuilt = list(home.rebuild(group_schema))
    assert all(r.before == r.after and r.switched for r in rebuilt)


SLOWLY = """
import sys, time
from infrastructure.postgres import rebuild
from infrastructure.postgres.pool import open_pool
from interfaces.composition import Home

rebuild.REBUILD_BATCH = 5

def told(done, of):
    print(done, flush=True)
    time.sleep(0.02)

with open_pool(sys.argv[1]) as pool:
    for rebuilt in Home(pool).rebuild(sys.argv[2], told):
        pass
"""


@pytest.fixture
def slowly(postgres: str, group_schema: str) -> Iterator[subprocess.Popen[str]]:
    """A process that rebuilds and takes its time."""
    with subprocess.Popen(
        [sys.executable, "-c", SLOWLY, postgres, group_schema], stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_a_rebuild_that_was_killed_goes_on_where_it_was(
    postgres: str, lived: Group, group_schema: str, slowly: subprocess.Popen[str]
) -> None:
    assert slowly.stdout is not None
    for _ in range(3):
        reached = int(slowly.stdout.readline())
    slowly.kill()
    slowly.wait()
    seen = list[int]()
    with open_pool(postgres) as pool:
        wait_until_nobody_holds_a_lock(pool)
        rebuilt = list(Home(pool).rebuild(group_schema, lambda done, _: seen.append(done)))
    assert all(r.before == r.after and r.switched for r in rebuilt)
    assert min(seen) > reached


def wait_until_nobody_holds_a_lock(pool: ConnectionPool) -> None:
    """The server notices that a client is gone when it next speaks to it."""
    until = monotonic() + 10
    with pool.connection() as connection:
        statement = (
            "select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database"
            " where locktype = 'advisory' and datname = current_database()"
        )
        while connection.execute(statement).fetchone() != (0,):
            assert monotonic() < until
            sleep(0.05)
