"""The positions of a group's log as they are written, for pages that show what holds now."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Final

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from domain.kernel.errors import Refusal
from interfaces.api.asked import accepts
from interfaces.api.standing import Admitted, admit

LONGEST_SECONDS: Final = 60
POLL_SECONDS = 0.5
MOST_STREAMS, MOST_OF_ONE = 64, 16

routes = APIRouter(tags=["log"], dependencies=[accepts("seconds")])
Seconds = Annotated[
    int, Query(ge=1, le=LONGEST_SECONDS, description="After which the stream ends; browsers then ask again.")
]


class TooManyStreams(Refusal):
    """A server keeps some of its strength for those who ask one thing at a time."""

    sentence = "{count} streams are open already; ask again later"


class Watch:
    """Looks where the logs of a server's groups end, once for all who follow one; no stream waits for the database.

    Between two looks a stream holds neither a connection nor a thread. When the server is leaving, which it says
    itself, every stream ends at its next look: nobody waits for who only listens.
    """

    def __init__(self) -> None:
        self.count = 0
        self.held: Counter[tuple[str, str | None]] = Counter()
        self.leaving: Callable[[], bool] = lambda: False
        self._seen: dict[str, tuple[float, int]] = {}
        self._looking = anyio.Lock()

    async def position(self, admitted: Admitted) -> int:
        """Where the group's log ends, as it was seen no longer than a moment ago."""
        async with self._looking:
            seen = self._seen.get(admitted.name)
            if seen is None or time.monotonic() - seen[0] >= POLL_SECONDS:
                head = await run_sync(admitted.group.ledger.event_log.head)
                seen = self._seen[admitted.name] = (time.monotonic(), head.position)
        return seen[1]


def watch_of(request: Request) -> Watch:
    """The watch of this server."""
    found: Watch = request.app.state.watch
    return found


AsWatch = Annotated[Watch, Depends(watch_of)]


def _let_in(admitted: Annotated[Admitted, Depends(admit)], watch: AsWatch) -> None:
    if watch.count >= MOST_STREAMS:
        raise TooManyStreams(count=watch.count)
    # One account leaves room for the others; who reads at this machine has none.
    if admitted.caller.person is not None and (mine := watch.held[_who(admitted)]) >= MOST_OF_ONE:
        raise TooManyStreams(count=mine)


def _who(admitted: Admitted) -> tuple[str, str | None]:
    return admitted.name, admitted.caller.person


@routes.get(
    "/positions", name="positions", response_class=EventSourceResponse, dependencies=[Depends(_let_in)]
)
async def positions(
    admitted: Annotated[Admitted, Depends(admit)], watch: AsWatch, seconds: Seconds = LONGEST_SECONDS
) -> AsyncIterator[ServerSentEvent]:
    """The position of the log at first, and again each time that it moves."""
    # It ends after a while, so that whoever loses access does not go on reading for long.
    deadline, last = time.monotonic() + seconds, -1
    watch.count += 1
    watch.held[_who(admitted)] += 1
    try:
        while time.monotonic() < deadline and not watch.leaving():
            position = await watch.position(admitted)
            if position != last:
                last = position
                yield ServerSentEvent(data={"position": last}, event="position", id=str(last))
            await anyio.sleep(min(POLL_SECONDS, max(0.0, deadline - time.monotonic())))
    finally:
        watch.count -= 1
        watch.held -= Counter([_who(admitted)])
