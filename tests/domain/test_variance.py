"""A difference falls into its causes exactly: the parts sum to it, and one cause alone has all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.allocation.engine.rounding import CARRIED_REMAINDER
from domain.allocation.posted_period import NotTheWhole, PostedPeriod, posted_period
from domain.allocation.variance import Cause, Variance, added_up, decompose, in_all, in_cents
from tests.domain.engine_examples import MEASURES
from tests.domain.variance_examples import (
    DIRECT_CHARGES,
    FEBRUARY,
    NAMELESS,
    PRESENCES,
    READINGS,
    Side,
    carries,
    counted,
    here,
    shared,
    sides,
)

CALLS: Mapping[str, object] = {"proportional": "calls"}
HOMES: Mapping[str, object] = {"proportional": "homes"}
EQUAL: Mapping[str, object] = {"equal": {}}
F = Fraction
# A month has many parts to draw.
PATIENTLY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)


def borne(period: PostedPeriod | None) -> dict[str, int]:
    """What each member bears, from the posted cents alone."""
    if period is None:
        return {}
    return {m: period.cents.get(m, 0) + period.direct_cents.get(m, 0) for m in period.last.members}


def only(variance: Variance, cause: Cause) -> bool:
    """Whether no other cause has any part."""
    return not any(part for parts in variance.parts.values() for c, part in parts.items() if c != cause)


def but_for_rounding(variance: Variance) -> Variance:
    """The variance whose exact parts are looked at alone: what rounding does depends on everything."""
    for parts in variance.parts.values():
        assert isinstance(parts, dict)
        parts[Cause.ROUNDING] = F(0)
    return variance


@PATIENTLY
@given(sides(), sides())
def test_the_parts_sum_to_the_difference_for_each_member_and_in_all(one: Side, other: Side) -> None:
    first, second = shared(one), shared(other)
    variance = decompose(first, second)
    before, after = borne(first), borne(second)
    assert variance.parts.keys() == before.keys() | after.keys()
    for member, parts in variance.parts.items():
        difference = after.get(member, 0) - before.get(member, 0)
        assert sum(parts.values()) == difference
        assert sum(in_cents(parts).values()) == difference
    together = in_all(variance.parts)
    assert sum(in_cents(together).values()) == sum(after.values()) - sum(before.values())
    assert together[Cause.MEMBERSHIP] == together[Cause.KEY] == together[Cause.ROUNDING] == 0


@PATIENTLY
@given(sides(), sides())
def test_the_way_back_has_the_same_sum_turned_round(one: Side, other: Side) -> None:
    first, second = shared(one), shared(other)
    there, back = decompose(first, second), decompose(second, first)
    assert in_all(there.parts)[Cause.DIRECT] == -in_all(back.parts)[Cause.DIRECT]
    for member, parts in there.parts.items():
        assert sum(parts.values()) == -sum(back.parts[member].values())
        assert parts[Cause.ROUNDING] == -back.parts[member][Cause.ROUNDING]


@PATIENTLY
@given(sides())
def test_between_identical_periods_every_part_is_zero(side: Side) -> None:
    variance = decompose(shared(side), shared(side.but(month=FEBRUARY)))
    assert not any(part for parts in variance.parts.values() for part in parts.values())
    assert not variance.joined


@PATIENTLY
@given(sides(named=False), PRESENCES)
def test_other_members_or_presence_alone_are_membership(side: Side, presence: dict[str, Fraction]) -> None:
    other = side.but(presence=presence)
    variance = decompose(shared(side), shared(other))
    assume(side.cost_cents)
    assert only(but_for_rounding(variance), Cause.MEMBERSHIP)


@PATIENTLY
@given(sides(named=False), st.sampled_from(NAMELESS))
def test_another_key_alone_is_key(side: Side, key: Mapping[str, object]) -> None:
    variance = decompose(shared(side), shared(side.but(key=key)))
    assume(side.cost_cents)
    assert only(but_for_rounding(variance), Cause.KEY)


@PATIENTLY
@given(sides(named=False), READINGS, st.sampled_from(NAMELESS))
def test_other_readings_at_the_same_unit_cost_are_volume(
    side: Side, other: dict[str, dict[str, Fraction]], key: Mapping[str, object]
) -> None:
    first = side.but(key=key, cost_cents=1)
    probed = decompose(shared(first.but(late_cents=0)), shared(first.but(readings=other, late_cents=0)))
    # A cost of so many cents that both months cost whole cents a unit.
    ratio = probed.volume.after / probed.volume.before if probed.volume else F(1)
    cost = 300 * ratio.denominator
    here_, there = (
        side.but(key=key, cost_cents=cost),
        side.but(key=key, cost_cents=int(cost * ratio), readings=other),
    )
    assert only(but_for_rounding(decompose(shared(here_), shared(there))), Cause.VOLUME)


@PATIENTLY
@given(sides(), st.integers(-(10**6), 10**7))
def test_another_cost_alone_is_price(side: Side, cost_cents: int) -> None:
    variance = decompose(shared(side), shared(side.but(cost_cents=cost_cents)))
    assert only(but_for_rounding(variance), Cause.PRICE)


@PATIENTLY
@given(sides(), st.data())
def test_another_carry_or_rule_of_rounding_alone_is_rounding(side: Side, data: st.DataObject) -> None:
    other = {"rounding": CARRIED_REMAINDER, "carried": data.draw(carries(tuple(side.presence)))}
    assert only(decompose(shared(side), shared(side.but(**other))), Cause.ROUNDING)


@PATIENTLY
@given(sides(), DIRECT_CHARGES)
def test_other_direct_charges_alone_are_direct_charges(side: Side, direct: dict[str, int]) -> None:
    variance = decompose(shared(side), shared(side.but(direct_cents=direct)))
    assert only(variance, Cause.DIRECT)


@PATIENTLY
@given(sides())
def test_a_period_of_which_nothing_stands_is_all_price_beside_direct_charges_and_rounding(side: Side) -> None:
    period = shared(side)
    for variance, sign in ((decompose(None, period), 1), (decompose(period, None), -1)):
        for member, parts in variance.parts.items():
            assert sum(parts.values()) == sign * period.borne_cents(member)
            assert parts[Cause.PRICE] == sign * period.exact_cents.get(member, 0)


@settings(PATIENTLY, max_examples=12)
@given(st.lists(st.tuples(sides(), sides()), min_size=2, max_size=2))
def test_pairs_of_months_add_up(pairs: list[tuple[Side, Side]]) -> None:
    periods = [(shared(one), shared(other)) for one, other in pairs]
    together = added_up([decompose(first, second) for first, second in periods])
    for member, parts in together.items():
        difference = sum(borne(b).get(member, 0) - borne(a).get(member, 0) for a, b in periods)
        assert sum(in_cents(parts).values()) == difference


JANUARY_SIDE = Side(10_000, CALLS, {"calls": counted(Aval=3, Brume=2)}, here("Aval", "Brume"))


def test_by_hand_a_member_enters_and_a_call_costs_less() -> None:
    # 100.00 EUR for 5 calls; then 140.00 EUR for 8, two of them Cime's, and Brume counts one more.
    after = Side(
        14_000,
        CALLS,
        {"calls": counted(Aval=3, Brume=3, Cime=2)},
        here("Aval", "Brume", "Cime"),
        month=FEBRUARY,
    )
    variance = decompose(JANUARY_SIDE.posted(), after.posted())
    # Among the three 100.00 EUR is 3/7, 2/7, 2/7; 8 calls at 100.00/7 EUR would cost 800/7 EUR: 3/8, 3/8, 2/8.
    assert variance.parts["Aval"] == {
        Cause.MEMBERSHIP: F(30_000, 7) - 6_000,
        Cause.KEY: 0,
        Cause.VOLUME: 0,
        Cause.PRICE: 5_250 - F(30_000, 7),
        Cause.DIRECT: 0,
        Cause.ROUNDING: 0,
    }
    assert variance.parts["Brume"][Cause.VOLUME] == F(30_000, 7) - F(20_000, 7)
    assert variance.parts["Cime"][Cause.MEMBERSHIP] == F(20_000, 7)
    assert variance.borrowed == {"calls": ("Cime",)}
    assert variance.volume is not None
    assert (variance.volume.before, variance.volume.after) == (7, 8)


def test_what_a_new_key_alone_counts_is_taken_from_the_second_period() -> None:
    homes = {"homes": counted(Aval=1, Brume=4)}
    variance = decompose(JANUARY_SIDE.posted(), JANUARY_SIDE.but(key=HOMES, readings=homes).posted())
    assert variance.borrowed == {"homes": ("Aval", "Brume")}
    assert variance.parts["Aval"][Cause.KEY] == 2_000 - 6_000
    assert only(variance, Cause.KEY)


def test_a_member_that_the_first_key_does_not_know_counts_under_the_key() -> None:
    halves = {"fractions": {"Aval": "1/2", "Brume": "1/2"}}
    before = Side(10_000, halves, {}, here("Aval", "Brume"))
    thirds = {"fractions": {"Aval": "1/3", "Cime": "2/3"}}
    variance = decompose(before.posted(), before.but(key=thirds, presence=here("Aval", "Cime")).posted())
    [joined] = variance.joined
    assert (joined.cause, joined.under) == (Cause.MEMBERSHIP, Cause.KEY)
    assert "Brume" in joined.because
    assert variance.parts["Brume"][Cause.KEY] == -5_000


def test_what_no_step_can_put_in_counts_as_price() -> None:
    before = Side(100, EQUAL, {}, here("Aval", "Brume"))
    after = before.but(cost_cents=10_000, key={"fixed": {"Aval": "50.00"}, "rest": EQUAL})
    variance = decompose(before.posted(), after.posted())
    assert [(j.cause, j.under) for j in variance.joined] == [
        (Cause.KEY, Cause.PRICE),
        (Cause.VOLUME, Cause.PRICE),
    ]
    assert {m: parts[Cause.PRICE] for m, parts in variance.parts.items()} == {"Aval": 4_950, "Brume": 4_950}


def test_a_stock_counts_by_presence_and_a_flow_as_it_is() -> None:
    presence = {"Aval": F(1), "Brume": F(1, 2)}
    alike = {m: counted(Aval=4, Brume=4) for m in MEASURES}
    of = {m: Side(600, {"proportional": m}, alike, presence).posted() for m in ("homes", "calls")}
    volumes = {m: decompose(period, period).volume for m, period in of.items()}
    assert {m: v.after for m, v in volumes.items() if v} == {"homes": 6, "calls": 8}


def test_runs_that_do_not_add_up_to_the_last_are_not_compared() -> None:
    first, correction = JANUARY_SIDE.but(late_cents=1_000).runs()
    assert posted_period([first, correction]).exact_cents == {"Aval": 6_000, "Brume": 4_000}
    with pytest.raises(NotTheWhole):
        posted_period([correction])


def test_a_zero_that_stands_for_absence_is_no_reading_of_the_first_period() -> None:
    # Cime bore something of January once and was then found not to have been there: its run counts it as zero.
    january = JANUARY_SIDE.posted()
    presence = {**january.last.presence, "Cime": "0"}
    calls = {**january.last.readings["calls"], "Cime": "0"}
    last = replace(
        january.last, members=("Aval", "Brume", "Cime"), presence=presence, readings={"calls": calls}
    )
    after = Side(10_000, CALLS, {"calls": counted(Aval=3, Brume=2, Cime=5)}, here("Aval", "Brume", "Cime"))
    variance = decompose(replace(january, last=last), after.posted())
    assert variance.borrowed == {"calls": ("Cime",)}
    assert only(variance, Cause.MEMBERSHIP)
