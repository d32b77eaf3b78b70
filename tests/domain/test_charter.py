"""A charter says who decides what by which majority; where it is silent, the default of the form does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.governance.charter import (
    Charter,
    FormDefault,
    LaidDown,
    NoRuleForDecision,
    VotingRule,
    charter_id,
    rule_for,
)
from domain.governance.meeting import Meeting, MeetingKind, NotOnTheAgenda, meeting_id
from domain.governance.meeting_events import AttendanceRecorded, Convened, MinutesSealed
from domain.kernel.authority import Authority
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from tests.given_when_then import Given, given

AGREED = Authority("agreement", "Rives")
RULE = VotingRule(
    decision_type="key",
    electorate="members",
    weights="one each",
    quorum_first_call="1/2",
    quorum_second_call="0",
    majority="simple",
    proxies_per_holder=1,
    recused_leave_quorum=False,
    recused_leave_majority=False,
    casting_vote=None,
    notice_days=15,
    source="article 7",
)
FIRST = LaidDown("Rives", 1, "2026-01-01", AGREED, (RULE,))
CONVENED = Convened("Rives", "M1", "meeting", 1, "2026-01-02", "2026-01-20", ("1", "2"))


def charter(*events: LaidDown) -> Given[Charter]:
    return given(Charter, charter_id("Rives"), *events)


def meeting(*events: Convened) -> Given[Meeting]:
    return given(Meeting, meeting_id("Rives", "M1"), *events)


def test_a_charter_is_laid_down_in_versions() -> None:
    second = replace(RULE, majority="unanimity")
    laid_down = (
        charter()
        .when(lambda c: c.lay_down("Rives", date(2026, 1, 1), [RULE], AGREED))
        .then(FIRST)
        .when(lambda c: c.lay_down("Rives", date(2027, 1, 1), [second], AGREED))
        .then(LaidDown("Rives", 2, "2027-01-01", AGREED, (second,)))
        .aggregate()
    )
    assert laid_down.rule_on(date(2025, 12, 31), "key") is None
    assert laid_down.rule_on(date(2026, 12, 31), "key") == RULE
    assert laid_down.rule_on(date(2027, 1, 1), "key") == second


def test_of_two_versions_from_one_day_the_later_holds() -> None:
    second = replace(RULE, majority="unanimity")
    versions = charter(FIRST, LaidDown("Rives", 2, "2026-01-01", AGREED, (second,))).aggregate()
    assert versions.rule_on(date(2026, 1, 1), "key") == second


def test_a_charter_has_one_rule_for_a_type_of_decision() -> None:
    charter().when(lambda c: c.lay_down("Rives", date(2026, 1, 1), [RULE, RULE], AGREED)).refused(
        BadInput, field="rules"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision_type": "weather"}, "decision_type"),
        ({"majority": "applause"}, "majority"),
        ({"weights": "by ear"}, "weights"),
        ({"source": " "}, "source"),
        ({"quorum_first_call": "3/2"}, "quorum_first_call"),
        ({"quorum_second_call": "-1"}, "quorum_second_call"),
    ],
)
def test_a_rule_can_be_applied(change: dict[str, str], field: str) -> None:
    wrong = replace(RULE, **change)
    charter().when(lambda c: c.lay_down("Rives", date(2026, 1, 1), [wrong], AGREED)).refused(
        BadInput, field=f"rules[0].{field}"
    )


def test_a_quorum_is_kept_in_lowest_terms() -> None:
    given_as = replace(RULE, quorum_first_call="0.50")
    charter().when(lambda c: c.lay_down("Rives", date(2026, 1, 1), [given_as], AGREED)).then(FIRST)


def test_where_the_charter_is_silent_the_default_of_the_form_on_that_day_holds() -> None:
    old, new = (
        replace(RULE, decision_type="other", source=source) for source in ("law of 1999", "law of 2020")
    )
    defaults = [FormDefault("GIE", old, "1999-01-01"), FormDefault("GIE", new, "2020-01-01")]
    written = charter(FIRST).aggregate()

    def rule(day: date, decision: str = "budget", form: str = "GIE") -> VotingRule:
        return rule_for(written, "Rives", form, day, decision, defaults)

    assert rule(date(2026, 5, 1), "key") == RULE
    assert rule(date(2026, 5, 1)) == replace(new, decision_type="budget")
    assert rule(date(2019, 12, 31)) == replace(old, decision_type="budget")
    for day, form in ((date(1998, 1, 1), "GIE"), (date(2026, 5, 1), "association")):
        with pytest.raises(NoRuleForDecision):
            rule(day, form=form)


def test_a_meeting_is_convened_with_its_agenda() -> None:
    meeting().when(
        lambda m: m.convene(
            "Rives", "M1", MeetingKind.MEETING, 1, date(2026, 1, 2), date(2026, 1, 20), ("1", "2")
        )
    ).then(CONVENED)


def test_a_meeting_decides_what_its_agenda_names() -> None:
    meeting(CONVENED).when(lambda m: m.must_have_on_agenda("2")).then_nothing()
    meeting(CONVENED).when(lambda m: m.must_have_on_agenda("3")).refused(NotOnTheAgenda, number="3")


@pytest.mark.parametrize(
    ("call", "held_on", "field"), [(3, date(2026, 1, 20), "call"), (1, date(2026, 1, 1), "held_on")]
)
def test_a_meeting_is_on_first_or_second_call_and_not_before_it_is_convened(
    call: int, held_on: date, field: str
) -> None:
    meeting().when(
        lambda m: m.convene("Rives", "M1", MeetingKind.MEETING, call, date(2026, 1, 2), held_on, ())
    ).refused(BadInput, field=field)


def test_a_reference_is_given_once() -> None:
    meeting(CONVENED).when(
        lambda m: m.convene("Rives", "M1", MeetingKind.WRITTEN, 1, date(2026, 1, 2), date(2026, 1, 2), ())
    ).refused(AlreadyExists, kind="meeting")


def test_nobody_is_both_present_and_represented() -> None:
    meeting(CONVENED).when(lambda m: m.record_attendance(("Aval",), ("Aval",))).refused(BadInput)
    meeting(CONVENED).when(lambda m: m.record_attendance(("Aval",), ("Brume",))).then(
        AttendanceRecorded(("Aval",), ("Brume",))
    )


def test_minutes_are_kept_by_their_hash() -> None:
    meeting(CONVENED).when(lambda m: m.seal_minutes("ab" * 32, None)).then(MinutesSealed("ab" * 32, None))
    meeting().when(lambda m: m.seal_minutes("ab" * 32, None)).refused(NotFound, kind="meeting")
