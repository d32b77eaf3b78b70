"""What changes of a contract that is open, months that are shared anew, and members that leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from application.agreements import LetMemberLeave
from application.answers.enactments import enactments
from application.answers.restatements import restatements
from application.contract_changes import STAYS, ChangeContract
from application.group import Group
from application.members import MergeMember
from application.run_bases import OtherProvider
from application.runs import PrepareRun, ReverseRun
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput, Refusal
from domain.membership.agreement import NoticeTooShort
from domain.membership.member import AlreadyMerged
from domain.services.contract_terms import (
    ChangeNotProspective,
    ChangeOutOfOrder,
    ChangeWithinPeriod,
    NothingChanges,
)
from domain.services.key_versions import KeyWithinPeriod
from tests import examples
from tests.examples import (
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    CONFLUENCE,
    DUNE,
    EQUAL,
    PREPARER,
    adopted,
    carry_out,
    document,
    post,
    reading,
)

DECIDED = date(2026, 3, 20)
CALLS: Mapping[str, tuple[str, str, str]] = {
    "2026-01": ("3", "2", "2"),
    "2026-02": ("3", "2", "1"),
    "2026-03": ("1", "1", "0"),
}


@pytest.fixture(autouse=True)
def charter(confluence: Group) -> None:
    """Keys and contracts are decided by simple majority."""
    carry_out(confluence, examples.charter(examples.rule("key"), examples.rule("contract")))


def posted(group: Group, month: str) -> dict[str, int]:
    """The cents that each member bears of a month, over all its runs that stand."""
    at, sums = group.position(), dict.fromkeys((AVAL, BRUME, CIME), 0)
    runs = group.readings.rows("runs", at, contract="platform", service_month=month, stage="posted")
    for share in group.readings.rows("shares", at, stream=[run["stream"] for run in runs]):
        sums[share["member"]] += share["cents"]
    return sums


def refused(group: Group, command: Any, refusal: type[Refusal]) -> Refusal:
    before = group.ledger.event_log.head()
    with pytest.raises(refusal) as why:
        group.carry_out(command, PREPARER)
    assert type(why.value) is refusal
    assert group.ledger.event_log.head() == before
    return why.value


def change(month: str, **terms: Any) -> ChangeContract:
    decided = {"decided_on": DECIDED, "authority": BY_AMENDMENT}
    return ChangeContract.read({"contract": "platform", "effective_from": month, **terms, **decided})


def share_three_months(group: Group) -> None:
    """90.00 EUR of January, February and March, shared by calls and posted."""
    for month, calls in CALLS.items():
        if month != "2026-01":
            values = zip(examples.MEMBERS, calls, strict=True)
            carry_out(group, *(reading("calls", member, month, value) for member, value in values))
        carry_out(group, document("platform", month, 9_000))
        post(group, "platform", month)


# Restatements


def restatement(first: str, through: str) -> Enactment:
    terms = {"contract": "platform", "key": dict(EQUAL), "effective_from": first, "through": through}
    return Enactment("authorise a restatement", {**terms, "reason": "the calls were counted wrongly"})


def test_a_restatement_posts_the_differences_of_the_months_that_it_names_and_of_no_other(
    confluence: Group,
) -> None:
    share_three_months(confluence)
    # 90.00 by 3:2:2 is 38.57, 25.71, 25.71 and a cent; by 3:2:1 it is 45, 30, 15; by 1:1:0 it is 45, 45, 0.
    assert posted(confluence, "2026-02") == {AVAL: 4_500, BRUME: 3_000, CIME: 1_500}
    assert posted(confluence, "2026-03") == {AVAL: 4_500, BRUME: 4_500, CIME: 0}
    carry_out(confluence, *adopted("R1", [restatement("2026-02", "2026-02")], day=DECIDED))
    [told] = restatements(confluence.readings, confluence.position())
    assert [(m["service_month"], m["state"]) for m in told["months"]] == [("2026-02", "awaits its run")]
    post(confluence, "platform", "2026-02")
    assert posted(confluence, "2026-02") == {AVAL: 3_000, BRUME: 3_000, CIME: 3_000}
    [told] = restatements(confluence.readings, confluence.position())
    [month] = told["months"]
    assert (month["state"], told["authority"]["number"]) == ("posted", "R1")
    differences = {d["member"]: d["cents"] for d in month["differences"]}
    assert differences == {AVAL: -1_500, BRUME: 0, CIME: 1_500}
    assert month["runs"] == ["platform 2026-02 #2"]
    carry_out(confluence, document("platform", "2026-03", 9_000))
    post(confluence, "platform", "2026-03")
    assert posted(confluence, "2026-03") == {AVAL: 9_000, BRUME: 9_000, CIME: 0}


def test_a_key_adopted_for_later_holds_after_the_months_that_are_restated(confluence: Group) -> None:
    share_three_months(confluence)
    key = Enactment("adopt a key", examples.key_terms("platform", examples.proportional("homes"), "2026-03"))
    homes = [reading("homes", m, "2026-03", "1") for m in examples.MEMBERS]
    carry_out(confluence, *homes, *adopted("R1", [key], day=DECIDED))
    carry_out(confluence, *adopted("R2", [restatement("2026-01", "2026-03")], day=DECIDED))
    post(confluence, "platform", "2026-03")
    [run] = [r for r in confluence.readings.rows("runs", confluence.position()) if r["ordinal"] == 2]
    assert (run["run"], run["key_version"]) == ("platform 2026-03 #2", 3)
    carry_out(confluence, document("platform", "2026-04", 9_000))
    confluence.carry_out(PrepareRun(contract="platform", month="2026-04"), PREPARER)
    runs = confluence.readings.rows("runs", confluence.position(), service_month="2026-04")
    assert [row["key_version"] for row in runs] == [2]


@pytest.mark.parametrize(
    ("first", "through", "reason"),
    [
        ("2026-02", "2026-01", "through"),
        ("2026-02", "2026-04", "covers no month after it"),
        ("2025-12", "2026-02", "does not serve 2025-12"),
    ],
)
def test_a_restatement_covers_months_that_are_past(
    confluence: Group, first: str, through: str, reason: str
) -> None:
    carry_out(confluence, *adopted("R1", [restatement(first, through)], day=DECIDED))
    [enactment] = enactments(confluence.readings, confluence.position())
    assert (enactment["state"], reason in enactment["reason"]) == ("refused", True)


# Changes of a contract


def test_a_provider_changes_from_a_month_and_the_months_before_stay_with_the_former(
    confluence: Group,
) -> None:
    share_three_months(confluence)
    to_brume = {"contract": "platform", "effective_from": "2026-04", "provider": BRUME}
    carry_out(confluence, *adopted("R1", [Enactment("change a contract", to_brume)], day=DECIDED))
    for member in examples.MEMBERS:
        carry_out(confluence, reading("calls", member, "2026-04", "1"))
    carry_out(confluence, document("platform", "2026-04", 9_000), document("platform", "2026-03", 90))
    for month in ("2026-03", "2026-04"):
        post(confluence, "platform", month)
    runs = confluence.readings.rows("runs", confluence.position())
    assert {(r["run"], r["provider"]) for r in runs if r["run"] > "platform 2026-03 #1"} == {
        ("platform 2026-03 #2", AVAL),
        ("platform 2026-04 #1", BRUME),
    }


def test_a_month_posted_for_the_former_provider_is_reversed_before_it_is_run_again(
    confluence: Group,
) -> None:
    share_three_months(confluence)
    carry_out(confluence, change("2026-03", provider=BRUME), document("platform", "2026-03", 90))
    again = PrepareRun(contract="platform", month="2026-03")
    refused(confluence, again, OtherProvider)
    carry_out(confluence, ReverseRun(contract="platform", month="2026-03", reason="another provider"))
    post(confluence, "platform", "2026-03")
    runs = confluence.readings.rows("runs", confluence.position(), stage="posted", service_month="2026-03")
    assert [run["provider"] for run in runs] == [BRUME]


def test_months_become_quarters_from_the_first_of_one(confluence: Group) -> None:
    carry_out(confluence, change("2026-04", allocation_period="quarter", notice_months=6))
    values = zip(("2026-04", "2026-05"), (("1", "1", "0"), ("1", "0", "0")), strict=True)
    for month, calls in values:
        for member, value in zip(examples.MEMBERS, calls, strict=True):
            carry_out(confluence, reading("calls", member, month, value))
        carry_out(confluence, document("platform", month, 9_000))
        post(confluence, "platform", month)
    # April by 1:1 is 45, 45; the quarter so far is 180.00 by 2:1, 120 and 60: May posts 75 and 15.
    assert posted(confluence, "2026-04") == {AVAL: 4_500, BRUME: 4_500, CIME: 0}
    assert posted(confluence, "2026-05") == {AVAL: 7_500, BRUME: 1_500, CIME: 0}
    terms = confluence.readings.rows("contract_terms", confluence.position())
    assert [(t["effective_from"], t["allocation_period"], t["notice_months"]) for t in terms] == [
        ("2026-01", "month", 3),
        ("2026-04", "quarter", 6),
    ]


@pytest.mark.parametrize(
    ("month", "terms", "refusal"),
    [
        ("2026-02", {"provider": BRUME}, ChangeNotProspective),
        ("2026-05", {"allocation_period": "quarter"}, ChangeWithinPeriod),
        ("2026-04", {"provider": AVAL}, NothingChanges),
        ("2026-04", {}, NothingChanges),
        ("2026-04", {"notice_months": -1}, BadInput),
    ],
)
def test_what_does_not_change_a_contract_properly_is_refused(
    confluence: Group, month: str, terms: dict[str, Any], refusal: type[Refusal]
) -> None:
    refused(confluence, change(month, **terms), refusal)


def test_changes_follow_each_other_and_keep_the_periods_of_keys(confluence: Group) -> None:
    terms = examples.key_terms("platform", EQUAL, "2026-08")
    carry_out(confluence, *adopted("R1", [Enactment("adopt a key", terms)], day=DECIDED))
    refused(confluence, change("2026-07", allocation_period="quarter"), KeyWithinPeriod)
    carry_out(confluence, change("2026-10", provider=BRUME))
    refused(confluence, change("2026-07", notice_months=6), ChangeOutOfOrder)


@pytest.mark.parametrize("field", sorted(STAYS))
def test_what_stays_as_long_as_the_contract_is_refused_with_the_reason(field: str) -> None:
    with pytest.raises(BadInput) as why:
        change("2026-04", **{field: "sainte-lague"})
    assert why.value.facts == {"field": field, "rule": STAYS[field]}


# Members that leave


@pytest.mark.parametrize(
    ("reason", "until", "leaves"),
    [
        ("withdrawal", "2026-09-19", False),
        ("withdrawal", "2026-09-20", True),
        ("exclusion", "2026-03-31", True),
        ("release", "2026-03-31", True),
    ],
)
def test_who_withdraws_bears_costs_until_its_notice_is_over(
    confluence: Group, reason: str, until: str, leaves: bool
) -> None:
    leaving = {"agreement": CONFLUENCE, "member": CIME, "reason": reason, "contracts": ("platform",)}
    days = {"notified_on": DECIDED, "bears_costs_until": until, "authority": BY_AMENDMENT}
    command = LetMemberLeave.read({**leaving, **days})
    if leaves:
        carry_out(confluence, command)
    else:
        assert "2026-09-20" in str(refused(confluence, command, NoticeTooShort))
    [row] = confluence.readings.rows("beneficiaries", confluence.position(), member=CIME)
    assert row["bears_costs_until"] == (until if leaves else None)


def test_a_merger_is_recognised_by_a_decision(confluence: Group) -> None:
    carry_out(confluence, examples.charter(examples.rule("agreement"), authority=BY_AMENDMENT))
    terms = {"code": DUNE, "successor": AVAL, "effective_on": "2026-02-01"}
    carry_out(confluence, *adopted("R1", [Enactment("recognise a merger", terms)]))
    [enactment] = enactments(confluence.readings, confluence.position())
    assert enactment["state"] == "carried out"
    [dune] = confluence.readings.rows("members", confluence.position(), code=DUNE)
    assert dune["successor"] == AVAL
    again = MergeMember(**{**terms, "successor": BRUME}, authority=BY_AMENDMENT)
    refused(confluence, again, AlreadyMerged)
    itself = MergeMember(**{**terms, "code": BRUME, "successor": BRUME}, authority=BY_AMENDMENT)
    refused(confluence, itself, BadInput)
