"""Each reading over HTTP: what it says, as of which position, and of no other group."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.group import Group
from application.ports import Act
from application.runs import ApproveRun, PostRun, PrepareRun
from application.services import AdoptBudget
from domain.governance.resolution_events import Enactment
from interfaces.composition import Home
from tests.examples import (
    AVAL,
    BRUME,
    BY_AMENDMENT,
    CIME,
    CONFLUENCE,
    MEMBERS,
    adopted,
    carry_out,
    contract_terms,
    document,
    members_in_agreement,
    proportional,
    reading,
    register,
    toolbox,
)
from tests.interfaces.api_world import asking

CALLS = {AVAL: "3", BRUME: "2", CIME: "2"}
DAY = "2026-01-31"
ASKED = {
    "member": BRUME,
    "contract": "P",
    "agreement": CONFLUENCE,
    "number": "2026/1",
    "year": 2026,
    "month": "2026-01",
    "period": "2026-01",
    "first": "2026-01",
    "second": "2026-01",
    "step": 1,
    "day": DAY,
}
FACTS = {"published": "nothing", "invented": "all of it"}
SUPPOSED = json.dumps({"change": "document", "supplier": "Eaux Vives", "number": "P-1"})
THIS_MACHINE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Served:
    """A server over two groups: one that shares the costs of a platform, one that knows only a member."""

    client: TestClient
    before_the_contract: int
    before_the_posting: int
    head: int

    def read(self, reading: str, group: str = "confluence", **query: Any) -> Any:
        response = self.client.get(f"/api/groups/{group}/{reading}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def status(self, reading: str, group: str = "confluence") -> int:
        return int(self.client.get(f"/api/groups/{group}/{reading}").status_code)


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[Served]:
    home = Home(pool)
    home.migrate("confluence")
    home.note("confluence", **FACTS)
    positions = share_a_platform(home.open("confluence"))
    home.migrate("elsewhere")
    carry_out(home.open("elsewhere"), *register("Eon"))
    with asking(home, base_url=THIS_MACHINE) as client:
        yield Served(client, *positions)
    for group in ("confluence", "elsewhere"):
        home.drop(group)


def share_a_platform(group: Group) -> tuple[int, int, int]:
    """100.00 EUR shared by calls as resolution 2026/1 says; the positions before that, before and after."""
    anna, bruno = (Act(actor=group.people.identify(name)) for name in ("Anna", "Bruno"))
    carry_out(group, *members_in_agreement(), *toolbox("platform", ["calls"]), act=anna)
    before_the_contract = group.position()
    terms = contract_terms("platform", proportional("calls"), code="P")
    opening = adopted("2026/1", [Enactment("open a contract", terms)], "contract")
    counted = [reading("calls", member, "2026-01", value) for member, value in CALLS.items()]
    budget = AdoptBudget(contract="P", year=2026, amount_cents=120_000, authority=BY_AMENDMENT)
    spent = document("P", "2026-01", 10_000, number="P-1")
    carry_out(group, *opening, budget, *counted, spent, act=anna)
    group.carry_out(PrepareRun(contract="P", month="2026-01"), anna)
    before_the_posting = group.carry_out(ApproveRun(contract="P", month="2026-01"), bruno)
    group.carry_out(PostRun(contract="P", month="2026-01"), anna)
    return before_the_contract, before_the_posting, group.position()


def readings_of(served: Served) -> list[str]:
    """The paths of the readings, which are made at a position of the log."""
    paths = served.client.get("/openapi.json").json()["paths"]
    # What a stream of positions, the caller's standing and the accounts say is in no log; the rules are everybody's.
    others = ("/positions", "/standing", "/accounts")
    return [
        path
        for path, asked in paths.items()
        if "{group}" in path and "get" in asked and not path.endswith(others) and "/rulebook" not in path
    ]


def test_a_reading_says_its_group_its_position_and_which_facts_are_invented(served: Served) -> None:
    readings = readings_of(served)
    assert len(readings) >= 13
    for path in readings:
        url = path.format(group="confluence", **ASKED)
        query = {"change": SUPPOSED} if path.endswith("what-if") else {}
        found = served.client.get(url, params=query).json()
        assert (found["group"], found["position"], found["facts"]) == ("confluence", served.head, FACTS), url


def test_members_come_with_their_places_in_agreements(served: Served) -> None:
    members = served.read("members")["members"]
    assert [member["code"] for member in members] == [*MEMBERS, "Dune"]
    assert [place["agreement"] for place in members[0]["agreements"]] == [CONFLUENCE]


def test_an_agreement_names_those_who_signed(served: Served) -> None:
    [agreement] = served.read("agreements")["agreements"]
    assert agreement["in_force_on"] == "2026-01-01"
    signed = [s["member"] for s in agreement["signatures"] if s["what"] == "agreement"]
    assert signed == list(MEMBERS)


def test_a_service_says_under_which_contracts_it_is_shared(served: Served) -> None:
    [service] = served.read("services")["services"]
    assert (service["code"], service["contracts"]) == ("platform", ["P"])


def test_a_contract_names_the_authority_of_its_key(served: Served) -> None:
    [contract] = served.read("contracts")["contracts"]
    [key] = contract["keys"]
    assert key["key"] == proportional("calls")
    assert key["authority"] == {
        "kind": "resolution",
        "agreement": CONFLUENCE,
        "number": "2026/1",
        "enactment": 1,
    }


@pytest.mark.parametrize("code", ["P", "p", "platform", "Platform"])
def test_a_contract_is_found_by_its_code_or_the_service_it_alone_serves(served: Served, code: str) -> None:
    assert served.read(f"contracts/{code}")["contract"]["code"] == "P"


def test_the_register_holds_every_resolution(served: Served) -> None:
    [resolution] = served.read("resolutions")["resolutions"]
    assert (resolution["number"], resolution["stage"]) == ("2026/1", "adopted")


def test_a_resolution_shows_its_ballots_and_what_it_enacted(served: Served) -> None:
    resolution = served.read("resolutions/confluence/2026/1")["resolution"]
    assert {ballot["seat"]: ballot["choice"] for ballot in resolution["ballots"]} == dict.fromkeys(
        MEMBERS, "for"
    )
    assert [enactment["state"] for enactment in resolution["enactments"]] == ["carried out"]


def test_a_statement_sums_what_the_member_bears_and_owes(served: Served) -> None:
    statement = served.read("members/brume/statements/2026")["statement"]
    assert (statement["member"], statement["borne_cents"], statement["borne_amount"]) == (
        BRUME,
        2857,
        "28.57",
    )
    assert statement["due"] == [
        {
            "provider": AVAL,
            "due_cents": 2857,
            "due_amount": "28.57",
            "booked_cents": 2857,
            "booked_amount": "28.57",
        }
    ]
    [line] = statement["lines"]
    assert (line["run"], line["cents"], line["amount"], line["earlier_year"]) == (
        "P 2026-01 #1",
        2857,
        "28.57",
        False,
    )


def test_the_providers_own_share_is_due_to_nobody(served: Served) -> None:
    statement = served.read("members/Aval/statements/2026")["statement"]
    assert (statement["borne_amount"], statement["own_amount"], statement["due"]) == ("42.86", "42.86", [])


def test_members_reimburse_exactly_their_part_and_no_margin(served: Served) -> None:
    found = served.read("reimbursements/2026")["reimbursement"]
    charged = {line["member"]: (line["exact_cents"], line["charged_amount"]) for line in found["lines"]}
    assert charged == {AVAL: ("30000/7", "42.86"), BRUME: ("20000/7", "28.57"), CIME: ("20000/7", "28.57")}
    assert found["margins"] == [{"contract": "P", "margin_cents": 0, "margin_amount": "0.00"}]
    assert [each["reason"] for each in found["apart"]] == ["no supporting document is known by its hash"]


def test_an_explanation_goes_from_the_cent_back_to_the_votes(served: Served) -> None:
    answer = served.read("explanations/Brume/platform/2026-01")
    explanation = answer["explanation"]
    [run] = explanation["runs"]
    assert explanation["posted_amount"] == "28.57"
    assert (run["share"]["fraction"], run["share"]["exact_cents"]) == ("2/7", "20000/7")
    assert {taken["member"]: taken["value"] for taken in run["readings"]} == CALLS
    assert len(run["key"]["decided"]["ballots"]) == 3
    assert [line["amount"] for line in explanation["documents"]] == ["100.00"]
    assert {run["prepared_by"]: "Anna", run["approved_by"]: "Bruno"} == answer["persons"]


def test_exactness_shows_that_shares_sum_to_the_pool(served: Served) -> None:
    exactness = served.read("exactness")["exactness"]
    assert exactness["equal"] is True
    assert [(run["base_cents"], run["shared_cents"]) for run in exactness["runs"]] == [(10_000, 10_000)]
    assert sum(check["cents"] for check in exactness["members"]) == 10_000
    assert {check["apart_cents"] for check in exactness["members"]} == {"1/7", "2/7"}


def test_history_is_read_page_by_page_without_a_gap_or_a_repeat(served: Served) -> None:
    positions: list[int] = []
    after: int | None = 0
    while after is not None:
        page = served.read("history", after=after, limit=10)
        assert len(page["history"]) <= 10
        positions += [event["position"] for event in page["history"]]
        after = page["next"]
    assert positions == list(range(1, served.head + 1))


def test_history_names_who_acted_and_what_caused_it(served: Served) -> None:
    events = served.read("history", limit=500)["history"]
    opened = next(event for event in events if event["name"] == "services.contract.opened")
    assert opened["actor"] == "process enact-when-adopted"
    assert events[opened["cause"] - 1]["sentence"].startswith("adopted on 2026-01-05")
    assert events[0]["actor"] == "Anna"


def test_history_ends_at_the_position_it_is_read_as_of(served: Served) -> None:
    assert served.read("history", after=3, limit=10, as_of=5)["next"] is None
    assert [e["position"] for e in served.read("history", after=3, as_of=5)["history"]] == [4, 5]
    assert served.read("history", after=5, as_of=5)["history"] == []


def test_verification_finds_the_log_as_it_was_recorded(served: Served) -> None:
    found = served.read("verification")["verification"]
    assert (found["holds"], found["events"], found["first_bad"]) == (True, served.head, None)
    assert len(bytes.fromhex(found["head_hash"])) == 32


def test_before_the_posting_nothing_was_borne(served: Served) -> None:
    then = served.read("members/Brume/statements/2026", as_of=served.before_the_posting)
    assert (then["position"], then["statement"]["lines"]) == (served.before_the_posting, [])
    run = served.read("explanations/Brume/P/2026-01", as_of=served.before_the_posting)["explanation"]
    assert (run["posted_cents"], run["runs"][0]["stage"]) == (0, "approved")


@pytest.mark.parametrize(
    "path", ["contracts/P", "explanations/Brume/P/2026-01", "resolutions/Confluence/2026/1"]
)
def test_before_it_was_recorded_there_was_none(served: Served, path: str) -> None:
    assert served.status(path) == 200
    assert served.status(f"{path}?as_of={served.before_the_contract}") == 404


def test_an_instant_of_the_history_may_be_asked_of_as_it_is_printed(served: Served) -> None:
    events = served.read("history", limit=500)["history"]
    instant = events[served.before_the_posting - 1]["recorded_at"]
    encoded = served.read("members", as_of=instant)
    pasted = served.client.get(f"/api/groups/confluence/members?as_of={instant}").json()
    assert datetime.fromisoformat(instant).tzinfo is not None
    assert encoded["position"] == pasted["position"] == served.before_the_posting


def test_before_the_first_event_there_was_nothing(served: Served) -> None:
    found = served.read("members", as_of="2000-01-01T00:00:00+00:00")
    assert (found["position"], found["members"]) == (0, [])


def test_a_reading_as_of_a_position_stays_the_same(served: Served) -> None:
    then = served.read("members", as_of=2)
    assert [member["code"] for member in then["members"]] == [AVAL, BRUME]
    assert served.read("members", as_of=2) == then


def test_no_reading_of_a_group_shows_another(served: Served) -> None:
    for path in readings_of(served):
        url = path.format(group="elsewhere", **ASKED)
        response = served.client.get(url, params={"change": SUPPOSED} if path.endswith("what-if") else {})
        found = {**response.json(), "instance": None, "detail": None, "code": None}
        # A period is of every group: that nothing is in it is an answer, unless something is named too.
        named = set(re.findall(r"{(\w+)", path)) - {"group", "period", "year", "day"}
        of_something = named or path.endswith(("what-if", "/settlements/{year}"))
        assert response.status_code == (404 if of_something else 200), url
        assert not any(name in str(found) for name in (*MEMBERS, CONFLUENCE, "platform", "Anna")), url
    [member] = served.read("members", "elsewhere")["members"]
    assert member["code"] == "Eon"


def test_a_server_of_one_group_serves_no_other(served: Served, pool: ConnectionPool) -> None:
    with asking(Home(pool), "elsewhere", THIS_MACHINE) as client:
        assert client.get("/api/groups/elsewhere/members").status_code == 200
        assert client.get("/api/groups/confluence/members").status_code == 404
        listed = [{"name": "elsewhere", "readings": "/api/groups/elsewhere"}]
        assert client.get("/api/groups").json() == {"groups": listed}


def test_the_groups_are_listed(served: Served) -> None:
    names = [group["name"] for group in served.client.get("/api/groups").json()["groups"]]
    assert {"confluence", "elsewhere"} <= set(names)


def test_the_description_names_shapes_and_problems(served: Served) -> None:
    description = served.client.get("/openapi.json").json()
    responses = description["paths"]["/api/groups/{group}/members/{member}/statements/{year}"]["get"][
        "responses"
    ]
    assert list(responses["422"]["content"]) == ["application/problem+json"]
    shapes = description["components"]["schemas"]
    assert {"Statement", "Explanation", "Happening", "Problem"} <= shapes.keys()
    assert "HTTPValidationError" not in shapes
