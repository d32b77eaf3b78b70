"""What-ifs of services that use each other, of runs that looked ahead, and of what offices approve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from application.answers.what_if import what_if_answer
from application.closing import Step, close_period
from application.enacting import RecordApproval
from application.group import Group
from application.what_if.asking import records_until, what_if
from application.what_if.changes import Question, question_of
from domain.governance.resolution_events import Enactment
from domain.kernel.enactment import Condition
from tests import examples
from tests.application.test_what_if_identity import streams_of
from tests.examples import APPROVER, AVAL, BRUME, CIME, CONFLUENCE, MEMBERS, PREPARER, carry_out, document

JANUARY, FEBRUARY = "2026-01", "2026-02"
HALF = {AVAL: "30", BRUME: "20", CIME: "0", "platform": "50"}
LETS = "let services bear what they use of each other"
DAY = date(2026, 1, 5)


@pytest.fixture
def desk(group: Group) -> Group:
    """The platform, shared by calls, uses half of the IT desk, shared by hours."""
    carry_out(group, *examples.members_in_agreement(), examples.charter(examples.rule()))
    for service, measure in (("desk", "hours"), ("platform", "calls")):
        carry_out(group, *examples.toolbox(service, (measure,)))
        carry_out(group, examples.contract(service, examples.proportional(measure)))
    return group


def counted(group: Group, month: str) -> None:
    calls = zip(MEMBERS, ("4", "4", "2"), strict=True)
    carry_out(group, *(examples.reading("calls", member, month, value) for member, value in calls))
    carry_out(group, *(examples.reading("hours", by, month, value) for by, value in HALF.items()))


def cost(group: Group, month: str, desk_cents: int, platform_cents: int, number: str = "") -> None:
    costs = {"desk": desk_cents, "platform": platform_cents}
    documents = (
        document(service, month, cents, number=f"{service}-{month}{number}")
        for service, cents in costs.items()
        if cents
    )
    carry_out(group, *documents)


def close(group: Group, period: str) -> None:
    for step, act in ((Step.PREPARE, PREPARER), (Step.APPROVE, APPROVER), (Step.POST, PREPARER)):
        close_period(group, period, step, act)


def rule() -> Any:
    return examples.mutual_use(("desk", "platform"), {"desk": "hours"}, JANUARY)


def let(group: Group, number: str, choice: str, *conditions: Condition) -> None:
    terms = rule().model_dump(mode="json", exclude={"authority", "decided_on"})
    enactment = Enactment(LETS, terms, conditions=conditions)
    votes = dict.fromkeys(MEMBERS, choice)
    carry_out(group, *examples.vote(number, [enactment]), *examples.ballots(number, votes))


def asked(group: Group, change: Mapping[str, Any]) -> dict[str, Any]:
    return what_if_answer(group.ledger.event_log, group.readings, group.position(), question_of(change))


def withdrawn(number: str) -> dict[str, str]:
    return {"change": "document", "supplier": "Eaux Vives", "number": number}


def outcome(number: str, said: str) -> dict[str, str]:
    return {"change": "resolution", "agreement": CONFLUENCE, "number": number, "outcome": said}


def differences(answer: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """By contract, what Aval, Brume and Cime would bear more, in cents."""
    found: dict[str, list[int]] = {}
    for each in answer["differences"]:
        found.setdefault(each["contract"], []).append(each["difference_cents"])
    return {contract: tuple(cents) for contract, cents in found.items()}


def test_a_withdrawn_invoice_of_a_service_moves_the_members_of_the_one_that_uses_it(desk: Group) -> None:
    carry_out(desk, rule())
    counted(desk, JANUARY)
    cost(desk, JANUARY, 6_000, 6_000)
    cost(desk, JANUARY, 4_000, 0, "-more")
    close(desk, JANUARY)
    # Of 40 EUR the platform bears half: 20 by 4, 4 and 2 calls; the desk's members 20 by 30 and 20 hours.
    answer = asked(desk, withdrawn("desk-2026-01-more"))
    assert differences(answer) == {"desk": (-1_200, -800, 0), "platform": (-800, -800, -400)}
    assert (answer["not_allocated"], answer["refused_runs"]) == ([], [])


def test_what_came_late_is_shared_late_without_what_came_first(desk: Group) -> None:
    carry_out(desk, rule())
    counted(desk, JANUARY)
    cost(desk, JANUARY, 6_000, 6_000)
    close(desk, JANUARY)
    cost(desk, JANUARY, 4_000, 0, "-late")
    close(desk, JANUARY)
    answer = asked(desk, withdrawn("desk-2026-01"))
    assert differences(answer) == {"desk": (-1_800, -1_200, 0), "platform": (-1_200, -1_200, -600)}
    # Until the late invoice came, the desk had cost nothing.
    assert [run["sentence"] for run in answer["refused_runs"]] == [
        "desk has nothing to allocate for 2026-01: no cost is recorded"
    ]
    assert answer["not_allocated"] == []


def test_without_any_cost_nothing_moves_and_nothing_falls(desk: Group) -> None:
    carry_out(desk, rule())
    counted(desk, JANUARY)
    cost(desk, JANUARY, 10_000, 6_000)
    close(desk, JANUARY)
    answer = asked(desk, withdrawn("desk-2026-01"))
    assert differences(answer) == {"desk": (-3_000, -2_000, 0), "platform": (-2_000, -2_000, -1_000)}
    assert [fallen["reason"] for fallen in answer["fallen"]] == ["it is withdrawn"]


def test_a_refused_resolution_that_let_services_bear_moves_all_back(desk: Group) -> None:
    let(desk, "R1", "for")
    counted(desk, JANUARY)
    cost(desk, JANUARY, 10_000, 6_000)
    close(desk, JANUARY)
    answer = asked(desk, outcome("R1", "refused"))
    assert differences(answer) == {"desk": (3_000, 2_000, 0), "platform": (-2_000, -2_000, -1_000)}
    [fallen] = answer["fallen"]
    assert fallen["reason"] == "no rule of Confluence lets services bear each other's cost in 2026-01"
    assert (answer["not_allocated"], answer["refused_runs"]) == ([], [])


def test_an_adopted_resolution_has_the_flows_shared_that_nobody_shared_then(desk: Group) -> None:
    let(desk, "R1", "against")
    counted(desk, JANUARY)
    cost(desk, JANUARY, 10_000, 6_000)
    close(desk, JANUARY)
    answer = asked(desk, outcome("R1", "adopted"))
    assert differences(answer) == {"desk": (-3_000, -2_000, 0), "platform": (2_000, 2_000, 1_000)}
    assert (answer["not_allocated"], answer["refused_runs"]) == ([], [])


def looked_ahead(group: Group) -> None:
    """A quarter of the platform: 100.01 EUR, then 0.01 EUR twice, prepared at once and then posted."""
    for month, cents in ((JANUARY, 10_001), (FEBRUARY, 1), ("2026-03", 1)):
        counted(group, month)
        cost(group, month, 0, cents)
    close(group, "2026-Q1")


def test_runs_that_looked_ahead_look_ahead_again(desk: Group) -> None:
    looked_ahead(desk)
    records = records_until(desk.ledger.event_log, desk.position())
    answered = what_if(records, Question(changes=()))
    assert streams_of(r for batch in answered.world.log.stream() for r in batch) == streams_of(records)


def test_runs_that_looked_ahead_do_so_from_another_carry(desk: Group) -> None:
    looked_ahead(desk)
    # The odd cents of the three months go to Aval, Brume and Cime; without January to Aval and Brume.
    answer = asked(desk, withdrawn("platform-2026-01"))
    assert differences(answer)["platform"] == (-4_000, -4_000, -2_001)
    assert [run["month"] for run in answer["refused_runs"]] == [JANUARY]


def test_an_approval_counts_for_what_waits_for_it_in_that_world(desk: Group) -> None:
    approval = Condition("official approval", "approval by the minister")
    let(desk, "R1", "for", approval)
    office = {"given_by": "the minister", "act": "order", "reference": "letter"}
    days = {"given_on": DAY, "effective_on": DAY}
    given = {"agreement": CONFLUENCE, "approval": approval.subject, **office, **days}
    carry_out(desk, RecordApproval.read(given))
    counted(desk, JANUARY)
    cost(desk, JANUARY, 10_000, 6_000)
    close(desk, JANUARY)
    answer = asked(desk, outcome("R1", "refused"))
    assert differences(answer) == {"desk": (3_000, 2_000, 0), "platform": (-2_000, -2_000, -1_000)}
    assert [fallen["about"] for fallen in answer["fallen"]] == [
        "condition of Confluence: official approval approval by the minister",
        "flows between services of Confluence",
    ]


def test_what_costs_nothing_or_takes_no_part_waits_for_nobodys_readings(desk: Group) -> None:
    carry_out(desk, rule())
    carry_out(desk, *examples.toolbox("land"), examples.contract("land", examples.EQUAL))
    carry_out(desk, *(examples.reading("calls", member, JANUARY, "1") for member in MEMBERS))
    # Nobody counted the hours of the desk, which has cost nothing so far.
    cost(desk, JANUARY, 0, 6_000)
    close(desk, JANUARY)
    carry_out(desk, document("desk", JANUARY, 1_000), document("land", JANUARY, 900))
    close(desk, JANUARY)
    posted = {str(row["run"]) for row in desk.readings.rows("runs", desk.position(), stage="posted")}
    assert posted == {"platform 2026-01 #1", "land 2026-01 #1"}
