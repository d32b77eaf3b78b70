"""Proxies: who lets whom vote in its place, for a meeting or until a day; granted, revoked, never erased."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.sentences import Sentence, Word


class ProxyStands(Refusal):
    """A voter has one proxy: it is revoked before another is given."""

    sentence = "{seat} has given its proxy to {holder}, and has not revoked it"


class NoProxyInForce(Refusal):
    """Nobody votes for another without its proxy."""

    sentence = "{holder} has no proxy of {seat} in force on {day}: {why}"


@dataclass(frozen=True, slots=True)
class ProxyGranted(Event):
    """A voter gives its proxy to a holder, for one meeting or until a day; grants count from 1."""

    TOPIC = "governance.proxies.granted"
    NAMES = "proxies under {agreement}"
    SENTENCE = (
        "{seat} gives its proxy to {holder} on {granted_on} (meeting: {meeting}; until: {until}): {evidence}"
    )
    agreement: str
    ordinal: int
    seat: str
    holder: str
    meeting: str | None
    until: str | None
    granted_on: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ProxyRevoked(Event):
    """A proxy is revoked from a day on; what was cast by it before stands."""

    TOPIC = "governance.proxies.revoked"
    SENTENCE = "{seat} revokes its proxy to {holder} on {revoked_on}: {reason}"
    ordinal: int
    seat: str
    holder: str
    revoked_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """A grant as it stands."""

    ordinal: int
    seat: str
    holder: str
    meeting: str | None
    until: date | None
    granted_on: date
    revoked_on: date | None = None

    def covers(self, seat: str, meeting: str, day: date) -> bool:
        """Whether it was given, by that seat and before the end of that day, for that meeting or day."""
        meant = day <= self.until if self.until else normal_code(self.meeting or "") == normal_code(meeting)
        return normal_code(self.seat) == normal_code(seat) and self.granted_on <= day and meant

    def is_revoked_on(self, day: date) -> bool:
        """Whether it has been taken back by that day."""
        return self.revoked_on is not None and self.revoked_on <= day


@dataclass(frozen=True, slots=True)
class Standing:
    """How a seat's proxies stand for a meeting on a day: the one in force, and whose were revoked."""

    in_force: Proxy | None = None
    revoked: tuple[str, ...] = ()

    def must_let_vote(self, holder: str, seat: str, day: date) -> None:
        """Refuse a holder whose proxy was revoked, or was given to another. Raises NoProxyInForce."""
        given = self.in_force
        if given is not None and normal_code(given.holder) != normal_code(holder):
            raise NoProxyInForce(
                holder=holder, seat=seat, day=day, why=Sentence("{holder} has it", holder=given.holder)
            )
        if given is None and normal_code(holder) in map(normal_code, self.revoked):
            raise NoProxyInForce(holder=holder, seat=seat, day=day, why=Word("it was revoked"))


def proxies_id(agreement: str) -> UUID:
    """The stream of the proxies under that agreement."""
    return stream_id("proxies", agreement)


class Proxies(Aggregate):
    """The grants and revocations under one agreement."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self._grants: list[Proxy] = []

    def grant(
        self,
        agreement: str,
        seat: str,
        holder: str,
        meeting: str | None,
        until: date | None,
        granted_on: date,
        evidence: str,
    ) -> None:
        """Give a proxy, for a meeting or until a day, while no other of that seat is in force for it."""
        seat, holder = checked_code("seat", seat), checked_code("holder", holder)
        if normal_code(seat) == normal_code(holder):
            raise BadInput("holder", "nobody is its own proxy")
        if (meeting is None) == (until is None):
            raise BadInput("meeting", "a proxy is given for a meeting or until a day")
        if until is not None and until < granted_on:
            raise BadInput("until", "a proxy lasts at least for the day on which it is given")
        if not evidence.strip():
            raise BadInput("evidence", "a proxy names the deed by which it is given")
        for given in self._grants:
            if normal_code(given.seat) == normal_code(seat) and _meet(given, meeting, granted_on, until):
                raise ProxyStands(seat=given.seat, holder=given.holder)
        kept, last = (
            None if meeting is None else checked_code("meeting", meeting),
            until.isoformat() if until else None,
        )
        given_on, ordinal = granted_on.isoformat(), len(self._grants) + 1
        self.record(ProxyGranted(agreement, ordinal, seat, holder, kept, last, given_on, evidence.strip()))

    def revoke(self, seat: str, holder: str, revoked_on: date, reason: str) -> None:
        """Take back the latest proxy of a seat to a holder that has not been taken back."""
        for given in reversed(self._grants):
            pair = normal_code(given.seat), normal_code(given.holder)
            if given.revoked_on is None and pair == (normal_code(seat), normal_code(holder)):
                if revoked_on < given.granted_on:
                    raise BadInput(
                        "revoked_on",
                        Sentence("the proxy is given on {granted_on}", granted_on=given.granted_on),
                    )
                self._revoke(given, revoked_on, reason)
                return
        raise NotFound(kind=Sentence("proxy of {seat} to", seat=seat), code=holder)

    def give_way_to_voter(self, seat: str, meeting: str, day: date, number: str) -> None:
        """Who votes itself takes its proxy back, if one is in force."""
        standing = self.standing(seat, meeting, day)
        if standing.in_force is not None:
            self._revoke(standing.in_force, day, f"voted itself on resolution {number}")

    def standing(self, seat: str, meeting: str, day: date) -> Standing:
        """How the proxies of a seat stand for a meeting on a day."""
        covering = [given for given in self._grants if given.covers(seat, meeting, day)]
        standing = [given for given in reversed(covering) if not given.is_revoked_on(day)]
        # What is given for this meeting goes before what is given for all of a time.
        standing.sort(key=lambda given: given.meeting is None)
        revoked = tuple(given.holder for given in covering if given.is_revoked_on(day))
        return Standing(standing[0] if standing else None, revoked)

    def _revoke(self, given: Proxy, day: date, reason: str) -> None:
        self.record(ProxyRevoked(given.ordinal, given.seat, given.holder, day.isoformat(), reason))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case ProxyGranted():
                until = None if event.until is None else date.fromisoformat(event.until)
                given_on = date.fromisoformat(event.granted_on)
                self._grants.append(
                    Proxy(event.ordinal, event.seat, event.holder, event.meeting, until, given_on)
                )
            case ProxyRevoked():
                place = event.ordinal - 1
                revoked_on = date.fromisoformat(event.revoked_on)
                self._grants[place] = replace(self._grants[place], revoked_on=revoked_on)
            case _:
                super().apply(event)


def _meet(given: Proxy, meeting: str | None, granted_on: date, until: date | None) -> bool:
    """Whether both would be in force for the same meeting, or at the same time.

    One for a meeting and one for a time do not meet: the meeting's own goes before the other.
    """
    if given.is_revoked_on(granted_on):
        return False
    if given.meeting is not None or meeting is not None:
        return normal_code(given.meeting or "") == normal_code(meeting or "")
    overlaps = given.until is None or until is None or until >= given.granted_on
    return overlaps and (given.until is None or granted_on <= given.until)
