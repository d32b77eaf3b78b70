"""What a corrective run posts, and how a split explains itself to one member."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.allocation.engine.splitting import explain, parse_key, round_difference, split
from domain.kernel.errors import BadInput

F = Fraction
PARTS = st.lists(st.fractions(-20, 20, max_denominator=6), min_size=1, max_size=5)


def differences(parts: list[Fraction], total: int) -> dict[str, Fraction]:
    """Exact differences that sum to the total."""
    return {f"M{i}": part for i, part in enumerate([*parts, total - sum(parts, F(0))])}


@settings(max_examples=150, deadline=None)
@given(PARTS, st.integers(-30, 30), st.sampled_from(["largest-remainder", "carried-remainder"]))
def test_differences_sum_and_mirror_whatever_their_signs(
    parts: list[Fraction], total: int, rule: str
) -> None:
    exact = differences(parts, total)
    done = round_difference(exact, total, rounding=rule)
    assert sum(done.cents.values()) == total
    assert all(abs(share.rounding_cents) < 1 for share in done.shares)
    mirrored = round_difference({name: -part for name, part in exact.items()}, -total, rounding=rule)
    assert mirrored.cents == {name: -cents for name, cents in done.cents.items()}


def test_the_sign_rule_does_not_apply_to_a_difference() -> None:
    exact = {"Aval": F(1, 3), "Brume": F(-1, 3)}
    done = round_difference(exact, 0, {"Aval": F(2, 3), "Brume": F(-2, 3)}, "carried-remainder")
    assert done.cents == {"Aval": 0, "Brume": 0}
    done = round_difference(exact, 0, {"Aval": F(5, 3), "Brume": F(-5, 3)}, "carried-remainder")
    assert done.cents == {"Aval": -1, "Brume": 1}
    assert [share.carried_after for share in done.shares] == [F(1, 3), F(-1, 3)]


def test_a_difference_of_zero_bears_zero_and_keeps_its_carry() -> None:
    exact = {"Aval": F(0), "Brume": F(5), "Cime": F(-5)}
    carried = {"Aval": F(4, 3), "Brume": F(-2, 3), "Cime": F(-2, 3)}
    done = round_difference(exact, 0, carried, "carried-remainder")
    assert done.cents["Aval"] == 0
    assert done.carry_kept == ["Aval"]


def test_a_difference_that_does_not_sum_to_its_total_is_refused() -> None:
    with pytest.raises(BadInput):
        round_difference({"Aval": F(1, 3)}, 0)


def test_a_member_reads_what_is_about_it_and_about_all() -> None:
    readings = {"homes": {"Aval": F(3), "Brume": F(2), "Cime": F(2)}}
    done = split(10000, ["Aval", "Brume", "Cime"], parse_key({"proportional": "homes"}), readings)
    assert explain(done, "Brume") == [
        "100.00 EUR is shared among Aval, Brume and Cime.",
        "in proportion to homes, in all 3 + 2 + 2 = 7.",
        "Brume has 2 of homes.",
        "Brume bears 2/7 of 100.00 EUR = 20000/7 cents.",
        "rounding: the exact part is rounded down to the cent; cents left: 1, one each to the largest "
        "remainders, ties by member order.",
        "rounding: Brume: 20000/7 cents, rounded down 2857, remainder 1/7, rank 2: bears 28.57 EUR.",
        "rounding: the shares sum to 100.00 EUR, which is what was to be shared.",
    ]
