"""A period is closed step by step: what can be allocated is, and what cannot says why."""

from __future__ import annotations

from typing import Any

import pytest

from application.allocation import CorrectReading
from application.answers.flows_awaited import COUNT_FIRST, SHARE_FIRST
from application.answers.unallocated import NO_RUN, REVERSED, unallocated
from application.closing import ALLOCATED, Closing, Step, close_period
from application.contract_changes import ChangeContract
from application.errors import Conflict, InputsMoved
from application.group import Group
from application.ports import Act
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.service_flows import FlowsAwaited, NoMutualUse, ShareServiceFlows
from application.services import EndContract
from domain.allocation.allocation_run import AllocationRun
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.service_flows import FlowsStand
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from tests import examples
from tests.examples import APPROVER, CONFLUENCE, MEMBERS, PREPARER, carry_out, document, post, reading


@pytest.fixture(autouse=True)
def two_contracts(confluence: Group) -> None:
    """Beside the platform, the contract land, shared equally; January's cost of both."""
    carry_out(
        confluence,
        *examples.toolbox("land"),
        examples.contract("land", examples.EQUAL),
        document("platform", "2026-01", 7_000),
        document("land", "2026-01", 3_000),
    )


def settled(group: Group) -> None:
    """The land service uses one call in eight."""
    rule = examples.mutual_use(("platform", "land"), {"platform": "calls"}, "2026-01")
    carry_out(group, rule, reading("calls", "land", "2026-01", "1"))


def closed(group: Group, period: str = "2026-01") -> Closing:
    prepared = close_period(group, period, Step.PREPARE, PREPARER)
    close_period(group, period, Step.APPROVE, APPROVER)
    close_period(group, period, Step.POST, PREPARER)
    return prepared


def said(closing: Closing) -> dict[str, str]:
    return {outcome.about: outcome.said for outcome in closing.outcomes}


def waiting(group: Group, period: str = "2026-01", at: int | None = None) -> dict[str, tuple[int, str]]:
    found = unallocated(group.readings, at or group.position(), period)
    return {each["contract"]: (each["waiting_cents"], each["reason"]) for each in found}


def test_each_step_is_taken_for_every_contract(confluence: Group) -> None:
    closed(confluence)
    assert waiting(confluence) == {}
    assert said(close_period(confluence, "2026-01", Step.PREPARE, PREPARER)) == {
        "land": ALLOCATED,
        "platform": ALLOCATED,
    }


def test_what_waits_says_why_as_of_any_position(confluence: Group) -> None:
    before = confluence.position()
    close_period(confluence, "2026-01", Step.PREPARE, PREPARER)
    prepared = confluence.position()
    close_period(confluence, "2026-01", Step.APPROVE, APPROVER)
    approval = "its run is prepared, and awaits the approval of someone else"
    assert waiting(confluence, at=before)["land"] == (3_000, "no run is prepared")
    assert waiting(confluence, at=prepared)["land"] == (3_000, approval)
    assert waiting(confluence)["land"] == (3_000, "its run is approved, and awaits posting")


