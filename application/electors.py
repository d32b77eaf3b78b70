"""Use cases of governance: who holds the seats, the capital and the proxies from which an electorate is taken."""

from __future__ import annotations

from datetime import date

from application.agreements import OpaqueId, find_agreement
from application.commands import Command, UseCases
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from domain.governance.holdings import Holdings, holdings_id
from domain.governance.proxies import Proxies, proxies_id
from domain.governance.seats import Seats, seats_id


class AppointSeat(Command):
    """Give a seat of an agreement's board or college; it represents a member, or none."""

    agreement: str
    seat: str
    member: str | None = None
    college: str | None = None
    person: OpaqueId | None = None
    from_on: date
    source: str


class VacateSeat(Command):
    """Say on which day a seat is held for the last time by who holds it."""

    agreement: str
    seat: str
    until: date
    reason: str = ""


class DeclareSeatWeight(Command):
    """Say what a seat weighs of its own from a day: a decimal or p/q, such as a list's votes by its elected."""

    agreement: str
    seat: str
    weight: str
    effective_on: date
    source: str


class RecordHolding(Command):
    """Say how many shares of the capital a member holds from a day."""

    agreement: str
    member: str
    shares: str
    effective_on: date
    source: str


class GrantProxy(Command):
    """Give the proxy of a seat to a holder, for one meeting or until a day."""

    agreement: str
    seat: str
    holder: str
    meeting: str | None = None
    until: date | None = None
    granted_on: date
    evidence: str


class RevokeProxy(Command):
    """Take the proxy of a seat back from its holder; what was cast by it before stands."""

    agreement: str
    seat: str
    holder: str
    revoked_on: date
    reason: str = ""


def appoint_seat(ledger: Ledger, command: AppointSeat, act: Act) -> int:
    """The seat is held from a day."""
    agreement = find_agreement(ledger, command.agreement)
    member = None if command.member is None else find_member(ledger, command.member).code
    seats = ledger.find(Seats, seats_id(command.agreement))
    who = (member, command.college, command.person)
    seats.appoint(agreement.code, command.seat, *who, command.from_on, command.source)
    return ledger.record(seats, act=act)


def vacate_seat(ledger: Ledger, command: VacateSeat, act: Act) -> int:
    """The seat is free after a day."""
    seats = ledger.find(Seats, seats_id(command.agreement))
    seats.vacate(command.seat, command.until, command.reason)
    return ledger.record(seats, act=act)


def declare_seat_weight(ledger: Ledger, command: DeclareSeatWeight, act: Act) -> int:
    """The seat has a weight of its own from a day."""
    seats = ledger.find(Seats, seats_id(command.agreement))
    seats.declare_weight(command.seat, command.weight, command.effective_on, command.source)
    return ledger.record(seats, act=act)


def record_holding(ledger: Ledger, command: RecordHolding, act: Act) -> int:
    """The member's part of the capital is dated."""
    agreement, member = find_agreement(ledger, command.agreement), find_member(ledger, command.member)
    holdings = ledger.find(Holdings, holdings_id(command.agreement))
    said = (command.shares, command.effective_on, command.source)
    holdings.record_holding(agreement.code, member.code, *said)
    return ledger.record(holdings, act=act)


def grant_proxy(ledger: Ledger, command: GrantProxy, act: Act) -> int:
    """The proxy is given, by the seat itself."""
    agreement = find_agreement(ledger, command.agreement)
    _must_speak_for(ledger, command.agreement, command.seat, command.granted_on, act)
    proxies = ledger.find(Proxies, proxies_id(command.agreement))
    scope = (command.meeting, command.until, command.granted_on)
    proxies.grant(agreement.code, command.seat, command.holder, *scope, command.evidence)
    return ledger.record(proxies, act=act)


def revoke_proxy(ledger: Ledger, command: RevokeProxy, act: Act) -> int:
    """The proxy is taken back, by the seat itself."""
    find_agreement(ledger, command.agreement)
    _must_speak_for(ledger, command.agreement, command.seat, command.revoked_on, act)
    proxies = ledger.find(Proxies, proxies_id(command.agreement))
    proxies.revoke(command.seat, command.holder, command.revoked_on, command.reason)
    return ledger.record(proxies, act=act)


def _must_speak_for(ledger: Ledger, agreement: str, seat: str, day: date, act: Act) -> None:
    # Who stood behind the seat on a day and no longer does could otherwise date a deed back to it.
    seats = ledger.find(Seats, seats_id(agreement))
    for on in (day, date.max):
        act.must_speak_for(seats.member_behind(seat, on))


USE_CASES: UseCases = {
    AppointSeat: appoint_seat,
    VacateSeat: vacate_seat,
    DeclareSeatWeight: declare_seat_weight,
    RecordHolding: record_holding,
    GrantProxy: grant_proxy,
    RevokeProxy: revoke_proxy,
}
