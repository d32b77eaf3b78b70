"""A run freezes what it rests on, shares it to the cent, is approved by another, and is never edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from fractions import Fraction

import pytest

from domain.allocation.allocation_run import (
    AllocationRun,
    ApproverPrepared,
    NothingToAllocate,
    WrongRunStage,
    allocation_run_id,
)
from domain.allocation.allocation_run_events import Approved, Computed, Posted, Prepared, Reversed
from domain.allocation.run_basis import Basis, compute, freeze, inputs_digest
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.money import signed_of
from domain.kernel.periods import Month
from tests.given_when_then import Given, collected, given, replayed

JANUARY = Month(2026, 1)
MEMBERS = ("Aval", "Brume", "Cime")
EQUAL: Mapping[str, object] = {"equal": {}}
BY_HOMES: Mapping[str, object] = {"proportional": "homes"}
TONNES = {"homes": {"Aval": "3", "Brume": "2", "Cime": "2"}}


def basis(
    base_cents: int = 10_000,
    key: Mapping[str, object] = BY_HOMES,
    readings: Mapping[str, Mapping[str, str]] = TONNES,
    members: tuple[str, ...] = MEMBERS,
    **other: object,
) -> Basis:
    terms: dict[str, object] = {
        "contract": "C-LAND",
        "service_from": JANUARY,
        "service_to": JANUARY,
        "provider": "Aval",
        "members": members,
        "key_version": 1,
        "key": key,
        "readings": readings,
        "flow_measures": (),
        "presence": {m: Fraction(1) for m in members},
        "rounding": "carried-remainder",
        "carried": {},
        "base_cents": base_cents,
        "direct_cents": {},
        "line_count": 1,
        "period_ends": True,
        "month_was_posted": bool(other.get("posted")),
        "posted": (),
        "inputs": (),
    }
    return Basis(**{**terms, **other})


def a_run(ordinal: int = 1) -> Given[AllocationRun]:
    return given(AllocationRun, allocation_run_id(f"C-LAND 2026-01 #{ordinal}"))


def prepared(rests_on: Basis | None = None, ordinal: int = 1) -> Given[AllocationRun]:
    run = a_run(ordinal).aggregate()
    run.prepare(rests_on or basis(), ordinal, "Claire")
    return given(AllocationRun, run.id, *collected(run))


def borne(rests_on: Basis) -> dict[str, int]:
    return {share.member: share.cents for share in prepared(rests_on).aggregate().shares}


def computed(rests_on: Basis, ordinal: int = 1) -> Computed:
    event = prepared(rests_on, ordinal).aggregate().computed
    assert event is not None
    return event


def approve(run: AllocationRun) -> None:
    run.approve("Denis")


def post(run: AllocationRun) -> None:
    run.post(Month(2026, 3), "2026-03-31")


def reverse(run: AllocationRun) -> None:
    run.reverse(Month(2026, 4), "2026-04-30", "the wrong invoice")


def test_a_cent_left_over_goes_to_the_largest_remainder() -> None:
    assert borne(basis()) == {"Aval": 4286, "Brume": 2857, "Cime": 2857}


def test_an_absent_member_keeps_its_carry_and_meets_no_floor() -> None:
    floor = {"limited": {"key": EQUAL, "floor": {"*": "1.00"}}}
    presence = {"Aval": Fraction(1), "Brume": Fraction(1), "Cime": Fraction(0)}
    carried = {"Aval": Fraction(-1, 3), "Brume": Fraction(0), "Cime": Fraction(1, 3)}
    run = prepared(basis(10_001, floor, presence=presence, carried=carried)).aggregate()
    assert run.borne_cents() == {"Aval": 5001, "Brume": 5000, "Cime": 0}
    assert run.carry_differences()["Cime"] == 0


def test_ties_break_by_declared_order() -> None:
    assert borne(basis(100, EQUAL)) == {"Aval": 34, "Brume": 33, "Cime": 33}
    assert borne(basis(100, EQUAL, members=("Cime", "Brume", "Aval"))) == {
        "Cime": 34,
        "Brume": 33,
        "Aval": 33,
    }


def test_a_share_never_depends_on_insertion_order() -> None:
    turned = {"homes": dict(reversed(TONNES["homes"].items()))}
    here, there = prepared(basis()).aggregate(), prepared(basis(readings=turned)).aggregate()
    assert here.shares == there.shares
    assert here.prepared.digest == there.prepared.digest


def test_a_run_is_prepared_approved_and_posted() -> None:
    posted = prepared().when(approve).then(Approved("Denis")).when(post).then(Posted("2026-03", "2026-03-31"))
    posted.when(reverse).then(Reversed("2026-04", "2026-04-30", "the wrong invoice"))


def test_preparer_and_approver_differ() -> None:
    prepared().when(lambda r: r.approve("Claire")).refused(ApproverPrepared)


def test_nothing_is_posted_that_was_not_approved() -> None:
    prepared().when(post).refused(WrongRunStage, stage="prepared", needed="approved")


def test_what_is_posted_is_never_edited() -> None:
    posted = prepared().when(approve).then(Approved("Denis")).when(post).then(Posted("2026-03", "2026-03-31"))
    for decide in (approve, post, lambda r: r.prepare(basis(), 1, "Claire")):
        posted.when(decide).refused(WrongRunStage, stage="posted")


def test_a_run_is_reversed_once_and_only_after_it_was_posted() -> None:
    prepared().when(reverse).refused(WrongRunStage, needed="posted")
    gone = prepared().when(approve).then(Approved("Denis")).when(post).then(Posted("2026-03", "2026-03-31"))
    gone = gone.when(reverse).then(Reversed("2026-04", "2026-04-30", "the wrong invoice"))
    gone.when(reverse).refused(WrongRunStage, stage="reversed")


def test_a_run_that_is_prepared_again_is_approved_again() -> None:
    again = prepared().when(approve).then(Approved("Denis")).aggregate()
    again.prepare(basis(20_000), 1, "Claire")
    happened = collected(again)
    assert [type(event) for event in happened] == [Prepared, Computed]
    with pytest.raises(WrongRunStage):
        again.post(Month(2026, 3), "2026-03-31")


def test_there_is_no_run_before_it_is_prepared() -> None:
    for decide in (approve, post, reverse):
        a_run().when(decide).refused(NotFound, kind="run")


def test_a_run_rests_on_frozen_inputs() -> None:
    frozen = prepared().aggregate().prepared
    assert frozen.digest == inputs_digest(frozen)
    assert frozen.digest == inputs_digest(replace(frozen, prepared_by="someone else"))
    for change in (
        {"base_cents": 10_001},
        {"readings": {"homes": {"Aval": "3", "Brume": "2", "Cime": "1"}}},
        {"key_version": 2},
        {"carried_cents": {"Aval": "1/3", "Brume": "-1/3"}},
        {"presence": {"Aval": "1/2", "Brume": "1", "Cime": "1"}},
    ):
        assert inputs_digest(replace(frozen, **change)) != frozen.digest


def test_recomputing_from_what_was_frozen_gives_the_same_cents() -> None:
    run = prepared().aggregate()
    stored = json.loads(json.dumps(asdict(run.prepared)))
    fields = {**stored, "members": tuple(stored["members"]), "flow_measures": (), "inputs": ()}
    again = compute(Prepared(**fields))
    assert [share.cents for share in again.shares] == [share.cents for share in run.shares]


def test_a_share_of_zero_is_zero_whatever_the_carry() -> None:
    readings = {"homes": {"Aval": "3", "Brume": "4", "Cime": "0"}}
    carried = {"Aval": Fraction(-1, 2), "Brume": Fraction(-2, 5), "Cime": Fraction(9, 10)}
    run = prepared(basis(readings=readings, carried=carried)).aggregate()
    cime = next(share for share in run.shares if share.member == "Cime")
    assert (cime.cents, cime.exact_cents, signed_of(cime.carried_after_cents)) == (0, "0", Fraction(9, 10))


def test_presence_applies_to_a_stock_and_never_to_a_flow() -> None:
    half = {"Aval": Fraction(1), "Brume": Fraction(1), "Cime": Fraction(1, 2)}
    alike = {"homes": dict.fromkeys(MEMBERS, "2")}
    assert borne(basis(readings=alike, presence=half)) == {"Aval": 4000, "Brume": 4000, "Cime": 2000}
    as_flow = borne(basis(readings=alike, presence=half, flow_measures=("homes",)))
    assert as_flow == {"Aval": 3334, "Brume": 3333, "Cime": 3333}


def test_a_credit_note_follows_the_same_key_mirrored() -> None:
    assert borne(basis(-10_000)) == {member: -cents for member, cents in borne(basis()).items()}


def test_a_direct_charge_is_borne_by_its_member_alone() -> None:
    run = prepared(basis(direct_cents={"Brume": 700})).aggregate()
    assert run.borne_cents() == {"Aval": 4286, "Brume": 3557, "Cime": 2857}


def test_a_direct_charge_to_a_member_that_is_not_present_is_still_borne() -> None:
    run = prepared(basis(key=EQUAL, members=("Aval", "Brume"), direct_cents={"Cime": 700})).aggregate()
    assert run.borne_cents() == {"Aval": 5000, "Brume": 5000, "Cime": 700}


def test_a_member_charged_directly_alone_does_not_hinder_a_corrective_run() -> None:
    two = {"homes": {"Aval": "3", "Brume": "2"}}
    first = basis(readings=two, members=("Aval", "Brume"), direct_cents={"Cime": 700})
    late = replace(first, base_cents=11_000, posted=(computed(first),))
    run = prepared(late, 2).aggregate()
    assert run.borne_cents() == {"Aval": 600, "Brume": 400, "Cime": 0}


def test_a_late_line_is_corrected_by_the_difference() -> None:
    first = computed(basis())
    corrective = prepared(basis(10_700, posted=(first,)), 2).aggregate()
    assert corrective.prepared.kind == "corrective"
    assert corrective.borne_cents() == {"Aval": 300, "Brume": 200, "Cime": 200}


def test_a_corrected_reading_moves_cost_between_members() -> None:
    corrected = {"homes": {"Aval": "2", "Brume": "2", "Cime": "2"}}
    run = prepared(basis(readings=corrected, posted=(computed(basis()),)), 2).aggregate()
    assert sum(run.borne_cents().values()) == 0
    assert run.borne_cents()["Aval"] < 0


def test_a_run_allocates_something() -> None:
    a_run(2).when(lambda r: r.prepare(basis(posted=(computed(basis()),)), 2, "Claire")).refused(
        NothingToAllocate, contract="C-LAND"
    )


def test_runs_after_a_restatement_take_back_what_a_member_no_longer_bears() -> None:
    fractions = {"fractions": {"Aval": "1/2", "Brume": "1/2", "Cime": "0"}}
    run = prepared(basis(key=fractions, posted=(computed(basis()),)), 2).aggregate()
    assert run.borne_cents()["Cime"] == -2857


def test_replay_asks_no_rule_again() -> None:
    # A key that today's engine would refuse to read, as an older one may have left it.
    frozen = replace(freeze(basis(), 1, "Claire"), key={"by seniority": {}}, engine_version="0")
    told = Computed(10_000, 1, (replace(prepared().aggregate().shares[0], cents=10_000),))
    old = replayed(AllocationRun, a_run().aggregate().id, (frozen, told, Approved("Claire")))
    assert old.borne_cents() == {"Aval": 10_000}
    with pytest.raises(BadInput):
        compute(old.prepared)