def test_a_contract_that_lacks_a_reading_does_not_keep_the_other(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-02", 500), document("land", "2026-02", 600))
    prepared = closed(confluence, "2026-02")
    assert [outcome.refusal for outcome in prepared.refused] == ["reading-missing"]
    assert waiting(confluence, "2026-02") == {"platform": (500, "no run is prepared")}


def test_a_corrected_reading_is_closed_with_a_corrective_run(confluence: Group) -> None:
    closed(confluence)
    correction = {"measure": "calls", "period": "2026-01", "member": "Cime", "value": "9"}
    carry_out(confluence, CorrectReading(**correction, reason="a line was missed"))
    again = closed(confluence)
    assert said(again) == {"land": ALLOCATED, "platform": "prepared, awaits approval"}
    runs = confluence.readings.rows("runs", confluence.position(), contract="platform", stage="posted")
    assert sorted(run["kind"] for run in runs) == ["corrective", "final"]


def test_an_approved_run_whose_inputs_moved_is_prepared_again(confluence: Group) -> None:
    close_period(confluence, "2026-01", Step.PREPARE, PREPARER)
    close_period(confluence, "2026-01", Step.APPROVE, APPROVER)
    carry_out(confluence, document("land", "2026-01", 300))
    posted = close_period(confluence, "2026-01", Step.POST, PREPARER)
    assert [(o.about, o.refusal) for o in posted.refused] == [("land", "inputs-moved")]
    closed(confluence)
    assert waiting(confluence) == {}


def test_a_reversed_month_waits_again(confluence: Group) -> None:
    closed(confluence)
    carry_out(confluence, ReverseRun(contract="land", month="2026-01", reason="the wrong invoice"))
    assert waiting(confluence) == {"land": (3_000, "no run is prepared")}


def test_services_settle_before_their_pools_are_allocated(confluence: Group) -> None:
    settled(confluence)
    with pytest.raises(FlowsAwaited):
        post(confluence, "land", "2026-01")
    closed(confluence)
    borne = confluence.readings.rows("pool_flows", confluence.position())
    assert sorted(row["amount_cents"] for row in borne) == [-875, 875]
    assert waiting(confluence) == {}


def test_a_corrected_use_awaits_new_flows(confluence: Group) -> None:
    settled(confluence)
    closed(confluence)
    correction = {"measure": "calls", "period": "2026-01", "member": "land", "value": "7"}
    carry_out(confluence, CorrectReading(**correction, reason="a list was lost"))
    assert said(closed(confluence)) == {
        "services of Confluence": "what they use of each other is shared",
        "land": "prepared, awaits approval",
        "platform": "prepared, awaits approval",
    }


def test_flows_take_a_rule(confluence: Group) -> None:
    with pytest.raises(NoMutualUse):
        carry_out(confluence, ShareServiceFlows(agreement=CONFLUENCE, month="2026-01"))


def test_a_contract_of_another_agreement_does_not_take_part(confluence: Group) -> None:
    carry_out(confluence, *examples.agreement_in_force("Estuary", MEMBERS[:2]), *examples.toolbox("quay"))
    elsewhere = {"agreement": "Estuary", "beneficiaries": MEMBERS[:2]}
    by_estuary = {"authority": {"kind": "agreement", "agreement": "Estuary"}}
    carry_out(confluence, examples.contract("quay", examples.EQUAL, **elsewhere, **by_estuary))
    with pytest.raises(NotFound):
        carry_out(confluence, examples.mutual_use(("platform", "quay"), {"platform": "calls"}, "2026-01"))


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"method": "guess"}, "method"),
        ({"contracts": ("platform",)}, "contracts"),
        ({"contracts": ("platform", "land", "land")}, "contracts"),
        ({"measures": {}}, "measures"),
    ],
)
def test_a_rule_that_cannot_be_followed_names_its_field(
    confluence: Group, terms: dict[str, object], field: str
) -> None:
    rule = examples.mutual_use(("platform", "land"), {"platform": "calls"}, "2026-01")
    with pytest.raises(BadInput) as refused:
        carry_out(confluence, rule.model_copy(update=terms))
    assert refused.value.facts["field"] == field


def test_a_member_and_a_contract_never_share_a_code(confluence: Group) -> None:
    with pytest.raises(AlreadyExists):
        carry_out(confluence, *examples.register("platform"))
    with pytest.raises(AlreadyExists):
        carry_out(confluence, examples.contract("aval", examples.EQUAL, service="land"))


@pytest.mark.parametrize("period", ["", "2026-13", "2026-Q5", "26", "2026-01-01"])
def test_a_period_that_cannot_be_read_is_refused(confluence: Group, period: str) -> None:
    with pytest.raises(BadInput) as refused:
        close_period(confluence, period, Step.PREPARE, PREPARER)
    assert refused.value.facts["field"] == "period"


def test_the_months_of_a_quarter_are_posted_in_one_act_each(confluence: Group) -> None:
    months = ("2026-01", "2026-02", "2026-03")
    carry_out(confluence, *(reading("calls", m, month, "1") for m in MEMBERS for month in months[1:]))
    carry_out(confluence, *(document("platform", month, 10_000) for month in months[1:]))
    closed(confluence, "2026-Q1")
    assert waiting(confluence, "2026-Q1") == {"land": (0, "no cost is recorded")}


def test_a_contract_shared_over_a_quarter_is_allocated_with_its_last_month(confluence: Group) -> None:
    by_quarter = {"service": "land", "allocation_period": "quarter"}
    carry_out(confluence, examples.contract("quay", examples.EQUAL, **by_quarter))
    carry_out(confluence, document("quay", "2026-01", 100), document("quay", "2026-02", 200))
    prepared = closed(confluence, "2026-Q1")
    of_quay = {o.month: o.said for o in prepared.outcomes if o.about == "quay"}
    assert of_quay["2026-01"] == "shared over its period, with 2026-02"
    assert "quay" not in waiting(confluence, "2026-02")
    assert len(confluence.readings.rows("runs", confluence.position(), contract="quay")) == 1


