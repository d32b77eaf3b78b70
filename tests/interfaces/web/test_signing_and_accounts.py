"""Signatures by the member's representative, periods locked in order, and what is posted corrected: in forms."""

from __future__ import annotations

import re

from application.access.role import Role
from application.answers.enactments import accounting_years, amendments
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, MEMBERS, carry_out, post
from tests.interfaces.web.forms_world import Forms
from tests.interfaces.web.standing_in import standing
from tests.interfaces.web.test_meeting_forms import done

SIGN = f"/signatures/{CONFLUENCE}"
SIGNED = {
    "act": "sign-amendment 2",
    "signatory": "Director of the tests",
    "capacity": "director general",
    "deliberation": "board of 2026-05",
    "signed_on": "2026-06-01",
}


def test_an_amendment_is_signed_by_each_members_representative_and_by_nobody_for_another(
    forms: Forms,
) -> None:
    for role, member in ((Role.CONTROLLER, None), (Role.AUDITOR, None), (Role.MEMBERS_READER, AVAL)):
        assert 'value="sign-amendment 2"' not in forms.read(SIGN, role, member)
        assert forms.send(SIGN, SIGNED, role, member).status_code == 403
    without = forms.send(SIGN, {**SIGNED, "capacity": ""}, Role.BOARD_MEMBER, AVAL)
    assert without.status_code == 422
    assert 'id="sign-amendment-2-capacity-why"' in without.text
    assert standing(without.text, "signatory")["deliberation"] == ["board of 2026-05"]
    for member in MEMBERS:
        assert 'value="sign-amendment 2"' in forms.read(SIGN, Role.BOARD_MEMBER, member)
        done(forms.send(SIGN, SIGNED, Role.BOARD_MEMBER, member))
        assert 'value="sign-amendment 2"' not in forms.read(SIGN, Role.BOARD_MEMBER, member)
    rows = forms.group.readings
    [told] = [a for a in amendments(rows, forms.group.position(), CONFLUENCE) if a["number"] == "2"]
    assert told["state"] == "in force"
    again = forms.send(SIGN, SIGNED, Role.BOARD_MEMBER, AVAL)
    assert again.status_code == 409
    # The name stands outside the log.
    text = b"".join(r.payload for r in forms.group.ledger.event_log.read(0, forms.head()))
    assert b"Director of the tests" not in text


def test_an_amendment_is_put_to_the_members_with_what_it_lays_down(forms: Forms) -> None:
    form = standing(forms.read(SIGN), "text", "enactments")
    sent = {**form, "number": "9", "text": "the VAT regime changes", "act": "draft-amendment"}
    wrong = forms.send(SIGN, {**sent, "enactments": '[{"kind": "sing", "terms": {}}]'})
    assert wrong.status_code == 422
    assert "an enactment is one of" in wrong.text
    assert forms.send(SIGN, sent, Role.BOARD_MEMBER, AVAL).status_code == 403
    terms = '{"regime": "liable", "effective_on": "2027-01-01"}'
    done(forms.send(SIGN, {**sent, "enactments": f'[{{"kind": "change the VAT regime", "terms": {terms}}}]'}))
    rows = forms.group.readings
    [told] = [a for a in amendments(rows, forms.group.position(), CONFLUENCE) if a["number"] == "9"]
    assert [e["kind"] for e in told["enactments"]] == ["change the VAT regime"]


def test_periods_are_locked_in_order_by_controller_or_approver_and_the_year_is_closed(forms: Forms) -> None:
    done(forms.send("/accounts", {"act": "open-accounting-year", "year": "2020"}))
    assert '<option value="2020-01">' in forms.read("/accounts")
    for role in (Role.AUDITOR, Role.BOARD_MEMBER):
        member = AVAL if role is Role.BOARD_MEMBER else None
        assert 'value="lock-period"' not in forms.read("/accounts", role, member)
        sent = {"act": "lock-period", "month": "2020-01"}
        assert forms.send("/accounts", sent, role, member).status_code == 403
    too_early = forms.send("/accounts", {"act": "lock-period", "month": "2020-02"})
    assert too_early.status_code == 409
    for month in range(1, 13):
        sent = {"act": "lock-period", "month": f"2020-{month:02d}"}
        done(forms.send("/accounts", sent, Role.APPROVER if month % 2 else Role.CONTROLLER))
    done(forms.send("/accounts", {"act": "close-accounting-year", "year": "2020"}))
    rows = forms.group.readings
    [year] = [y for y in accounting_years(rows, forms.group.position()) if y["year"] == 2020]
    assert year["closed"]


