"""Commands over HTTP: one effect under one key, decided on what was read, and what they recorded as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from application.access.role import Role
from interfaces.api.commands import COMMANDS
from interfaces.composition import Home
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, MEMBERS, contract_terms, proportional
from tests.interfaces.api_world import World, inhabited

SERVICE = {"code": "LAND", "name": "Land", "axis": "tenants", "unit_of_work": "file"}


@pytest.fixture
def served(pool: ConnectionPool, group_schema: str) -> Iterator[World]:
    with inhabited(Home(pool), group_schema) as opened:
        yield opened


def as_member(served: World, member: str) -> dict[str, str]:
    """The key of a board member who represents that member."""
    home = served.home
    account = home.accounts(served.group).add(f"Director of {member}", Role.BOARD_MEMBER, member)
    key = home.credentials(served.group).issue_key(account.person, "tests")
    return {"Authorization": f"Bearer {key}"}


def test_from_a_vote_to_a_posted_run_over_http(served: World) -> None:
    of = {"agreement": CONFLUENCE, "number": "2026/1"}
    day = "2026-01-05"
    enactment = {
        "kind": "open a contract",
        "terms": contract_terms("platform", proportional("calls"), code="P"),
    }
    tabled = {**of, "decision_type": "contract", "title": "Share the platform", "tabled_on": day}
    meeting = {"agreement": CONFLUENCE, "reference": "board", "convened_on": day, "held_on": day}
    _done(served.do("table-resolution", {**tabled, "enactments": [enactment]}))
    _done(served.do("convene-meeting", {**meeting, "agenda": ["2026/1"]}))
    _done(served.do("open-vote", {**of, "meeting": "board", "record_date": day}))
    for member in MEMBERS:
        ballot = {**of, "seat": member, "choice": "for", "cast_on": day}
        headers = as_member(served, member)
        _done(served.do("cast-ballot", ballot, None, **headers))
    closed = _done(served.do("close-vote", {**of, "decided_on": day}))
    assert closed["count"] == 1
    assert closed["events"][0]["sentence"].startswith("adopted on 2026-01-05")
    # A write is visible to the writer's next read, with what the processes made of it.
    assert served.ask("GET", "contracts/P").json()["contract"]["service"] == "platform"
    for member, value in {AVAL: "3", BRUME: "2", CIME: "2"}.items():
        _done(
            served.do(
                "record-reading", {"measure": "calls", "member": member, "month": "2026-01", "value": value}
            )
        )
    line = {"line_number": 1, "contract": "P", "service_from": "2026-01-01", "service_to": "2026-01-31"}
    line |= {"service_month": "2026-01", "nature": "cost", "amount_cents": 10_000, "direct_to": None}
    line |= {"label": "calls", "evidence_reference": None, "evidence_sha256": None}
    document = {"supplier": "Eaux Vives", "number": "F-1", "kind": "invoice", "document_date": "2026-01-31"}
    _done(served.do("record-document", {**document, "lines": [line]}))
    run = {"contract": "P", "month": "2026-01"}
    _done(served.do("prepare-run", run))
    _done(served.do("approve-run", run, Role.APPROVER))
    posted = _done(served.do("post-run", run))
    assert posted["position"] == served.head()
    statement = served.ask("GET", "members/Brume/statements/2026").json()["statement"]
    assert statement["borne_amount"] == "28.57"


def test_the_actor_is_who_was_authenticated_and_acts_for_its_member(served: World) -> None:
    _done(served.do("add-service", SERVICE))
    [event] = served.ask("GET", f"history?after={served.head() - 1}").json()["history"]
    assert event["actor"] == "controller of the group"
    _done(served.do("register-member", {**_member("Erdre")}))
    draft = {"agreement": CONFLUENCE, "number": "2", "text": "x", "effective_on": "2026-03-01"}
    _done(served.do("draft-amendment", draft))
    signature = {
        **draft,
        "member": BRUME,
        "signatory": "Anna",
        "capacity": "director",
        "signed_on": "2026-02-01",
    }
    signature |= {"deliberation": "board"}
    signature = {k: v for k, v in signature.items() if k not in ("text", "effective_on")}
    answer = _done(served.do("sign-amendment", signature, Role.BOARD_MEMBER))
    assert answer["events"][0]["on_behalf_of"] == BRUME
    # The name went to the people, not to the log.
    records = served.home.open(served.group).ledger.event_log.read(answer["position"] - 1, 1)
    assert b"Anna" not in records[0].payload


def test_nobody_signs_or_votes_for_another_member(served: World) -> None:
    before = served.head()
    signature = {"agreement": CONFLUENCE, "number": "annex", "member": AVAL, "signatory": "Anna"}
    signature |= {"capacity": "director", "signed_on": "2026-02-01", "deliberation": "board"}
    refused = served.do("sign-amendment", signature, Role.BOARD_MEMBER)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tantieme:not-spoken-for")
    assert served.head() == before


def test_the_same_key_asked_by_sixteen_threads_has_one_effect(served: World) -> None:
    before = served.head()
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: served.do("add-service", SERVICE, key="once"), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert served.head() == before + 1


def test_a_key_stands_for_one_command(served: World) -> None:
    first = served.do("add-service", SERVICE, key="once")
    again = served.do("add-service", SERVICE, key="once")
    other = served.do("add-service", {**SERVICE, "code": "OTHER"}, key="once")
    assert first.content == again.content
    assert (other.status_code, other.json()["type"]) == (422, "urn:tantieme:key-reused")
    assert served.ask("GET", "services").json()["services"][0]["code"] == "LAND"


def test_the_keys_of_one_person_say_nothing_about_anothers(served: World) -> None:
    resolution = {"agreement": CONFLUENCE, "number": "1", "decision_type": "key", "tabled_on": "2026-01-05"}
    first = served.do("table-resolution", {**resolution, "title": "a"}, key="mine")
    second = served.do(
        "table-resolution", {**resolution, "number": "2", "title": "b"}, Role.BOARD_MEMBER, key="mine"
    )
    assert (first.status_code, second.status_code) == (200, 200)


def test_what_decided_nothing_is_answered_the_same_again_and_keeps_its_key(served: World) -> None:
    line = {"line_number": 1, "contract": "P", "service_from": "2026-01-01", "service_to": "2026-01-31"}
    line |= {"service_month": "2026-01", "nature": "cost", "amount_cents": 10_000, "label": "calls"}
    line |= {"direct_to": None, "evidence_reference": None, "evidence_sha256": None}
    document = {"supplier": "Eaux Vives", "number": "F-1", "kind": "invoice", "document_date": "2026-01-31"}
    terms = contract_terms("platform", proportional("calls"), code="P")
    by = {"agreement": CONFLUENCE, "decided_on": "2026-01-01"}
    by |= {"authority": {"kind": "agreement", "agreement": CONFLUENCE}}
    _done(served.do("open-contract", {**terms, **by}))
    _done(served.do("record-document", {**document, "lines": [line]}))
    nothing = served.do("record-document", {**document, "lines": [line]}, key="again")
    _done(served.do("add-service", SERVICE))
    later = served.do("record-document", {**document, "lines": [line]}, key="again")
    other = served.do("record-document", {**document, "number": "F-2", "lines": [line]}, key="again")
    assert nothing.json()["count"] == 0
    assert nothing.content == later.content
    assert other.status_code == 422


def test_a_key_is_needed(served: World) -> None:
    before = served.head()
    refused = served.ask("POST", "commands/add-service", json=SERVICE)
    assert (refused.status_code, refused.json()["field"]) == (422, "Idempotency-Key")
    for key in ("", " ", "é", "a b", "k" * 151):
        answered = served.client.post(
            f"/api/groups/{served.group}/commands/add-service",
            json=SERVICE,
            headers={**served.as_role(Role.CONTROLLER), "Idempotency-Key": key.encode()},
        )
        assert answered.status_code == 422, key
    assert served.head() == before


def test_of_two_writers_on_one_version_one_is_refused(served: World) -> None:
    _contract(served)
    tag = served.ask("GET", "contracts/P").headers["etag"]
    budget = {
        "contract": "P",
        "amount_cents": 5,
        "authority": {"kind": "amendment", "agreement": CONFLUENCE, "number": "annex"},
    }

    def write(year: int) -> int:
        return int(served.do("adopt-budget", {**budget, "year": year}, **{"If-Match": tag}).status_code)

    with ThreadPoolExecutor(2) as threads:
        statuses = sorted(threads.map(write, (2026, 2027)))
    assert statuses == [200, 412]
    assert len(served.ask("GET", "contracts/P").json()["contract"]["budgets"]) == 1


def test_of_two_writers_on_one_position_one_is_refused(served: World) -> None:
    tag = served.ask("GET", "services").headers["etag"]
    assert tag == f'"{served.head()}"'

    def write(code: str) -> int:
        return int(served.do("add-service", {**SERVICE, "code": code}, **{"If-Match": tag}).status_code)

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(write, "ABCD"))
    assert statuses == [200, 412, 412, 412]


def test_whoever_was_first_repeats_under_its_key_although_the_version_has_moved(served: World) -> None:
    tag = served.ask("GET", "services").headers["etag"]
    first = served.do("add-service", SERVICE, key="once", **{"If-Match": tag})
    again = served.do("add-service", SERVICE, key="once", **{"If-Match": tag})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content


def test_an_old_tag_is_refused_before_the_rule_that_would_refuse_as_well(served: World) -> None:
    tag = served.ask("GET", "services").headers["etag"]
    _done(served.do("add-service", SERVICE))
    assert served.do("add-service", SERVICE, **{"If-Match": tag}).status_code == 412
    assert served.do("add-service", SERVICE).status_code == 409


@pytest.mark.parametrize("tag", ["*", "12", '"x"', 'W/"12"', '"1", "2"', '"' + "f" * 32 + '"'])
def test_a_tag_is_one_that_a_reading_gave(served: World, tag: str) -> None:
    refused = served.do("add-service", SERVICE, **{"If-Match": tag})
    assert (refused.status_code, refused.json()["field"]) == (422, "If-Match")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"code": "A", "code": "B"}', "code"),
        ('{"code": "A", "name": "A", "axis": "t", "unit_of_work": "u", "more": 1}', "more"),
        ('{"code": 1, "name": "A", "axis": "t", "unit_of_work": "u"}', "code"),
        ('{"code": "A", "name": "A", "axis": "t", "unit_of_work": 1.5}', "unit_of_work"),
        ('{"code": "A", "name": "A", "axis": "t", "unit_of_work": "u", "published": "yes"}', "published"),
        ('{"code": "A", "name": "A", "axis": "t", "unit_of_work": "u", "published": NaN}', "published"),
        ("[" * 40 + "]" * 40, "request"),
        ("[]", "request"),
        ("null", "request"),
        ("", "request"),
        ('{"code": "\\ud800"}', "code"),
        ('{"\\ud800": "A"}', None),
        (b'{"code": "\xff"}', "request"),
    ],
)
def test_what_is_not_meant_is_refused_and_records_nothing(
    served: World, body: Any, field: str | None
) -> None:
    before = served.head()
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    refused = served.ask("POST", "commands/add-service", content=body, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:tantieme:bad-input"), refused.text
    assert field in (None, refused.json()["field"])
    assert served.head() == before


@pytest.mark.parametrize("cents", ["12.5", "1e3", '"100"', "true", "10000000000000000", "9" * 5000])
def test_money_is_integer_cents_and_nothing_else(served: World, cents: str) -> None:
    _contract(served)
    before = served.head()
    body = (
        f'{{"contract": "P", "year": 2026, "amount_cents": {cents}, '
        f'"authority": {{"kind": "amendment", "agreement": "{CONFLUENCE}", "number": "annex"}}}}'
    )
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    refused = served.ask("POST", "commands/adopt-budget", content=body, headers=headers)
    assert (refused.status_code, refused.json()["field"]) == (422, "amount_cents"), refused.text
    assert served.head() == before


def test_a_part_of_a_command_has_no_unknown_field_either(served: World) -> None:
    authority = {"kind": "agreement", "agreement": CONFLUENCE, "signed": True}
    refused = served.do("end-contract", {"contract": "P", "ends_on": "2026-12-31", "authority": authority})
    assert (refused.status_code, refused.json()["field"]) == (422, "authority.signed")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_command_is_json_and_says_so(served: World, kind: str) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": kind}
    refused = served.ask("POST", "commands/add-service", content="{}", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (415, "urn:tantieme:not-json")


def test_every_command_of_the_ledger_has_a_route(served: World) -> None:
    paths = served.client.get("/openapi.json").json()["paths"]
    assert {f"/api/groups/{{group}}/commands/{name}" for name in COMMANDS} <= paths.keys()
    assert len(COMMANDS) >= 38
    assert served.do("mark-enactment-executed", {}).status_code == 404


def test_a_refusal_names_its_rule_and_its_facts(served: World) -> None:
    refused = served.do("prepare-run", {"contract": "NONE", "month": "2026-01"})
    assert refused.json()["type"] == "urn:tantieme:not-found"
    assert (refused.json()["kind"], refused.json()["code"]) == ("contract", "NONE")


def _contract(served: World) -> None:
    terms = contract_terms("platform", proportional("calls"), code="P")
    by = {"agreement": CONFLUENCE, "decided_on": "2026-01-01"}
    by |= {"authority": {"kind": "agreement", "agreement": CONFLUENCE}}
    _done(served.do("open-contract", {**terms, **by}))


def _member(code: str) -> dict[str, str]:
    return {"code": code, "name": code, "kind": "OPH", "effective_on": "2026-01-01", "source": "register"}


def _done(answered: Any) -> Any:
    assert answered.status_code == 200, answered.text
    return answered.json()
