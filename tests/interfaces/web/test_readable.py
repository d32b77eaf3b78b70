"""Every page for everybody: no violation of WCAG A and AA that a program finds, 320 px wide, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.story import OPEN

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PAGES = {
    "login": "/login",
    "overview": "",
    "work": "/work",
    "statements": "/members",
    "statement": "/members/Aval/statements/2026",
    "statement of the past": "/members/Aval/statements/2026?as_of=60",
    "explanation": "/explanations/Aval/platform/2026-02",
    "costs": "/costs",
    "measurements": "/measurements",
    "import": "/costs/import",
    "run": "/runs/platform/2026-02",
    "flows": "/flows/2026",
    "toolbox": "/toolbox",
    "contract": "/contracts/platform",
    "agreement": "/agreements/Confluence",
    "resolutions": "/resolutions",
    "resolution": f"/resolutions/Confluence/{OPEN}",
    "conduct of a vote": f"/votes/Confluence/{OPEN}",
    "meetings": "/meetings",
    "meeting": f"/meetings/Confluence/Meeting on {OPEN}",
    "convocation": "/meetings/new",
    "draft": "/resolutions/new",
    "proxies": "/proxies/Confluence",
    "signatures": "/signatures/Confluence",
    "accounts": "/accounts",
    "settlement": "/settlements/2026",
    "replay": "/replay/1",
    "what if": "/what-if?agreement=Confluence&number=R1&outcome=refused",
    "rulebook": "/rulebook",
    "rulebook page": "/rulebook/services/mutual_use",
    "rulebook page with cases": "/rulebook/governance/majority",
    "glossary": "/rulebook/glossary",
    "index of terms": "/rulebook/terms",
    "rules of a run": "/rulebook/governing?kind=run&code=platform&part=2026-02",
    "fault": "/members/Nobody",
}


@pytest.fixture(scope="module")
def reader(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site}/login")
    page.locator("#be-controller").click()
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(reader: Page, site: str, name: str) -> None:
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.goto(f"{site}{PAGES[name]}")
    must_be_readable(reader)


def test_the_form_of_an_enactment_is_for_everybody_and_so_is_what_it_refuses(reader: Page, site: str) -> None:
    for kind in ("adopt a key", "open a contract", "lay down the charter"):
        reader.set_viewport_size({"width": 1280, "height": 900})
        reader.goto(f"{site}/resolutions/new")
        reader.locator("#kind").select_option(kind)
        reader.locator("#choose").click()
        must_be_readable(reader)
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.locator("#add-rules").fill("[{}]")
    reader.locator("#add").click()
    expect(reader.get_by_role("alert")).to_be_visible()
    must_be_readable(reader)


def must_be_readable(reader: Page) -> None:
    """In French, without a violation, and 320 px wide without scrolling sideways."""
    assert reader.locator("html").get_attribute("lang") == "fr"
    found = Axe().run(reader, options=RULES)
    assert found.response["passes"]
    assert [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]] == []
    # 320 CSS pixels are 1280 at 400 %: only tables and pictures may scroll, each by itself.
    reader.set_viewport_size({"width": 320, "height": 640})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_statement_and_its_explanation_go_on_paper(reader: Page, site: str) -> None:
    for name in ("statement", "explanation", "replay"):
        reader.goto(f"{site}{PAGES[name]}")
        printed = reader.pdf(format="A4", prefer_css_page_size=True)
        assert printed.startswith(b"%PDF-")
        assert b"/Type /Page" in printed
