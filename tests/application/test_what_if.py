"""What each member would bear if something had been other, held against numbers counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from application.accounts import LockPeriod
from application.agreements import SignAccession, SignAmendment
from application.answers.what_if import what_if_answer
from application.group import Group
from application.run_inputs import ReadingMissing
from application.services import AdoptKey
from application.what_if.asking import records_until, what_if
from application.what_if.changes import NothingSupposed, question_of
from application.what_if.supplying import ReadingsNotSupplied
from application.what_if.supposing_members import DecidedSo, NotDecidedYet
from application.what_if.taking_runs import EngineUnknown
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.membership.agreement import NotInForce
from domain.services.contract import OutsideContract
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, DUNE, MEMBERS, carry_out, document, post

FEBRUARY, MARCH = "2026-02", "2026-03"
EQUALLY: dict[str, Any] = {"change": "key", "contract": "platform", "key": {"equal": {}}}


def calls(month: str, *values: str) -> list[Any]:
    return [examples.reading("calls", m, month, v) for m, v in zip(MEMBERS, values, strict=True)]


@pytest.fixture(autouse=True)
def quarter(confluence: Group) -> None:
    """70 EUR in January and 70 EUR in February, by 3, 2 and 2 calls; both are posted."""
    carry_out(confluence, *calls(FEBRUARY, "3", "2", "2"))
    for month in ("2026-01", FEBRUARY):
        carry_out(confluence, document("platform", month, 7_000, number=f"P-{month}"))
        post(confluence, "platform", month)


def asked(group: Group, *changes: Mapping[str, Any], readings: Any = ()) -> dict[str, Any]:
    question = question_of({"changes": changes, "readings": readings})
    return what_if_answer(group.ledger.event_log, group.readings, group.position(), question)


def differences(answer: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    """By member, what it would bear more, in cents and exactly; of one contract and year."""
    return {d["member"]: (d["difference_cents"], d["difference_exact_cents"]) for d in answer["differences"]}


def resolve(group: Group, number: str, kind: str, terms: Mapping[str, Any], choice: str = "for") -> None:
    """Put an enactment to the vote, with all voters for or against it."""
    carry_out(
        group,
        *examples.vote(number, [Enactment(kind, terms)]),
        *examples.ballots(number, dict.fromkeys(MEMBERS, choice)),
    )


def charter(group: Group) -> None:
    rules = [examples.rule(kind) for kind in ("key", "contract", "admission")]
    carry_out(group, examples.charter(*rules))


def test_another_key_from_a_month_shares_that_month_and_later_ones(confluence: Group) -> None:
    # February equally: 2333.33 each instead of 3000, 2000 and 2000; the odd cent goes to Aval.
    answer = asked(confluence, {**EQUALLY, "effective_from": FEBRUARY})
    assert differences(answer) == {AVAL: (-666, "-2000/3"), BRUME: (333, "1000/3"), CIME: (333, "1000/3")}
    assert answer["refused_runs"] == []


def test_another_key_holds_also_where_a_later_one_was_adopted(confluence: Group) -> None:
    charter(confluence)
    by_homes = examples.key_terms("platform", examples.proportional("homes"), MARCH)
    resolve(confluence, "R1", "adopt a key", by_homes)
    carry_out(
        confluence, *(examples.reading("homes", m, MARCH, v) for m, v in zip(MEMBERS, "541", strict=True))
    )
    carry_out(confluence, document("platform", MARCH, 3_000))
    post(confluence, "platform", MARCH)
    # March by homes is 1500, 1200 and 300; equally it is 1000 each.
    answer = asked(confluence, {**EQUALLY, "effective_from": MARCH})
    assert differences(answer) == {AVAL: (-500, "-500"), BRUME: (-200, "-200"), CIME: (700, "700")}


def test_another_key_holds_also_where_a_restatement_covers_its_months(confluence: Group) -> None:
    charter(confluence)
    homes = [examples.reading("homes", m, FEBRUARY, v) for m, v in zip(MEMBERS, "541", strict=True)]
    carry_out(confluence, *calls(MARCH, "1", "1", "1"), *homes, document("platform", MARCH, 9_000))
    post(confluence, "platform", MARCH)
    past = {"contract": "platform", "key": {"proportional": "homes"}, "reason": "calls were lost"}
    past |= {"effective_from": FEBRUARY, "through": MARCH}
    restated = [Enactment("authorise a restatement", past)]
    carry_out(confluence, *examples.adopted("R1", restated, day=date(2026, 3, 20)))
    for month in (FEBRUARY, MARCH):
        post(confluence, "platform", month)
    # March by homes is 4500, 3600 and 900, equally 3000 each; February stays restated.
    answer = asked(confluence, {**EQUALLY, "effective_from": MARCH})
    assert differences(answer) == {AVAL: (-1_500, "-1500"), BRUME: (-600, "-600"), CIME: (2_100, "2100")}


def test_keys_may_follow_each_other(confluence: Group) -> None:
    again = {"change": "key", "contract": "platform", "key": {"proportional": "calls"}}
    answer = asked(
        confluence,
        {**again, "effective_from": FEBRUARY},
        {**EQUALLY, "effective_from": "2026-01"},
    )
    assert differences(answer) == {AVAL: (-666, "-2000/3"), BRUME: (333, "1000/3"), CIME: (333, "1000/3")}


def test_another_rounding_moves_cents_and_no_exact_part(confluence: Group) -> None:
    # 1 cent in each of March and April, equally among three: carried, Aval bears the first and Brume the
    # second; by the largest remainder, ties by the declared order, Aval bears both.
    carry_out(confluence, *examples.toolbox("land"), examples.contract("land", examples.EQUAL))
    for month in (MARCH, "2026-04"):
        carry_out(confluence, document("land", month, 1))
        post(confluence, "land", month)
    rounding = {"change": "rounding", "contract": "land", "rounding": "largest-remainder"}
    answer = asked(confluence, {**rounding, "effective_from": "2026-04"})
    of_land = {
        d["member"]: (d["difference_cents"], d["difference_exact_cents"])
        for d in answer["differences"]
        if d["contract"] == "land"
    }
    assert of_land == {AVAL: (1, "0"), BRUME: (-1, "0"), CIME: (0, "0")}


def test_a_resolution_refused_takes_back_what_it_enacted(confluence: Group) -> None:
    charter(confluence)
    resolve(confluence, "R1", "adopt a key", examples.key_terms("platform", examples.EQUAL, MARCH))
    carry_out(confluence, *calls(MARCH, "4", "1", "1"), document("platform", MARCH, 6_000))
    post(confluence, "platform", MARCH)
    answer = asked(confluence, outcome("R1", "refused"))
    assert differences(answer) == {AVAL: (2_000, "2000"), BRUME: (-1_000, "-1000"), CIME: (-1_000, "-1000")}
    assert answer["fallen"] == []


def test_a_resolution_adopted_enacts_what_it_proposed(confluence: Group) -> None:
    charter(confluence)
    key = examples.key_terms("platform", examples.EQUAL, MARCH)
    resolve(confluence, "R1", "adopt a key", key, "against")
    carry_out(confluence, *calls(MARCH, "4", "1", "1"), document("platform", MARCH, 6_000))
    post(confluence, "platform", MARCH)
    answer = asked(confluence, outcome("R1", "adopted"))
    assert differences(answer) == {AVAL: (-2_000, "-2000"), BRUME: (1_000, "1000"), CIME: (1_000, "1000")}


def outcome(number: str, said: str) -> dict[str, str]:
    return {"change": "resolution", "agreement": CONFLUENCE, "number": number, "outcome": said}


def test_a_decision_between_preparing_and_posting_is_prepared_again(confluence: Group) -> None:
    charter(confluence)
    key = examples.key_terms("platform", examples.EQUAL, MARCH)
    carry_out(confluence, *calls(MARCH, "4", "1", "1"), document("platform", MARCH, 6_000))
    confluence.carry_out(examples.PrepareRun(contract="platform", month=MARCH), examples.PREPARER)
    confluence.carry_out(examples.ApproveRun(contract="platform", month=MARCH), examples.APPROVER)
    resolve(confluence, "R1", "adopt a key", key, "against")
    confluence.carry_out(examples.PostRun(contract="platform", month=MARCH), examples.PREPARER)
    answer = asked(confluence, outcome("R1", "adopted"))
    assert differences(answer)[AVAL] == (-2_000, "-2000")
    assert answer["refused_runs"] == []


def test_cost_whose_contract_falls_away_is_not_allocated(confluence: Group) -> None:
    charter(confluence)
    carry_out(confluence, *examples.toolbox("land"))
    resolve(confluence, "R1", "open a contract", examples.contract_terms("land", examples.EQUAL))
    carry_out(confluence, document("land", MARCH, 900))
    post(confluence, "land", MARCH)
    answer = asked(confluence, outcome("R1", "refused"))
    [waiting] = answer["not_allocated"]
    assert waiting == {
        "service_year": 2026,
        "contract": "land",
        "recorded_cents": 0,
        "supposed_cents": 900,
    }
    [run] = answer["refused_runs"]
    assert (run["contract"], run["step"], run["sentence"]) == ("land", "prepare", "there is no contract land")
    assert {d["difference_cents"] for d in answer["differences"] if d["contract"] == "land"} == {-300}


def test_what_rests_on_an_amendment_that_was_never_drafted_falls_with_it(confluence: Group) -> None:
    carry_out(confluence, examples.charter(examples.rule("agreement")))
    resolve(
        confluence,
        "R1",
        "amend the agreement",
        {"number": "A1", "text": "equal", "effective_on": "2026-01-01"},
    )
    signed = (examples.signature(m, date(2026, 1, 6)) for m in MEMBERS)
    carry_out(confluence, *(SignAmendment(agreement=CONFLUENCE, number="A1", **each) for each in signed))
    key = {**examples.key_terms("platform", examples.EQUAL, MARCH), "decided_on": date(2026, 1, 6)}
    carry_out(confluence, AdoptKey.read({**key, "authority": Authority("amendment", CONFLUENCE, "A1")}))
    carry_out(confluence, *calls(MARCH, "4", "1", "1"), document("platform", MARCH, 6_000))
    post(confluence, "platform", MARCH)
    answer = asked(confluence, outcome("R1", "refused"))
    assert differences(answer) == {AVAL: (2_000, "2000"), BRUME: (-1_000, "-1000"), CIME: (-1_000, "-1000")}
    # Three signatures of what is not there, and the key that stood on it.
    assert [fallen["about"] for fallen in answer["fallen"]] == ["agreement Confluence"] * 3 + [
        "contract platform"
    ]


def admitted(group: Group, bears_costs_from: str) -> None:
    """Dune is admitted, shares the platform, and has its calls of February and March."""
    terms = {
        "member": DUNE,
        "bears_costs_from": bears_costs_from,
        "votes_from": "2026-03-10",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    }
    charter(group)
    resolve(group, "R1", "admit a member", terms)
    carry_out(group, SignAccession(agreement=CONFLUENCE, **examples.signature(DUNE, date(2026, 2, 20))))
    carry_out(group, *calls(MARCH, "3", "2", "2"), examples.reading("calls", DUNE, MARCH, "7"))
    carry_out(group, document("platform", MARCH, 7_000))
    post(group, "platform", MARCH)


NEVER = {"change": "no admission", "agreement": CONFLUENCE, "member": DUNE}
EARLIER = {
    "change": "admission",
    "agreement": CONFLUENCE,
    "member": DUNE,
    "bears_costs_from": "2026-02-01",
}


def test_a_member_never_admitted_bears_nothing(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    # March by 3, 2, 2 and 7 calls is 1500, 1000, 1000 and 3500; without Dune 3000, 2000 and 2000.
    answer = asked(confluence, NEVER)
    assert differences(answer) == {
        AVAL: (1_500, "1500"),
        BRUME: (1_000, "1000"),
        CIME: (1_000, "1000"),
        DUNE: (-3_500, "-3500"),
    }


def test_a_direct_charge_to_who_was_never_admitted_is_not_allocated(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    carry_out(confluence, document("platform", "2026-04", 500, direct_to=DUNE))
    post(confluence, "platform", "2026-04")
    answer = asked(confluence, NEVER)
    assert differences(answer)[DUNE] == (-4_000, "-4000")
    assert [w["supposed_cents"] - w["recorded_cents"] for w in answer["not_allocated"]] == [500]
    assert any("charged directly to Dune" in fallen["reason"] for fallen in answer["fallen"])


def test_a_vote_without_one_of_its_voters_is_counted_again(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    day = date(2026, 3, 20)
    key = Enactment("adopt a key", examples.key_terms("platform", examples.EQUAL, "2026-04"))
    votes = {AVAL: "for", BRUME: "for", CIME: "against", DUNE: "against"}
    carry_out(confluence, *examples.vote("R2", [key], day=day), *examples.ballots("R2", votes, day))
    carry_out(confluence, *calls("2026-04", "4", "1", "1"), examples.reading("calls", DUNE, "2026-04", "0"))
    carry_out(confluence, document("platform", "2026-04", 6_000))
    post(confluence, "platform", "2026-04")
    # Two against two is no majority; without Dune two against one is, and April is shared equally.
    answer = asked(confluence, NEVER)
    [counted] = answer["counted_again"]
    assert (counted["number"], counted["outcome"]) == ("R2", "adopted")
    assert counted["voters"] == "Aval, Brume, Cime"
    assert differences(answer)[AVAL] == (1_500 - 2_000, "-500")


def test_a_member_admitted_earlier_shares_the_months_before(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    supplied = {"measure": "calls", "member": DUNE, "month": FEBRUARY, "value": "7"}
    answer = asked(confluence, EARLIER, readings=[supplied])
    assert differences(answer) == {
        AVAL: (-1_500, "-1500"),
        BRUME: (-1_000, "-1000"),
        CIME: (-1_000, "-1000"),
        DUNE: (3_500, "3500"),
    }
    assert (answer["fallen"], answer["refused_runs"]) == ([], [])


def test_a_member_admitted_earlier_without_readings_is_refused_and_told_which(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    with pytest.raises(ReadingsNotSupplied) as refused:
        asked(confluence, {**EARLIER, "bears_costs_from": "2026-01-01"})
    assert refused.value.facts["missing"] == "calls for 2026-01, calls for 2026-02"


def test_a_member_admitted_later_bears_less(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    answer = asked(confluence, {**EARLIER, "bears_costs_from": "2026-04-01"})
    assert differences(answer)[DUNE] == (-3_500, "-3500")


def test_a_document_withdrawn_costs_nobody(confluence: Group) -> None:
    answer = asked(confluence, withdrawn("P-2026-02"))
    assert differences(answer) == {AVAL: (-3_000, "-3000"), BRUME: (-2_000, "-2000"), CIME: (-2_000, "-2000")}
    assert [f["reason"] for f in answer["fallen"]] == ["it is withdrawn"]
    assert answer["not_allocated"] == []


def withdrawn(number: str) -> dict[str, str]:
    return {"change": "document", "supplier": "Eaux Vives", "number": number}


def test_a_credit_note_falls_with_what_it_credits(confluence: Group) -> None:
    credit = document("platform", MARCH, -700).model_copy(update={"original": "P-2026-02", "number": "C-1"})
    carry_out(confluence, *calls(MARCH, "3", "2", "2"), credit)
    post(confluence, "platform", MARCH)
    answer = asked(confluence, withdrawn("P-2026-02"))
    assert [f["reason"] for f in answer["fallen"]] == [
        "it is withdrawn",
        "P-2026-02, which it names, is withdrawn",
    ]
    assert differences(answer)[AVAL] == (-2_700, "-2700")


def test_a_credit_note_that_came_in_before_its_invoice_falls_with_it(confluence: Group) -> None:
    credit = document("platform", MARCH, -700).model_copy(update={"original": "I-1", "number": "C-1"})
    invoice = document("platform", MARCH, 7_700, number="I-1")
    carry_out(confluence, *calls(MARCH, "3", "2", "2"), credit, invoice)
    post(confluence, "platform", MARCH)
    answer = asked(confluence, withdrawn("I-1"))
    assert [f["reason"] for f in answer["fallen"]] == ["I-1, which it names, is withdrawn", "it is withdrawn"]
    assert sum(cents for cents, _ in differences(answer).values()) == -7_000


def test_a_run_that_the_other_world_refuses_says_why(confluence: Group) -> None:
    by_homes = {**EQUALLY, "key": {"proportional": "homes"}, "effective_from": FEBRUARY}
    answer = asked(confluence, by_homes)
    [run] = answer["refused_runs"]
    assert (run["month"], run["refusal"]) == (FEBRUARY, ReadingMissing(**MISSING).name)
    assert sum(d["difference_cents"] for d in answer["differences"]) == -7_000
    assert [w["supposed_cents"] for w in answer["not_allocated"]] == [7_000]


MISSING = {"measure": "homes", "member": AVAL, "month": FEBRUARY, "contract": "platform"}

NOT_ASKED: list[tuple[dict[str, Any], type[Refusal]]] = [
    ({**EQUALLY, "contract": "nothing", "effective_from": FEBRUARY}, NotFound),
    ({**EQUALLY, "effective_from": "2025-12"}, OutsideContract),
    ({**EQUALLY, "effective_from": "2026-13"}, BadInput),
    ({**EQUALLY, "key": {"by magic": {}}, "effective_from": FEBRUARY}, BadInput),
    ({**EQUALLY, "key": {"proportional": "letters"}, "effective_from": FEBRUARY}, NotFound),
    (outcome("R9", "refused"), NotFound),
    (withdrawn("none"), NotFound),
    ({**NEVER, "member": AVAL}, NotFound),
    (EARLIER, NotFound),
    ({"change": "weather"}, BadInput),
]


@pytest.mark.parametrize(("change", "refusal"), NOT_ASKED)
def test_what_names_nothing_is_refused(
    confluence: Group, change: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        asked(confluence, change)


def test_a_question_names_a_change() -> None:
    with pytest.raises(NothingSupposed):
        question_of({"changes": []})


def test_what_is_so_is_not_supposed(confluence: Group) -> None:
    charter(confluence)
    resolve(confluence, "R1", "adopt a key", examples.key_terms("platform", examples.EQUAL, MARCH))
    carry_out(confluence, *examples.vote("R2", []))
    with pytest.raises(DecidedSo):
        asked(confluence, outcome("R1", "adopted"))
    with pytest.raises(NotDecidedYet):
        asked(confluence, outcome("R2", "adopted"))


def test_nobody_is_admitted_before_the_agreement_holds(confluence: Group) -> None:
    admitted(confluence, "2026-03-01")
    readings = [
        {"measure": "calls", "member": DUNE, "month": month, "value": "7"} for month in ("2026-01", FEBRUARY)
    ]
    with pytest.raises(NotInForce):
        asked(confluence, {**EARLIER, "bears_costs_from": "2025-11-01"}, readings=readings)


def test_what_was_counted_is_not_supplied_again(confluence: Group) -> None:
    supplied = {"measure": "calls", "member": AVAL, "month": FEBRUARY, "value": "9"}
    with pytest.raises(BadInput) as refused:
        asked(confluence, {**EQUALLY, "effective_from": FEBRUARY}, readings=[supplied])
    assert refused.value.facts["field"] == "readings.0"


def test_a_run_of_an_engine_that_is_not_here_is_not_decided_by_another(
    confluence: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.what_if.taking_runs.ENGINES", frozenset({"2"}))
    with pytest.raises(EngineUnknown):
        asked(confluence, {**EQUALLY, "effective_from": FEBRUARY})


def test_as_of_a_position_only_what_was_there_is_played(confluence: Group) -> None:
    before = confluence.position()
    carry_out(confluence, *calls(MARCH, "4", "1", "1"), document("platform", MARCH, 6_000))
    post(confluence, "platform", MARCH)
    records = records_until(confluence.ledger.event_log, before)
    answered = what_if(records, question_of({**EQUALLY, "effective_from": FEBRUARY}))
    assert {run.run for run in answered.supposed.runs.values()} == {
        "platform 2026-01 #1",
        "platform 2026-02 #1",
    }


def test_what_is_posted_otherwise_is_posted_in_the_same_periods(confluence: Group) -> None:
    carry_out(confluence, LockPeriod(month="2026-01"), LockPeriod(month=FEBRUARY))
    carry_out(confluence, document("platform", "2026-01", 700))
    post(confluence, "platform", "2026-01")
    records = records_until(confluence.ledger.event_log, confluence.position())
    answered = what_if(records, question_of({**EQUALLY, "effective_from": "2026-01"}))
    periods = {run.run: run.posting_period for run in answered.supposed.runs.values()}
    assert periods == {run.run: run.posting_period for run in answered.recorded.runs.values()}
    assert periods["platform 2026-01 #2"] == MARCH
