"""What a tabled resolution would have changed: held against numbers counted by hand, and against a what-if."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from application.answers.impact import attached_study, impact_of
from application.answers.what_if import what_if_answer
from application.group import Group
from application.impact.past import Asked
from application.impact.readings_asked import ReadingsNotThere
from application.impact.studying import log_until
from application.impact_studies import StudyImpact, period_asked
from application.resolutions import TableResolution
from application.services import AdoptBudget
from application.template import digest_of
from application.what_if.changes import SuppliedReading, question_of
from domain.governance.resolution import WrongStage
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.periods import Month
from tests import examples
from tests.examples import (
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    CONFLUENCE,
    DUNE,
    MEMBERS,
    alone,
    carry_out,
    document,
    post,
)

FEBRUARY = "2026-02"
EQUAL_KEY = Enactment("adopt a key", examples.key_terms("platform", {"equal": {}}, "2026-04"))
ENTRY = {
    "member": DUNE,
    "bears_costs_from": "2026-04-01",
    "votes_from": "2026-04-01",
    "earlier_debts": "exempt",
    "contracts": ["platform"],
}


def calls(month: str, *values: str) -> list[Any]:
    return [examples.reading("calls", m, month, v) for m, v in zip(MEMBERS, values, strict=True)]


@pytest.fixture(autouse=True)
def two_months(confluence: Group) -> None:
    """70 EUR in January by 3, 2 and 2 calls, 100 EUR in February by 1, 1 and 2; both are posted."""
    carry_out(confluence, *calls(FEBRUARY, "1", "1", "2"))
    for month, cents in (("2026-01", 7_000), (FEBRUARY, 10_000)):
        carry_out(confluence, document("platform", month, cents, number=f"P-{month}"))
        post(confluence, "platform", month)


def table(group: Group, *enactments: Enactment, number: str = "S1", kind: str | None = None) -> None:
    terms: dict[str, Any] = {"agreement": CONFLUENCE, "number": number, "title": f"Resolution {number}"}
    on = kind or examples.decision_on(enactments)
    carry_out(
        group,
        TableResolution(**terms, decision_type=on, tabled_on=date(2026, 3, 2), enactments=enactments),
    )


def study(group: Group, number: str = "S1", asked: Asked | None = None, readings: Any = ()) -> dict[str, Any]:
    at = group.position()
    return impact_of(group.ledger.event_log, at, CONFLUENCE, number, asked or Asked(), readings)


def only(told: dict[str, Any]) -> dict[str, Any]:
    [enactment] = told["enactments"]
    [comparison] = enactment["comparisons"]
    return dict(comparison)


def differences(comparison: dict[str, Any]) -> dict[str, int]:
    return {each["member"]: each["difference_cents"] for each in comparison["members"]}


def test_a_key_is_compared_over_the_posted_months_before_it_would_hold(confluence: Group) -> None:
    table(confluence, EQUAL_KEY)
    told = only(study(confluence))
    # By calls 30 + 25, 20 + 25 and 20 + 50 EUR; in equal shares 170/3 EUR each, the first two a cent more.
    assert told["months"] == ["2026-01", FEBRUARY]
    assert [(m["before_cents"], m["after_cents"]) for m in told["members"]] == [
        (5_500, 5_667),
        (4_500, 5_667),
        (7_000, 5_666),
    ]
    assert (told["before_cents"], told["after_cents"], told["difference_cents"]) == (17_000, 17_000, 0)
    assert study(confluence)["raises_commitments_of"] == [AVAL, BRUME]


def test_a_key_s_impact_is_what_a_what_if_of_the_same_key_says(confluence: Group) -> None:
    table(confluence, EQUAL_KEY)
    told = only(study(confluence))
    question = question_of(
        {"change": "key", "contract": "platform", "key": {"equal": {}}, "effective_from": "2026-01"}
    )
    asked = what_if_answer(confluence.ledger.event_log, confluence.readings, confluence.position(), question)
    exact = {m["member"]: m["difference_exact_cents"] for m in told["members"]}
    assert exact == {d["member"]: d["difference_exact_cents"] for d in asked["differences"]}
    assert differences(told) == {d["member"]: d["difference_cents"] for d in asked["differences"]}


def test_the_period_may_be_asked_for(confluence: Group) -> None:
    table(confluence, EQUAL_KEY)
    told = only(study(confluence, asked=period_asked(FEBRUARY, FEBRUARY)))
    assert (told["months"], told["before_cents"]) == ([FEBRUARY], 10_000)
    with pytest.raises(BadInput):
        period_asked(FEBRUARY, "2026-01")
    with pytest.raises(BadInput):
        period_asked("February", None)


def test_the_budget_of_the_year_is_borne_as_the_past_is(confluence: Group) -> None:
    carry_out(
        confluence,
        AdoptBudget(contract="platform", year=2026, amount_cents=204_000, authority=BY_AMENDMENT),
    )
    table(confluence, EQUAL_KEY)
    budget = only(study(confluence))["budget"]
    # Nine twelfths of 2,040 EUR, 1,530 EUR, of which 55, 45 and 70 parts of 170 become a third each.
    assert (budget["months"], budget["before_cents"], budget["after_cents"]) == (9, 153_000, 153_000)
    assert differences(budget) == {AVAL: 1_500, BRUME: 10_500, CIME: -12_000}


def test_a_study_is_attached_with_its_digest_and_recomputed_as_of_its_position(confluence: Group) -> None:
    table(confluence, EQUAL_KEY)
    before = study(confluence)
    carry_out(confluence, StudyImpact(agreement=CONFLUENCE, number="s1"))
    attached = attached_study(log_until(confluence.ledger.event_log, confluence.position()), CONFLUENCE, "S1")
    assert attached == before
    assert attached["sha256"] == digest_of(attached)
    # What comes in later changes nothing of it.
    carry_out(confluence, document("platform", FEBRUARY, 900))
    again = impact_of(confluence.ledger.event_log, attached["position"], CONFLUENCE, "S1", Asked())
    assert again == attached


def test_no_study_is_attached_once_the_vote_is_open(confluence: Group) -> None:
    carry_out(confluence, *examples.vote("S1", [EQUAL_KEY]))
    with pytest.raises(WrongStage):
        carry_out(confluence, StudyImpact(agreement=CONFLUENCE, number="S1"))


def test_an_entrant_has_its_readings_or_the_study_names_what_is_missing(confluence: Group) -> None:
    table(confluence, Enactment("admit a member", ENTRY))
    with pytest.raises(ReadingsNotThere) as refused:
        study(confluence)
    assert refused.value.facts == {"member": DUNE, "missing": f"calls for 2026-01, calls for {FEBRUARY}"}


def test_an_entrant_takes_its_part_of_the_same_cost(confluence: Group) -> None:
    table(confluence, Enactment("admit a member", ENTRY))
    supplied = [
        SuppliedReading(measure="calls", member=DUNE, month=month, value=value)
        for month, value in (("2026-01", "7"), (FEBRUARY, "1"))
    ]
    whole = study(confluence, readings=supplied)
    # January by 3, 2, 2 and 7 of 14 calls: 15, 10, 10, 35; February by 1, 1, 2 and 1 of 5: 20, 20, 40, 20.
    assert differences(only(whole)) == {AVAL: -2_000, BRUME: -1_500, CIME: -2_000, DUNE: 5_500}
    assert only(whole)["difference_cents"] == 0
    # It enters by its own accession: nobody's commitments are raised.
    assert whole["raises_commitments_of"] == []
    assert [r["value"] for r in whole["supplied_readings"]] == ["7", "1"]


def test_a_reading_that_is_recorded_is_not_supplied(confluence: Group) -> None:
    table(confluence, EQUAL_KEY)
    again = [SuppliedReading(measure="calls", member=AVAL, month="2026-01", value="3")]
    with pytest.raises(BadInput):
        study(confluence, readings=again)


def test_who_leaves_leaves_its_part_to_the_others(confluence: Group) -> None:
    terms = {"contract": "platform", "member": CIME, "bears_costs_until": "2026-03-31"}
    table(confluence, Enactment("let a beneficiary leave", terms))
    told = study(confluence)
    # January 3 and 2 of 5 calls: 42 and 28; February 1 and 1 of 2: 50 and 50.
    assert differences(only(told)) == {AVAL: 3_700, BRUME: 3_300, CIME: -7_000}
    assert told["raises_commitments_of"] == [AVAL, BRUME]


def test_a_member_that_leaves_the_agreement_leaves_its_contracts(confluence: Group) -> None:
    terms = {
        "member": CIME,
        "reason": "withdrawal",
        "notified_on": "2026-01-10",
        "bears_costs_until": "2026-07-31",
    }
    table(confluence, Enactment("let a member leave", terms))
    assert differences(only(study(confluence))) == {AVAL: 3_700, BRUME: 3_300, CIME: -7_000}


def test_a_contract_is_held_against_the_one_that_it_replaces(confluence: Group) -> None:
    ends = Enactment("end a contract", {"contract": "platform", "ends_on": "2026-03-31"})
    opens = examples.contract_terms("desk", {"equal": {}}, service="platform", starts_on="2026-04-01")
    table(confluence, ends, Enactment("open a contract", opens))
    ended, opened = study(confluence)["enactments"]
    assert (ended["moves_money"], ended["sentence"]) == (
        False,
        "platform ends and desk follows it: see what opens desk",
    )
    [comparison] = opened["comparisons"]
    assert comparison["past_of"] == "platform"
    assert differences(comparison) == {AVAL: 167, BRUME: 1_167, CIME: -1_334}


def test_a_service_that_nobody_shared_has_no_past(confluence: Group) -> None:
    carry_out(confluence, *examples.toolbox("other"))
    table(
        confluence,
        Enactment("open a contract", examples.contract_terms("other", {"equal": {}})),
    )
    [opened] = study(confluence)["enactments"]
    assert opened["comparisons"] == []
    assert "the past does not tell what it will cost" in opened["sentence"]


def test_a_contract_that_ends_alone_is_shared_no_more(confluence: Group) -> None:
    table(confluence, Enactment("end a contract", {"contract": "platform", "ends_on": "2026-03-31"}))
    told = only(study(confluence))
    assert (differences(told), told["difference_cents"]) == (
        {AVAL: -5_500, BRUME: -4_500, CIME: -7_000},
        -17_000,
    )


def test_a_budget_is_held_against_the_one_before(confluence: Group) -> None:
    carry_out(
        confluence,
        AdoptBudget(contract="platform", year=2026, amount_cents=170_000, authority=BY_AMENDMENT),
    )
    terms = {"contract": "platform", "year": 2027, "amount_cents": 187_000}
    table(confluence, Enactment("adopt a budget", terms))
    told = only(study(confluence))
    assert (differences(told), told["difference_cents"]) == ({AVAL: 5_500, BRUME: 4_500, CIME: 7_000}, 17_000)


def test_a_restatement_says_what_its_runs_will_post(confluence: Group) -> None:
    terms = examples.key_terms("platform", {"equal": {}}, "2026-01", through="2026-01")
    table(confluence, Enactment("authorise a restatement", terms))
    told = only(study(confluence))
    assert (told["months"], differences(told)) == (["2026-01"], {AVAL: -666, BRUME: 333, CIME: 333})


def test_a_longer_allocation_period_shares_its_months_together(confluence: Group) -> None:
    terms = {"contract": "platform", "effective_from": "2026-04", "allocation_period": "quarter"}
    table(confluence, Enactment("change a contract", terms))
    told = only(study(confluence))
    # 170 EUR by 4, 3 and 4 of 11 calls, against 55, 45 and 70.
    exact = {m["member"]: Fraction(m["difference_exact_cents"]) for m in told["members"]}
    assert exact == {
        AVAL: Fraction(17_000 * 4, 11) - 5_500,
        BRUME: Fraction(17_000 * 3, 11) - 4_500,
        CIME: Fraction(17_000 * 4, 11) - 7_000,
    }
    assert told["difference_cents"] == 0


def test_who_provides_moves_no_share(confluence: Group) -> None:
    terms = {"contract": "platform", "effective_from": "2026-04", "provider": BRUME}
    table(confluence, Enactment("change a contract", terms))
    [told] = study(confluence)["enactments"]
    assert (told["moves_money"], "move no member's share" in told["sentence"]) == (False, True)


def test_services_that_bear_each_other_s_work_move_cost_between_contracts(confluence: Group) -> None:
    carry_out(
        confluence,
        *examples.toolbox("repairs", ("hours",)),
        examples.contract("repairs", {"equal": {}}),
        document("repairs", "2026-01", 3_000),
        examples.reading("calls", "repairs", "2026-01", "7"),
        examples.reading("calls", "repairs", FEBRUARY, "0"),
    )
    post(confluence, "repairs", "2026-01")
    terms = {
        "method": "step-down",
        "contracts": ["platform", "repairs"],
        "measures": {"platform": "calls"},
        "effective_from": "2026-04",
        "reason": "repairs call the platform",
    }
    table(confluence, Enactment("let services bear what they use of each other", terms))
    [told] = study(confluence)["enactments"]
    platform, repairs = told["comparisons"]
    # Half of January's calls are of repairs: 35 EUR move from the platform, shared by calls, to repairs.
    assert (platform["difference_cents"], repairs["difference_cents"]) == (-3_500, 3_500)
    assert differences(platform) == {AVAL: -1_500, BRUME: -1_000, CIME: -1_000}
    assert differences(repairs) == {AVAL: 1_167, BRUME: 1_167, CIME: 1_166}


def test_the_win_win_check_stands_beside_before_and_after(confluence: Group) -> None:
    single = {AVAL: 8_000, BRUME: 5_000, CIME: 9_000}
    carry_out(
        confluence, *(alone("platform", [m], "2026-01", FEBRUARY, cents) for m, cents in single.items())
    )
    table(confluence, EQUAL_KEY)
    checked = only(study(confluence))["win_win"]
    assert (checked["before"]["in_core"], checked["after"]["in_core"]) == (True, False)
    assert checked["after"]["worst"] == [BRUME]
    saved = {m["member"]: m["saves_cents"] for m in checked["before"]["members"]}
    assert saved == {AVAL: "2500", BRUME: "500", CIME: "2000"}


@pytest.mark.parametrize(
    ("kind", "terms", "on"),
    [
        ("free text", {"text": "thanks"}, "other"),
        (
            "lay down the charter",
            {"effective_on": "2026-04-01", "rules": []},
            "charter",
        ),
    ],
)
def test_what_moves_no_money_says_so(confluence: Group, kind: str, terms: Any, on: str) -> None:
    table(confluence, Enactment(kind, terms), kind=on)
    told = study(confluence)
    [enactment] = told["enactments"]
    assert (enactment["moves_money"], told["raises_commitments_of"]) == (False, [])
    assert "money" in enactment["sentence"]


def test_what_an_amendment_lays_down_is_studied_within_it(confluence: Group) -> None:
    amendment = {"number": "A2", "text": "another key", "effective_on": "2026-04-01"}
    within = {"kind": EQUAL_KEY.kind, "terms": dict(EQUAL_KEY.terms)}
    table(confluence, Enactment("amend the agreement", {**amendment, "enactments": [within]}))
    outer, inner = study(confluence)["enactments"]
    assert (outer["enactment"], outer["moves_money"]) == ("1", False)
    assert inner["enactment"] == "1.1"
    assert differences(inner["comparisons"][0]) == {AVAL: 167, BRUME: 1_167, CIME: -1_334}


@pytest.mark.parametrize("number", range(12))
def test_where_the_cost_is_the_same_the_differences_sum_to_nothing(confluence: Group, number: int) -> None:
    # Cents that do not divide, over keys and months that differ each time.
    carry_out(confluence, document("platform", FEBRUARY, 101 + 37 * number))
    parts = {AVAL: f"{number + 1}/97", BRUME: "1/7", CIME: str(1 - Fraction(1, 7) - Fraction(number + 1, 97))}
    keys: list[dict[str, Any]] = [
        {"equal": {}},
        {"fractions": parts},
        examples.blend({"1/3": {"equal": {}}, "2/3": {"proportional": "calls"}}),
    ]
    table(
        confluence,
        Enactment("adopt a key", examples.key_terms("platform", keys[number % 3], "2026-04")),
    )
    told = only(study(confluence, asked=Asked(Month(2026, 1 + number % 2), Month(2026, 2))))
    assert sum(m["difference_cents"] for m in told["members"]) == 0
    assert sum(Fraction(m["difference_exact_cents"]) for m in told["members"]) == 0
    assert told["before_cents"] == told["after_cents"]


def test_a_resolution_that_is_not_tabled_has_no_impact(confluence: Group) -> None:
    with pytest.raises(NotFound):
        study(confluence, "S9")
    table(confluence, EQUAL_KEY)
    with pytest.raises(NotFound):
        attached_study(log_until(confluence.ledger.event_log, confluence.position()), CONFLUENCE, "S1")
