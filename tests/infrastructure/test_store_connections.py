"""Connections: refusals that name the reason and never a password, and what a broken one leaves behind."""

from __future__ import annotations

import logging
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from application.errors import AlreadyDone
from application.ports import Act
from infrastructure.postgres import pool as pools
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import migrate
from infrastructure.postgres.pool import DatabaseUnreachable, DatabaseUnsuitable, open_pool
from infrastructure.postgres.recorder import PostgresRecorder

SECRET = "s3cr3t"
ONE = [StoredEvent(uuid4(), 1, "test.happened", b"{}")]


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://aline:{SECRET}@127.0.0.1:1/tantieme",
        f"host=127.0.0.1 port=1 password={SECRET}",
        f"postgresql://aline:{SECRET}@/tantieme?host=/nowhere",
        f"postgresql://aline:p@{SECRET}@127.0.0.1:1/tantieme",
        f"postgresql://aline:p@{SECRET}/w@127.0.0.1:1/tantieme",
        f"postgresql://aline:{SECRET}/w@127.0.0.1:1/tantieme",
        f"postgresql://aline:p/{SECRET}@127.0.0.1:1/tantieme",
        f"postgresql://aline:p:{SECRET}@127.0.0.1:1/tantieme",
        f"postgresql://aline:{SECRET}%@127.0.0.1:1/tantieme",
        f"postgresql://aline:{SECRET}#1@127.0.0.1:1/tantieme",
        f"postgresql://aline:{SECRET}?1@127.0.0.1:1/tantieme",
        f"postgresql://aline:1/{SECRET}@127.0.0.1:1",
        f"password={SECRET} '",
        SECRET,
    ],
)
def test_a_refusal_never_holds_a_password(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(DatabaseUnreachable) as refused:
        open_pool(address)
    shown = [str(refused.value), repr(refused.value), str(refused.value.facts), caplog.text]
    shown += [str(refused.value.__cause__)]
    assert not [text for text in shown if SECRET in text]


def test_a_refusal_names_the_place_and_the_reason() -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        open_pool("postgresql://aline@127.0.0.1:1/tantieme")
    assert str(refused.value) == "the database tantieme on 127.0.0.1 cannot be reached: Connection refused"


def test_an_unknown_database_is_refused(postgres: str) -> None:
    with pytest.raises(DatabaseUnreachable, match='database "nowhere" does not exist'):
        open_pool(make_conninfo(postgres, dbname="nowhere"))


def test_too_old_a_server_is_refused(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "OLDEST_SERVER", 1_000)
    with pytest.raises(DatabaseUnsuitable, match="1000 is the oldest that will do"):
        open_pool(postgres)


def test_another_encoding_is_refused(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("create database latin encoding 'SQL_ASCII' template template0 locale 'C'")
        try:
            with pytest.raises(DatabaseUnsuitable, match="SQL_ASCII"):
                open_pool(make_conninfo(postgres, dbname="latin"))
        finally:
            connection.execute("drop database latin")


def test_times_come_in_utc_whatever_the_server_prefers(postgres: str) -> None:
    options = r"-c timezone=Asia/Tokyo -c default_transaction_isolation=repeatable\ read"
    with open_pool(make_conninfo(postgres, options=options)) as pool, pool.connection() as connection:
        assert connection.execute("show timezone").fetchone() == ("UTC",)
        assert connection.execute("show transaction_isolation").fetchone() == ("read committed",)


def hang_up(postgres: str, name: str) -> None:
    """End every connection of that application's, as a restart of the server does."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = %s",
            (name,),
        )


def test_a_broken_connection_is_replaced_where_that_is_safe(postgres: str) -> None:
    name = f"broken_{uuid4().hex[:8]}"
    with open_pool(make_conninfo(postgres, application_name=name)) as pool:
        migrate(pool, name)
        recorder, log = PostgresRecorder(pool, name), PostgresEventLog(pool, name)
        hang_up(postgres, name)
        assert log.head().position == 0
        hang_up(postgres, name)
        act = Act("person-1", idempotency_key="k", digest=b"d")
        assert recorder.insert_events(ONE, act=act) == [1]
        with pytest.raises(AlreadyDone):
            recorder.insert_events(ONE, act=act)
        hang_up(postgres, name)
        # Nobody could tell whether this one had been recorded, so it is not tried again by itself.
        with pytest.raises(DatabaseUnreachable):
            recorder.insert_events(ONE)
        assert recorder.max_notification_id() == 1


def test_a_pool_keeps_the_address_that_it_was_given(postgres: str) -> None:
    with open_pool(postgres) as pool:
        given, kept = conninfo_to_dict(postgres), conninfo_to_dict(str(pool.conninfo))
    assert {key: kept[key] for key in given} == given
