"""The game of going alone: declared costs counted for the months compared, and for those who were there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from domain.allocation import going_alone as module
from domain.allocation.going_alone import GoingAlone, SharedMonths, going_alone
from domain.allocation.stand_alone import AloneCost
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month

JANUARY, FEBRUARY, MARCH = (Month(2026, number) for number in (1, 2, 3))


def declared(members: str, cents: int, first: str = "2026-01", last: str = "2026-01") -> AloneCost:
    return AloneCost(tuple(members), first, last, cents, "quotation", "person", "GED/1", "ab" * 32)


def month(which: Month, presence: dict[str, Fraction] | None = None, **shares: int) -> SharedMonths:
    return SharedMonths((which,), shares, presence or {})


def known(found: GoingAlone) -> dict[str, Fraction | int]:
    return {"".join(sorted(names)): cost for names, cost in found.costs.items()}


def test_all_together_bear_what_was_shared_whatever_is_declared_of_them() -> None:
    found = going_alone([declared("AB", 1), declared("A", 70)], [month(JANUARY, A=60, B=40)])
    assert known(found) == {"A": 70, "AB": 100}
    assert [n.reason for n in found.not_checked] == ["these are all: what was shared counts instead"]


def test_a_cost_of_three_months_counts_a_third_for_one() -> None:
    found = going_alone([declared("A", 100, last="2026-03")], [month(FEBRUARY, A=60, B=40)])
    assert known(found) == {"A": Fraction(100, 3), "AB": 100}
    assert found.game().costs == {0b01: 100, 0b11: 300}
    assert found.scale == 3


def test_the_costs_of_months_that_follow_each_other_add_up() -> None:
    costs = [declared("A", 10), declared("A", 90, "2026-02", "2026-04")]
    shared = SharedMonths((JANUARY, FEBRUARY, MARCH), {"A": 60, "B": 40}, {})
    assert known(going_alone(costs, [shared]))["A"] == 10 + 60


def test_a_month_of_which_nothing_is_declared_leaves_the_subgroup_unchecked() -> None:
    shared = [month(JANUARY, A=60, B=40), month(FEBRUARY, A=60, B=40)]
    found = going_alone([declared("A", 70), declared("B", 50, last="2026-02")], shared)
    assert known(found) == {"B": 50, "AB": 200}
    [unchecked] = found.not_checked
    assert (unchecked.members, "2026-02" in unchecked.reason) == (("A",), True)


def test_a_subgroup_is_each_month_those_of_it_who_were_there() -> None:
    # C comes in February: until then A and C without the others is A without B.
    shared = [month(JANUARY, A=60, B=40), month(FEBRUARY, A=50, B=30, C=20)]
    costs = [
        declared("A", 70, last="2026-01"),
        declared("AC", 65, "2026-02", "2026-02"),
        declared("C", 25, "2026-02", "2026-02"),
    ]
    assert known(going_alone(costs, shared)) == {"C": 25, "AC": 70 + 65, "ABC": 200}


def test_those_who_were_all_there_was_bore_what_was_shared_also_when_somebody_came_later() -> None:
    shared = [month(JANUARY, A=60, B=40), month(FEBRUARY, A=50, B=30, C=20)]
    found = going_alone([declared("AB", 95, "2026-02", "2026-02")], shared)
    assert known(found) == {"AB": 100 + 95, "ABC": 200}


def test_two_who_were_never_there_together_need_no_common_cost() -> None:
    # A leaves with January, C comes with February, B stays.
    shared = [month(JANUARY, A=60, B=40), month(FEBRUARY, B=70, C=30)]
    costs = [declared(name, 50, "2026-01", "2026-02") for name in "ABC"]
    assert known(going_alone(costs, shared)) == {
        "A": 25,
        "B": 50,
        "C": 25,
        "AB": 100 + 25,
        "AC": 50,
        "BC": 25 + 100,
        "ABC": 200,
    }


def test_who_was_there_for_part_of_a_month_goes_alone_for_that_part() -> None:
    half = {"C": Fraction(1, 2)}
    costs = [declared("A", 80), declared("C", 30), declared("AC", 90)]
    found = going_alone(costs, [month(JANUARY, half, A=60, B=30, C=10)])
    assert known(found) == {"A": 80, "C": 15, "AC": Fraction(90 + 80, 2), "ABC": 100}


def test_where_nobody_was_there_for_all_of_a_month_all_together_still_bear_what_was_shared() -> None:
    parts = {"A": Fraction(1, 2), "B": Fraction(1, 4)}
    found = going_alone([declared("A", 80)], [month(JANUARY, parts, A=60, B=40)])
    # For half of their time A was alone, and alone it bore half of what was shared.
    assert known(found) == {"A": 50 + 20, "AB": 100}


def test_who_bears_a_cent_of_months_in_which_it_was_not_there_goes_alone_at_no_cost() -> None:
    gone = {"C": Fraction(0)}
    found = going_alone([declared("A", 80)], [month(JANUARY, gone, A=60, B=41, C=-1)])
    assert known(found) == {"A": 80, "C": 0, "AB": 100, "AC": 80, "ABC": 100}


def test_where_nobody_was_there_those_who_bear_are_compared() -> None:
    nobody = dict.fromkeys("ABC", Fraction(0))
    found = going_alone([declared("A", 80)], [month(JANUARY, nobody, A=60, B=40, C=0)])
    assert known(found) == {"A": 80, "AB": 100}
    assert going_alone([], [month(JANUARY, nobody, A=0, B=0, C=0)]).players == ()


def test_who_was_not_there_and_bears_nothing_is_no_player() -> None:
    gone = {"C": Fraction(0)}
    assert going_alone([declared("A", 80)], [month(JANUARY, gone, A=60, B=40, C=0)]).players == ("A", "B")


def test_too_many_members_and_too_many_changes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"M{number}": 1 for number in range(65)}
    with pytest.raises(BadInput, match="at most 64 members"):
        going_alone([], [SharedMonths((JANUARY,), many, {})])
    monkeypatch.setattr(module, "MAX_KNOWN", 3)
    with pytest.raises(BadInput, match="shorter period"):
        going_alone([declared("A", 1), declared("B", 1)], [month(JANUARY, A=1, B=1, C=1)])
