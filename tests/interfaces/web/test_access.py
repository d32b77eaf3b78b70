"""Who may open which page: the same table as the API's, denied by default; and what a form must bring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import FOR_A_MEMBER, Role
from application.access.roles import roles_for
from interfaces.api.standing import COOKIE, csrf_token
from interfaces.composition import Home
from interfaces.web.app import PAGES, create_site
from interfaces.web.visiting import Visiting
from tests import examples
from tests.examples import AVAL, BRUME, carry_out
from tests.interfaces.api_world import HERE

GROUP, OTHER = "paged", "elsewhere_paged"
# Where somebody comes in: the only pages of a group that ask for nothing that was given before.
OPEN = {
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/demo-login"),
    ("GET", "/login/provider"),
    ("GET", "/login/return"),
}
PLACES = {
    "member": BRUME,
    "year": "2026",
    "contract": "platform",
    "month": "2026-01",
    "agreement": "Confluence",
    "number": "R1",
    "step": "1",
    "reference": "Meeting on R1",
    "subject": "allocation",
    "topic": "shares",
}


@pytest.fixture(scope="module")
def home(pool: ConnectionPool) -> Iterator[Home]:
    """Two groups; in the first a month waits, whose label is markup, and a vote is open."""
    opened = Home(pool)
    for name in (GROUP, OTHER):
        opened.migrate(name)
        carry_out(
            opened.open(name), *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"])
        )
    group = opened.open(GROUP)
    carry_out(group, examples.contract("platform", examples.EQUAL), examples.charter(examples.rule()))
    carry_out(group, examples.document("platform", "2026-01", 300, supplier="<script>alert(1)</script>"))
    carry_out(group, *examples.vote("R1"), *examples.ballots("R1", dict.fromkeys(examples.MEMBERS, "for")))
    yield opened
    for name in (GROUP, OTHER):
        opened.drop(name)


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(create_site(home), base_url=HERE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def sessions(home: Home) -> dict[Role, str]:
    """A session of each role, for Brume where it is for a member."""
    begun = {}
    for role in Role:
        member = BRUME if role in FOR_A_MEMBER else None
        account = home.accounts(GROUP).add(f"{role} of the pages", role, member)
        begun[role] = home.credentials(GROUP).begin_session(account.person)
    return begun


def pages() -> list[tuple[str, str, tuple[str, ...] | None]]:
    """Method, path and what must be allowed for it, of every page of a group."""
    found = []
    for module in PAGES:
        for route in module.routes.routes:
            assert isinstance(route, APIRoute)
            needed = _needed(route.dependant)
            found += [(method, route.path, needed) for method in route.methods]
    return found


def _needed(dependant: Any) -> tuple[str, ...] | None:
    for each in dependant.dependencies:
        if isinstance(each.call, Visiting):
            return each.call.operations
        if (deeper := _needed(each)) is not None:
            return deeper
    return None


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(:path)?\}", lambda place: PLACES[place[1]], path)


def ask(client: TestClient, path: str, token: str | None, group: str = GROUP, **more: Any) -> Any:
    client.cookies.clear()
    headers = {} if token is None else {"Cookie": f"{COOKIE}{group}={token}"}
    method = "POST" if "data" in more else "GET"
    url = f"/groups/{group}{path}"
    return client.request(method, url, headers=headers, follow_redirects=False, **more)


def test_every_page_asks_for_something_that_the_table_of_roles_names() -> None:
    for method, path, needed in pages():
        if needed is None:
            assert (method, path) in OPEN
        else:
            assert needed
            assert all(roles_for(operation) for operation in needed), path


def test_a_page_opens_for_the_roles_of_the_table_and_for_nobody_else(
    client: TestClient, sessions: dict[Role, str]
) -> None:
    for method, path, needed in pages():
        if method != "GET" or needed is None or path.startswith("/proofs"):
            continue
        for role, token in sessions.items():
            allowed = all(role in roles_for(operation) for operation in needed)
            answered = ask(client, filled(path), token)
            assert (answered.status_code == 403) is not allowed, (path, role, answered.text)
            assert answered.status_code < 500, (path, role)
            assert "default-src 'none'" in answered.headers["Content-Security-Policy"]


def test_nobody_comes_in_without_a_session_or_with_that_of_another_group(
    client: TestClient, sessions: dict[Role, str]
) -> None:
    for group, token in ((GROUP, None), (GROUP, "made-up"), (OTHER, sessions[Role.CONTROLLER])):
        if group == OTHER:
            # Without accounts the other group is read at this machine, so it is given one.
            client.app.state.served.home.accounts(OTHER).add("Auditor", Role.AUDITOR)  # type: ignore[attr-defined]
        answered = ask(client, "/costs", token, group)
        assert answered.status_code == 303
        assert answered.headers["Location"].startswith(f"/groups/{group}/login?next=")


@pytest.mark.parametrize("member", [AVAL, "aval", examples.DUNE])
def test_a_members_reader_reads_its_own_statement_only(
    client: TestClient, sessions: dict[Role, str], member: str
) -> None:
    token = sessions[Role.MEMBERS_READER]
    assert ask(client, f"/members/{BRUME}/statements/2026", token).status_code == 200
    assert ask(client, f"/members/{member}/statements/2026", token).status_code == 403
    assert ask(client, f"/explanations/{member}/platform/2026-01", token).status_code == 403
    assert member not in re.findall(r"/members/(\w+)/statements", ask(client, "/members", token).text)


@pytest.mark.parametrize("given", ["", "0" * 64, "another's"])
def test_a_form_without_the_token_of_its_session_changes_nothing(
    home: Home, client: TestClient, sessions: dict[Role, str], given: str
) -> None:
    token = sessions[Role.CONTROLLER]
    csrf = csrf_token(sessions[Role.APPROVER]) if given == "another's" else given
    before = home.open(GROUP).ledger.event_log.head().position
    sent = {"csrf": csrf, "key": "k", "act": "prepare"}
    answered = ask(client, "/runs/platform/2026-01", token, data=sent)
    assert answered.status_code == 403
    assert home.open(GROUP).ledger.event_log.head().position == before


def test_a_form_sent_twice_has_one_effect_and_only_for_a_role_that_may(
    home: Home, client: TestClient, sessions: dict[Role, str]
) -> None:
    path, head = "/runs/platform/2026-01", lambda: home.open(GROUP).ledger.event_log.head().position
    before = head()
    for role in (Role.AUDITOR, Role.APPROVER):
        sent = {"csrf": csrf_token(sessions[role]), "key": "once", "act": "prepare"}
        assert ask(client, path, sessions[role], data=sent).status_code == 403
    assert head() == before
    token = sessions[Role.CONTROLLER]
    sent = {"csrf": csrf_token(token), "key": "once", "act": "prepare"}
    first, second = (ask(client, path, token, data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert head() > before
    assert f"done={head()}" in first.headers["Location"]


def test_what_a_rule_refuses_is_told_on_the_page_of_the_form(
    client: TestClient, sessions: dict[Role, str]
) -> None:
    token = sessions[Role.APPROVER]
    sent = {"csrf": csrf_token(token), "key": "too-early", "act": "approve"}
    answered = ask(client, "/runs/platform/2026-05", token, data=sent)
    assert answered.status_code == 404
    assert "no cost is recorded" in answered.text
    assert 'role="alert"' in answered.text


def test_what_was_recorded_is_text_and_never_markup(client: TestClient, sessions: dict[Role, str]) -> None:
    token = sessions[Role.CONTROLLER]
    for path in ("/costs", "/flows/2026", "/explanations/Brume/platform/2026-01"):
        text = ask(client, path, token).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text, path


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org", "//example.org", f"/groups/{GROUP}evil", f"/groups/{GROUP}/\\example.org"],
)
def test_logging_in_leads_to_a_page_of_the_group_and_nowhere_else(
    home: Home, client: TestClient, elsewhere: str
) -> None:
    name = f"Claire {len(elsewhere)}"
    account = home.accounts(GROUP).add(name, Role.AUDITOR)
    home.credentials(GROUP).set_password(account.person, "a dozen letters or more")
    sent = {"name": name, "password": "a dozen letters or more", "next": elsewhere}
    answered = ask(client, "/login", None, data=sent)
    assert answered.status_code == 303
    assert answered.headers["Location"] == f"/groups/{GROUP}"


def test_nobody_becomes_a_role_with_one_click_where_nothing_is_a_demonstration(client: TestClient) -> None:
    assert ask(client, "/demo-login", None, data={"role": "controller"}).status_code == 403


def test_the_past_is_read_and_not_acted_in(client: TestClient, sessions: dict[Role, str]) -> None:
    text = ask(client, "/runs/platform/2026-01?as_of=20", sessions[Role.CONTROLLER]).text
    assert "Back to now" in text
    assert '<button id="prepare"' not in text
    assert "as_of=20" in re.findall(r'href="(/groups/paged/members[^"]*)"', text)[0]


def test_files_of_readings_are_looked_at_before_they_are_recorded(
    home: Home, client: TestClient, sessions: dict[Role, str]
) -> None:
    token = sessions[Role.CONTROLLER]
    csv = examples.reading_csv([{"measure": "calls", "member": BRUME, "month": "2026-01", "value": "7"}])
    form = {"csrf": csrf_token(token), "key": "readings"}
    before = home.open(GROUP).ledger.event_log.head().position
    seen = ask(client, "/measurements/import", token, data=form, files={"file": ("calls.csv", csv)})
    assert seen.status_code == 200
    assert home.open(GROUP).ledger.event_log.head().position == before
    [content] = re.findall(r'name="content" value="([^"]+)"', seen.text)
    confirmed = {**form, "confirmed": "yes", "name": "calls.csv", "content": content}
    done = ask(client, "/measurements/import", token, data=confirmed)
    assert done.headers["Location"].startswith(f"/groups/{GROUP}/measurements?done=")
    text = ask(client, "/measurements", token).text
    assert f'<th scope="row">{BRUME}</th>' in text
