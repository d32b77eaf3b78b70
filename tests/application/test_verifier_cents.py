"""The verifier's own arithmetic gives the engine's cents: for any key, any rounding rule, carries and differences."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.allocation.allocation_run import AllocationRun, NothingToAllocate, allocation_run_id
from domain.allocation.allocation_run_events import Computed
from domain.allocation.engine.rounding import CARRIED_REMAINDER, ROUNDING_RULES
from domain.allocation.run_basis import Basis
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month
from infrastructure.exports.verify_pack import NotRecomputed, Refused, recomputed
from tests.domain.engine_examples import Case, cases

RECORDED = ("member", "exact_cents", "cents", "carried_after_cents", "direct_cents")
MONTH = Month(2026, 1)
# Some keys cannot share some amounts; these are drawn again, which on a busy machine takes its time.
PATIENT = (HealthCheck.too_slow, HealthCheck.filter_too_much)


def basis(
    case: Case, rounding: str, carried: dict[str, Fraction], posted: tuple[Computed, ...] = ()
) -> Basis:
    return Basis(
        contract="platform",
        service_from=MONTH,
        service_to=MONTH,
        provider="Aval",
        members=case.members,
        key_version=1,
        key=case.key,
        readings={k: {m: str(v) for m, v in by.items()} for k, by in case.measurements.items()},
        flow_measures=("calls",),
        presence={m: case.presence.get(m, Fraction(1)) for m in case.members},
        rounding=rounding,
        carried=carried if rounding == CARRIED_REMAINDER else {},
        base_cents=case.amount,
        direct_cents={"Aval": 500},
        line_count=1,
        period_ends=True,
        month_was_posted=bool(posted),
        posted=posted,
        inputs=(),
    )


def computed(rests_on: Basis) -> AllocationRun:
    """A run that the engine computed, where the key can share the amount."""
    run = AllocationRun(allocation_run_id("platform 2026-01 #1"))
    try:
        run.prepare(rests_on, 1, "person-1")
    except (BadInput, NothingToAllocate):
        assume(False)
    return run


def agrees(run: AllocationRun) -> None:
    frozen: dict[str, Any] = json.loads(json.dumps(asdict(run.prepared)))
    assert recomputed(frozen) == [[asdict(share)[name] for name in RECORDED] for share in run.shares]


CARRIES = st.lists(st.fractions(-1, 1, max_denominator=30), min_size=6, max_size=6)


def carries(case: Case, drawn: list[Fraction]) -> dict[str, Fraction]:
    """A carry for each member; together they are zero."""
    first = dict(zip(case.members[1:], drawn, strict=False))
    return {case.members[0]: -sum(first.values(), Fraction(0)), **first}


@given(cases(), st.sampled_from(ROUNDING_RULES), CARRIES)
@settings(max_examples=30, deadline=None, suppress_health_check=PATIENT)
def test_a_first_run_recomputes(case: Case, rounding: str, drawn: list[Fraction]) -> None:
    agrees(computed(basis(case, rounding, carries(case, drawn))))


@given(cases(), cases(), st.sampled_from(ROUNDING_RULES), CARRIES)
@settings(max_examples=15, deadline=None, suppress_health_check=PATIENT)
def test_a_difference_to_an_earlier_run_recomputes(
    before: Case, after: Case, rounding: str, drawn: list[Fraction]
) -> None:
    earlier = computed(basis(before, rounding, {})).computed
    assert earlier is not None
    agrees(computed(basis(after, rounding, carries(after, drawn), (earlier,))))


@given(cases(), st.integers(1, 5), st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=PATIENT)
def test_other_cents_than_the_engine_s_are_noticed(case: Case, by: int, data: st.DataObject) -> None:
    run = computed(basis(case, CARRIED_REMAINDER, {}))
    frozen: dict[str, Any] = json.loads(json.dumps(asdict(run.prepared)))
    frozen["base_cents"] += by
    with suppress(Refused):
        assert recomputed(frozen) != [[asdict(share)[name] for name in RECORDED] for share in run.shares]


def test_a_key_beyond_the_verifier_is_said_to_be() -> None:
    key = {
        "fairness": {"method": "shapley", "costs": {"Aval": "60.00", "Brume": "40.00", "Aval+Brume": "80.00"}}
    }
    case = Case(10000, ("Aval", "Brume"), key, {}, {})
    run = computed(basis(case, CARRIED_REMAINDER, {}))
    with pytest.raises(NotRecomputed):
        recomputed(json.loads(json.dumps(asdict(run.prepared))))
