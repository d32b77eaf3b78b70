"""A visitor who has a keyboard and no pointer."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150


def reach(page: Page, target: Locator) -> None:
    """Come to something with the tab key alone."""
    expect(target).to_be_visible()
    if target.evaluate("element => element.closest('main') && document.activeElement === document.body"):
        # Past the menus by the link that is there for it.
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not come to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Come to something and press a key on it."""
    reach(page, target)
    page.keyboard.press(key)


def become(page: Page, site: str, role: str) -> None:
    """Log in as a role of the demonstration, having logged out of another."""
    leave = page.get_by_role("button", name="Log out")
    if leave.count():
        press(page, leave)
        # The next address is asked for when the last form has answered: the browser gives up one for the other.
        expect(leave).to_have_count(0)
    page.goto(f"{site}/login")
    press(page, page.locator(f"#be-{role}"))
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
