"""A board secretary drafts a key and opens the vote, members vote, it is closed: by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.examples import AVAL, BRUME
from tests.interfaces.web import forms_world, story
from tests.interfaces.web.keyboard import become, press, reach

NUMBER, TITLE, DAY = "2026-S", "Share the platform equally", "2026-03-10"


@pytest.fixture
def secretary(chromium: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def write(page: Page, field: str, text: str) -> None:
    """Come to a field and write into it."""
    reach(page, page.locator(f"#{field}"))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def on_day(page: Page, field: str) -> None:
    """Come to a date and give it; how its parts are typed is the browser's matter."""
    reach(page, page.locator(f"#{field}"))
    page.locator(f"#{field}").fill(DAY)


def test_a_key_goes_from_its_draft_to_its_adoption(site: str, secretary: Page) -> None:
    page, site = secretary, site.replace(f"/{story.GROUP}", f"/{forms_world.GROUP}")
    become(page, site, "controller")
    press(page, page.get_by_role("link", name="Resolutions", exact=True))
    press(page, page.get_by_role("link", name="Draft a resolution"))
    write(page, "table-number", NUMBER)
    write(page, "table-title", TITLE)
    reach(page, page.locator("#about"))
    page.keyboard.type("platform")
    press(page, page.locator("#choose"))
    # What stands there is the present key, by calls; the board is to decide on equal shares.
    expect(page.locator("#add-contract")).to_have_value("platform")
    reach(page, page.get_by_role("radio", name="in proportion to one measure:"))
    page.keyboard.press("ArrowUp")
    press(page, page.locator("#add"))
    # Without its reason it is refused by the browser itself, or else by the server.
    write(page, "add-reason", "a platform serves every member alike")
    press(page, page.locator("#add"))
    expect(page.get_by_text("in equal shares")).to_be_visible()
    press(page, page.locator("#table"))

    # The impact is there before anybody votes: of 14,000.00 EUR posted by calls, 3/7 were Aval's.
    expect(page.get_by_role("row", name="Aval 6,000.00 4,666.67 −1,333.33")).to_be_visible()
    expect(page.get_by_role("heading", name="Win-win check")).to_be_visible()
    press(page, page.get_by_role("link", name="Conduct of the vote"))
    press(page, page.locator("#study-impact"))
    press(page, page.get_by_role("link", name="Convene a meeting"))
    write(page, "convene-meeting-reference", "Board of the secretary")
    on_day(page, "convene-meeting-convened_on")
    on_day(page, "convene-meeting-held_on")
    write(page, "convene-meeting-agenda", NUMBER)
    press(page, page.locator("#convene-meeting"))
    press(page, page.get_by_role("link", name=f"Conduct of the vote {NUMBER}"))
    press(page, page.locator("#open-vote"))
    expect(page.get_by_text("The quorum is not there.")).to_be_visible()

    for member in (AVAL, BRUME):
        leave = page.get_by_role("button", name="Log out")
        press(page, leave)
        expect(leave).to_have_count(0)
        page.goto(f"{site}/login")
        page.locator("#of-board-member").select_option(member)
        press(page, page.locator("#be-board-member"))
        press(page, page.get_by_role("link", name="Resolutions", exact=True))
        press(page, page.get_by_role("link", name=TITLE))
        expect(page.get_by_text("The impact study that was attached")).to_be_visible()
        reach(page, page.get_by_role("radio", name="for", exact=True))
        page.keyboard.press("Space")
        on_day(page, "cast_on")
        press(page, page.get_by_role("button", name="Cast the ballot"))
        expect(page.get_by_role("status")).to_contain_text("Recorded")

    become(page, site, "controller")
    page.goto(f"{site}/votes/Confluence/{NUMBER}")
    press(page, page.locator("#close-vote"))
    expect(page.locator(".lead")).to_contain_text("adopted")
    page.goto(f"{site}/resolutions/Confluence/{NUMBER}")
    expect(page.get_by_role("heading", name="1. adopt a key carried out")).to_be_visible()
