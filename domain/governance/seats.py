"""The seats of an agreement's board and colleges: who was appointed to each, from when, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.money import exact_text, quantity_of
from domain.kernel.sentences import Sentence


class SeatTaken(Refusal):
    """A seat has one holder at a time."""

    sentence = "the seat {seat} is taken from {from_on}: it is vacated before it is given again"


@dataclass(frozen=True, slots=True)
class SeatAppointed(Event):
    """A seat is given: it represents a member or none, in a college or none, held by a person.

    The person is an opaque id; the source is the deed that appoints, such as a délibération.
    """

    TOPIC = "governance.seats.appointed"
    NAMES = "seats of {agreement}"
    SENTENCE = "seat {seat} is given from {from_on} (member: {member}; college: {college}), by {source}"
    agreement: str
    seat: str
    member: str | None
    college: str | None
    person: str | None
    from_on: str
    source: str


@dataclass(frozen=True, slots=True)
class SeatVacated(Event):
    """A seat is held for the last time on a day."""

    TOPIC = "governance.seats.vacated"
    SENTENCE = "seat {seat} is held until {until}: {reason}"
    seat: str
    from_on: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeatWeightDeclared(Event):
    """What a seat weighs of its own from a day: exact, such as the votes of a list by those it had elected."""

    TOPIC = "governance.seats.weight-declared"
    SENTENCE = "seat {seat} weighs {weight} from {effective_on}: {source}"
    seat: str
    weight: str
    effective_on: str
    source: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat as it is held from a day and, when known, until a day."""

    code: str
    member: str | None
    college: str | None
    from_on: date
    until: date | None = None

    def is_held_on(self, day: date) -> bool:
        """Whether somebody holds it on that day."""
        return self.from_on <= day and (self.until is None or day <= self.until)


def seats_id(agreement: str) -> UUID:
    """The stream of the seats of that agreement."""
    return stream_id("seats", agreement)


class Seats(Aggregate):
    """The register of seats of one agreement."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self._held: list[Seat] = []
        self._weights: list[SeatWeightDeclared] = []

    def appoint(
        self,
        agreement: str,
        seat: str,
        member: str | None,
        college: str | None,
        person: str | None,
        from_on: date,
        source: str,
    ) -> None:
        """Give a seat that nobody holds from that day on, by the deed that appoints."""
        if not source.strip():
            raise BadInput("source", "a seat names the deed that appoints to it")
        for held in self._of(seat):
            if held.until is None or from_on <= held.until:
                raise SeatTaken(seat=held.code, from_on=held.from_on)
        kept = next((held.code for held in self._of(seat)), checked_code("seat", seat))
        of = None if college is None else checked_code("college", college)
        self.record(SeatAppointed(agreement, kept, member, of, person, from_on.isoformat(), source.strip()))

    def vacate(self, seat: str, until: date, reason: str) -> None:
        """End the tenure of who holds the seat, after a day that is not before it began."""
        held = next((held for held in self._of(seat) if held.until is None), None)
        if held is None:
            raise NotFound(kind="seat held under the code", code=seat)
        if until < held.from_on:
            raise BadInput("until", Sentence("the seat is held from {from_on}", from_on=held.from_on))
        self.record(SeatVacated(held.code, held.from_on.isoformat(), until.isoformat(), reason))

    def declare_weight(self, seat: str, weight: str, effective_on: date, source: str) -> None:
        """Say what a seat weighs of its own from a day, and where that comes from."""
        known = next((held.code for held in self._of(seat)), None)
        if known is None:
            raise NotFound(kind="seat", code=seat)
        if not source.strip():
            raise BadInput("source", "a weight of its own names its source")
        exact = exact_text(quantity_of(weight, "weight"))
        self.record(SeatWeightDeclared(known, exact, effective_on.isoformat(), source.strip()))

    def held_on(self, day: date) -> tuple[Seat, ...]:
        """The seats that somebody holds on that day, in the order in which they were given."""
        return tuple(seat for seat in self._held if seat.is_held_on(day))

    def weight_on(self, seat: str, day: date) -> SeatWeightDeclared | None:
        """The latest declaration of what the seat weighs that holds on that day."""
        declared = [w for w in self._weights if w.seat == seat and w.effective_on <= day.isoformat()]
        return max(enumerate(declared), key=lambda at: (at[1].effective_on, at[0]))[1] if declared else None

    def member_behind(self, code: str, day: date) -> str:
        """The member that a seat represents on that day; the code itself where it represents none."""
        held = next((seat for seat in self._of(code) if seat.is_held_on(day)), None)
        return code if held is None or held.member is None else held.member

    def _of(self, code: str) -> list[Seat]:
        return [seat for seat in self._held if normal_code(seat.code) == normal_code(code)]

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case SeatAppointed():
                start = date.fromisoformat(event.from_on)
                self._held.append(Seat(event.seat, event.member, event.college, start))
            case SeatVacated():
                until = date.fromisoformat(event.until)
                self._held = [
                    replace(s, until=until) if s.code == event.seat and s.until is None else s
                    for s in self._held
                ]
            case SeatWeightDeclared():
                self._weights.append(event)
            case _:
                super().apply(event)
