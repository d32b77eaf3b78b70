"""What happened, and whether the log is still what was recorded."""

from __future__ import annotations

import time
from dataclasses import asdict
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from application.answers.history import history as tell
from domain.kernel.errors import Refusal
from interfaces.api.asked import Asked, GroupName, Served, accepts, ask, served
from interfaces.api.log_shapes import HistoryReading, VerificationReading

VERIFY_SECONDS = 20
LONGEST_PAGE = 500
_HIGHEST = 2**63 - 1

routes = APIRouter(tags=["log"])
After = Annotated[int, Query(ge=0, le=_HIGHEST, description="The position after which the page begins.")]
Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="How many events the page holds at most.")]

verifying = Lock()


class VerificationUnderWay(Refusal):
    """A log is read from its first event: one at a time is enough for a server that others read from."""

    sentence = "a log is being verified already; ask again when that is done"


class VerificationTooLong(Refusal):
    """What takes longer than a request should is done on the command line."""

    sentence = "verified {events} of {all} events in {seconds} s and stopped; run `tantieme verify`"


@routes.get("/history", response_model=HistoryReading, dependencies=[accepts("as_of", "after", "limit")])
def history(asked: Annotated[Asked, Depends(ask)], after: After = 0, limit: Limit = 100) -> Any:
    """Every event as a sentence with its position, who acted and what caused it, page by page."""
    # Positions have no gaps, so a page ends at a known one.
    last = min(asked.at, after + limit)
    group = asked.group
    found = tell(group.ledger.event_log, group.readings, group.people.names(), last, after)
    page = [asdict(happening) for happening in found] if after < last else []
    return asked.answer(history=page, next=last if after < last < asked.at else None)


@routes.get("/verification", response_model=VerificationReading, dependencies=[accepts()])
def verification(home: Annotated[Served, Depends(served)], group: GroupName) -> Any:
    """Recompute the chain of hashes from the first event to the head; says the first position that is bad."""
    # The views are left as they are: they might stumble over the very event that is to be found.
    log = home.open(group).ledger.event_log
    if not verifying.acquire(blocking=False):
        raise VerificationUnderWay()
    try:
        found = log.verify(_until(time.monotonic() + VERIFY_SECONDS))
    finally:
        verifying.release()
    return {
        "group": group,
        "position": found.events,
        "facts": home.facts(group),
        "verification": {
            "holds": found.first_bad is None,
            "events": found.events,
            "head_hash": found.head_hash.hex(),
            "first_bad": found.first_bad,
            "reason": found.reason,
        },
    }


def _until(deadline: float) -> Any:
    def check(events: int, all: int) -> None:
        if events < all and time.monotonic() > deadline:
            raise VerificationTooLong(events=events, all=all, seconds=VERIFY_SECONDS)

    return check
