"""A contract whose terms were changed is asked, and told, by the terms of the month that is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.answers.lists import contracts
from application.answers.on_a_day import contracts_on
from application.answers.stand_alone_costs import alone_of
from application.answers.variance import SharedOverLonger, variance
from application.answers.win_win import win_win
from application.contract_changes import ChangeContract
from application.group import Group
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from tests import examples
from tests.examples import AVAL, BRUME, BY_AMENDMENT, EQUAL, IN_FORCE_ON, adopted, carry_out, document, post


def change(month: str, **terms: Any) -> ChangeContract:
    decided = {"decided_on": IN_FORCE_ON, "authority": BY_AMENDMENT}
    return ChangeContract.read({"contract": "land", "effective_from": month, **terms, **decided})


@pytest.fixture
def changed(confluence: Group) -> Group:
    """Land is shared by the month, and from April by the quarter; then Brume provides it."""
    carry_out(confluence, *examples.toolbox("land"), examples.contract("land", EQUAL))
    carry_out(confluence, change("2026-04", allocation_period="quarter", provider=BRUME))
    for month in ("2026-02", "2026-03", "2026-04", "2026-05"):
        carry_out(confluence, document("land", month, 300))
        post(confluence, "land", month)
    carry_out(confluence, examples.alone("land", [AVAL], "2026-01", "2026-12", 120_000))
    return confluence


def test_a_month_of_what_is_shared_by_the_quarter_since_is_a_part(changed: Group) -> None:
    rows, at = changed.readings, changed.position()
    assert win_win(rows, at, "land", "2026-03")["total_cents"] == 300
    with pytest.raises(BadInput, match="shared by the quarter: ask for 2026-04 to 2026-06"):
        win_win(rows, at, "land", "2026-04")
    assert win_win(rows, at, "land", "2026-Q2")["total_cents"] == 600
    with pytest.raises(SharedOverLonger):
        variance(rows, at, "land", "2026-03", "2026-04")
    assert variance(rows, at, "land", "2026-02", "2026-03")["in_all"]["difference_cents"] == 0


def test_going_alone_is_of_the_period_so_far_as_it_is_then(changed: Group) -> None:
    rows, at = changed.readings, changed.position()
    for asked, together in (("2026-03", ["2026-03"]), ("2026-05", ["2026-04", "2026-05"])):
        alone = alone_of(rows, at, "land", Month.of(asked), AVAL)
        assert alone is not None
        assert alone["months"] == together


def test_months_and_quarters_of_one_year_are_not_held_against_each_other(changed: Group) -> None:
    with pytest.raises(BadInput, match="allocation periods of one length"):
        variance(changed.readings, changed.position(), "land", "2026-Q1", "2026-Q2")


def test_a_contract_is_told_by_the_terms_of_the_day(changed: Group) -> None:
    rows, at = changed.readings, changed.position()
    told = {month: contracts_on(rows, at, date(2026, month, 15), "land")[0] for month in (3, 4)}
    assert (told[3]["provider"], told[3]["allocation_period"]) == (AVAL, "month")
    assert (told[4]["provider"], told[4]["allocation_period"]) == (BRUME, "quarter")


def test_a_contract_is_listed_with_what_was_decided_last_as_of_the_position(confluence: Group) -> None:
    carry_out(confluence, *examples.toolbox("land"), examples.contract("land", EQUAL))
    before = confluence.position()
    carry_out(confluence, change("2026-04", provider=BRUME, notice_months=6))
    [listed] = contracts(confluence.readings, confluence.position(), "land")
    assert (listed["provider"], listed["notice_months"]) == (BRUME, 6)
    assert [t["provider"] for t in listed["terms"]] == [AVAL, BRUME]
    [known] = contracts(confluence.readings, before, "land")
    assert (known["provider"], known["notice_months"]) == (AVAL, 3)


def test_the_key_of_a_day_is_not_one_that_restates_other_months(confluence: Group) -> None:
    terms = {"contract": "platform", "key": dict(EQUAL), "effective_from": "2026-01", "through": "2026-02"}
    restated = Enactment("authorise a restatement", {**terms, "reason": "the calls were counted wrongly"})
    carry_out(confluence, examples.charter(examples.rule("key")))
    carry_out(confluence, *adopted("R1", [restated], "key", day=date(2026, 3, 20)))
    rows, at = confluence.readings, confluence.position()
    keys = [contracts_on(rows, at, date(2026, month, 1), "platform")[0]["key"] for month in (1, 2, 3)]
    assert [key["version"] for key in keys] == [2, 2, 1]
