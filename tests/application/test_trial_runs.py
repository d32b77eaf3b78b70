"""A trial shares past months by other terms, with the same engine, and leaves no trace."""

from __future__ import annotations

from fractions import Fraction

import pytest

from application.group import Group
from application.run_bases import Terms
from application.run_inputs import ReadingMissing
from application.trial_runs import try_terms
from domain.kernel.periods import Month
from tests import examples
from tests.examples import carry_out, document, post

JANUARY = Month(2026, 1)


@pytest.fixture(autouse=True)
def january(confluence: Group) -> None:
    """January's cost is posted: 70 EUR by 3, 2 and 2 calls."""
    carry_out(confluence, document("platform", "2026-01", 7_000))
    post(confluence, "platform", "2026-01")


def test_a_trial_of_the_contracts_own_terms_is_what_was_posted(confluence: Group) -> None:
    [trial] = try_terms(confluence.ledger, "platform", JANUARY, JANUARY)
    assert trial.exact_cents == {"Aval": 3_000, "Brume": 2_000, "Cime": 2_000}
    assert trial.base_cents == 7_000
    assert trial.presence == dict.fromkeys(examples.MEMBERS, 1)


def test_a_trial_of_another_key_shares_the_same_cost(confluence: Group) -> None:
    [trial] = try_terms(confluence.ledger, "platform", JANUARY, JANUARY, Terms(examples.EQUAL))
    assert trial.exact_cents == dict.fromkeys(examples.MEMBERS, Fraction(7_000, 3))


def test_a_trial_leaves_no_trace(confluence: Group) -> None:
    before = confluence.position()
    try_terms(confluence.ledger, "platform", JANUARY, JANUARY, Terms(examples.EQUAL))
    assert confluence.position() == before


def test_a_key_that_counts_what_was_not_measured_is_refused(confluence: Group) -> None:
    homes = Terms(examples.proportional("homes"))
    with pytest.raises(ReadingMissing):
        try_terms(confluence.ledger, "platform", JANUARY, JANUARY, homes)


def test_months_without_cost_are_left_out(confluence: Group) -> None:
    assert try_terms(confluence.ledger, "platform", Month(2026, 2), Month(2026, 12)) == []
