"""The positions of a group's log as they are written, for pages that show what holds now."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Annotated, Final

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from domain.kernel.errors import Refusal
from interfaces.api.asked import accepts
from interfaces.api.standing import Admitted, admit

LONGEST_SECONDS: Final = 60
POLL_SECONDS = 0.5
MOST_STREAMS = 64

routes = APIRouter(tags=["log"], dependencies=[accepts("seconds")])
Seconds = Annotated[
    int, Query(ge=1, le=LONGEST_SECONDS, description="After which the stream ends; browsers then ask again.")
]


class TooManyStreams(Refusal):
    """A server keeps some of its strength for those who ask one thing at a time."""

    sentence = "{count} streams are open already; ask again later"


class Turnstile:
    """How many streams are open."""

    def __init__(self) -> None:
        self.count = 0


turnstile = Turnstile()


def _let_in(_: Annotated[Admitted, Depends(admit)]) -> None:
    if turnstile.count >= MOST_STREAMS:
        raise TooManyStreams(count=turnstile.count)


@routes.get(
    "/positions", name="positions", response_class=EventSourceResponse, dependencies=[Depends(_let_in)]
)
async def positions(
    admitted: Annotated[Admitted, Depends(admit)], seconds: Seconds = LONGEST_SECONDS
) -> AsyncIterator[ServerSentEvent]:
    """The position of the log at first, and again each time that it moves."""
    # It ends after a while, so that whoever loses access does not go on reading for long.
    deadline, last = time.monotonic() + seconds, -1
    turnstile.count += 1
    try:
        while time.monotonic() < deadline:
            head = await run_sync(admitted.group.ledger.event_log.head)
            if head.position != last:
                last = head.position
                yield ServerSentEvent(data={"position": last}, event="position", id=str(last))
            await anyio.sleep(min(POLL_SECONDS, max(0.0, deadline - time.monotonic())))
    finally:
        turnstile.count -= 1
