"""A run is posted on what it was prepared from, or not at all; what comes late is posted as a difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from application.accounts import CloseAccountingYear, LockPeriod, OpenAccountingYear
from application.allocation import CorrectReading
from application.answers.costs import cost_lines
from application.commands import Command
from application.group import Group
from application.run_inputs import ReadingMissing
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from domain.accounts.accounting_year import YearNotOpen
from domain.allocation.allocation_run import ApproverPrepared, NothingToAllocate, WrongRunStage
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import NotFound, Refusal
from tests import examples
from tests.examples import APPROVER, PREPARER, adopted, carry_out, document, post, reading

RUN = {"contract": "platform", "month": "2026-01"}


@pytest.fixture(autouse=True)
def january(confluence: Group) -> None:
    """A charter, and January's cost."""
    carry_out(confluence, examples.charter(examples.rule()), document("platform", "2026-01", 10_000))


def approved(group: Group) -> None:
    """January is prepared and approved, about to be posted."""
    group.carry_out(PrepareRun(**RUN), PREPARER)
    group.carry_out(ApproveRun(**RUN), APPROVER)


def rows(group: Group, table: str, **where: object) -> Sequence[Any]:
    return group.readings.rows(table, group.position(), **where)


def borne(group: Group) -> dict[str, int]:
    """What stands of all shares and direct charges, by member."""
    standing = {r["stream"]: r["prepared_at"] for r in rows(group, "runs", stage="posted")}
    sums = dict.fromkeys(examples.MEMBERS, 0)
    for share in rows(group, "shares"):
        if standing.get(share["stream"]) == share["prepared_at"]:
            sums[share["member"]] += share["cents"] + share["direct_cents"]
    return sums


def balances(group: Group) -> dict[str, int]:
    """Debits less credits of all entries, by entity."""
    sums: dict[str, int] = {}
    for line in rows(group, "entries"):
        sums[line["entity"]] = sums.get(line["entity"], 0) + line["debit_cents"] - line["credit_cents"]
    return sums


def booked_against(group: Group, member: str) -> int:
    lines = rows(group, "entries", entity="Aval", counterparty=member, role="claims on members")
    return sum(line["debit_cents"] - line["credit_cents"] for line in lines)


def late_line(group: Group) -> None:
    carry_out(group, document("platform", "2026-01", 700))


def reading_corrected(group: Group) -> None:
    correction = {"measure": "calls", "period": "2026-01", "member": "Cime", "value": "9"}
    carry_out(group, CorrectReading(**correction, reason="a line was missed"))


def test_preparer_and_approver_are_two_people(confluence: Group) -> None:
    confluence.carry_out(PrepareRun(**RUN), PREPARER)
    with pytest.raises(ApproverPrepared):
        confluence.carry_out(ApproveRun(**RUN), PREPARER)
    with pytest.raises(WrongRunStage):
        confluence.carry_out(PostRun(**RUN), PREPARER)


def test_the_entries_of_each_entity_sum_to_zero_and_the_provider_keeps_its_share(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)
    shares = borne(confluence)
    assert sum(shares.values()) == 10_000
    recharged = booked_against(confluence, "Brume") + booked_against(confluence, "Cime")
    assert shares["Aval"] + recharged == 10_000
    assert rows(confluence, "entries", entity="Aval", counterparty="Aval") == []


def test_a_late_line_is_posted_as_the_difference_in_the_first_open_period(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    carry_out(confluence, *(LockPeriod(month=f"2026-0{month}") for month in (1, 2, 3)))
    late_line(confluence)
    post(confluence, "platform", "2026-01")
    first, second = sorted(rows(confluence, "runs"), key=lambda row: row["ordinal"])
    assert (first["kind"], first["posting_period"]) == ("final", "2026-01")
    assert (second["kind"], second["posting_period"], second["service_month"]) == (
        "corrective",
        "2026-04",
        "2026-01",
    )
    assert borne(confluence) == {"Aval": 4586, "Brume": 3057, "Cime": 3057}
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)


def test_a_corrected_reading_is_posted_as_a_difference_that_sums_to_zero(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    reading_corrected(confluence)
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == {"Aval": 2143, "Brume": 1428, "Cime": 6429}
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)


