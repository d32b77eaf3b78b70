"""A key that is only supposed or tried shares with the seasons and averages that stand beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from application.answers.impact import impact_of
from application.answers.win_win import key_to_try, win_win
from application.group import Group
from application.impact.past import Asked
from application.resolutions import TableResolution
from application.services import LetBeneficiaryLeave
from application.what_if.asking import Answered, records_until, what_if
from application.what_if.changes import question_of
from domain.kernel.enactment import Enactment
from domain.kernel.errors import BadInput
from tests import examples
from tests.application.test_seasonal_runs import BY_HOMES, SEASONAL, opened
from tests.examples import (
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    CONFLUENCE,
    EQUAL,
    carry_out,
    document,
    post,
    reading,
)


@pytest.fixture
def winter(group: Group) -> Group:
    """A quarter's heating of 1,218.00 EUR, posted: Aval bears 450.00 EUR, Brume 463.00 EUR, Cime 305.00 EUR."""
    opened(group, **SEASONAL)
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    carry_out(group, reading("homes", CIME, "2026-02", "180"), reading("homes", BRUME, "2026-03", "110"))
    leaves = {"contract": "heating", "member": CIME, "authority": BY_AMENDMENT}
    carry_out(group, LetBeneficiaryLeave(**leaves, bears_costs_until=date(2026, 2, 14)))
    carry_out(group, document("heating", "2026-03", 121_800))
    post(group, "heating", "2026-03")
    return group


def supposed(group: Group, key: Any) -> Answered:
    change = {"change": "key", "contract": "heating", "effective_from": "2026-01", "key": key}
    return what_if(records_until(group.ledger.event_log, group.position()), question_of(change))


def tried(answer: Any) -> dict[str, int]:
    return {member["member"]: member["bears_cents"] for member in answer["tried"]["members"]}


def test_the_key_that_holds_already_changes_nothing_when_it_is_supposed(winter: Group) -> None:
    differences = supposed(winter, BY_HOMES).differences()
    assert {(d.recorded.cents, d.supposed.cents) for d in differences} <= {
        (c, c) for c in (45_000, 46_300, 30_500)
    }
    assert all(d.recorded == d.supposed for d in differences)


def test_another_key_keeps_the_seasons_and_leaves_what_it_does_not_count(winter: Group) -> None:
    # By presence 1, 1 and 49/90, in the winter's weights: 1,218.00 EUR by 90, 90 and 49 of 229.
    cents = {d.member: d.supposed.cents for d in supposed(winter, EQUAL).differences()}
    assert cents == {AVAL: 47_869, BRUME: 47_869, CIME: 26_062}


def test_a_key_is_tried_with_the_seasons_that_hold(winter: Group) -> None:
    rows, at, ledger = winter.readings, winter.position(), winter.ledger
    again = win_win(rows, at, "heating", "2026-Q1", key_to_try(ledger, json.dumps(BY_HOMES), None))
    assert tried(again) == {AVAL: 45_000, BRUME: 46_300, CIME: 30_500}
    equal = win_win(rows, at, "heating", "2026-Q1", key_to_try(ledger, json.dumps(EQUAL), None))
    assert tried(equal) == {AVAL: 47_869, BRUME: 47_869, CIME: 26_062}


def put_to_the_vote(group: Group, number: str, **terms: Any) -> dict[str, int]:
    """What each member would have borne of the quarter under a key that a resolution is to adopt."""
    adopted = Enactment("adopt a key", examples.key_terms("heating", BY_HOMES, "2026-04", **terms))
    on = {"agreement": CONFLUENCE, "number": number, "title": "Seasons", "tabled_on": date(2026, 4, 1)}
    decision = examples.decision_on((adopted,))
    carry_out(group, TableResolution(**on, decision_type=decision, enactments=(adopted,)))
    told = impact_of(group.ledger.event_log, group.position(), CONFLUENCE, number, Asked())
    [enactment] = told["enactments"]
    [comparison] = enactment["comparisons"]
    return {m["member"]: m["after_cents"] for m in comparison["members"]}


def test_a_key_that_is_put_to_the_vote_is_tried_with_the_seasons_that_it_lays_down(winter: Group) -> None:
    assert put_to_the_vote(winter, "S1", **SEASONAL) == {AVAL: 45_000, BRUME: 46_300, CIME: 30_500}
    # Without seasons of its own, all months weigh alike and the latest homes count: 100, 110 and 180, half there.
    assert put_to_the_vote(winter, "S2") == {AVAL: 40_600, BRUME: 44_660, CIME: 36_540}
    with pytest.raises(BadInput):
        put_to_the_vote(winter, "S3", averaged_measures=["calls"])
