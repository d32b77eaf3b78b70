"""The carry keeps what rounding left: only posting moves it, and a reversal gives it back."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.allocation.carry import Carry, Moved, carry_id
from tests.given_when_then import Given, given

DIFFERENCES = st.dictionaries(st.sampled_from(("Aval", "Brume", "Cime")), st.fractions(), max_size=3)


def carry(*events: Moved) -> Given[Carry]:
    return given(Carry, carry_id("C-LAND"), *events)


def test_a_posted_run_moves_the_carry() -> None:
    carry().when(lambda c: c.move("C-LAND", "#1", {"Aval": Fraction(1, 3), "Brume": Fraction(-1, 3)})).then(
        Moved("C-LAND", "#1", {"Aval": "1/3", "Brume": "-1/3"})
    )


def test_a_member_that_a_run_does_not_name_keeps_its_carry() -> None:
    carry(Moved("C-LAND", "#1", {"Aval": "1/3", "Brume": "-1/3"})).when(
        lambda c: c.move("C-LAND", "#2", {"Aval": Fraction(1, 3), "Cime": Fraction(-1, 3)})
    ).then(Moved("C-LAND", "#2", {"Aval": "2/3", "Brume": "-1/3", "Cime": "-1/3"}))


@for_all(st.lists(DIFFERENCES, max_size=5), DIFFERENCES)
def test_a_reversal_returns_the_carry_whatever_came_before(
    before: list[dict[str, Fraction]], differences: dict[str, Fraction]
) -> None:
    moved = carry().aggregate()
    for run, difference in enumerate(before):
        moved.move("C-LAND", f"#{run}", difference)
    held = {m: c for m, c in moved.carried.items() if c}
    moved.move("C-LAND", "#9", differences)
    moved.move("C-LAND", "reversal of #9", {m: -d for m, d in differences.items()})
    assert {m: c for m, c in moved.carried.items() if c} == held