def test_a_run_that_foresaw_another_carry_is_not_posted(confluence: Group) -> None:
    carry_out(confluence, *(reading("calls", m, "2026-02", "1") for m in MEMBERS))
    carry_out(confluence, document("platform", "2026-02", 10_000), document("platform", "2026-01", 3_000))
    close_period(confluence, "2026-Q1", Step.PREPARE, PREPARER)
    close_period(confluence, "2026-Q1", Step.APPROVE, APPROVER)
    posted = close_period(confluence, "2026-02", Step.POST, PREPARER)
    assert [(o.about, o.refusal) for o in posted.refused] == [("platform", "inputs-moved")]


def quarter_desk(group: Group) -> None:
    """A contract by the quarter whose hours land uses, an hour of four in January."""
    carry_out(
        group,
        *examples.toolbox("desk", ("hours",)),
        examples.contract("desk", examples.EQUAL, allocation_period="quarter"),
        examples.mutual_use(("desk", "land"), {"desk": "hours"}, "2026-01"),
        *(reading("hours", by, "2026-01", "1") for by in (*MEMBERS, "land")),
        document("desk", "2026-01", 4_000),
        ShareServiceFlows(agreement=CONFLUENCE, month="2026-01"),
    )


def test_a_month_that_came_after_approval_holds_the_posting_of_its_quarter(confluence: Group) -> None:
    quarter_desk(confluence)
    carry_out(confluence, PrepareRun(contract="desk", month="2026-01"))
    carry_out(confluence, ApproveRun(contract="desk", month="2026-01"), act=APPROVER)
    correction = {"measure": "hours", "period": "2026-01", "member": "land", "value": "5"}
    carry_out(confluence, CorrectReading(**correction, reason="a list was lost"))
    with pytest.raises(FlowsAwaited):
        carry_out(confluence, PostRun(contract="desk", month="2026-01"))


def test_a_pool_that_was_not_there_when_a_quarter_was_prepared_is_not_closed_by_it(confluence: Group) -> None:
    by_quarter = {"service": "land", "allocation_period": "quarter"}
    carry_out(confluence, examples.contract("quay", examples.EQUAL, **by_quarter))
    carry_out(confluence, document("quay", "2026-01", 300), document("quay", "2026-03", 300))
    carry_out(confluence, PrepareRun(contract="quay", month="2026-03"))
    carry_out(confluence, ApproveRun(contract="quay", month="2026-03"), act=APPROVER)
    carry_out(confluence, document("quay", "2026-02", 900))
    with pytest.raises(InputsMoved):
        carry_out(confluence, PostRun(contract="quay", month="2026-03"))
    closed(confluence, "2026-Q1")
    assert "quay" not in waiting(confluence, "2026-Q1")


def test_a_rule_that_is_taken_back_moves_everything_back(confluence: Group) -> None:
    settled(confluence)
    carry_out(confluence, ShareServiceFlows(agreement=CONFLUENCE, month="2026-01"))
    carry_out(confluence, examples.mutual_use((), {}, "2026-01"))
    closed(confluence)
    flows = confluence.readings.rows("service_flows", confluence.position())
    assert sum(flow["moved_cents"] for flow in flows) == 0
    assert waiting(confluence) == {}


def test_who_provided_stays_while_other_services_used_it(confluence: Group) -> None:
    quarter_desk(confluence)
    february = (reading("hours", by, "2026-02", "1") for by in (*MEMBERS, "land"))
    carry_out(confluence, *february, document("desk", "2026-02", 400))
    carry_out(confluence, ShareServiceFlows(agreement=CONFLUENCE, month="2026-02"))
    change = {"contract": "land", "effective_from": "2026-01", "provider": "Cime"}
    decided = {"decided_on": examples.IN_FORCE_ON, "authority": examples.BY_AMENDMENT}
    with pytest.raises(FlowsStand):
        carry_out(confluence, ChangeContract.read({**change, **decided}))
    ended = {"contract": "land", "ends_on": "2026-01-31", "authority": examples.BY_AMENDMENT}
    with pytest.raises(FlowsStand):
        carry_out(confluence, EndContract.read(ended))


def test_cents_that_cancel_out_wait_all_the_same(confluence: Group) -> None:
    carry_out(confluence, document("land", "2026-02", 500))
    carry_out(confluence, document("land", "2026-02", -500, direct_to="Aval"))
    prepared = close_period(confluence, "2026-02", Step.PREPARE, PREPARER)
    assert [(o.about, o.waiting_cents) for o in prepared.not_allocated] == [("land", 0)]


def test_a_service_that_nobody_used_stays_with_its_members(confluence: Group) -> None:
    quarter_desk(confluence)
    unused = (reading("hours", by, "2026-02", "0") for by in (*MEMBERS, "land"))
    carry_out(confluence, *unused, document("desk", "2026-02", 400), document("land", "2026-02", 300))
    closed(confluence, "2026-Q1")
    assert [each for each in waiting(confluence, "2026-02").values() if each[0]] == []


