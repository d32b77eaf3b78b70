"""Seats, holdings and proxies are dated registers: what held on a day can be read on any later one."""

from __future__ import annotations

from datetime import date

from domain.governance.holdings import HoldingRecorded, Holdings, holdings_id
from domain.governance.proxies import (
    NoProxyInForce,
    Proxies,
    ProxyGranted,
    ProxyRevoked,
    ProxyStands,
    proxies_id,
)
from domain.governance.seats import SeatAppointed, Seats, SeatTaken, SeatVacated, SeatWeightDeclared, seats_id
from domain.kernel.aggregate import Event
from domain.kernel.errors import BadInput, NotFound
from tests.given_when_then import Given, given

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
SEAT = SeatAppointed("Rives", "A1", "Aval", None, None, "2026-01-01", "board of Aval")
GRANTED = ProxyGranted("Rives", 1, "Brume", "Aval", "M1", None, "2026-01-01", "letter")
LASTING = ProxyGranted("Rives", 1, "Brume", "Aval", None, "2026-06-01", "2026-01-01", "letter")
REVOKED = ProxyRevoked(1, "Brume", "Aval", "2026-03-01", "")


def seats(*events: Event) -> Given[Seats]:
    return given(Seats, seats_id("Rives"), *events)


def proxies(*events: Event) -> Given[Proxies]:
    return given(Proxies, proxies_id("Rives"), *events)


def appoint(seat: str, from_on: date, source: str = "board of Aval") -> object:
    return lambda s: s.appoint("Rives", seat, "Aval", None, None, from_on, source)


def grant(
    holder: str, meeting: str | None, until: date | None, day: date, evidence: str = "letter"
) -> object:
    return lambda p: p.grant("Rives", "Brume", holder, meeting, until, day, evidence)


def test_a_seat_is_given_once_at_a_time() -> None:
    held = seats().when(appoint("A1", JANUARY)).then(SEAT)
    held.when(appoint("a1", JUNE)).refused(SeatTaken, seat="A1")
    free = held.when(lambda s: s.vacate("A1", MARCH, "")).then(
        SeatVacated("A1", "2026-01-01", "2026-03-01", "")
    )
    free.when(appoint("A1", MARCH)).refused(SeatTaken)
    again = free.when(appoint("a1", JUNE)).then(
        SeatAppointed("Rives", "A1", "Aval", None, None, "2026-06-01", "board of Aval")
    )
    register = again.aggregate()
    assert [len(register.held_on(day)) for day in (JANUARY, MARCH, date(2026, 4, 1), JUNE)] == [1, 1, 0, 1]


def test_a_seat_names_the_deed_that_appoints_and_is_vacated_by_who_holds_it() -> None:
    seats().when(appoint("A1", JANUARY, " ")).refused(BadInput, field="source")
    seats().when(lambda s: s.vacate("A1", JUNE, "")).refused(NotFound)
    seats(SEAT).when(lambda s: s.vacate("A1", date(2025, 12, 31), "")).refused(BadInput, field="until")


def test_a_weight_of_its_own_is_exact_and_dated() -> None:
    said = lambda w, day: lambda s: s.declare_weight("A1", w, day, "list")  # noqa: E731
    weighed = (
        seats(SEAT).when(said("2468/6", MARCH)).then(SeatWeightDeclared("A1", "1234/3", "2026-03-01", "list"))
    )
    register = weighed.aggregate()
    assert register.weight_on("A1", JANUARY) is None
    assert register.weight_on("A1", MARCH) is not None
    seats(SEAT).when(said("a third", MARCH)).refused(BadInput, field="weight")
    seats().when(said("1", MARCH)).refused(NotFound, kind="seat")


def test_the_latest_holding_of_a_day_holds() -> None:
    recorded = [
        HoldingRecorded("Rives", "Aval", n, d, "r") for n, d in (("9", "2026-03-01"), ("5", "2026-01-01"))
    ]
    register = given(Holdings, holdings_id("Rives"), *recorded).aggregate()
    held = [register.held_on("Aval", day) for day in (date(2025, 1, 1), JANUARY, MARCH)]
    assert [each and each.shares for each in held] == [None, "5", "9"]


def test_a_proxy_is_for_a_meeting_or_for_a_time_by_a_deed() -> None:
    proxies().when(grant("Aval", "M1", None, JANUARY)).then(GRANTED)
    for wrong, field in (
        (grant("brume", "M1", None, JANUARY), "holder"),
        (grant("Aval", None, None, JANUARY), "meeting"),
        (grant("Aval", "M1", JUNE, JANUARY), "meeting"),
        (grant("Aval", None, JANUARY, JUNE), "until"),
        (grant("Aval", "M1", None, JANUARY, " "), "evidence"),
    ):
        proxies().when(wrong).refused(BadInput, field=field)


def test_a_voter_has_one_proxy_for_a_meeting_and_one_for_a_time() -> None:
    proxies(GRANTED).when(grant("Cime", "m1", None, MARCH)).refused(ProxyStands, holder="Aval")
    proxies(LASTING).when(grant("Cime", None, JUNE, MARCH)).refused(ProxyStands, holder="Aval")
    both = (
        proxies(LASTING)
        .when(grant("Cime", "M1", None, MARCH))
        .then(ProxyGranted("Rives", 2, "Brume", "Cime", "M1", None, "2026-03-01", "letter"))
    )
    register = both.aggregate()
    holders = [register.standing("Brume", meeting, MARCH).in_force for meeting in ("M1", "M2")]
    assert [given_to and given_to.holder for given_to in holders] == ["Cime", "Aval"]


def test_a_revocation_holds_from_its_day_and_what_was_given_before_is_still_read() -> None:
    taken_back = proxies(GRANTED).when(lambda p: p.revoke("brume", "AVAL", MARCH, "")).then(REVOKED)
    register = taken_back.aggregate()
    assert register.standing("Brume", "M1", date(2026, 2, 28)).in_force is not None
    assert register.standing("Brume", "M1", MARCH).in_force is None
    taken_back.when(lambda p: p.standing("Brume", "M1", MARCH).must_let_vote("Aval", "Brume", MARCH)).refused(
        NoProxyInForce, why="it was revoked"
    )
    taken_back.when(lambda p: p.revoke("Brume", "Aval", JUNE, "")).refused(NotFound)
    proxies(GRANTED).when(lambda p: p.revoke("Brume", "Aval", date(2025, 1, 1), "")).refused(BadInput)


def test_who_votes_itself_takes_back_the_proxy_that_is_in_force_and_no_other() -> None:
    proxies(GRANTED).when(lambda p: p.give_way_to_voter("Brume", "M2", MARCH, "R1")).then_nothing()
    proxies(GRANTED).when(lambda p: p.give_way_to_voter("Brume", "M1", MARCH, "R1")).then(
        ProxyRevoked(1, "Brume", "Aval", "2026-03-01", "voted itself on resolution R1")
    )
