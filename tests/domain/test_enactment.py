"""Enactments come in order, need earlier ones, wait for conditions; a condition is met or fails once."""

from __future__ import annotations

from datetime import date

import pytest

from domain.governance.pending_condition import (
    Approved,
    Awaited,
    ConditionSettled,
    Failed,
    Met,
    PendingCondition,
    pending_condition_id,
)
from domain.kernel.authority import Authority
from domain.kernel.enactment import (
    Condition,
    ConditionAwaited,
    Course,
    Enactment,
    NeedAwaited,
    NeedRefused,
    check_order,
)
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.periods import months_later
from tests.given_when_then import Given, given

MINISTER = Condition("official approval", "the minister's approval")
SIGNED = Condition("amendment signed", "1")
R1, R2 = (Authority("resolution", "Rives", number, 1) for number in ("R1", "R2"))
AWAITED = Awaited("Rives", MINISTER, R1)
DAY, LATER = date(2026, 3, 10), date(2026, 4, 1)
FAILED = Failed("the minister", "letter 41", "2026-03-10", "no purpose", (R1,))


def course() -> Course:
    waiting = Enactment("free text", {}, conditions=(MINISTER, SIGNED))
    return Course((waiting, Enactment("free text", {}, needs=(1,))))


def test_what_waits_is_free_once_all_its_conditions_are_met() -> None:
    waits = course()
    with pytest.raises(ConditionAwaited):
        waits.must_be_free(1)
    waits.meet(1, MINISTER, LATER)
    assert waits.awaited(1) == (SIGNED,)
    waits.meet(1, SIGNED, DAY)
    waits.must_be_free(1)
    assert waits.in_force_on(1, date(2026, 1, 5)) == LATER
    assert waits.in_force_on(2, DAY) == DAY


def test_what_needs_an_earlier_one_shares_its_fate() -> None:
    needs = course()
    with pytest.raises(NeedAwaited):
        needs.must_be_free(2)
    needs.refused.add(1)
    with pytest.raises(NeedRefused):
        needs.must_be_free(2)
    needs.refused.clear()
    needs.carried_out.add(1)
    needs.must_be_free(2)


@pytest.mark.parametrize("ordinal", [0, 3, -1])
def test_enactments_are_known_by_their_numbers(ordinal: int) -> None:
    with pytest.raises(NotFound):
        course().must_have(ordinal)


@pytest.mark.parametrize(
    ("enactment", "field"),
    [
        (Enactment("free text", {}, needs=(1,)), "enactments[1].needs"),
        (Enactment("free text", {}, conditions=(SIGNED, SIGNED)), "enactments[1].conditions"),
        (
            Enactment("free text", {}, conditions=(Condition("accession signed", " "),)),
            "enactments[1].conditions.subject",
        ),
    ],
)
def test_what_could_never_come_is_refused(enactment: Enactment, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_order((enactment,))
    assert refused.value.facts["field"] == field


def pending(*events: Awaited | Met | Approved | Failed) -> Given[PendingCondition]:
    return given(PendingCondition, pending_condition_id("Rives", MINISTER), *events)


def approve(p: PendingCondition, effective_on: date = LATER, reference: str = "JO 118") -> None:
    p.approve("the minister", "order", reference, DAY, effective_on, None)


def refuse(p: PendingCondition) -> None:
    p.refuse("the minister", "letter 41", DAY, "no purpose")


def test_an_approval_is_given_by_an_act_and_holds_from_a_day() -> None:
    approved = Approved("the minister", "order", "JO 118", "2026-03-10", "2026-04-01", None)
    held = pending(AWAITED).when(approve).then(approved)
    assert held.aggregate().met_on == LATER
    held.when(approve).refused(ConditionSettled, settled_on=LATER)
    held.when(refuse).refused(ConditionSettled)
    held.when(lambda p: p.await_for("Rives", MINISTER, R2)).then_nothing()


def test_an_approval_says_who_and_by_which_reference_and_is_not_dated_back() -> None:
    pending(AWAITED).when(lambda p: approve(p, reference=" ")).refused(BadInput, field="reference")
    pending(AWAITED).when(lambda p: approve(p, date(2026, 3, 9))).refused(BadInput, field="effective_on")


def test_what_failed_may_be_asked_for_anew_and_only_who_asks_then_waits() -> None:
    failed = pending(AWAITED).when(refuse).then(FAILED)
    failed.when(approve).refused(ConditionSettled)
    anew = failed.when(lambda p: p.await_for("Rives", MINISTER, R2)).then(Awaited("Rives", MINISTER, R2))
    assert anew.aggregate().waiting == (R2,)


def test_who_waits_is_noted_once_and_nobody_is_told_what_nobody_awaits() -> None:
    waits = lambda p: p.await_for("Rives", MINISTER, R1)  # noqa: E731
    pending().when(waits).then(AWAITED).when(waits).then_nothing()
    pending().when(lambda p: p.meet(DAY)).then_nothing()
    met = pending(AWAITED).when(lambda p: p.meet(DAY)).then(Met("2026-03-10"))
    met.when(lambda p: p.meet(DAY)).then_nothing()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 20), 6, date(2026, 9, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_a_notice_ends_on_the_same_day_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