def test_a_preparer_that_approves_a_corrective_run_is_told_so(confluence: Group) -> None:
    closed(confluence)
    correction = {"measure": "calls", "period": "2026-01", "member": "Cime", "value": "9"}
    carry_out(confluence, CorrectReading(**correction, reason="a line was missed"))
    close_period(confluence, "2026-01", Step.PREPARE, PREPARER)
    refused = close_period(confluence, "2026-01", Step.APPROVE, PREPARER).refused
    assert [(outcome.about, outcome.refusal) for outcome in refused] == [("platform", "approver-prepared")]


def test_flows_that_are_awaited_are_the_reason(confluence: Group) -> None:
    rule = examples.mutual_use(("platform", "land"), {"platform": "calls"}, "2026-01")
    carry_out(confluence, rule)
    assert waiting(confluence) == {"land": (3_000, COUNT_FIRST), "platform": (7_000, COUNT_FIRST)}
    carry_out(confluence, reading("calls", "land", "2026-01", "1"))
    assert waiting(confluence) == {"land": (3_000, SHARE_FIRST), "platform": (7_000, SHARE_FIRST)}
    carry_out(confluence, ShareServiceFlows(agreement=CONFLUENCE, month="2026-01"))
    assert waiting(confluence) == {"land": (3_875, NO_RUN), "platform": (6_125, NO_RUN)}


def test_a_rule_that_comes_after_a_month_was_posted_lets_it_wait(confluence: Group) -> None:
    closed(confluence)
    assert waiting(confluence) == {}
    settled(confluence)
    assert waiting(confluence) == {"land": (0, SHARE_FIRST), "platform": (0, SHARE_FIRST)}
    closed(confluence)
    assert waiting(confluence) == {}
    carry_out(confluence, examples.mutual_use((), {}, "2026-01"))
    assert waiting(confluence) == {"land": (0, SHARE_FIRST), "platform": (0, SHARE_FIRST)}


def test_a_run_that_is_reversed_under_a_later_one_waits(confluence: Group) -> None:
    by_quarter = {"service": "land", "allocation_period": "quarter"}
    carry_out(confluence, examples.contract("quay", examples.EQUAL, **by_quarter))
    carry_out(confluence, document("quay", "2026-01", 300), document("quay", "2026-02", 900))
    post(confluence, "quay", "2026-01")
    carry_out(confluence, document("quay", "2026-01", 30))
    post(confluence, "quay", "2026-02")
    both = {"land": (3_000, NO_RUN), "platform": (7_000, NO_RUN)}
    assert waiting(confluence) == both
    posted = confluence.position()
    carry_out(confluence, ReverseRun(contract="quay", month="2026-01", reason="the wrong invoice"))
    assert waiting(confluence) == {**both, "quay": (300, REVERSED)}
    assert waiting(confluence, at=posted) == both
    assert confluence.ledger.find(CostPool, cost_pool_id("quay", "2026-01")).waiting_cents == 300
    post(confluence, "quay", "2026-02")
    assert waiting(confluence) == both


def test_a_race_that_was_lost_is_reported_and_the_others_go_on(
    confluence: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = confluence.ledger.record

    def losing(*aggregates: Any, act: Act, expected: Any = ()) -> int:
        if any(isinstance(each, AllocationRun) and each.prepared.contract == "land" for each in aggregates):
            raise Conflict()
        return record(*aggregates, act=act, expected=expected)

    monkeypatch.setattr(confluence.ledger, "record", losing)
    prepared = close_period(confluence, "2026-01", Step.PREPARE, PREPARER)
    monkeypatch.undo()
    assert [(o.about, o.refusal) for o in prepared.refused] == [("land", "conflict")]
    assert said(prepared)["platform"] == "prepared, awaits approval"
    assert {o.about: o.waiting_cents for o in prepared.not_allocated} == {"land": 3_000, "platform": 7_000}
    assert said(closed(confluence))["land"] == "prepared, awaits approval"


def test_a_step_that_was_recorded_is_done_although_what_follows_lost_a_race(
    confluence: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(confluence)

    following = iter([confluence.follow])

    def losing() -> int:
        for follow in following:
            return follow()
        raise Conflict()

    monkeypatch.setattr(confluence, "follow", losing)
    prepared = close_period(confluence, "2026-01", Step.PREPARE, PREPARER)
    monkeypatch.undo()
    assert prepared.refused == ()
    assert {outcome.about for outcome in prepared.outcomes if outcome.done} == {
        "services of Confluence",
        "land",
        "platform",
    }
