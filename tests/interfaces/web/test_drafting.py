"""A resolution is drafted in a form: every kind of enactment, from the example that the page itself gives."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from application.access.role import Role
from application.answers.lists import resolutions
from interfaces.web.enactment_fields import FIELDS
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, DUNE
from tests.interfaces.web.forms_world import Forms
from tests.interfaces.web.standing_in import Sent, standing

NEW = "/resolutions/new"
# What no example can know: who enters, what is new, and why.
SAID: dict[str, Sent] = {
    "adopt a key": {"reason": ["a call costs the same whoever calls"]},
    "adopt a budget": {"amount_cents": ["12 345,60"]},
    "admit a member": {"member": [DUNE], "earlier_debts": ["exempt"]},
    "let a member leave": {"member": [CIME]},
    "let a beneficiary leave": {"member": [BRUME]},
    "open a contract": {"code": ["platform-2"], "reason": ["as before"]},
    "authorise a restatement": {"reason": ["the counter was broken"]},
    "let services bear what they use of each other": {"reason": ["each bears the work done for it"]},
    "conclude an agreement": {"code": ["Delta"], "name": ["Delta"]},
    "amend the agreement": {"text": ["the notice of exit is nine months"]},
    "recognise a merger": {"code": [CIME], "successor": [AVAL]},
    "free text": {"text": ["the board thanks the operators"]},
}


def chosen(forms: Forms, kind: str, **more: Any) -> Sent:
    """The form of a kind, with the example that the page gives."""
    head = {"agreement": CONFLUENCE, "number": "X", "title": "Title", "tabled_on": "2026-03-02"}
    answered = forms.send(NEW, {**head, "act": "choose", "kind": kind, "about": "platform", **more})
    assert answered.status_code == 200, answered.text
    return standing(answered.text, "kind", "place")


def added(forms: Forms, sent: Sent) -> Any:
    return forms.send(NEW, {**sent, "act": "add"})


def decided(forms: Forms, number: str) -> Any:
    rows = forms.group.readings
    [told] = resolutions(rows, forms.group.position(), CONFLUENCE, number)
    return told


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_is_tabled_from_the_example_that_its_form_gives(forms: Forms, kind: str) -> None:
    number = f"K-{list(FIELDS).index(kind)}"
    waits = {"condition": ["official approval"], "condition_subject": ["the minister"]}
    whole = added(forms, {**chosen(forms, kind), **SAID.get(kind, {}), **waits})
    assert whole.status_code == 200, re.findall(r'class="refused".*?</', whole.text)
    sent = standing(whole.text, "enacted", "title")
    assert sent["title"] == ["Title"]
    done = forms.send(NEW, {**sent, "number": number, "act": "table"})
    assert done.status_code == 303, re.findall(r'class="refused".*?</', done.text)
    [enactment] = decided(forms, number)["enactments"]
    page = forms.read(f"/resolutions/{CONFLUENCE}/{number}")
    assert 'id="impact"' in page
    assert "official approval: the minister" in re.sub(r"\s+", " ", page)
    assert enactment["kind"] == kind


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"key.form": "equal"}, {"equal": {}}),
        ({"key.form": "measure", "key.measure": "calls"}, {"proportional": "calls"}),
        (
            {"key.form": "weights", "key.weight.0": "3", "key.weight.1": "1,5", "key.weight.2": ""},
            {"fractions": {AVAL: "2/3", BRUME: "1/3"}},
        ),
        (
            {
                "key.form": "json",
                "key.json": '{"threshold": {"measure": "calls", "below": "2", "key": {"equal": {}}}}',
            },
            {"threshold": {"measure": "calls", "below": "2", "key": {"equal": {}}}},
        ),
    ],
    ids=["equal", "by a measure", "by weights", "as JSON"],
)
def test_a_key_is_chosen_or_written(forms: Forms, form: dict[str, str], key: object) -> None:
    sent = {**chosen(forms, "adopt a key"), **form, "reason": "it follows use"}
    answered = added(forms, sent)
    [carried] = standing(answered.text, "enacted", "title")["enacted"]
    assert [each["terms"]["key"] for each in json.loads(carried)] == [key]


@pytest.mark.parametrize(
    ("kind", "written", "field", "rule"),
    [
        ("adopt a key", {"effective_from": "soon"}, "effective_from", "month"),
        ("adopt a key", {"key.form": "weights"}, "key", "the weight of at least one member is above zero"),
        ("adopt a key", {"key.form": "json", "key.json": '{"blend": []}'}, "key", "key.blend"),
        ("adopt a budget", {"amount_cents": "12.345"}, "amount_cents", "thousands or decimals"),
        ("admit a member", {"votes_from": "yesterday"}, "votes_from", "a day"),
        ("lay down the charter", {"rules": "[{}]"}, "rules", "rules.0."),
        ("adopt a key", {"condition": "accession signed"}, "condition_subject", "what or whom"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field_and_nothing_is_lost(
    forms: Forms, kind: str, written: dict[str, str], field: str, rule: str
) -> None:
    answered = added(forms, {**chosen(forms, kind), **SAID.get(kind, {}), **written})
    assert answered.status_code == 422
    [why] = re.findall(rf'id="add-{field}-why">(.*?)</span>', answered.text)
    assert rule in why
    assert f'add-{field}-why"' in " ".join(re.findall(r'aria-describedby="[^"]*"', answered.text))
    back = standing(answered.text, "kind", "place")
    assert {name: back.get(name) for name in written} == {n: [v] for n, v in written.items()}
    assert back["head.title"] == ["Title"]


def test_an_enactment_is_changed_and_taken_out_before_it_is_tabled(forms: Forms) -> None:
    first = added(forms, {**chosen(forms, "adopt a budget"), "amount_cents": "100"})
    sent = {**standing(first.text, "enacted", "title"), "kind": "free text", "act": "choose"}
    second = {**standing(forms.send(NEW, sent).text, "kind", "place"), "text": "thanks", "needs": "1"}
    both = standing(added(forms, second).text, "enacted", "title")
    assert [e["needs"] for e in json.loads(both["enacted"][0])] == [[], [1]]
    opened = standing(forms.send(NEW, {**both, "act": "change 1"}).text, "kind", "place")
    assert opened["amount_cents"] == ["100.00"]
    changed = standing(added(forms, {**opened, "amount_cents": "200"}).text, "enacted", "title")
    assert json.loads(changed["enacted"][0])[0]["terms"]["amount_cents"] == 20_000
    left = standing(forms.send(NEW, {**changed, "act": "take-out 1"}).text, "enacted", "title")
    assert [(e["kind"], e["needs"]) for e in json.loads(left["enacted"][0])] == [("free text", [])]


def test_a_resolution_that_a_rule_refuses_is_not_tabled_and_stays_in_the_form(forms: Forms) -> None:
    before = forms.head()
    sent = standing(
        added(forms, {**chosen(forms, "adopt a budget"), "amount_cents": "1"}).text, "enacted", "title"
    )
    wrong = forms.send(NEW, {**sent, "number": "W-1", "decision_type": "key", "act": "table"})
    assert wrong.status_code == 409
    assert "to adopt a budget is a decision on budget" in wrong.text
    empty = forms.send(NEW, {**sent, "number": "", "title": "", "act": "table"})
    assert empty.status_code == 422
    assert [name for name in ("number", "title", "text") if f'id="table-{name}-why"' in empty.text] == [
        "number",
        "title",
    ]
    assert standing(empty.text, "enacted", "title")["enacted"] == sent["enacted"]
    assert forms.head() == before


def test_the_enter_key_in_a_field_changes_nothing(forms: Forms) -> None:
    first = re.search(r'<button[^>]*name="act" value="([^"]+)"', forms.read(NEW))
    assert first
    assert first[1] == "back"
    again = forms.send(NEW, {"agreement": CONFLUENCE, "title": "Half written", "act": "back"})
    assert standing(again.text, "enacted", "title")["title"] == ["Half written"]


def test_a_board_member_drafts_and_nobody_else_but_the_controller(forms: Forms) -> None:
    assert forms.status(NEW, Role.BOARD_MEMBER, AVAL) == 200
    for role, member in ((Role.APPROVER, None), (Role.AUDITOR, None), (Role.MEMBERS_READER, AVAL)):
        assert forms.status(NEW, role, member) == 403
        assert forms.send(NEW, {"act": "table"}, role, member).status_code == 403
        assert "resolutions/new" not in forms.read("/resolutions", role, member)
