"""What a decision changed for each member: the history played again without it, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from application.answers.decisions import Decisions, Step
from application.answers.lists import Answer
from interfaces.api.replay import ReplayUnderWay, replaying
from interfaces.web.visiting import Visit

MOST = 512
WAIT_SECONDS = 8.0
_known: OrderedDict[Any, Answer] = OrderedDict()
_lock = Lock()


def told_of(visit: Visit, decisions: Decisions, step: Step) -> Answer:
    """The decision with what it changed. Raises ReplayUnderWay."""
    return remembered(visit, ("step", step.step), lambda: decisions.told(step))


def remembered(visit: Visit, question: object, work: Callable[[], Answer]) -> Answer:
    """The answer to a question that takes a replay; as of a position of a log it never changes."""
    # The hash at the position stands for the whole log up to it.
    upto = visit.group.ledger.event_log.read(visit.at - 1, 1)
    place = (visit.name, upto[0].hash if upto else b"", question)
    with _lock:
        if place in _known:
            _known.move_to_end(place)
            return _known[place]
    if not replaying.acquire(timeout=WAIT_SECONDS):
        raise ReplayUnderWay()
    try:
        answer = work()
    finally:
        replaying.release()
    with _lock:
        _known[place] = answer
        while len(_known) > MOST:
            _known.popitem(last=False)
    return answer
