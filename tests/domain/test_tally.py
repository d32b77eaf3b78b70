"""Quorum and majority are counted over exact weights, by functions that cite their article."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.tally import MAJORITIES, Votes, quorum

WEIGHTS = st.fractions(min_value=0, max_value=100, max_denominator=50)


def votes(
    in_favour: int | str = 0,
    against: int | str = 0,
    abstained: int | str = 0,
    blank: int | str = 0,
    recused: int | str = 0,
    absent: int | str = 0,
    *,
    leave_majority: bool = False,
) -> Votes:
    cast = [Fraction(v) for v in (in_favour, against, abstained, blank, recused)]
    present = sum(cast[:4] if leave_majority else cast, Fraction(0))
    return Votes(*cast, sum(cast, Fraction(absent)), present, leave_majority)


@pytest.mark.parametrize(
    ("majority", "carries", "fails"),
    [
        ("simple", votes(2, 1, 9), votes(1, 1)),
        ("absolute", votes(3, 0, 1, 1), votes(2, 0, 1, 1)),
        ("two thirds of cast", votes(2, 1, 5), votes(199, 100)),
        ("two thirds of present", votes(4, 1, 1), votes(4, 1, 2)),
        ("two thirds of all", votes(4, 0, absent=2), votes(4, 0, absent=3)),
        ("three quarters of cast", votes(3, 1, 5), votes(299, 100)),
        ("three quarters of present", votes(3, 0, 1), votes(3, 0, 1, 1)),
        ("three quarters of all", votes(3, 0, absent=1), votes(3, 0, absent=2)),
        ("unanimity", votes(3), votes(3, 0, 1)),
    ],
)
def test_a_majority_carries_at_its_boundary_and_not_below(
    majority: str, carries: Votes, fails: Votes
) -> None:
    assert MAJORITIES[majority](carries)[0]
    assert not MAJORITIES[majority](fails)[0]


def test_absence_defeats_unanimity() -> None:
    assert not MAJORITIES["unanimity"](votes(2, absent=1))[0]


def test_the_recused_do_not_defeat_unanimity_of_the_others() -> None:
    assert MAJORITIES["unanimity"](votes(2, recused=1))[0]


@pytest.mark.parametrize("majority", MAJORITIES)
def test_nothing_is_adopted_by_nobody(majority: str) -> None:
    for nobody in (votes(), votes(absent=3), votes(abstained=3), votes(recused=3), votes(blank=3)):
        assert not MAJORITIES[majority](nobody)[0]


def test_the_recused_stay_in_the_base_unless_the_charter_says_otherwise() -> None:
    assert not MAJORITIES["absolute"](votes(2, 0, recused=2))[0]
    assert MAJORITIES["absolute"](votes(2, 0, recused=2, leave_majority=True))[0]


def test_a_quorum_is_reached_at_its_boundary() -> None:
    third = Fraction(1, 3)
    assert quorum(third, Fraction(1), third, "take part")[0]
    assert not quorum(third, Fraction(1), third + Fraction(1, 10**40), "take part")[0]


@given(*[WEIGHTS] * 6)
def test_what_takes_more_votes_carries_less_often(
    in_favour: Fraction,
    against: Fraction,
    abstained: Fraction,
    blank: Fraction,
    recused: Fraction,
    absent: Fraction,
) -> None:
    counted = votes(in_favour, against, abstained, blank, recused, absent)
    carried = {name: majority(counted)[0] for name, majority in MAJORITIES.items()}
    for part in ("two thirds", "three quarters"):
        assert carried[f"{part} of all"] <= carried[f"{part} of present"] <= carried[f"{part} of cast"]
    for base in ("cast", "present", "all"):
        assert carried[f"three quarters of {base}"] <= carried[f"two thirds of {base}"]
    assert carried["absolute"] <= carried["simple"]


@given(*[WEIGHTS] * 3, st.sampled_from(sorted(MAJORITIES)))
def test_one_more_vote_in_favour_never_defeats(
    in_favour: Fraction, against: Fraction, moved: Fraction, majority: str
) -> None:
    before, after = votes(in_favour, against + moved), votes(in_favour + moved, against)
    assert MAJORITIES[majority](before)[0] <= MAJORITIES[majority](after)[0]


def test_the_arithmetic_is_told() -> None:
    assert MAJORITIES["simple"](votes(2, 1))[1] == "simple majority: 2 for, 1 against"
    told = quorum(Fraction(2), Fraction(3), Fraction(1, 2), "take part")[1]
    assert told == "quorum: 2 of 3 take part, 1/2 needed"
