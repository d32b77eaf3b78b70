"""Before the vote a resolution's page says what it would change for each member, whatever it enacts."""

from __future__ import annotations

import json
import re
from typing import Any

from application.access.role import Role
from application.resolutions import TableResolution
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import AVAL, BRUME, CONFLUENCE, DUNE, carry_out
from tests.interfaces.web.forms_world import Forms
from tests.interfaces.web.test_french_pages import Read
from tests.interfaces.web.test_meeting_forms import conduct, done


def tabled(forms: Forms, number: str, kind: str, terms: dict[str, Any], title: str = "Title") -> str:
    """A resolution with one enactment; the address of its page."""
    enactment = Enactment(kind, terms)
    command = TableResolution(
        agreement=CONFLUENCE,
        number=number,
        decision_type=examples.decision_on([enactment]),
        title=title,
        tabled_on="2026-03-01",
        enactments=(enactment,),
    )
    carry_out(forms.group, command)
    return f"/resolutions/{CONFLUENCE}/{number}"


def borne(page: str, member: str) -> list[str]:
    """What stands in the member's row: before, after and the difference."""
    [row] = re.findall(
        rf'<th scope="row">(?:<a [^>]*>)?{member}(?:</a>)?</th>((?:<td class="n">[^<]*</td>)+)</tr>', page
    )
    return re.findall(r">([^<]+)<", row)


def test_an_admission_is_studied_with_the_readings_supplied_of_who_enters(forms: Forms) -> None:
    terms = {
        "member": DUNE,
        "bears_costs_from": "2026-09-01",
        "votes_from": "2026-09-01",
        "earlier_debts": "exempt",
        "contracts": ["platform"],
    }
    page = tabled(forms, "I-1", "admit a member", terms)
    assert "supply its readings of" in forms.read(page)
    counted = [{"measure": "calls", "member": DUNE, "month": m, "value": "7"} for m in ("2026-01", "2026-02")]
    done(conduct(forms, "I-1", "study-impact", readings=json.dumps(counted)))
    studied = forms.read(page, Role.BOARD_MEMBER, BRUME)
    # Of 7,000.00 EUR in each of two months, by 3 of 14 calls for Aval where it had 3 of 7; Dune by 7 of 14.
    assert borne(studied, AVAL) == ["6,000.00", "3,000.00", "−3,000.00"]
    assert borne(studied, DUNE) == ["0.00", "7,000.00", "+7,000.00"]
    # Going alone over both months would have cost Aval 9,000.00 EUR.
    assert "would bear 9,000.00 EUR alone" in studied.replace("\N{NO-BREAK SPACE}", " ")
    # The study stands in the log in English: in French its figures tell it.
    french = forms._ask("GET", page, Role.BOARD_MEMBER, BRUME, headers={"Accept-Language": "fr"}).text
    assert Read(french).english == []
    assert "9\u202f000,00\N{NO-BREAK SPACE}EUR" in french


def test_a_contract_that_takes_another_ones_place_is_studied_by_its_past(forms: Forms) -> None:
    terms = examples.contract_terms(
        "platform-next", examples.EQUAL, service="platform", starts_on="2026-09-01"
    )
    page = tabled(forms, "I-2", "open a contract", terms)
    assert borne(forms.read(page), AVAL) == ["6,000.00", "4,666.67", "−1,333.33"]


def test_what_moves_no_money_says_so(forms: Forms) -> None:
    terms = {"regime": "liable", "effective_on": "2027-01-01"}
    text = forms.read(tabled(forms, "I-3", "change the VAT regime", terms, title="<script>alert(1)</script>"))
    assert "A VAT regime moves no share" in text
    assert "<script>alert" not in text
