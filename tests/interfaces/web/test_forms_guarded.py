"""Every form: by whom it is sent and from where, what is said in French, and nothing recorded without either."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from application.access.role import Role
from interfaces.web import environment
from interfaces.web.enactment_fields import FIELDS
from interfaces.web.language import catalogue
from tests.examples import AVAL, BRUME, CONFLUENCE, DUNE, MEMBERS
from tests.interfaces.web.forms_world import Forms
from tests.interfaces.web.test_french_pages import Read
from tests.interfaces.web.test_meeting_forms import convene, table

PAGES = {
    "/resolutions/new": ("table", "add"),
    "/meetings/new": ("convene-meeting",),
    f"/votes/{CONFLUENCE}/G-1": ("study-impact", "open-vote", "recuse-voter", "close-vote"),
    f"/meetings/{CONFLUENCE}/Board of G-1": ("record-attendance", "change-order", "seal-minutes"),
    f"/proxies/{CONFLUENCE}": ("grant-proxy",),
    f"/signatures/{CONFLUENCE}": ("draft-amendment",),
    "/accounts": ("lock-period", "open-accounting-year", "close-accounting-year"),
    "/runs/platform/2026-01": ("prepare", "reverse"),
}


@pytest.fixture(scope="module", autouse=True)
def convened(forms: Forms) -> None:
    table(forms, "G-1")
    convene(forms, "Board of G-1", "G-1")


@pytest.mark.parametrize("path", PAGES)
def test_a_form_from_elsewhere_or_of_a_role_that_may_not_changes_nothing(forms: Forms, path: str) -> None:
    before = forms.head()
    for act in PAGES[path]:
        assert forms.send(path, {"act": act, "csrf": "0" * 64}).status_code == 403
        for role, member in ((Role.AUDITOR, None), (Role.MEMBERS_READER, BRUME), (Role.ADMINISTRATOR, None)):
            answered = forms.send(path, {"act": act}, role, member)
            assert answered.status_code == 403, (act, role)
            assert f'value="{act}"' not in forms.read(path, role, member)
    assert forms.send(path, {"act": "made-up"}).status_code == 404
    assert forms.head() == before


@pytest.mark.parametrize("path", [path for path in PAGES if "signatures" not in path])
def test_an_empty_form_is_refused_and_nothing_is_recorded(forms: Forms, path: str) -> None:
    before = forms.head()
    for act in PAGES[path]:
        if act in ("prepare", "seal-minutes", "study-impact", "record-attendance", "add"):
            continue
        answered = forms.send(path, {"act": act})
        assert answered.status_code in (404, 409, 422), (act, answered.status_code)
        assert 'role="alert"' in answered.text
    assert forms.head() == before


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_form_is_refused_in_french(forms: Forms, path: str) -> None:
    for act in PAGES[path]:
        if act not in ("prepare", "seal-minutes", "study-impact", "record-attendance"):
            answered = forms.send(path, {"act": act}, headers={"Accept-Language": "fr"})
            assert '<html lang="fr">' in answered.text
            assert Read(answered.text).english == [], act


def test_what_was_done_is_not_told_to_who_may_not_read_the_history(forms: Forms) -> None:
    pages = (f"/proxies/{CONFLUENCE}", f"/signatures/{CONFLUENCE}", f"/votes/{CONFLUENCE}/G-1")
    positions = range(1, forms.head() + 1, 6)
    for path in pages:
        assert 'class="done"' in forms.read(f"{path}?done={positions[-1]}", Role.AUDITOR)
        told = [
            at
            for at in positions
            if 'class="done"' in forms.read(f"{path}?done={at}", Role.MEMBERS_READER, BRUME)
        ]
        assert told == [], path


@pytest.fixture
def unsaid(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """What pages say in French that its catalogue does not have."""
    missing: set[str] = set()
    known = catalogue("fr")

    def speaker(language: str) -> object:
        def say(sentence: str) -> str:
            if language == "fr" and sentence not in known:
                missing.add(sentence)
            return known.get(sentence, sentence) if language == "fr" else sentence

        return say

    environment.environment.cache_clear()
    monkeypatch.setattr(environment, "speaker", speaker)
    yield missing
    environment.environment.cache_clear()


def test_every_label_hint_and_choice_is_there_in_french(forms: Forms, unsaid: set[str]) -> None:
    french = {"Accept-Language": "fr"}
    for path in (*PAGES, "/work", "/meetings", "/settlements/2026", f"/resolutions/{CONFLUENCE}/G-1"):
        for role, member in ((Role.CONTROLLER, None), (Role.BOARD_MEMBER, AVAL), (Role.APPROVER, None)):
            text = forms._ask("GET", path, role, member, headers=french).text
            assert '<html lang="fr">' in text
    for kind in FIELDS:
        head = {"agreement": CONFLUENCE, "number": "F", "title": "F", "tabled_on": "2026-03-02"}
        for sent in ({"act": "choose", "kind": kind}, {"act": "add", "kind": kind, "place": ""}):
            answered = forms.send("/resolutions/new", {**head, **sent}, headers=french)
            assert answered.status_code in (200, 422)
            assert Read(answered.text).english == []
    codes = {*MEMBERS, DUNE}
    assert sorted(s for s in unsaid if s not in codes and re.search("[a-z]", s)) == []
