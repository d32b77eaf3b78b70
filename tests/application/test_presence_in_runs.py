"""Who enters or leaves in the midst of a quarter bears its part of it, by the agreement's convention."""

from __future__ import annotations

from datetime import date

import pytest

from application.accounts import OpenAccountingYear
from application.group import Group
from application.services import AddBeneficiary, LetBeneficiaryLeave
from domain.membership.agreement import EntryConvention
from tests import examples
from tests.application.test_seasonal_runs import borne
from tests.examples import AVAL, BRUME, BY_AMENDMENT, CIME, EQUAL, carry_out, document, post, reading

STARTED, COMPLETE = EntryConvention.MONTHS_STARTED, EntryConvention.MONTHS_COMPLETE
DAYS, NEXT_YEAR = EntryConvention.DAYS, EntryConvention.NEXT_1_JANUARY


def shared_by_quarter(group: Group, convention: EntryConvention, *members: str, **terms: object) -> None:
    """These members share the contract heating over each quarter, equally unless terms say otherwise."""
    of_quarter = {"allocation_period": "quarter", "beneficiaries": members, **terms}
    carry_out(group, *examples.members_in_agreement(entry_convention=convention))
    carry_out(group, *examples.toolbox("heating", ("calls",)), OpenAccountingYear(year=2028))
    carry_out(group, examples.contract("heating", **{"key": EQUAL, **of_quarter}))


def enter(group: Group, day: date, convention: EntryConvention) -> None:
    entry = {"contract": "heating", "member": CIME, "bears_costs_from": day, "convention": convention}
    carry_out(group, AddBeneficiary(**entry, authority=BY_AMENDMENT))


def leave(group: Group, day: date) -> None:
    leaving = {"contract": "heating", "member": CIME, "bears_costs_until": day}
    carry_out(group, LetBeneficiaryLeave(**leaving, authority=BY_AMENDMENT))


@pytest.mark.parametrize(
    ("convention", "day", "cents", "cime"),
    [
        (STARTED, date(2026, 2, 15), 80_000, 20_000),
        (STARTED, date(2026, 2, 1), 80_000, 20_000),
        (STARTED, date(2026, 1, 31), 90_000, 30_000),
        (COMPLETE, date(2026, 2, 15), 70_000, 10_000),
        (COMPLETE, date(2026, 2, 1), 80_000, 20_000),
        (COMPLETE, date(2026, 3, 2), 60_000, 0),
        (DAYS, date(2026, 2, 15), 75_000, 15_000),
        (NEXT_YEAR, date(2026, 1, 1), 90_000, 30_000),
        (NEXT_YEAR, date(2026, 1, 2), 60_000, 0),
    ],
)
def test_an_entrant_bears_its_part_of_the_quarter(
    group: Group, convention: EntryConvention, day: date, cents: int, cime: int
) -> None:
    shared_by_quarter(group, convention, AVAL, BRUME)
    enter(group, day, convention)
    carry_out(group, document("heating", "2026-03", cents))
    post(group, "heating", "2026-03")
    assert borne(group) == {AVAL: 30_000, BRUME: 30_000, CIME: cime}


@pytest.mark.parametrize(
    ("convention", "day", "cents", "cime"),
    [
        (STARTED, date(2026, 2, 14), 80_000, 20_000),
        (STARTED, date(2026, 1, 31), 70_000, 10_000),
        (COMPLETE, date(2026, 2, 27), 70_000, 10_000),
        (COMPLETE, date(2026, 2, 28), 80_000, 20_000),
        (DAYS, date(2026, 2, 14), 75_000, 15_000),
        (NEXT_YEAR, date(2026, 1, 1), 90_000, 30_000),
    ],
)
def test_who_leaves_bears_its_part_of_the_quarter(
    group: Group, convention: EntryConvention, day: date, cents: int, cime: int
) -> None:
    shared_by_quarter(group, convention, AVAL, BRUME, CIME)
    leave(group, day)
    carry_out(group, document("heating", "2026-03", cents))
    post(group, "heating", "2026-03")
    assert borne(group) == {AVAL: 30_000, BRUME: 30_000, CIME: cime}


def test_a_leap_february_counts_twenty_nine_days(group: Group) -> None:
    """Cime is there for 15 of 29 days of February and for March: 44/87 of the quarter."""
    shared_by_quarter(group, DAYS, AVAL, BRUME)
    enter(group, date(2028, 2, 15), DAYS)
    carry_out(group, document("heating", "2028-03", 21_800))
    post(group, "heating", "2028-03")
    assert borne(group) == {AVAL: 8_700, BRUME: 8_700, CIME: 4_400}


def test_who_left_and_came_back_within_a_month_is_there_for_the_days_of_both_times(group: Group) -> None:
    """Cime is there for the 10 first and the 18 last days of March, and for all of January and February."""
    shared_by_quarter(group, DAYS, AVAL, BRUME, CIME)
    leave(group, date(2026, 3, 10))
    enter(group, date(2026, 3, 14), DAYS)
    carry_out(group, document("heating", "2026-03", 27_600))
    post(group, "heating", "2026-03")
    assert borne(group) == {AVAL: 9_300, BRUME: 9_300, CIME: 9_000}


@pytest.mark.parametrize("convention", [STARTED, COMPLETE, DAYS])
def test_by_calls_an_entrant_bears_its_calls_whole_from_its_first_month_on(
    group: Group, convention: EntryConvention
) -> None:
    """Presence is never applied to a flow; before the first month that counts its calls are not asked for."""
    shared_by_quarter(group, convention, AVAL, BRUME, key=examples.proportional("calls"))
    enter(group, date(2026, 3, 1 if convention is COMPLETE else 31), convention)
    for month in ("2026-01", "2026-02", "2026-03"):
        carry_out(group, *(reading("calls", member, month, "10") for member in (AVAL, BRUME)))
    carry_out(group, reading("calls", CIME, "2026-03", "20"), document("heating", "2026-03", 80_000))
    post(group, "heating", "2026-03")
    assert borne(group) == {AVAL: 30_000, BRUME: 30_000, CIME: 20_000}
