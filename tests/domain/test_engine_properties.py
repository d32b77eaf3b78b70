"""What holds for every key, amount and rounding rule."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.allocation.engine.splitting import Split, exact_shares, key_data, parse_key, split
from domain.kernel.errors import BadInput
from tests.domain.engine_examples import MEMBERS, Case, cases

RULES = ("largest-remainder", "carried-remainder", "sainte-lague")
EXAMPLES = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shared(
    case: Case, rule: str, amount: int | None = None, carried: Mapping[str, Fraction] | None = None
) -> Split:
    try:
        return split(
            case.amount if amount is None else amount,
            case.members,
            parse_key(case.key),
            case.measurements,
            presence=case.presence,
            rounding=rule,
            carried=carried or {},
        )
    except BadInput:
        assume(False)
        raise


def carries(members: tuple[str, ...], seed: list[int]) -> dict[str, Fraction]:
    """Carries that sum to zero."""
    parts = [Fraction(n, 7) for n in seed[: len(members) - 1]]
    return dict(zip(members, [*parts, -sum(parts, Fraction(0))], strict=True))


@EXAMPLES
@given(cases(), st.sampled_from(RULES), st.lists(st.integers(-20, 20), min_size=5, max_size=5))
def test_shares_sum_to_the_amount(case: Case, rule: str, seed: list[int]) -> None:
    carried = carries(case.members, seed) if rule == "carried-remainder" else {}
    done = shared(case, rule, carried=carried)
    assert sum(share.cents for share in done.shares) == case.amount
    assert sum((share.exact_cents for share in done.shares), Fraction(0)) == case.amount
    assert sum((share.carried_after for share in done.shares), Fraction(0)) == 0


@EXAMPLES
@given(cases(), st.sampled_from(RULES), st.lists(st.integers(-20, 20), min_size=5, max_size=5))
def test_a_negative_amount_is_the_mirror_image(case: Case, rule: str, seed: list[int]) -> None:
    carried = carries(case.members, seed) if rule == "carried-remainder" else {}
    done = shared(case, rule, carried=carried)
    mirrored = shared(case, rule, -case.amount, {name: -carry for name, carry in carried.items()})
    assert [share.cents for share in mirrored.shares] == [-share.cents for share in done.shares]
    assert [share.carried_after for share in mirrored.shares] == [
        -share.carried_after for share in done.shares
    ]


@EXAMPLES
@given(cases())
def test_largest_remainder_rounds_each_share_down_or_up(case: Case) -> None:
    for share in shared(case, "largest-remainder").shares:
        assert abs(share.rounding_cents) < 1


@EXAMPLES
@given(cases(), st.sampled_from(RULES), st.lists(st.integers(-20, 20), min_size=5, max_size=5))
def test_no_share_has_the_opposite_sign_and_zero_stays_zero(case: Case, rule: str, seed: list[int]) -> None:
    carried = carries(case.members, seed) if rule == "carried-remainder" else {}
    for share in shared(case, rule, carried=carried).shares:
        assert share.cents * case.amount >= 0
        if share.exact_cents == 0:
            assert share.cents == 0
            assert share.carried_after == share.carried_before


@EXAMPLES
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_readings_and_of_the_keys_own_names_does_not_matter(case: Case, random: Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            random.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(inner) for inner in value] if isinstance(value, list) else value

    done = shared(case, "largest-remainder")
    again = split(
        case.amount,
        case.members,
        parse_key(shuffled(case.key)),
        shuffled(case.measurements),
        presence=shuffled(case.presence),
    )
    assert again.shares == done.shares


@EXAMPLES
@given(cases())
def test_a_key_written_and_read_again_is_the_same(case: Case) -> None:
    key = parse_key(case.key)
    assert parse_key(key_data(key)) == key


@EXAMPLES
@given(cases())
def test_the_exact_shares_are_those_that_the_split_rounds(case: Case) -> None:
    done = shared(case, "largest-remainder")
    exact = exact_shares(case.amount, case.members, parse_key(case.key), case.measurements, case.presence)
    assert exact == {share.member: share.exact_cents for share in done.shares}


@EXAMPLES
@given(cases(), st.sampled_from(RULES))
def test_every_split_explains_itself_to_each_member(case: Case, rule: str) -> None:
    done = shared(case, rule)
    told = "\n".join(done.sentences)
    assert all(share.member in told for share in done.shares)


@EXAMPLES
@given(cases(fixed_amounts=False), st.integers(0, 10**7), st.integers(1, 3))
def test_sainte_lague_never_lowers_a_share_when_the_amount_rises(case: Case, amount: int, more: int) -> None:
    before, after = (shared(case, "sainte-lague", total) for total in (amount, amount + more))
    for low, high in zip(before.shares, after.shares, strict=True):
        assert low.cents <= high.cents


@settings(max_examples=6, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10**9).map(Random), st.integers(1, 10**12))
def test_under_the_condition_the_carry_stays_below_a_cent_for_ever(
    count: int, random: Random, limit: int
) -> None:
    members = MEMBERS[:count]
    carried: dict[str, Fraction] = {}
    key = parse_key({"proportional": "homes"})
    for _ in range(1000):
        weights = {name: Fraction(random.randint(1, 30)) for name in members}
        # At least one cent each: the least part is 1 of at most 30 × count.
        amount = random.randint(30 * count, 30 * count + limit)
        amount *= random.choice((-1, 1))
        done = split(amount, members, key, {"homes": weights}, rounding="carried-remainder", carried=carried)
        carried = {share.member: share.carried_after for share in done.shares}
        assert all(abs(carry) < 1 for carry in carried.values())
        assert not done.carry_kept


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=5, max_size=60), st.lists(st.integers(0, 9), min_size=5, max_size=5)
)
def test_outside_the_condition_a_carry_of_a_cent_is_named_and_worked_off(
    amounts: list[int], weights: list[int]
) -> None:
    assume(any(weights))
    members = MEMBERS[:5]
    carried: dict[str, Fraction] = {}
    key = parse_key({"proportional": "homes"})
    readings = {"homes": dict(zip(members, map(Fraction, weights), strict=True))}
    for amount in amounts:
        done = split(amount, members, key, readings, rounding="carried-remainder", carried=carried)
        carried = {share.member: share.carried_after for share in done.shares}
        named = {name for name, carry in carried.items() if abs(carry) >= 1}
        assert named <= set(done.carry_kept)
    later = split(
        10**6,
        members,
        key,
        {"homes": dict.fromkeys(members, Fraction(1))},
        rounding="carried-remainder",
        carried=carried,
    )
    assert all(abs(share.carried_after) < 1 for share in later.shares)


@pytest.mark.parametrize("rule", RULES)
def test_ties_go_to_the_member_named_first(rule: str) -> None:
    done = split(2, ["Cime", "Aval", "Brume"], parse_key({"equal": {}}), {}, rounding=rule)
    assert done.cents == {"Cime": 1, "Aval": 1, "Brume": 0}
