"""The journeys of a controller and of a board member in a real browser, with the keyboard, with and without scripts."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.interfaces.command_line import written
from tests.interfaces.web.keyboard import become, press, reach
from tests.interfaces.web.story import OPEN, READ, costs_of


def test_a_controller_finds_what_waits_imports_it_and_follows_a_cent_to_its_votes(
    site: str, visitor: Page, scripts: bool, tmp_path: Path
) -> None:
    page, month, words = visitor, *(("2026-03", "March 2026") if scripts else ("2026-04", "April 2026"))
    become(page, site, "controller")
    press(page, page.get_by_role("link", name="This month"))
    expect(page.get_by_role("row", name="desk March 2026 no run is prepared 123.45")).to_be_visible()
    expect(page.get_by_role("row", name="desk March 2026 hours Cime")).to_be_visible()

    # A file with a fault is refused with its line and column, and nothing of it is recorded.
    press(page, page.get_by_role("link", name="Import costs"))
    page.locator("#file").set_input_files(written(tmp_path, "costs.csv", costs_of(month, "nowhere")))
    press(page, page.locator("#look"))
    expect(page.locator("#faults tbody tr")).to_have_count(1)
    expect(page.get_by_role("row", name="2 contract nowhere there is no contract nowhere")).to_be_visible()
    page.locator("#file").set_input_files(written(tmp_path, "mended.csv", costs_of(month)))
    press(page, page.locator("#look"))
    expect(page.get_by_text("mended.csv is good. Nothing is recorded yet.")).to_be_visible()
    press(page, page.locator("#record"))
    expect(page.get_by_role("status")).to_contain_text("1 recorded")

    # Prepared by one, approved and posted by another.
    page.goto(f"{site}/runs/archive/{month}")
    press(page, page.locator("#prepare"))
    expect(page.locator("h2").first).to_contain_text("prepared")
    expect(page.locator("#approve")).to_have_count(0)
    become(page, site, "approver")
    press(page, page.get_by_role("link", name="This month"))
    press(page, page.get_by_role("link", name=f"archive, {words}"))
    press(page, page.locator("#approve"))
    press(page, page.locator("#post"))
    expect(page.locator("h2").first).to_contain_text("posted")

    # From the statement to the votes.
    press(page, page.get_by_role("link", name="Statements"))
    press(page, page.get_by_role("row", name="Aval").get_by_role("link"))
    press(page, page.locator(f'a[href$="/archive/{month}"]').last)
    expect(page.locator(".figure")).to_have_text("100.00\N{NO-BREAK SPACE}EUR", timeout=5_000)
    expect(page.locator("#documents")).to_contain_text(f"N-{month}")
    press(page, page.locator("#votes").get_by_role("link", name=f"Resolution {READ}"))
    expect(page.get_by_role("row", name="Brume for")).to_be_visible()


def test_a_board_member_replays_the_decisions_and_votes(site: str, visitor: Page, scripts: bool) -> None:
    page, member = visitor, "Brume" if scripts else "Cime"
    page.goto(f"{site}/login")
    page.locator("#of-board-member").select_option(member)
    press(page, page.locator("#be-board-member"))

    press(page, page.get_by_role("link", name="Resolutions", exact=True))
    press(page, page.get_by_role("link", name=f"Resolution {OPEN}"))
    # Before the vote: what the key would have made of January and February, of 7,000.00 EUR each.
    expect(page.get_by_role("row", name="Aval 5,333.34 6,000.00 +666.66")).to_be_visible()
    reach(page, page.get_by_role("radio", name="for"))
    page.keyboard.press("Space")
    reach(page, page.locator("#cast_on"))
    page.locator("#cast_on").fill("2026-01-05")
    press(page, page.get_by_role("button", name="Cast the ballot"))
    expect(page.get_by_role("row", name=f"{member} for")).to_be_visible()

    press(page, page.get_by_role("link", name="Replay"))
    expect(page.get_by_text("Decision 3 of 3")).to_be_visible()
    if scripts:
        # The script is there when it shows its button.
        expect(page.locator("#play")).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_text("Decision 2 of 3")).to_be_visible()
        press(page, page.locator("#step"), "ArrowLeft")
    else:
        press(page, page.locator("a[rel=prev]"))
        expect(page.get_by_text("Decision 2 of 3")).to_be_visible()
        reach(page, page.locator("#step"))
        page.keyboard.press("ArrowLeft")
        press(page, page.get_by_role("button", name="Go").first)
    expect(page.get_by_text("Decision 1 of 3")).to_be_visible()
    assert page.url.endswith("/replay/1")
    # February by calls would have been 3,000.00; equally it is 2,333.34, the cent left being Aval's.
    expect(page.locator("#effects").get_by_role("row", name="Aval")).to_contain_text("−666.66")
    press(page, page.get_by_role("link", name="What was, beside what would have been"))
    expect(page.locator("#beside").get_by_role("row", name="Aval")).to_contain_text("+666.66")
