"""An agreement becomes a template without its members, and a group started from it shares the same way."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from application.agreements import SignAgreement
from application.answers.enactments import enactments
from application.answers.template import template_of
from application.contract_changes import ChangeContract
from application.group import Group
from application.services import AdoptBudget
from application.template import digest_of, text_of
from application.template_start import commands_to_start
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput
from tests import examples
from tests.examples import AVAL, BRUME, BY_AMENDMENT, CIME, CONFLUENCE, PREPARER, carry_out, document, post

KEY = {
    "blend": [
        {"weight": "1/4", "key": {"fractions": {AVAL: "1/2", BRUME: "1/3", CIME: "remaining"}}},
        {"weight": "3/4", "key": {"proportional": "calls"}},
    ]
}
EAST = {"Ouest": "Landes", "Nord": "Marne", "Sud": "Var"}
MAPPING: dict[str, Any] = {
    "agreement": {"code": "Delta", "name": "Delta, on the coast", "effective_on": "2026-01-01"},
    "members": {
        f"member {number}": {"code": code, "name": name, "kind": "ESH", "source": "register"}
        for number, (code, name) in enumerate(EAST.items(), start=1)
    },
}


@pytest.fixture
def shared(confluence: Group) -> Group:
    """Confluence has a charter, a budget, and a second contract whose key names its members."""
    rule = examples.rule(source=f"charter of {CONFLUENCE}, article 7, as {AVAL} proposed")
    carry_out(confluence, examples.charter(rule), *examples.toolbox("land"))
    carry_out(confluence, AdoptBudget(contract="platform", year=2026, amount_cents=1, authority=BY_AMENDMENT))
    terms = {"provider": BRUME, "beneficiaries": [CIME, AVAL, BRUME], "rounding": "largest-remainder"}
    carry_out(confluence, examples.contract("land", KEY, **terms))
    return confluence


def template(group: Group, agreement: str = "confluence") -> dict[str, Any]:
    return template_of(group.readings, group.position(), agreement)


def start(group: Group, content: dict[str, Any], mapping: dict[str, Any] = MAPPING) -> int:
    commands = commands_to_start(group.readings, group.position(), content, mapping)
    carry_out(group, *commands)
    return len(commands)


def sign(group: Group) -> None:
    deed = {"signatory": f"person-{9:016x}", "capacity": "director", "deliberation": "board"}
    signed_on = date(2025, 12, 20)
    for code in EAST:
        carry_out(group, SignAgreement(agreement="Delta", member=code, signed_on=signed_on, **deed))


def cents(group: Group, contract: str) -> list[tuple[int, str]]:
    """What the members of a contract bear of 100.01 EUR of January, in their order, with the exact part."""
    carry_out(group, document(contract, "2026-01", 10_001))
    post(group, contract, "2026-01")
    [run] = group.readings.rows("runs", group.position(), contract=contract, stage="posted")
    shares = group.readings.rows("shares", group.position(), stream=run["stream"])
    ordered = sorted(shares, key=lambda share: share["place"])
    return [(share["cents"], share["exact_cents"]) for share in ordered]


def test_a_template_names_places_and_no_member(shared: Group) -> None:
    content = template(shared)
    text = text_of(content)
    for name in (*examples.MEMBERS, CONFLUENCE, "person-", "director", "120"):
        assert name not in text
    assert content["places"] == ["member 1", "member 2", "member 3"]
    [land, platform] = content["contracts"]
    assert land["beneficiaries"] == ["{member 3}", "{member 1}", "{member 2}"]
    assert (land["provider"], platform["provider"]) == ("{member 2}", "{member 1}")
    assert content["charter"][0]["source"].endswith("article 7, as {member 1} proposed")
    assert [m["code"] for m in content["measures"]] == ["calls"]
    assert set(content) >= {"format", "version", "sha256"}
    assert "budgets" not in text


def test_the_same_agreement_gives_the_same_bytes(shared: Group) -> None:
    content = template(shared)
    assert text_of(content) == text_of(template(shared)) == text_of(json.loads(text_of(content)))
    assert content["sha256"] == digest_of(content)


def test_what_was_started_shares_the_same_cost_to_the_same_cent(shared: Group, elsewhere: Group) -> None:
    assert start(elsewhere, template(shared)) == 3 + 2 + 1 + 1
    assert elsewhere.readings.rows("contracts", elsewhere.position()) == []
    sign(elsewhere)
    told = enactments(elsewhere.readings, elsewhere.position(), "Delta")
    assert [(e["kind"], e["state"]) for e in told] == [
        ("lay down the charter", "carried out"),
        ("open a contract", "carried out"),
        ("open a contract", "carried out"),
    ]
    for code, calls in zip(EAST, ("3", "2", "2"), strict=True):
        carry_out(elsewhere, examples.reading("calls", code, "2026-01", calls))
    carry_out(elsewhere, examples.OpenAccountingYear(year=2026))
    for contract in ("land", "platform"):
        assert cents(elsewhere, contract) == cents(shared, contract)


def test_what_was_started_is_not_done_twice(shared: Group, elsewhere: Group) -> None:
    content = template(shared)
    commands = commands_to_start(elsewhere.readings, elsewhere.position(), content, MAPPING)
    carry_out(elsewhere, *commands[:4])
    assert start(elsewhere, content) == len(commands) - 4
    assert start(elsewhere, content) == 0
    sign(elsewhere)
    assert start(elsewhere, content) == 0


def test_a_second_agreement_in_the_same_group_takes_other_codes(shared: Group) -> None:
    content = template(shared)
    mapping = {**MAPPING, "contract_codes": {"platform": "platform 2"}}
    with pytest.raises(BadInput) as why:
        start(shared, content, mapping)
    assert why.value.facts["field"] == "contracts.land"
    codes = {"platform": "platform 2", "land": "land 2"}
    members = {f"member {n}": {"code": code} for n, code in enumerate((CIME, BRUME, AVAL), start=1)}
    assert start(shared, content, {**MAPPING, "members": members, "contract_codes": codes}) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"members": {**MAPPING["members"], "member 4": {"code": "M"}}}, "members.member 4"),
        ({"members": {"member 1": {"code": "M"}}}, "members.member 2"),
        ({"members": {**MAPPING["members"], "member 2": {"code": "ouest"}}}, "members.member 1.code"),
        ({"members": {**MAPPING["members"], "member 2": {"code": "Nord"}}}, "members.member 2"),
        ({"agreement": {**MAPPING["agreement"], "effective_on": "soon"}}, "agreement.effective_on"),
        (
            {"agreement": {**MAPPING["agreement"], "contracts_start_on": "2026-02-02"}},
            "agreement.contracts_start_on",
        ),
        ({"contract_codes": {"nowhere": "x"}}, "contract_codes.nowhere"),
        ({"more": 1}, "more"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_before_anything_is_done(
    shared: Group, elsewhere: Group, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as why:
        start(elsewhere, template(shared), {**MAPPING, **change})
    assert why.value.facts["field"] == field
    assert elsewhere.position() == 0


@pytest.mark.parametrize(
    ("change", "resealed", "field"),
    [
        ({"version": 2}, True, "format"),
        ({"places": ["member 1"]}, False, "sha256"),
        ({"contracts": []}, False, "sha256"),
        ({"colour": "blue"}, True, "colour"),
    ],
)
def test_a_template_that_was_changed_is_refused(
    shared: Group, elsewhere: Group, change: dict[str, Any], resealed: bool, field: str
) -> None:
    content = {**template(shared), **change}
    sealed = {**content, "sha256": digest_of(content)} if resealed else content
    with pytest.raises(BadInput) as why:
        start(elsewhere, sealed)
    assert why.value.facts["field"] == field
    assert elsewhere.position() == 0


def test_what_the_group_knows_otherwise_is_refused(shared: Group, elsewhere: Group) -> None:
    content = template(shared)
    carry_out(elsewhere, *examples.toolbox("land"))
    carry_out(elsewhere, examples.AddService(code="platform", name="x", axis="y", unit_of_work="z"))
    with pytest.raises(BadInput) as why:
        start(elsewhere, content)
    assert why.value.facts["field"] == "services.platform.name"


def test_nobody_outside_is_looked_for_where_all_belong(group: Group) -> None:
    carry_out(group, *examples.register(*examples.MEMBERS), examples.draft())
    assert template(group)["places"] == ["member 1", "member 2", "member 3"]


def test_who_left_takes_no_place(shared: Group) -> None:
    leaving = {"member": CIME, "reason": "release", "notified_on": "2026-01-02"}
    terms = {**leaving, "bears_costs_until": "2026-02-28", "contracts": ["platform", "land"]}
    carry_out(shared, examples.charter(examples.rule("exclusion"), authority=BY_AMENDMENT))
    carry_out(shared, *examples.adopted("R1", [Enactment("let a member leave", terms)]))
    content = template(shared)
    # The key of "land" still names who left: that is a place of its own, and Cime stands nowhere.
    assert content["places"] == ["member 1", "member 2", "other 1"]
    assert CIME not in text_of(content)
    platform = next(c for c in content["contracts"] if c["code"] == "platform")
    assert platform["beneficiaries"] == ["{member 1}", "{member 2}"]


def test_a_template_as_of_a_position_is_that_of_its_day(shared: Group) -> None:
    before = shared.position()
    text = text_of(template(shared))
    shared.carry_out(examples.charter(examples.rule("budget"), authority=BY_AMENDMENT), PREPARER)
    assert text_of(template_of(shared.readings, before, CONFLUENCE)) == text
    assert text_of(template(shared)) != text


def test_a_contract_that_changed_from_its_first_month_keeps_the_order_of_its_members(shared: Group) -> None:
    change = {"contract": "land", "effective_from": "2026-01", "notice_months": 12}
    decided = {"decided_on": "2026-01-01", "authority": BY_AMENDMENT}
    carry_out(shared, ChangeContract.read({**change, **decided}))
    [land, _] = template(shared)["contracts"]
    assert (land["beneficiaries"], land["notice_months"]) == (["{member 3}", "{member 1}", "{member 2}"], 12)