def test_where_nothing_has_changed_there_is_nothing_to_correct(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    with pytest.raises(NothingToAllocate):
        confluence.carry_out(PrepareRun(**RUN), PREPARER)


def test_a_reversal_returns_cents_and_carry_and_the_month_is_run_again(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    confluence.carry_out(ReverseRun(**RUN, reason="the wrong invoice"), PREPARER)
    assert borne(confluence) == dict.fromkeys(examples.MEMBERS, 0)
    assert booked_against(confluence, "Brume") == 0
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)
    [carry] = rows(confluence, "carries")
    assert set(carry["carried_cents"].values()) == {"0"}
    with pytest.raises(NothingToAllocate):
        confluence.carry_out(ReverseRun(**RUN, reason="again"), PREPARER)
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == {"Aval": 4286, "Brume": 2857, "Cime": 2857}
    assert [row["run"] for row in rows(confluence, "runs", stage="posted")] == ["platform 2026-01 #2"]


def test_reversing_a_corrective_run_leaves_the_first_one_standing(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    late_line(confluence)
    post(confluence, "platform", "2026-01")
    confluence.carry_out(ReverseRun(**RUN, reason="not ours"), PREPARER)
    assert borne(confluence) == {"Aval": 4286, "Brume": 2857, "Cime": 2857}
    late_line(confluence)
    post(confluence, "platform", "2026-01")
    assert sum(borne(confluence).values()) == 11_400
    [pool] = rows(confluence, "pools")
    assert pool["closed_by"] == "platform 2026-01 #3"


def test_what_a_reversed_corrective_run_took_awaits_another(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    for number in ("L-1", "L-2"):
        carry_out(confluence, document("platform", "2026-01", 700, number=number))
        post(confluence, "platform", "2026-01")
    assert cost_lines(confluence.readings, confluence.position(), late=True) == []
    confluence.carry_out(ReverseRun(**RUN, reason="not ours"), PREPARER)
    [pool] = rows(confluence, "pools")
    assert pool["closed_by"] == "platform 2026-01 #2"
    awaiting = cost_lines(confluence.readings, confluence.position(), late=True)
    assert [line["number"] for line in awaiting] == ["L-2"]


def test_a_run_rests_on_the_frozen_value_of_its_readings(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    at_posting = confluence.position()
    reading_corrected(confluence)
    [run] = rows(confluence, "runs")
    assert run["basis"]["readings"] == {"calls": {"Aval": "3", "Brume": "2", "Cime": "2"}}
    inputs = {i["what"]: i["version"] for i in run["basis"]["inputs"]}
    assert inputs["calls of 2026-01"] == 5
    values = {r["member"]: r["value"] for r in confluence.readings.rows("readings", at_posting)}
    assert values == {"Aval": "3", "Brume": "2", "Cime": "2"}
    [measurements] = rows(confluence, "measurements")
    assert measurements["frozen_by"] == "platform 2026-01 #1"


def test_who_has_no_reading_is_refused_and_not_taken_for_zero(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-02", 100), reading("calls", "Aval", "2026-02", "1"))
    with pytest.raises(ReadingMissing) as refused:
        confluence.carry_out(PrepareRun(contract="platform", month="2026-02"), PREPARER)
    assert refused.value.facts["member"] == "Brume"


def test_a_stock_is_read_at_the_latest_reference_date_of_each_member(confluence: Group) -> None:
    carry_out(confluence, examples.contract("homes", examples.proportional("homes"), service="platform"))
    carry_out(confluence, *(reading("homes", m, "2026-01", "10") for m in examples.MEMBERS))
    carry_out(
        confluence, reading("homes", "Cime", "2026-02", "20"), reading("homes", "Aval", "2026-04", "99")
    )
    carry_out(confluence, document("homes", "2026-03", 4_000))
    post(confluence, "homes", "2026-03")
    assert borne(confluence) == {"Aval": 1000, "Brume": 1000, "Cime": 2000}


def test_a_run_goes_to_an_open_year_or_nowhere(confluence: Group) -> None:
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    carry_out(confluence, *(LockPeriod(month=m) for m in months), CloseAccountingYear(year=2026))
    approved(confluence)
    with pytest.raises(YearNotOpen):
        confluence.carry_out(PostRun(**RUN), PREPARER)
    carry_out(confluence, OpenAccountingYear(year=2027))
    confluence.carry_out(PostRun(**RUN), PREPARER)
    assert [row["posting_period"] for row in rows(confluence, "runs")] == ["2027-01"]


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (PrepareRun(contract="nowhere", month="2026-01"), NotFound),
        (PrepareRun(contract="platform", month="2026-02"), NothingToAllocate),
        (ApproveRun(**RUN), NotFound),
        (PostRun(**RUN), NotFound),
        (ReverseRun(**RUN, reason="none"), NothingToAllocate),
    ],
)
def test_there_is_no_run_of_nothing(confluence: Group, command: Command, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        confluence.carry_out(command, APPROVER)


def test_the_service_month_decides_key_and_presence(confluence: Group) -> None:
    """A month run after the key has changed and a member has left is run as of its own time."""
    key = examples.key_terms("platform", examples.EQUAL, "2026-02")
    leave = {"contract": "platform", "member": "Cime", "bears_costs_until": "2026-01-31"}
    carry_out(confluence, *adopted("R1", [Enactment("adopt a key", key)]))
    carry_out(confluence, *adopted("R2", [Enactment("let a beneficiary leave", leave)]))
    carry_out(confluence, document("platform", "2026-02", 1_000))
    post(confluence, "platform", "2026-02")
    assert borne(confluence) == {"Aval": 500, "Brume": 500, "Cime": 0}
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == {"Aval": 4786, "Brume": 3357, "Cime": 2857}


def test_a_direct_charge_to_a_member_that_has_left_is_borne_and_corrected(confluence: Group) -> None:
    leave = {"contract": "platform", "member": "Cime", "bears_costs_until": "2026-01-31"}
    carry_out(confluence, *adopted("R1", [Enactment("let a beneficiary leave", leave)]))
    carry_out(confluence, *(reading("calls", m, "2026-02", "1") for m in ("Aval", "Brume")))
    carry_out(confluence, document("platform", "2026-02", 1_000), document("platform", "2026-02", 50, "Cime"))
    post(confluence, "platform", "2026-02")
    carry_out(confluence, document("platform", "2026-02", 200))
    post(confluence, "platform", "2026-02")
    assert borne(confluence) == {"Aval": 600, "Brume": 600, "Cime": 50}


def test_a_restatement_posts_the_differences_of_months_already_posted(confluence: Group) -> None:
    post(confluence, "platform", "2026-01")
    terms = examples.key_terms("platform", examples.EQUAL, "2026-01", restatement=True)
    carry_out(confluence, *adopted("R1", [Enactment("adopt a key", terms)], day=date(2026, 4, 2)))
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == {"Aval": 3333, "Brume": 3333, "Cime": 3334}
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)
    assert [row["kind"] for row in rows(confluence, "runs", key_version=2)] == ["corrective"]


def test_a_contract_without_carry_rounds_each_month_alone(confluence: Group) -> None:
    terms = {"service": "platform", "rounding": "largest-remainder"}
    carry_out(confluence, examples.contract("alone", examples.EQUAL, **terms))
    for month in ("2026-01", "2026-02"):
        carry_out(confluence, document("alone", month, 100))
        post(confluence, "alone", month)
        carry_out(confluence, document("alone", month, 100))
        post(confluence, "alone", month)
    assert borne(confluence) == {"Aval": 136, "Brume": 132, "Cime": 132}


def test_what_cancels_out_is_posted_as_nothing(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-01", -10_000))
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == dict.fromkeys(examples.MEMBERS, 0)
    assert rows(confluence, "entries") == []


def test_a_month_of_direct_charges_alone_is_posted(confluence: Group) -> None:
    carry_out(confluence, examples.contract("direct", examples.EQUAL, service="platform"))
    carry_out(confluence, document("direct", "2026-01", 500, "Brume"))
    post(confluence, "direct", "2026-01")
    assert borne(confluence) == {"Aval": 0, "Brume": 500, "Cime": 0}
    assert booked_against(confluence, "Brume") == 500


def test_a_year_in_credit_is_shared_as_a_year_in_debit(confluence: Group) -> None:
    carry_out(confluence, document("platform", "2026-01", -20_000))
    post(confluence, "platform", "2026-01")
    assert borne(confluence) == {"Aval": -4286, "Brume": -2857, "Cime": -2857}
    assert balances(confluence) == dict.fromkeys(examples.MEMBERS, 0)
