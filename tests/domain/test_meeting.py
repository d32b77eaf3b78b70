"""A meeting is convened in time, attended by who is there, and takes its resolutions in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.governance.attendance import CarriedProxy
from domain.governance.charter import VotingRule
from domain.governance.meeting import (
    FirstCallDecided,
    Meeting,
    MeetingKind,
    NoticeTooShort,
    NotOnTheAgenda,
    OutOfOrder,
    Terms,
    meeting_id,
)
from domain.governance.meeting_events import AttendanceRecorded, Convened, OrderChanged
from domain.kernel.aggregate import Event
from domain.kernel.errors import BadInput
from tests.given_when_then import Given, given, replayed

CONVENED_ON, HELD_ON = date(2026, 1, 2), date(2026, 1, 20)
CONVENED = Convened("Rives", "M1", "meeting", 1, "2026-01-02", "2026-01-20", ("1", "2", "3"))
WRITTEN = replace(CONVENED, kind="written consultation", opens_on="2026-01-05")
RULE = VotingRule("key", "members", "one each", "0", "0", "simple", 1, False, False, None, 19, "article 7")
FIRST = replayed(Meeting, meeting_id("Rives", "M1"), [CONVENED])


def meeting(*events: Event) -> Given[Meeting]:
    return given(Meeting, meeting_id("Rives", "M1"), *events)


def convene(kind: MeetingKind = MeetingKind.MEETING, call: int = 1, **terms: Any) -> object:
    days = terms.pop("convened_on", CONVENED_ON), terms.pop("held_on", HELD_ON)
    agenda = terms.pop("agenda", ("1", "2", "3"))
    return lambda m: m.convene("Rives", "M1", kind, call, *days, agenda, Terms(**terms))


def test_a_written_consultation_has_days_for_ballots_and_nobody_attends_it() -> None:
    written = MeetingKind.WRITTEN
    meeting().when(convene(written, opens_on=date(2026, 1, 5))).then(WRITTEN)
    meeting().when(convene(written)).then(replace(WRITTEN, opens_on="2026-01-02"))
    meeting(WRITTEN).when(lambda m: m.record_attendance(("A",), ())).refused(BadInput)
    meeting(WRITTEN).when(lambda m: m.must_have_reached("3", ())).then_nothing()
    for day in (date(2026, 1, 1), date(2026, 1, 21)):
        meeting().when(convene(written, opens_on=day)).refused(BadInput, field="opens_on")
    meeting().when(convene(opens_on=date(2026, 1, 5))).refused(BadInput, field="opens_on")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"agenda": ("1", " 1")}, "agenda"),
        ({"notice_exception": "haste", "notice_reason": "why"}, "notice_exception"),
        ({"notice_exception": "urgency"}, "notice_reason"),
        ({"notice_reason": "no exception"}, "notice_reason"),
        ({"follows": FIRST, "left_inquorate": ("1",)}, "follows"),
        ({"call": 2}, "follows"),
        ({"call": 2, "follows": FIRST, "agenda": ("1", "2")}, "agenda"),
        ({"call": 2, "follows": FIRST, "agenda": ("2", "1", "3")}, "agenda"),
        ({"call": 2, "follows": FIRST, "left_inquorate": ("1",)}, "convened_on"),
    ],
)
def test_a_convocation_names_what_it_cannot_say(terms: dict[str, Any], field: str) -> None:
    meeting().when(convene(**terms)).refused(BadInput, field=field)


def test_a_second_call_is_for_what_was_left_undecided() -> None:
    later = {"call": 2, "follows": FIRST, "convened_on": HELD_ON, "held_on": date(2026, 2, 1)}
    meeting().when(convene(**later)).refused(FirstCallDecided, reference="M1")
    days = {"convened_on": "2026-01-20", "held_on": "2026-02-01"}
    again = replace(CONVENED, call=2, follows="M1", **days)
    meeting().when(convene(**later, left_inquorate=("2",))).then(again)


def test_a_notice_is_as_long_as_the_article_wants_unless_an_exception_is_allowed() -> None:
    check = lambda rule: lambda m: m.must_have_given_notice(rule)  # noqa: E731
    meeting(CONVENED).when(check(RULE)).refused(
        NoticeTooShort, given_days=18, needed_days=19, article="article 7"
    )
    meeting(CONVENED).when(check(replace(RULE, notice_days=18))).then_nothing()
    waived = replace(CONVENED, notice_exception="waiver of all", notice_reason="all have signed")
    meeting(waived).when(check(RULE)).refused(NoticeTooShort)
    meeting(waived).when(check(replace(RULE, notice_exceptions=("waiver of all",)))).then_nothing()
    second = replace(CONVENED, call=2, follows="M0")
    meeting(second).when(check(replace(RULE, notice_days_second_call=18))).then_nothing()
    meeting(second).when(check(RULE)).refused(NoticeTooShort)


def test_an_attendance_sheet_is_consistent() -> None:
    carried = CarriedProxy("b", "A")
    meeting(CONVENED).when(lambda m: m.record_attendance(("A",), ("B",), (carried,), "2")).then(
        AttendanceRecorded(("A",), ("B",), (carried,), "2")
    )
    for present, represented, proxies in (
        (("A",), (), (carried,)),
        ((), ("B",), (carried,)),
        (("A", "C"), ("B",), (carried, CarriedProxy("B", "C"))),
    ):
        meeting(CONVENED).when(lambda m, s=(present, represented, proxies): m.record_attendance(*s)).refused(
            BadInput, field="proxies"
        )
    meeting(CONVENED).when(lambda m: m.record_attendance((), (), (), "9")).refused(NotOnTheAgenda)


def test_who_attends_is_read_at_each_resolution_whenever_it_was_typed() -> None:
    later, opening = AttendanceRecorded(("A",), (), (), "2"), AttendanceRecorded(("A", "B"), ())
    held = meeting(CONVENED, later, opening).aggregate()
    present = [held.attendance_at(number) for number in ("1", "2", "3")]
    assert [sheet and sheet.present for sheet in present] == [("A", "B"), ("A",), ("A",)]
    unknown = meeting(CONVENED, later).aggregate()
    assert unknown.attendance_at("1") is None


def test_resolutions_are_taken_in_the_order_of_the_agenda_or_of_the_meeting() -> None:
    meeting(CONVENED).when(lambda m: m.must_have_reached("3", {"1"})).refused(OutOfOrder, earlier="2")
    meeting(CONVENED).when(lambda m: m.must_have_reached("3", {"1", "2"})).then_nothing()
    changed = OrderChanged(("3", "1", "2"), "3 is urgent")
    reordered = (
        meeting(CONVENED).when(lambda m: m.change_order(("3", "1", "2"), " 3 is urgent ")).then(changed)
    )
    reordered.when(lambda m: m.must_have_reached("3", ())).then_nothing()
    meeting(CONVENED).when(lambda m: m.change_order(("3", "1"), "why")).refused(BadInput, field="agenda")
    meeting(CONVENED).when(lambda m: m.change_order(("3", "1", "2"), "")).refused(BadInput, field="reason")
