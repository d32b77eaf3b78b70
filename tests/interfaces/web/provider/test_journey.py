"""A controller comes in by the organisation's provider and goes out again, in a real browser, across two sites."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from application.access.role import Role
from infrastructure.identity.login import OidcLogin
from interfaces.composition import Home
from tests.interfaces.web.keyboard import press
from tests.interfaces.web.provider.identity_provider import CLIENT, SECRET, Provider
from tests.interfaces.web.provider.pages import CLAIRE, NOBODY
from tests.interfaces.web.story import GROUP
from tests.interfaces.web.test_readable import RULES


@pytest.fixture
def office(told: Home, provider: Provider) -> Iterator[Provider]:
    """The provider of the group of the story, of which Claire is a controller."""
    provider.reset()
    told.provider = OidcLogin(provider.issuer, CLIENT, SecretStr(SECRET), "Office")
    accounts = told.accounts(GROUP)
    claire = accounts.add("Claire", Role.CONTROLLER)
    accounts.link(claire.person, provider.issuer, CLAIRE)
    yield provider
    told.provider = None
    accounts.revoke(claire.person)


@pytest.mark.parametrize("scripts", [True], ids=["with-scripts"])  # for axe; the pages have none
def test_a_controller_comes_in_by_the_provider_and_goes_out_there_too(
    office: Provider, site: str, visitor: Page
) -> None:
    page = visitor
    page.goto(f"{site}/login?next=/groups/{GROUP}/costs")
    readable(page)
    press(page, page.get_by_role("link", name="Log in with Office"))
    expect(page).to_have_url(re.compile(f"^{office.issuer}/authorize[?]"))

    # Somebody whom the group does not know is told what to do, and by which name they are known there.
    at_the_provider(page, NOBODY)
    expect(page.get_by_role("heading", name="This group does not know you yet")).to_be_visible()
    expect(page.locator("#subject")).to_have_text(NOBODY)
    readable(page)
    office.sessions.clear()

    page.goto(f"{site}/login?next=/groups/{GROUP}/costs")
    press(page, page.get_by_role("link", name="Log in with Office"))
    at_the_provider(page, CLAIRE)
    expect(page).to_have_url(f"{site}/costs")
    expect(page.locator(".reader")).to_contain_text("Claire")
    expect(page.locator(".reader .role")).to_have_text("controller")

    # Out here and there: who begins again is asked again.
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{site}/login")
    assert office.sessions == {}
    press(page, page.get_by_role("link", name="Log in with Office"))
    expect(page.get_by_label("Who are you?")).to_be_visible()
    page.goto(f"{site}/costs")
    expect(page.get_by_text("Reading at this machine")).to_be_visible()


def at_the_provider(page: Page, who: str) -> None:
    page.get_by_label("Who are you?").fill(who)
    page.get_by_role("button", name="Log in").click()


def readable(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.response["passes"]
    assert [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]] == []
