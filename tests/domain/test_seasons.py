"""Presence by the weight of months, and stocks averaged over them: exact, conserving, and told for pen and paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.allocation.allocation_run import AllocationRun
from domain.allocation.averages import MonthStock, mean, weights_in_mean
from domain.allocation.engine.exact_numbers import exact_of, exact_text
from domain.allocation.presence import presence, presence_over
from domain.allocation.run_basis import Basis, compute, freeze, inputs_digest
from domain.allocation.run_explaining import explain_run
from domain.kernel.money import cents_of
from domain.kernel.periods import Month
from tests.domain.test_allocation_run import BY_HOMES, EQUAL, JANUARY, MEMBERS, TONNES, basis, borne, prepared
from tests.seasons import HEATING, PUBLISHED

Parts = Mapping[str, Mapping[Month, Fraction]]

# The published case: a flat whose tenants change on 15 March, heated by months that weigh differently.

YEAR = list(Month(2023, 1).through(Month(2023, 12)))
DEGREE_DAYS = {month: Fraction(HEATING[str(month.month)]) for month in YEAR}


def tenants() -> dict[str, Fraction]:
    """The presence of each tenant in the year, by days, as the ledger counts it."""
    change = date.fromisoformat(PUBLISHED["input"]["change"])
    moved_in, moved_out = date(2020, 1, 1), change.replace(day=change.day - 1)
    previous = {month: presence("days", moved_in, moved_out, month) for month in YEAR}
    following = {month: presence("days", change, None, month) for month in YEAR}
    return {
        "previous": presence_over(previous, DEGREE_DAYS),
        "next": presence_over(following, DEGREE_DAYS),
    }


def test_the_published_cost_of_a_flat_is_shared_by_its_tenants_by_season() -> None:
    given, expected = PUBLISHED["input"], PUBLISHED["expected"]
    rest = str(int(given["building_area"]) - int(given["flat_area"]))
    areas = {"homes": {"flat": given["flat_area"], "others": rest}}
    building = basis(cents_of(given["building_cost"]), BY_HOMES, areas, ("flat", "others"))
    flat_cents = borne(building)["flat"]
    assert flat_cents == cents_of(expected["flat_cost"])
    year = {"service_from": YEAR[0], "service_to": YEAR[-1], "presence": tenants()}
    shared = borne(basis(flat_cents, EQUAL, {}, ("previous", "next"), **year))
    assert shared["previous"] == cents_of(expected["previous_tenant"])
    assert shared["next"] == cents_of(expected["next_tenant"])


def test_the_published_permille_is_exact_here_and_cut_off_there() -> None:
    parts = tenants()
    assert parts["previous"] == (170 + 150 + Fraction(130 * 14, 31)) / 1000
    assert sum(parts.values()) == 1
    [disagreement] = [d for d in PUBLISHED["disagreements"] if d["field"] == "permille"]
    computed = re.findall(r"[0-9]+\.[0-9]{4}", disagreement["computed"])
    assert [Fraction(text) for text in computed] == [
        Fraction(int(part * 10_000_000 + Fraction(1, 2)), 10_000) for part in parts.values()
    ]


# For random seasons, presences and stocks.

WEIGHTS = st.one_of(st.integers(0, 200), st.fractions(0, 50, max_denominator=30)).map(Fraction)
PARTS = st.sampled_from(
    (Fraction(1), Fraction(1), Fraction(0), Fraction(1, 2), Fraction(16, 31), Fraction(1, 29))
)
STOCKS = st.one_of(st.integers(0, 40_000).map(str), st.fractions(0, 90, max_denominator=60).map(str))
AMOUNTS = st.one_of(st.integers(-(10**9), 10**9), st.integers(-5, 5)).filter(bool)
KEYS = st.sampled_from(
    (
        BY_HOMES,
        {"blend": [{"weight": "3/5", "key": BY_HOMES}, {"weight": "2/5", "key": EQUAL}]},
        {"limited": {"key": BY_HOMES, "floor": {"*": "0.00"}, "cap": {"*": "99999999.99"}}},
        {
            "tiers": {
                "measure": "homes",
                "bands": [{"up_to": "1000", "rate": "1"}, {"up_to": None, "rate": "1/2"}],
            }
        },
    )
)


@st.composite
def seasons(draw: st.DrawFn) -> tuple[dict[Month, Fraction], Parts, dict[str, list[str]]]:
    """What the months of a period weigh, how present each member is in them, and its stock at the end of each."""
    months = list(JANUARY.through(JANUARY.plus(draw(st.integers(1, 11)))))
    weights = dict(
        zip(months, draw(st.lists(WEIGHTS, min_size=len(months), max_size=len(months))), strict=True)
    )
    weights[draw(st.sampled_from(months))] += draw(st.sampled_from((1, 7)))
    parts = {member: {month: draw(PARTS) for month in months} for member in MEMBERS}
    # Aval founded it, so that somebody always bears.
    parts["Aval"] = dict.fromkeys(months, Fraction(1))
    stocks = {member: [draw(STOCKS) for _ in months] for member in MEMBERS}
    stocks["Aval"] = [stock if stock != "0" else "1" for stock in stocks["Aval"]]
    return weights, parts, stocks


def averaged(
    weights: Mapping[Month, Fraction],
    parts: Parts,
    stocks: Mapping[str, Sequence[str]],
    base_cents: int = 100_00,
    key: Mapping[str, object] = BY_HOMES,
) -> Basis:
    """What a run rests on whose key weighs these months and averages these stocks."""
    months = list(weights)
    means = {
        member: tuple(
            MonthStock(str(m), m.last_day.isoformat(), stocks[member][months.index(m)], exact_text(weight))
            for m, weight in weights_in_mean(parts[member], weights).items()
        )
        for member in MEMBERS
    }
    return basis(
        base_cents,
        key,
        {"homes": {member: exact_text(mean(of)) for member, of in means.items()}},
        service_from=months[0],
        service_to=months[-1],
        presence={member: presence_over(parts[member], weights) for member in MEMBERS},
        month_weights={str(month): exact_text(weight) for month, weight in weights.items()},
        month_presence={m: {str(month): exact_text(p) for month, p in of.items()} for m, of in parts.items()},
        averages={"homes": means},
    )


@settings(max_examples=50, deadline=None)
@for_all(seasons())
def test_the_mean_by_the_presence_is_what_was_there_by_the_weight_of_the_months(
    drawn: tuple[dict[Month, Fraction], Parts, dict[str, list[str]]],
) -> None:
    weights, parts, stocks = drawn
    rests_on = averaged(weights, parts, stocks)
    for member in MEMBERS:
        there = sum(
            weights[month] * parts[member][month] * Fraction(stock)
            for month, stock in zip(weights, stocks[member], strict=True)
        )
        reading = exact_of(rests_on.readings["homes"][member])
        assert reading * rests_on.presence[member] == there / sum(weights.values())


@settings(max_examples=40, deadline=None)
@for_all(seasons(), AMOUNTS, KEYS)
def test_by_season_and_mean_the_members_bear_the_cost_to_the_cent(
    drawn: tuple[dict[Month, Fraction], Parts, dict[str, list[str]]], amount: int, key: Mapping[str, object]
) -> None:
    run = prepared(averaged(*drawn, amount, key)).aggregate()
    assert sum(share.cents for share in run.shares) == amount
    assert sum(exact_of(share.exact_cents) for share in run.shares) == amount
    assert {share.member: share.cents for share in run.shares if share.cents} == {
        member: cents for member, cents in compute(run.prepared).cents.items() if cents
    }
    assert inputs_digest(run.prepared) == run.prepared.digest


@settings(max_examples=40, deadline=None)
@for_all(seasons(), AMOUNTS, KEYS, st.sampled_from(("1", "170", "2/7")))
def test_months_that_weigh_alike_and_stocks_that_stand_still_change_nothing(
    drawn: tuple[dict[Month, Fraction], Parts, dict[str, list[str]]],
    amount: int,
    key: Mapping[str, object],
    weight: str,
) -> None:
    months, parts, stocks = drawn
    alike = dict.fromkeys(months, Fraction(weight))
    still = {member: [each[0]] * len(months) for member, each in stocks.items()}
    plain = basis(
        amount,
        key,
        {
            "homes": {
                member: each[0] if any(parts[member].values()) else "0" for member, each in still.items()
            }
        },
        service_from=min(months),
        service_to=max(months),
        presence={member: sum(of.values(), Fraction(0)) / len(of) for member, of in parts.items()},
    )
    with_both = prepared(averaged(alike, parts, still, amount, key)).aggregate()
    assert with_both.shares == prepared(plain).aggregate().shares


@settings(max_examples=25, deadline=None)
@for_all(seasons(), st.fractions("1/9", 9, max_denominator=9))
def test_only_the_proportion_of_the_weights_counts(
    drawn: tuple[dict[Month, Fraction], Parts, dict[str, list[str]]], factor: Fraction
) -> None:
    weights, parts, stocks = drawn
    larger = {month: weight * factor for month, weight in weights.items()}
    one, other = averaged(weights, parts, stocks), averaged(larger, parts, stocks)
    assert (one.presence, one.readings) == (other.presence, other.readings)


_PRESENCE = re.compile(r"(\w+)'s presence, from .*?: \((.+)\) / (\S+) = (\S+)\.")
_MEAN = re.compile(r"homes of (\w+) in the mean: \((.+)\) / \((.+)\) = (\S+)\.")


@settings(max_examples=50, deadline=None)
@for_all(seasons())
def test_the_arithmetic_that_is_told_gives_presence_and_mean(
    drawn: tuple[dict[Month, Fraction], Parts, dict[str, list[str]]],
) -> None:
    frozen = freeze(averaged(*drawn), 1, "Claire")
    for member in MEMBERS:
        told = explain_run(frozen, compute(frozen), member)
        [(who, counted, together, part)] = [m.groups() for s in told if (m := _PRESENCE.fullmatch(s))]
        assert (who, part) == (member, frozen.presence[member])
        assert by_pen_and_paper(counted) / Fraction(together) == Fraction(part)
        for _, weighed, weights, reading in [m.groups() for s in told if (m := _MEAN.fullmatch(s))]:
            assert reading == frozen.readings["homes"][member]
            assert by_pen_and_paper(weighed) / by_pen_and_paper(weights) == Fraction(reading)


def by_pen_and_paper(words: str) -> Fraction:
    """A sum of products, as a sentence writes it."""
    total = Fraction(0)
    for term in words.split(" + "):
        product = Fraction(1)
        for factor in term.split(" × "):
            product *= Fraction(factor)
        total += product
    return total


# What is easily overlooked.

WINTER_ONLY = {JANUARY: Fraction(1), JANUARY.plus(1): Fraction(0), JANUARY.plus(2): Fraction(0)}
CAME_IN_FEBRUARY = {JANUARY: Fraction(0), JANUARY.plus(1): Fraction(1), JANUARY.plus(2): Fraction(1, 2)}


def came_late(key: Mapping[str, object], **other: object) -> AllocationRun:
    """The first quarter, of which only January weighs something, with Cime there from February."""
    whole = dict.fromkeys(WINTER_ONLY, Fraction(1))
    parts = {"Aval": whole, "Brume": whole, "Cime": CAME_IN_FEBRUARY}
    quarter = {
        "service_to": JANUARY.plus(2),
        "presence": {member: presence_over(of, WINTER_ONLY) for member, of in parts.items()},
        "month_weights": {str(month): exact_text(weight) for month, weight in WINTER_ONLY.items()},
        "month_presence": {m: {str(d): exact_text(p) for d, p in of.items()} for m, of in parts.items()},
    }
    return prepared(basis(7_000, key, TONNES, **{**quarter, **other})).aggregate()


def test_who_is_there_only_in_months_that_weigh_nothing_bears_nothing_by_stock_or_equally() -> None:
    assert came_late(BY_HOMES).borne_cents() == {"Aval": 4_200, "Brume": 2_800, "Cime": 0}
    assert came_late(EQUAL).borne_cents() == {"Aval": 3_500, "Brume": 3_500, "Cime": 0}


def test_no_season_is_ever_applied_to_a_flow() -> None:
    assert came_late(BY_HOMES, flow_measures=("homes",)).borne_cents() == {
        "Aval": 3_000,
        "Brume": 2_000,
        "Cime": 2_000,
    }


def test_a_member_has_a_mean_even_where_its_months_weigh_nothing() -> None:
    weights = weights_in_mean(CAME_IN_FEBRUARY, WINTER_ONLY)
    assert weights == {JANUARY.plus(1): Fraction(1), JANUARY.plus(2): Fraction(1, 2)}
    assert weights_in_mean(dict.fromkeys(WINTER_ONLY, Fraction(0)), WINTER_ONLY) == {}
    assert mean([]) == 0


def test_weights_of_a_hundred_digits_recompute_from_what_was_frozen() -> None:
    weights = {JANUARY.plus(n): Fraction(10**49 + n, 10**49 + 9 * n + 1) for n in range(12)}
    parts = {member: {month: Fraction(16, month.days) for month in weights} for member in MEMBERS}
    stocks = {member: [f"{n + 1}/{10**98 + n}" for n in range(12)] for member in MEMBERS}
    run = prepared(averaged(weights, parts, stocks)).aggregate()
    assert len(run.prepared.readings["homes"]["Aval"]) > 1_000
    assert sum(run.borne_cents().values()) == 100_00


@pytest.mark.parametrize("changed", ["month_weights", "month_presence", "averages"])
def test_what_a_run_says_of_seasons_and_means_stands_in_its_digest(changed: str) -> None:
    weights = dict.fromkeys(WINTER_ONLY, Fraction(2))
    parts, stocks = dict.fromkeys(MEMBERS, CAME_IN_FEBRUARY), dict.fromkeys(MEMBERS, ("5", "6", "7"))
    frozen = freeze(averaged(weights, parts, stocks), 1, "Claire")
    assert inputs_digest(replace(frozen, **{changed: {}})) != frozen.digest
