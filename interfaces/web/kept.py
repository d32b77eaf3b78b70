"""Pages that were made once: as of a position of a log, for the same reader, a page does not change.

What it does depend on beside the log is part of what it is kept under (the names of persons, what is noted of the
group, who reads in which session), and it is kept for a short time only, for what else may change, such as a key
that is made. A page that carries the key of a form is not kept: each such page is for one act.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

if TYPE_CHECKING:
    from interfaces.web.visiting import Visit

KEPT_SECONDS = 60
MOST_BYTES = 32 * 1024 * 1024
_FOR_ONE_ACT = b' name="key"'
# They set a cookie, or tell what was done a moment ago.
_NEVER = frozenset({"lang", "done"})


class PageKept(Exception):
    """The page is there already: it is answered without being made again."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        super().__init__()
        self.body, self.headers = body, headers


@dataclass(slots=True)
class Shelf:
    """The pages of one server, the longest unread thrown away first."""

    most_bytes: int = MOST_BYTES
    _pages: OrderedDict[bytes, tuple[float, bytes, dict[str, str]]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, place: bytes) -> tuple[bytes, dict[str, str]] | None:
        """The page in that place, if it is not too old."""
        with self._lock:
            found = self._pages.get(place)
            if found is None or found[0] < time.monotonic():
                return None
            self._pages.move_to_end(place)
            return found[1], found[2]

    def put(self, place: bytes, body: bytes, headers: dict[str, str]) -> None:
        """Keep a page."""
        with self._lock:
            before = self._pages.pop(place, None)
            self._bytes += len(body) - (len(before[1]) if before else 0)
            self._pages[place] = time.monotonic() + KEPT_SECONDS, body, headers
            while self._bytes > self.most_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1][1])


def shelf_of(request: Request) -> Shelf:
    """The pages that this server keeps."""
    found: Shelf = request.app.state.pages_kept
    return found


def place_of(visit: Visit) -> bytes | None:
    """What the page is kept under; none for one that is made anew each time."""
    request = visit.request
    if request.method != "GET" or not _NEVER.isdisjoint(request.query_params):
        return None
    head = visit.group.ledger.event_log.head()
    if head.position != visit.head:
        return None
    caller, about = visit.caller, visit.asked.admitted.about
    seen = (
        visit.name,
        head.hash,
        visit.at,
        visit.language,
        request.url.path,
        str(request.query_params),
        str(request.url.netloc),
        request.headers.get("accept", "") if "text/html" not in request.headers.get("accept", "") else "",
        (caller.person, sorted(caller.roles), caller.member, caller.how, visit.session),
        sorted(about.items()),
        sorted(visit.group.people.names().items()),
    )
    return sha256(repr(seen).encode()).digest()


def already(visit: Visit) -> Visit:
    """The visit, for whom the page is made now and then kept. Raises PageKept where it is there already."""
    place = place_of(visit)
    found = shelf_of(visit.request).find(place) if place else None
    if found is not None:
        raise PageKept(*found)
    return replace(visit, kept_under=place)


def keep(visit: Visit, body: bytes, headers: dict[str, str]) -> None:
    """Keep a page that was made whole, for whoever asks for the same."""
    if visit.kept_under is not None and _FOR_ONE_ACT not in body:
        shelf_of(visit.request).put(visit.kept_under, body, headers)


async def answer_kept(_: Request, kept: Any) -> Response:
    """The page that was kept."""
    return HTMLResponse(kept.body, headers=kept.headers)
