"""A voting rule that cannot be applied is refused where it is laid down, by field and rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.charter import VotingRule
from domain.governance.colleges import ContradictoryLimits, within_limits
from domain.governance.electorate import Elector, Known, NothingToWeighBy, Weight, WeightMissing, voters
from domain.governance.rules import College, checked_rule
from domain.kernel.errors import BadInput

RULE = VotingRule("key", "members", "one each", "1/2", "0", "simple", 1, False, False, None, 0, "article 7")
USERS, INVESTORS = College("users", "1/2", "one each"), College("investors", "1/2", "by capital")
BY_COLLEGE = replace(RULE, electorate="colleges", weights="by college", colleges=(USERS, INVESTORS))


@pytest.mark.parametrize(
    ("rule", "change", "field"),
    [
        (RULE, {"electorate": "passers-by"}, "electorate"),
        (RULE, {"weights": "by measure "}, "weights"),
        (RULE, {"quorum_base": "homes"}, "quorum_base"),
        (RULE, {"quorum_counts": "somebody"}, "quorum_counts"),
        (RULE, {"proxy_holders": "nobody"}, "proxy_holders"),
        (RULE, {"voting_in_person": "is rude"}, "voting_in_person"),
        (RULE, {"notice_days": -1}, "notice_days"),
        (RULE, {"notice_days_second_call": -1}, "notice_days_second_call"),
        (RULE, {"notice_exceptions": ("haste",)}, "notice_exceptions"),
        (RULE, {"recusal_grounds": ("dislike",)}, "recusal_grounds"),
        (RULE, {"majority": "unanimity", "casting_vote": "Aval"}, "casting_vote"),
        (RULE, {"second_majority": "simple"}, "second_majority"),
        (RULE, {"second_majority": "simple", "second_weights": "by college"}, "second_weights"),
        (RULE, {"weights": "declared fractions", "fractions": {"Aval": "1/2"}}, "fractions"),
        (RULE, {"fractions": {"Aval": "1"}}, "fractions"),
        (RULE, {"colleges": (USERS,)}, "colleges"),
        (BY_COLLEGE, {"colleges": ()}, "colleges"),
        (BY_COLLEGE, {"weights": "one each"}, "colleges"),
        (BY_COLLEGE, {"colleges": (USERS, USERS)}, "colleges"),
        (BY_COLLEGE, {"colleges": (USERS, replace(INVESTORS, share=None))}, "colleges"),
        (BY_COLLEGE, {"colleges": (USERS, replace(INVESTORS, share="1/3"))}, "colleges"),
        (BY_COLLEGE, {"colleges": (USERS, replace(INVESTORS, majority="applause"))}, "colleges[1].majority"),
        (BY_COLLEGE, {"colleges": (USERS, replace(INVESTORS, at_most="3/2"))}, "colleges[1].at_most"),
        (BY_COLLEGE, {"college_votes": "loudly"}, "college_votes"),
    ],
)
def test_a_rule_names_what_it_cannot_say(rule: VotingRule, change: dict[str, Any], field: str) -> None:
    checked_rule(rule, "rules[0]")
    with pytest.raises(BadInput) as refused:
        checked_rule(replace(rule, **change), "rules[0]")
    assert refused.value.facts["field"] == f"rules[0].{field}"


def test_limits_leave_room_for_one_whole() -> None:
    for at_least, at_most in (("3/4", "1"), ("0", "1/4")):
        limited = [replace(college, at_least=at_least, at_most=at_most) for college in (USERS, INVESTORS)]
        with pytest.raises(ContradictoryLimits):
            checked_rule(replace(BY_COLLEGE, colleges=tuple(limited)), "rules[0]")


def test_what_a_voter_weighs_by_is_not_guessed() -> None:
    who = (Elector("Aval", "Aval"), Elector("Brume", "Brume"))
    known = Known(date(2026, 1, 5), by_capital={"Aval": Weight(Fraction(3), "register")})
    with pytest.raises(WeightMissing) as refused:
        voters(replace(RULE, weights="by capital"), who, known)
    assert refused.value.facts["seat"] == "Brume"
    with pytest.raises(WeightMissing):
        voters(replace(RULE, quorum_base="capital"), who, known)


def test_a_college_that_weighs_nothing_has_no_part_to_give() -> None:
    who = (Elector("U", "Aval", "users"), Elector("I", "Aval", "investors"))
    known = Known(date(2026, 1, 5), by_capital={"Aval": Weight(Fraction(0), "register")})
    with pytest.raises(NothingToWeighBy):
        voters(BY_COLLEGE, who, known)


def test_a_member_with_several_seats_holds_no_more_than_the_cap_of_one_holder() -> None:
    capped = replace(INVESTORS, holder_at_most="1/2")
    rule = replace(BY_COLLEGE, colleges=(USERS, capped))
    seats = [("I1", "Aval"), ("I2", "Aval"), ("I3", "Brume"), ("I4", "Cime")]
    who = [Elector("U", "Cime", "users"), *(Elector(s, m, "investors") for s, m in seats)]
    shares = {"Aval": 800, "Brume": 150, "Cime": 50}
    known = Known(
        date(2026, 1, 5), by_capital={m: Weight(Fraction(s), "register") for m, s in shares.items()}
    )
    weights = {voter.seat: voter.weight for voter in voters(rule, who, known)}
    # Of the investors' half: 1/2 over Aval's two seats; the other half as 150 to 50.
    assert weights == {"U": "1/2", "I1": "1/8", "I2": "1/8", "I3": "3/16", "I4": "1/16"}


PARTS = st.dictionaries(st.sampled_from("abcde"), st.fractions(0, 9, max_denominator=9), min_size=1).filter(
    lambda parts: any(parts.values())
)
LIMIT = st.fractions(0, 1, max_denominator=12)


@given(PARTS, st.dictionaries(st.sampled_from("abcde"), st.tuples(LIMIT, LIMIT)))
def test_parts_within_limits_add_up_to_one_and_keep_their_proportions(
    parts: dict[str, Fraction], limits: dict[str, tuple[Fraction, Fraction]]
) -> None:
    try:
        shared = within_limits(parts, limits, "colleges")
    except ContradictoryLimits:
        held = [limits.get(name, (Fraction(0), Fraction(1))) for name, part in parts.items() if part]
        low, high = sum(lowest for lowest, _ in held), sum(highest for _, highest in held)
        assert low > 1 or high < 1 or any(lowest > highest for lowest, highest in held)
        return
    assert sum(shared.values()) == 1
    free = set()
    for name, part in ((name, part) for name, part in parts.items() if part):
        low, high = limits.get(name, (Fraction(0), Fraction(1)))
        assert low <= shared[name] <= high
        if low < shared[name] < high:
            free.add(shared[name] / part)
    # All that no limit holds stand in one proportion to what they were.
    assert len(free) <= 1
