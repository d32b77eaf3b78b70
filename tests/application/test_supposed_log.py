"""A supposed log keeps the promises of a real one: places, races, keys; and nobody can take it for one."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from application.errors import Conflict, InputsMoved
from application.ports import Act
from application.transcoding import encode
from application.what_if.memory import NoReadings, SupposedFollowers, SupposedLog
from domain.accounts.accounting_year import Opened, PeriodLocked

ACT = Act(actor="person-0000000000000001", idempotency_key="once", digest=b"d")
YEAR = UUID(int=1)


def opened(version: int = 1, stream: UUID = YEAR) -> StoredEvent:
    return StoredEvent(stream, version, Opened.TOPIC, encode(Opened(2026)))


def test_events_have_places_in_their_stream_and_in_the_log() -> None:
    log = SupposedLog({})
    assert log.insert_events([opened()], act=ACT) == [1]
    log.append(YEAR, PeriodLocked.TOPIC, encode(PeriodLocked("2026-01")), ACT)
    assert [(r.position, r.version, r.topic) for r in log.read(0, 9)] == [
        (1, 1, Opened.TOPIC),
        (2, 2, PeriodLocked.TOPIC),
    ]
    assert [r.position for r in log.read(0, 9, (PeriodLocked.TOPIC,))] == [2]
    assert [len(batch) for batch in log.stream(batch=1)] == [1, 1]
    assert (log.head().position, log.versions([YEAR, uuid4()])) == (2, {YEAR: 2})


def test_who_comes_second_to_a_place_is_refused() -> None:
    log = SupposedLog({})
    log.insert_events([opened()], act=ACT)
    with pytest.raises(Conflict):
        log.insert_events([opened()], act=ACT)
    assert log.head().position == 1


def test_what_has_moved_since_it_was_read_is_refused() -> None:
    log = SupposedLog({})
    log.insert_events([opened()], act=ACT)
    with pytest.raises(InputsMoved):
        log.insert_events([opened(1, uuid4())], act=ACT, expected=[(YEAR, 0)])
    assert log.insert_events([opened(1, uuid4())], act=ACT, expected=[(YEAR, 1)]) == [2]


def test_a_key_is_known_once_it_was_used() -> None:
    log = SupposedLog({})
    assert log.done("once") is None
    log.insert_events([opened()], act=ACT)
    done = log.done("once")
    assert done is not None
    assert (done.digest, done.first, done.last) == (b"d", 1, 1)


def test_what_is_supposed_is_recorded_instead() -> None:
    log = SupposedLog({Opened.TOPIC: [lambda _, event: Opened(2027)]})
    log.append(YEAR, Opened.TOPIC, encode(Opened(2026)), ACT)
    [record] = log.read(0, 1)
    assert record.payload == encode(Opened(2027))
    log.amend(YEAR, 1, Opened(2028))
    assert [e.state for e in log.select_events(YEAR)] == [r.payload for r in log.read(0, 1)]


def test_a_supposed_group_answers_no_questions_and_proves_nothing() -> None:
    log = SupposedLog({})
    none, followers = NoReadings(log), SupposedFollowers()
    for ask in (lambda: none.rows("members", 0), lambda: none.identify("Anna"), none.names, log.verify):
        with pytest.raises(AssertionError):
            ask()
    followers.advance("processes", 3)
    followers.advance("processes", 2)
    assert (followers.position("processes"), none.follow()) == (3, 0)
