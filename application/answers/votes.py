"""What stands behind a vote: the meeting with its attendance, the proxies, and the registers of who may vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from application.ports import Row, ViewRows
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code

Answer = dict[str, Any]
_OF_MEETING = (
    "reference",
    "kind",
    "call",
    "follows",
    "convened_on",
    "held_on",
    "opens_on",
    "agenda",
    "taken_in_order",
    "notice_exception",
    "notice_reason",
    "minutes_sha256",
)
_OF_ATTENDANCE = ("present", "represented", "proxies", "from_item")
_OF_PROXY = ("seat", "holder", "meeting", "until", "granted_on", "evidence", "revoked_on", "reason")
_OF_SEAT = ("seat", "member", "college", "person", "from_on", "until", "source", "reason")
_OF_HOLDING = ("member", "shares", "effective_on", "source")
_OF_WEIGHT = ("seat", "weight", "effective_on", "source")


class Meetings:
    """The meetings and proxies of a group as of a position, read once for many resolutions."""

    def __init__(self, rows: ViewRows, at: int) -> None:
        self._meetings = {(m["agreement"], m["reference"]): m for m in rows.rows("meetings", at)}
        self._sheets = rows.rows("attendances", at)
        self._proxies = rows.rows("proxies", at)

    def about(self, resolution: Row, voters: Sequence[Row]) -> Answer:
        """The meeting in which a resolution was last put to the vote, and its voters' proxies for it."""
        meeting = self._meetings.get((resolution["agreement"], resolution["meeting"]))
        if meeting is None:
            return {"held_in": None, "proxies": []}
        sheets = [s for s in self._sheets if s["stream"] == meeting["stream"]]
        held_in = {**_kept(meeting, _OF_MEETING), "attendance": [_kept(s, _OF_ATTENDANCE) for s in sheets]}
        seats = {normal_code(voter["seat"]) for voter in voters}
        given = [
            _kept(proxy, _OF_PROXY)
            for proxy in self._proxies
            if proxy["agreement"] == resolution["agreement"]
            and normal_code(proxy["seat"]) in seats
            and _covers(proxy, meeting)
        ]
        return {"held_in": held_in, "proxies": given}


def electors(rows: ViewRows, at: int, agreement: str) -> Answer:
    """The seats of an agreement with their own weights, the holdings of its members, and every proxy.

    Raises NotFound.
    """
    known = [str(row["code"]) for row in rows.rows("agreements", at)]
    code = next((code for code in known if normal_code(code) == normal_code(agreement)), None)
    if code is None:
        raise NotFound(kind="agreement", code=agreement)
    seats = rows.rows("seats", at, agreement=code)
    streams = list({seat["stream"] for seat in seats})
    return {
        "agreement": code,
        "seats": [_kept(row, _OF_SEAT) for row in seats],
        "weights": [_kept(row, _OF_WEIGHT) for row in rows.rows("seat_weights", at, stream=streams)],
        "holdings": [_kept(row, _OF_HOLDING) for row in rows.rows("holdings", at, agreement=code)],
        "proxies": [_kept(row, _OF_PROXY) for row in rows.rows("proxies", at, agreement=code)],
    }


def _covers(proxy: Row, meeting: Row) -> bool:
    # Dates are ISO text: they compare as they stand.
    if proxy["until"] is not None:
        return bool(proxy["granted_on"] <= meeting["held_on"] <= proxy["until"])
    return normal_code(proxy["meeting"]) == normal_code(meeting["reference"])


def _kept(row: Row, names: Sequence[str]) -> Answer:
    return {**{name: row[name] for name in names}, "since_position": row["from_position"]}
