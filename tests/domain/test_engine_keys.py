"""Each form of a key, by hand; and what no key may say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from domain.allocation.engine.splitting import exact_shares, measures_of, parse_key, split
from domain.kernel.errors import BadInput

ABC = ("Aval", "Brume", "Cime")
HOMES = {"homes": {"Aval": Fraction(3), "Brume": Fraction(2), "Cime": Fraction(2)}}
BY_HOMES = {"proportional": "homes"}


def cents(amount: int, key: object, measurements: Any = HOMES, **more: Any) -> list[int]:
    done = split(amount, ABC, parse_key(key), measurements, **more)
    return [share.cents for share in done.shares]


def exact(amount: int, key: object, **more: Any) -> list[Fraction]:
    return list(exact_shares(amount, ABC, parse_key(key), HOMES, **more).values())


def test_equal_parts() -> None:
    assert cents(10000, {"equal": {}}) == [3334, 3333, 3333]


def test_in_proportion_to_a_measure() -> None:
    assert cents(10000, BY_HOMES) == [4286, 2857, 2857]


def test_declared_fractions_with_what_remains() -> None:
    assert cents(10000, {"fractions": {"Aval": "1/2", "Cime": "remaining"}}) == [5000, 0, 5000]


def test_a_blend_is_the_weighted_mean() -> None:
    blend = {"blend": [{"weight": "3/5", "key": BY_HOMES}, {"weight": "2/5", "key": {"equal": {}}}]}
    assert exact(10500, blend) == [4100, 3200, 3200]


def test_tiers_count_units_by_the_band_they_fall_in() -> None:
    bands = [{"up_to": "2", "rate": "1"}, {"up_to": None, "rate": "1/2"}]
    # Aval counts 2 + 1/2, the others 2 each: 13/2 in all.
    assert exact(6500, {"tiers": {"measure": "homes", "bands": bands}}) == [2500, 2000, 2000]


def test_tranches_take_their_amount_or_what_is_left() -> None:
    key = {"tranches": [{"amount": "30.00", "key": {"equal": {}}}, {"remaining": True, "key": BY_HOMES}]}
    assert exact(10000, key) == [4000, 3000, 3000]
    assert exact(2400, key) == [800, 800, 800]


def test_fixed_amounts_are_honoured_and_the_rest_is_among_the_others() -> None:
    key = {"fixed": {"Cime": "50.00"}, "rest": BY_HOMES}
    assert exact(10000, key) == [3000, 2000, 5000]


def test_a_member_with_a_fixed_amount_needs_no_reading() -> None:
    readings = {"homes": {"Aval": Fraction(3), "Brume": Fraction(2)}}
    assert cents(10000, {"fixed": {"Cime": "50.00"}, "rest": BY_HOMES}, readings) == [3000, 2000, 5000]


def test_what_a_cap_cuts_off_is_borne_by_the_others_in_proportion() -> None:
    assert exact(7000, {"limited": {"key": BY_HOMES, "cap": {"Aval": "20.00"}}}) == [2000, 2500, 2500]


def test_what_a_floor_adds_is_taken_from_the_others_in_proportion() -> None:
    key = {"limited": {"key": BY_HOMES, "floor": {"*": "10.00", "Cime": "45.00"}}}
    assert exact(7000, key) == [1500, 1000, 4500]


def test_a_fixed_amount_inside_limits_stays_fixed() -> None:
    fixed = {"fixed": {"Cime": "10.00"}, "rest": {"equal": {}}}
    key = {"limited": {"key": fixed, "cap": {"Aval": "20.00"}}}
    assert exact(7000, key) == [2000, 4000, 1000]


def test_members_under_the_threshold_bear_nothing() -> None:
    key = {"threshold": {"measure": "homes", "below": "2/5", "key": {"equal": {}}}}
    assert exact(7000, key) == [7000, 0, 0]
    reached = {"threshold": {"measure": "homes", "below": "2/7", "key": {"equal": {}}}}
    assert exact(6000, reached) == [2000, 2000, 2000]


def test_in_proportion_to_a_fairness_method() -> None:
    costs = {"Aval": "11.00", "Brume": "7.00", "Aval+Brume": "15.00"}
    key = {"fairness": {"method": "shapley", "costs": costs}}
    done = split(3000, ["Aval", "Brume"], parse_key(key), {})
    assert done.cents == {"Aval": 1900, "Brume": 1100}


def test_presence_weighs_leaves_and_leaves_flows_and_fixed_amounts_alone() -> None:
    presence = {"Cime": Fraction(1, 2)}
    assert exact(6000, BY_HOMES, presence=presence) == [3000, 2000, 1000]
    assert exact(7000, BY_HOMES, presence=presence, flow_measures={"homes"}) == [3000, 2000, 2000]
    fixed = {"fixed": {"Cime": "10.00"}, "rest": {"equal": {}}}
    assert exact(7000, fixed, presence=presence) == [3000, 3000, 1000]
    declared = {"fractions": {"Aval": "1/2", "Brume": "1/4", "Cime": "1/4"}}
    assert exact(7000, declared, presence=presence) == [4000, 2000, 1000]


def test_the_carried_remainder_never_crosses_a_fixed_amount_a_floor_or_a_cap() -> None:
    key = {"fixed": {"Cime": "10.00"}, "rest": {"equal": {}}}
    carried = {"Cime": Fraction(2, 3), "Aval": Fraction(-1, 3), "Brume": Fraction(-1, 3)}
    done = split(3000, ABC, parse_key(key), {}, rounding="carried-remainder", carried=carried)
    assert done.cents == {"Aval": 1000, "Brume": 1000, "Cime": 1000}
    assert done.carry_kept == ["Cime"]
    assert done.shares[2].carried_after == Fraction(2, 3)
    capped = {"limited": {"key": {"equal": {}}, "cap": {"Aval": "8.00"}, "floor": {"Brume": "12.00"}}}
    carried = {"Aval": Fraction(-2, 3), "Brume": Fraction(2, 3)}
    done = split(3000, ABC, parse_key(capped), {}, rounding="carried-remainder", carried=carried)
    assert done.cents == {"Aval": 800, "Brume": 1200, "Cime": 1000}
    assert done.carry_kept == ["Aval", "Brume"]


def test_the_measures_of_a_key_are_found_at_any_depth() -> None:
    inner = {"fixed": {"Aval": "1.00"}, "rest": {"tiers": {"measure": "calls", "bands": [_open_band()]}}}
    key = {"threshold": {"measure": "staff", "below": "0", "key": {"limited": {"key": inner, "cap": {}}}}}
    assert measures_of(parse_key(key)) == {"calls", "staff"}


def _open_band() -> dict[str, object]:
    return {"up_to": None, "rate": "1"}


def _nested(depth: int) -> dict[str, object]:
    key: dict[str, object] = {"equal": {}}
    for _ in range(depth):
        key = {"limited": {"key": key, "cap": {}}}
    return key


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ({}, "key"),
        ("equal", "key"),
        ({"equal": {}, "proportional": "homes"}, "key"),
        ({"equal": {"Aval": "1"}}, "key.equal.Aval"),
        ({"equal": {}, "rest": {"equal": {}}}, "key.rest"),
        ({"proportional": ""}, "key.proportional"),
        ({"proportional": 3}, "key.proportional"),
        ({"proportional": "ho\u202emes"}, "key.proportional"),
        ({"fractions": {"Aval": "1/2", "Brume": "1/3"}}, "key.fractions"),
        ({"fractions": {"Aval": "2/3", "Brume": "2/3", "Cime": "remaining"}}, "key.fractions"),
        ({"fractions": {"Aval": "remaining", "Brume": "remaining"}}, "key.fractions.Brume"),
        ({"fractions": {"Aval": "-1/2", "Brume": "3/2"}}, "key.fractions.Aval"),
        ({"fractions": {"Aval": "1/0"}}, "key.fractions.Aval"),
        ({"fractions": {"Aval": "1e0"}}, "key.fractions.Aval"),
        ({"fractions": {"Aval": 1}}, "key.fractions.Aval"),
        ({"fractions": {"": "1"}}, "key.fractions"),
        ({"blend": []}, "key.blend"),
        ({"blend": [{"weight": "1/2", "key": {"equal": {}}}]}, "key.blend"),
        ({"blend": [{"weight": "x", "key": {"equal": {}}}]}, "key.blend[0].weight"),
        ({"blend": [{"weight": "1", "key": {"equals": {}}}]}, "key.blend[0].key"),
        ({"blend": [{"weight": "1", "part": {}}]}, "key.blend[0].part"),
        ({"tiers": {"measure": "homes", "bands": []}}, "key.tiers.bands"),
        ({"tiers": {"measure": "homes", "bands": [{"up_to": "1", "rate": "1"}]}}, "key.tiers.bands[0].up_to"),
        (
            {"tiers": {"measure": "homes", "bands": [{"up_to": "0", "rate": "1"}, _open_band()]}},
            "key.tiers.bands[0].up_to",
        ),
        ({"tranches": [{"amount": "1.00", "key": {"equal": {}}}]}, "key.tranches[0]"),
        ({"tranches": [{"remaining": False, "key": {"equal": {}}}]}, "key.tranches[0]"),
        (
            {"tranches": [{"remaining": True, "key": {"equal": {}}}] * 2},
            "key.tranches[0].remaining",
        ),
        ({"fixed": {}, "rest": {"equal": {}}}, "key.fixed"),
        ({"fixed": {"Aval": "1.00"}}, "key.rest"),
        ({"fixed": {"Aval": "-1.00"}, "rest": {"equal": {}}}, "key.fixed.Aval"),
        ({"limited": {"key": {"equal": {}}}}, "key.limited"),
        (
            {"limited": {"key": {"equal": {}}, "floor": {"*": "2.00"}, "cap": {"Aval": "1.00"}}},
            "key.limited.floor.Aval",
        ),
        ({"threshold": {"measure": "homes", "below": "-1", "key": {"equal": {}}}}, "key.threshold.below"),
        ({"fairness": {"method": "lottery", "costs": {"Aval": "1.00"}}}, "key.fairness.method"),
        ({"fairness": {"method": "shapley", "costs": {"A+A": "1.00"}}}, "key.fairness.costs.A+A"),
        (
            {"fairness": {"method": "shapley", "costs": {"A+B": "1.00", "B+A": "1.00"}}},
            "key.fairness.costs.B+A",
        ),
        ({"fairness": {"method": "shapley", "costs": {"A+": "1.00"}}}, "key.fairness.costs.A+"),
    ],
)
def test_a_key_that_cannot_be_read_is_refused_by_field(key: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_key(key)
    assert refused.value.facts["field"] == field


def test_a_key_is_nested_to_a_limit() -> None:
    parse_key(_nested(31))
    with pytest.raises(BadInput, match="deep"):
        parse_key(_nested(32))


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ({"proportional": "calls"}, "measurements.calls"),
        ({"proportional": "partial"}, "measurements.partial.Cime"),
        ({"proportional": "nothing"}, "key"),
        ({"tiers": {"measure": "nothing", "bands": [_open_band()]}}, "key"),
        ({"threshold": {"measure": "nothing", "below": "0", "key": {"equal": {}}}}, "key.threshold"),
        ({"threshold": {"measure": "homes", "below": "1", "key": {"equal": {}}}}, "key.threshold.below"),
        ({"fractions": {"Dune": "1"}}, "key.fractions.Dune"),
        ({"fixed": {"Dune": "1.00"}, "rest": {"equal": {}}}, "key.fixed.Dune"),
        ({"fixed": {"Aval": "70.01"}, "rest": {"equal": {}}}, "key.fixed"),
        ({"fixed": dict.fromkeys(ABC, "1.00"), "rest": {"equal": {}}}, "key.fixed"),
        ({"limited": {"key": {"equal": {}}, "cap": {"Dune": "1.00"}}}, "key.limited.cap.Dune"),
        ({"limited": {"key": {"equal": {}}, "floor": {"*": "23.34"}}}, "key.limited.floor"),
        ({"limited": {"key": {"equal": {}}, "cap": {"*": "23.33"}}}, "key.limited.cap"),
        (
            {"limited": {"key": {"fractions": {"Aval": "1"}}, "cap": {"Aval": "1.00"}}},
            "key.limited",
        ),
        (
            {
                "limited": {
                    "key": {"fixed": {"Aval": "5.00"}, "rest": {"equal": {}}},
                    "cap": {"Aval": "4.00"},
                }
            },
            "key.limited.cap.Aval",
        ),
    ],
)
def test_a_key_that_cannot_be_honoured_is_refused_by_field(key: object, field: str) -> None:
    readings = {
        **HOMES,
        "partial": {"Aval": Fraction(1), "Brume": Fraction(1)},
        "nothing": dict.fromkeys(ABC, Fraction(0)),
    }
    with pytest.raises(BadInput) as refused:
        cents(7000, key, readings)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    "key",
    [
        {"fixed": {"Aval": "1.00"}, "rest": {"equal": {}}},
        {"limited": {"key": {"equal": {}}, "floor": {"*": "1.00"}}},
        {"blend": [{"weight": "1", "key": {"tranches": [{"remaining": True, "key": {"equal": {}}}]}}]},
    ],
)
def test_sainte_lague_is_refused_where_fractions_depend_on_the_amount(key: object) -> None:
    with pytest.raises(BadInput) as refused:
        cents(7000, key, rounding="sainte-lague")
    assert refused.value.facts["field"] == "rounding.rule"