def test_a_settlement_is_shown_as_a_proposal(forms: Forms) -> None:
    text = forms.read("/settlements/2026", Role.BOARD_MEMBER, BRUME)
    # Brume and Cime each owe Aval 2/7 of January and of February.
    assert "This is a proposal" in text
    assert re.search(rf"{CIME}</a></th><td>{AVAL}</td><td class=\"n\">4,000.00", text)


def test_a_posted_run_is_reversed_for_a_reason_or_followed_by_a_corrective_one(forms: Forms) -> None:
    carry_out(forms.group, examples.document("archive", "2026-04", 300, number="A-4"))
    post(forms.group, "archive", "2026-04")
    carry_out(forms.group, examples.document("archive", "2026-04", 900, number="A-5"))
    page = "/runs/archive/2026-04"
    assert "9.00\N{NO-BREAK SPACE}EUR came after the month was posted" in forms.read(page)
    without = forms.send(page, {"act": "reverse", "reason": "", "accounting_date": ""})
    assert without.status_code == 422
    assert 'id="reverse-reason-why"' in without.text
    done(forms.send(page, {"act": "prepare"}))
    done(forms.send(page, {"act": "approve"}, Role.APPROVER))
    dated = {"act": "post", "accounting_date": "2026-05-02"}
    outside = forms.send(page, dated)
    assert outside.status_code == 422
    assert 'id="why-accounting_date"' in outside.text
    dated["accounting_date"] = "2026-04-29"
    done(forms.send(page, dated))
    assert "corrective" in forms.read(page)
    done(forms.send(page, {"act": "reverse", "reason": "a wrong invoice", "accounting_date": ""}))
    assert "a wrong invoice" in forms.read(page)
    assert forms.send(page, {"act": "reverse", "reason": "x"}, Role.AUDITOR).status_code == 403


def test_a_run_is_compared_with_the_last_period_over_which_its_contract_is_shared(forms: Forms) -> None:
    quarterly = examples.contract("garden", examples.EQUAL, allocation_period="quarter")
    carry_out(forms.group, *examples.toolbox("garden"), quarterly)
    for month, cents in (("2026-03", 300), ("2026-06", 900)):
        carry_out(forms.group, examples.document("garden", month, cents, number=f"G-{month}"))
        post(forms.group, "garden", month)
    text = forms.read("/runs/garden/2026-06")
    assert "Why it differs from the period before" in text
    assert "posted of March 2026" in text
    assert "/variances/garden/2026-Q1/2026-Q2" in text
    # Each bore 1.00 of the first quarter, and bears 3.00 of the second: all of it is price.
    assert re.search(rf"{AVAL}</th>.*\+2\.00", text)


def test_a_run_stands_beside_the_part_of_the_budget_up_to_its_month(forms: Forms) -> None:
    budget = Enactment("adopt a budget", {"contract": "platform", "year": 2026, "amount_cents": 900_000})
    carry_out(forms.group, *examples.adopted("B-1", [budget]))
    text = forms.read("/runs/platform/2026-02").replace("\N{NO-BREAK SPACE}", " ")
    # 2/12 of 9,000.00 EUR, beside twice 7,000.00 EUR that are posted.
    assert "<dt>2/12 of it</dt><dd>1,500.00 EUR</dd>" in text
    assert re.search(r"14,000\.00 EUR <span class=\"quiet\">\(\+12,500\.00\)", text)


def test_the_work_page_opens_on_the_latest_month_with_anything_to_do(forms: Forms) -> None:
    carry_out(forms.group, examples.document("archive", "2026-07", 500, number="A-7"))
    carry_out(forms.group, examples.document("platform", "2026-06", 700, number="P-6"))
    text = forms.read("/work")
    assert "<small>July 2026</small>" in text
    assert 'period=2026-06"' in text
    june = forms.read("/work?period=2026-06")
    assert "no run is prepared" in june
    assert f"{', '.join(MEMBERS)}</td>" in june
