"""From a run to the rules that govern it and back, without scripts; who may not read runs is not led to any."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect


def test_a_run_leads_to_its_rules_and_a_rule_to_its_runs(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/login")
    page.locator("#be-auditor").click()
    page.goto(f"{site}/runs/platform/2026-02")
    page.get_by_role("link", name="The rules that govern it").click()
    page.get_by_role("link", name="A service month is shared by the key that was in force then").click()
    expect(page).to_have_url(re.compile("/rulebook/services/keys#a-service-month-is-shared"))
    rule = page.locator(
        "section.rule", has=page.locator("#a-service-month-is-shared-by-the-key-that-was-in-force-then")
    )
    rule.locator("summary").click()
    rule.get_by_role("link", name="platform 2026-02 #1").click()
    expect(page).to_have_url(f"{site}/runs/platform/2026-02")
    # The way there keeps the position that is read.
    page.goto(f"{site}/rulebook?as_of=40")
    page.get_by_role("link", name="The key of a contract").click()
    expect(page).to_have_url(f"{site}/rulebook/services/keys?as_of=40")
    context.close()


def test_a_members_reader_is_led_to_no_run(chromium: Browser, site: str) -> None:
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/login")
    page.locator("#be-members-reader").click()
    page.goto(f"{site}/rulebook/services/keys")
    led = page.locator(".governs a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert any("/resolutions/" in link for link in led)
    assert not any("/runs/" in link for link in led)
    refused = page.goto(f"{site}/rulebook/governing?kind=run&code=platform&part=2026-02")
    assert refused is not None
    assert refused.status == 403
    context.close()
