"""What happened, and whether the log is still what was recorded."""

from __future__ import annotations

import time
from dataclasses import asdict
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from application.answers.history import history as tell
from domain.kernel.errors import Refusal
from interfaces.api.asked import Asked, accepts, ask
from interfaces.api.listing import (
    PARAMETERS,
    TABLES,
    Format,
    Limit,
    Page,
    link_next,
    page,
    tabled,
)
from interfaces.api.log_shapes import Happening, HistoryReading, VerificationReading
from interfaces.api.standing import Admitted, admit

VERIFY_SECONDS = 20
_HIGHEST = 2**63 - 1

routes = APIRouter(tags=["log"])
After = Annotated[int, Query(ge=0, le=_HIGHEST, description="The position after which the page begins.")]

verifying = Lock()


class VerificationUnderWay(Refusal):
    """A log is read from its first event: one at a time is enough for a server that others read from."""

    sentence = "a log is being verified already; ask again when that is done"


class VerificationTooLong(Refusal):
    """What takes longer than a request should is done on the command line."""

    sentence = "verified {events} of {all} events in {seconds} s and stopped; run `tantieme verify`"


def _page(request: Request, limit: Limit = None, format: Format = None) -> Page:
    return page(request, None, limit, format)


@routes.get(
    "/history",
    response_model=HistoryReading,
    dependencies=[accepts(*PARAMETERS)],
    responses=TABLES,
)
def history(
    asked: Annotated[Asked, Depends(ask)], page: Annotated[Page, Depends(_page)], after: After = 0
) -> Any:
    """Every event as a sentence with its position, who acted and what caused it, page by page."""
    # Positions have no gaps, so a page ends at a known one.
    last = min(asked.at, after + page.size)
    group = asked.group
    found = tell(group.ledger.event_log, group.readings, group.people.names(), last, after)
    events = [asdict(happening) for happening in found] if after < last else []
    following = last if after < last < asked.at else None
    link_next(asked, page, following)
    if page.form != "json":
        return tabled(asked, page.form, "history", events, Happening)
    return asked.answer(history=events, next=following)


@routes.get("/verification", response_model=VerificationReading, dependencies=[accepts()])
def verification(admitted: Annotated[Admitted, Depends(admit)]) -> Any:
    """Recompute the chain of hashes from the first event to the head; says the first position that is bad."""
    # The views are left as they are: they might stumble over the very event that is to be found.
    log = admitted.group.ledger.event_log
    if not verifying.acquire(blocking=False):
        raise VerificationUnderWay()
    try:
        found = log.verify(_until(time.monotonic() + VERIFY_SECONDS))
    finally:
        verifying.release()
    return {
        "group": admitted.name,
        "position": found.events,
        "demo": admitted.is_demo,
        "facts": Asked(admitted, found.events, {}).facts,
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
