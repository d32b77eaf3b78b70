"""A page that was made once is answered again to the same reader, as long as nothing that it says has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import Role
from interfaces.api.standing import COOKIE
from interfaces.composition import Home
from interfaces.web import kept, rendering
from interfaces.web.app import create_site
from interfaces.web.kept import Shelf
from tests import examples
from tests.examples import BRUME, carry_out
from tests.interfaces.api_world import HERE

GROUP = "kept_pages"


class Reader:
    """A browser of somebody, and how many pages were made for anybody."""

    def __init__(self, client: TestClient, made: list[str]) -> None:
        self._client, self.made = client, made

    def asks(self, path: str, token: str | None, language: str = "en") -> str:
        self._client.cookies.clear()
        headers = {"Accept-Language": language} | ({"Cookie": f"{COOKIE}{GROUP}={token}"} if token else {})
        answered = self._client.get(f"/groups/{GROUP}{path}", headers=headers)
        assert answered.status_code == 200, answered.text
        assert "default-src 'none'" in answered.headers["Content-Security-Policy"]
        assert answered.headers["Cache-Control"] == "no-store"
        return answered.text


@pytest.fixture(scope="module")
def home(pool: ConnectionPool) -> Iterator[Home]:
    opened = Home(pool)
    opened.migrate(GROUP)
    group = opened.open(GROUP)
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]))
    carry_out(
        group, examples.contract("platform", examples.EQUAL), examples.document("platform", "2026-01", 300)
    )
    yield opened
    opened.drop(GROUP)


@pytest.fixture(scope="module")
def tokens(home: Home) -> dict[str, str]:
    people = {
        "Claire": (Role.CONTROLLER, None),
        "Alain": (Role.AUDITOR, None),
        "Brune": (Role.MEMBERS_READER, BRUME),
    }
    begun = {}
    for name, (role, member) in people.items():
        account = home.accounts(GROUP).add(name, role, member)
        begun[name] = home.credentials(GROUP).begin_session(account.person)
    return begun


@pytest.fixture
def reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    made: list[str] = []
    answered = rendering.answered

    def counted(*about: object, **told: object) -> object:
        made.append(str(about[2]))
        return answered(*about, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "answered", counted)
    with TestClient(create_site(home), base_url=HERE) as client:
        yield Reader(client, made)


def test_a_page_is_made_once_for_a_reader_at_a_position(
    home: Home, reader: Reader, tokens: dict[str, str]
) -> None:
    first = reader.asks("/members", tokens["Alain"])
    assert reader.asks("/members", tokens["Alain"]) == first
    assert reader.made == ["members.html"]
    carry_out(home.open(GROUP), examples.reading("calls", BRUME, "2026-04", "1"))
    head = home.open(GROUP).ledger.event_log.head().position
    assert f'data-at="{head}"' in reader.asks("/members", tokens["Alain"])
    assert len(reader.made) == 2


def test_another_reader_language_or_question_has_its_own(reader: Reader, tokens: dict[str, str]) -> None:
    pages = {
        reader.asks("/members", tokens["Alain"]),
        reader.asks("/members", tokens["Claire"]),
        reader.asks("/members", tokens["Brune"]),
        reader.asks("/members", tokens["Alain"], "fr"),
        reader.asks("/members?as_of=3", tokens["Alain"]),
    }
    assert len(pages) == len(reader.made) == 5


def test_what_stands_outside_the_log_changes_a_page_at_once(
    home: Home, reader: Reader, tokens: dict[str, str]
) -> None:
    account = home.accounts(GROUP).add("Named once", Role.AUDITOR)
    token = home.credentials(GROUP).begin_session(account.person)
    assert "Named once" in reader.asks("/toolbox", token)
    home.persons(GROUP).erase(account.person)
    assert "Named once" not in reader.asks("/toolbox", token)
    assert "a note" not in reader.asks("/toolbox", tokens["Alain"])
    home.note(GROUP, published="a note", invented="another")
    assert "a note" in reader.asks("/toolbox", tokens["Alain"])


def test_a_page_with_a_form_is_for_one_act(reader: Reader, tokens: dict[str, str]) -> None:
    pages = [reader.asks("/runs/platform/2026-01", tokens["Claire"]) for _ in range(2)]
    keys = [re.findall(r'name="key" value="([^"]+)"', page) for page in pages]
    assert keys[0]
    assert keys[0] != keys[1]


def test_a_session_that_ended_is_not_answered_from_what_is_kept(
    home: Home, reader: Reader, tokens: dict[str, str]
) -> None:
    account = home.accounts(GROUP).add("Gone", Role.AUDITOR)
    token = home.credentials(GROUP).begin_session(account.person)
    reader.asks("/members", token)
    home.credentials(GROUP).end_session(token)
    assert "Password" in reader.asks("/members", token)


def test_what_is_kept_grows_old_and_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(most_bytes=10)
    shelf.put(b"a", b"12345", {})
    shelf.put(b"b", b"12345", {})
    assert shelf.find(b"a") == (b"12345", {})
    shelf.put(b"c", b"12345", {})
    # The one that nobody asked for goes first.
    assert (shelf.find(b"b"), shelf.find(b"a"), shelf.find(b"c")) == (None, (b"12345", {}), (b"12345", {}))
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1)
    shelf.put(b"c", b"1", {})
    assert shelf.find(b"c") is None


def test_what_is_kept_is_measured_in_bytes() -> None:
    shelf = Shelf(most_bytes=10)
    shelf.put(b"a", "ééééé".encode(), {})
    shelf.put(b"b", b"1", {})
    assert shelf.find(b"a") is None
    assert shelf.find(b"b") == (b"1", {})
