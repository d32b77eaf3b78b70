"""Forms that no page of ours sent: malformed in every way, they are refused in words, and nothing is recorded."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from typing import Any

import pytest
from markupsafe import escape

from application.access.role import Role
from application.electors import AppointSeat, VacateSeat
from interfaces.api.standing import COOKIE, csrf_token
from interfaces.web.enactment_fields import FIELDS
from interfaces.web.environment import environment
from interfaces.web.language import catalogue
from tests.examples import CONFLUENCE, carry_out
from tests.interfaces.web.forms_world import GROUP, Forms
from tests.interfaces.web.test_meeting_forms import convene, table

NEW = "/resolutions/new"
HEAD = {"agreement": CONFLUENCE, "number": "H-1", "title": "Harm", "tabled_on": "2026-03-02"}
TEXT = {"kind": "free text", "terms": {"text": "thanks"}, "needs": [], "conditions": []}
TERMS: tuple[object, ...] = (
    5,
    True,
    "\0",
    None,
    [{}],
    [["x"]],
    {"fractions": 5},
    {"fractions": {"Aval": {}}},
)


def carried(*enacted: object) -> dict[str, str]:
    return {**HEAD, "enacted": json.dumps(enacted)}


@pytest.mark.parametrize("kind", FIELDS)
def test_terms_that_no_page_wrote_are_not_changed_in_a_form(forms: Forms, kind: str) -> None:
    names = ("text", "key", "exact_cost", "contract", "amount_cents", "members", "rules", "enactments")
    # Each name in turn with two of the terms, so that every term meets every kind.
    odd = ({name: TERMS[(place + by) % len(TERMS)]} for place, name in enumerate(names) for by in (0, 3))
    for terms in ({}, *odd):
        answered = forms.send(NEW, {**carried({**TEXT, "kind": kind, "terms": terms}), "act": "change 1"})
        assert answered.status_code == 422 or (kind == "free text" and terms in ({}, {"text": "\0"})), terms


@pytest.mark.parametrize(
    "odd",
    [
        {"conditions": [{"kind": {}, "subject": []}]},
        {"conditions": [{"kind": "official approval", "subject": 1}]},
        {"conditions": [1]},
        {"needs": [{}]},
        {"needs": ["9" * 5000]},
        {"kind": []},
        {"terms": []},
    ],
)
def test_a_draft_that_no_page_wrote_is_refused(forms: Forms, odd: dict[str, object]) -> None:
    for act in ("back", "change 1", "take-out 1", "table"):
        assert forms.send(NEW, {**carried({**TEXT, **odd}), "act": act}).status_code == 422


@pytest.mark.parametrize("place", ["00012", "0001" + "9" * 5000, "2", "-1", "²", "x"])
def test_an_enactment_that_is_not_in_the_draft_is_nowhere(forms: Forms, place: str) -> None:
    assert forms.send(NEW, {**carried(TEXT), "act": f"change {place}"}).status_code == 404
    added = {"act": "add", "kind": "free text", "text": "more", "place": place}
    assert forms.send(NEW, {**carried(TEXT), **added}).text.count("<h3") == 2
    needs = {"act": "add", "kind": "free text", "text": "more", "needs": place}
    assert forms.send(NEW, {**carried(TEXT), **needs}).status_code == 422


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw_unicode_escape", "punycode", "undefined", "utf-16"]
)
def test_a_form_is_text_whatever_encoding_it_claims(forms: Forms, charset: str) -> None:
    before, token = forms.head(), forms.sessions[Role.CONTROLLER, None]
    for csrf, said in ((b"\\ud800", b"x"), (csrf_token(token).encode(), b"\\ud800.\xff-")):
        answered = _sent(forms, charset, csrf=csrf, key=b"k", act=b"reverse", reason=said)
        assert answered.status_code == 422
        assert "UTF-8" in answered.text
    assert forms.head() == before


def _sent(forms: Forms, charset: str, **fields: bytes) -> Any:
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    forms.client.cookies.clear()
    headers = {
        "Cookie": f"{COOKIE}{GROUP}={forms.sessions[Role.CONTROLLER, None]}",
        "Content-Type": f"multipart/form-data; boundary=b; charset={charset}",
    }
    body = b"".join(parts) + b"--b--\r\n"
    return forms.client.post(f"/groups/{GROUP}/runs/platform/2026-01", content=body, headers=headers)


@pytest.mark.parametrize("own", ["<b id=harm>100%", "%(at)s", "as of position %(at)s"])
def test_what_people_wrote_is_text_where_words_of_ours_may_stand(forms: Forms, own: str) -> None:
    waits = carried({**TEXT, "conditions": [{"kind": own, "subject": own}]})
    shown = forms.send(NEW, {**waits, "act": "back"})
    assert shown.status_code == 200
    assert f"<dd>{escape(own)}: {escape(own)}</dd>" in shown.text
    said = environment("en").from_string("{{ _(own) }}{% trans %}Log in{% endtrans %}")
    if own not in catalogue("fr"):
        assert said.render(own=own) == f"{escape(own)}Log in"


def test_a_code_that_looks_like_a_month_of_no_year_stays_a_code(forms: Forms) -> None:
    for code in ("1850-01", "0000-12", "3000-01"):
        answered = forms.send(NEW, {**carried({**TEXT, "terms": {"code": code}}), "act": "back"})
        assert answered.status_code == 200
        assert f"<dd>{code}</dd>" in answered.text


def test_a_seat_whose_code_is_html_is_a_name_on_the_attendance_sheet(forms: Forms) -> None:
    seat = "<b id=harm>100%"
    appointed = AppointSeat(agreement=CONFLUENCE, seat=seat, from_on=date(2026, 1, 1), source="a letter")
    carry_out(forms.group, appointed)
    table(forms, "H-2")
    convene(forms, "Board of H-2", "H-2")
    shown = forms.read(f"/meetings/{CONFLUENCE}/Board of H-2")
    # The group is shared: nobody else meets it.
    gone = VacateSeat(agreement=CONFLUENCE, seat=seat, until=date(2026, 1, 1))
    carry_out(forms.group, gone)
    assert str(escape(seat)) in shown
    assert "<b id=harm" not in shown


def test_a_file_that_no_page_carried_is_refused(forms: Forms) -> None:
    assert forms.send("/costs/import", {"name": "x", "content": "é"}).status_code == 422
    content = b64encode(b"a,b").decode()
    for name in ("../../..", "\0", "表" * 120, "𐀀" * 120):
        assert forms.send("/costs/import", {"name": name, "content": content}).status_code == 422
