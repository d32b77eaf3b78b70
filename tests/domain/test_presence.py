"""The entry convention of the agreement says for which part of a service month a member bears costs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allocation.presence import presence, presence_over
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month

APRIL = Month(2026, 4)
CONVENTIONS = ("from the start", "months started", "months complete", "days", "next 1 January")
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("convention", "start", "until", "part"),
    [
        ("months started", date(2026, 4, 30), None, 1),
        ("months started", date(2026, 5, 1), None, 0),
        ("months started", date(2026, 1, 1), date(2026, 4, 1), 1),
        ("months started", date(2026, 1, 1), date(2026, 3, 31), 0),
        ("months complete", date(2026, 4, 1), None, 1),
        ("months complete", date(2026, 4, 2), None, 0),
        ("months complete", date(2026, 1, 1), date(2026, 4, 29), 0),
        ("months complete", date(2026, 1, 1), date(2026, 4, 30), 1),
        ("days", date(2026, 4, 21), None, Fraction(1, 3)),
        ("days", date(2026, 4, 1), date(2026, 4, 10), Fraction(1, 3)),
        ("days", date(2026, 4, 30), None, Fraction(1, 30)),
        ("days", date(2026, 5, 1), None, 0),
        ("next 1 January", date(2026, 1, 2), None, 0),
        ("next 1 January", date(2026, 1, 1), None, 1),
        ("next 1 January", date(2025, 1, 2), None, 1),
        ("next 1 January", date(2025, 1, 1), date(2026, 1, 31), 1),
        ("next 1 January", date(2025, 1, 1), date(2025, 12, 31), 0),
    ],
)
def test_a_convention_counts_at_its_boundary(
    convention: str, start: date, until: date | None, part: Fraction
) -> None:
    assert presence(convention, start, until, APRIL) == part


LEAP, PLAIN = Month(2028, 2), Month(2027, 2)


@pytest.mark.parametrize(
    ("convention", "start", "until", "month", "part"),
    [
        ("days", date(2028, 2, 29), None, LEAP, Fraction(1, 29)),
        ("days", date(2028, 2, 15), None, LEAP, Fraction(15, 29)),
        ("days", date(2027, 2, 15), None, PLAIN, Fraction(1, 2)),
        ("days", date(2027, 1, 1), date(2028, 2, 28), LEAP, Fraction(28, 29)),
        ("days", date(2027, 1, 1), date(2028, 2, 29), LEAP, 1),
        ("months complete", date(2027, 1, 1), date(2028, 2, 28), LEAP, 0),
        ("months complete", date(2027, 1, 1), date(2028, 2, 29), LEAP, 1),
        ("months complete", date(2026, 1, 1), date(2027, 2, 28), PLAIN, 1),
        ("months started", date(2028, 2, 29), None, LEAP, 1),
        ("months started", date(2028, 2, 29), date(2028, 2, 29), LEAP, 1),
        ("next 1 January", date(2028, 2, 29), None, LEAP, 0),
        ("next 1 January", date(2027, 1, 1), date(2028, 2, 1), LEAP, 1),
    ],
)
def test_a_leap_february_has_a_day_more(
    convention: str, start: date, until: date | None, month: Month, part: Fraction
) -> None:
    assert presence(convention, start, until, month) == part


@pytest.mark.parametrize(
    ("entering", "leaving", "part"),
    [
        ("days", "months started", Fraction(20, 30)),
        ("days", "months complete", 0),
        ("months started", "days", Fraction(20, 30)),
        ("months complete", "days", 0),
        ("next 1 January", "days", 0),
        ("days", "next 1 January", Fraction(20, 30)),
    ],
)
def test_a_member_may_leave_by_another_convention_than_it_entered_by(
    entering: str, leaving: str, part: Fraction
) -> None:
    assert presence(entering, date(2026, 4, 11), date(2026, 4, 20), APRIL, leaving) == part


FIRST_QUARTER = list(Month(2026, 1).through(Month(2026, 3)))


@pytest.mark.parametrize(
    ("convention", "start", "until", "part"),
    [
        ("months started", date(2026, 2, 28), None, Fraction(2, 3)),
        ("months started", date(2026, 3, 1), None, Fraction(1, 3)),
        ("months started", date(2025, 1, 1), date(2026, 2, 1), Fraction(2, 3)),
        ("months started", date(2025, 1, 1), date(2026, 1, 31), Fraction(1, 3)),
        ("months complete", date(2026, 2, 1), None, Fraction(2, 3)),
        ("months complete", date(2026, 2, 2), None, Fraction(1, 3)),
        ("months complete", date(2025, 1, 1), date(2026, 2, 27), Fraction(1, 3)),
        ("months complete", date(2025, 1, 1), date(2026, 2, 28), Fraction(2, 3)),
        ("days", date(2026, 2, 15), None, Fraction(1, 2)),
        ("days", date(2025, 1, 1), date(2026, 2, 14), Fraction(1, 2)),
        ("days", date(2026, 1, 17), date(2026, 2, 14), Fraction(15, 31) / 3 + Fraction(1, 6)),
        ("days", date(2026, 3, 31), None, Fraction(1, 93)),
        ("days", date(2026, 4, 1), None, 0),
        ("next 1 January", date(2026, 1, 1), None, 1),
        ("next 1 January", date(2026, 1, 2), None, 0),
        ("next 1 January", date(2025, 7, 1), None, 1),
        ("next 1 January", date(2025, 1, 1), date(2026, 1, 1), 1),
    ],
)
def test_a_convention_counts_within_a_quarter_whose_months_weigh_alike(
    convention: str, start: date, until: date | None, part: Fraction
) -> None:
    parts = {month: presence(convention, start, until, month) for month in FIRST_QUARTER}
    assert presence_over(parts, dict.fromkeys(FIRST_QUARTER, Fraction(1))) == part


@given(
    st.sampled_from(CONVENTIONS),
    DAYS,
    st.one_of(st.none(), DAYS),
    st.builds(Month, st.integers(2024, 2027), st.integers(1, 12)),
)
def test_presence_is_a_part_of_the_month(
    convention: str, start: date, until: date | None, month: Month
) -> None:
    part = presence(convention, start, until, month)
    assert 0 <= part <= 1
    if start > month.last_day:
        assert part == 0


@given(DAYS, DAYS)
def test_by_days_a_year_counts_every_day_once(start: date, until: date) -> None:
    months = Month.containing(start).through(Month.containing(max(start, until)))
    counted = sum(presence("days", start, until, month) * month.days for month in months)
    assert counted == max((until - start).days + 1, 0)


def test_a_convention_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput):
        presence("when it suits", date(2026, 1, 1), None, APRIL)
