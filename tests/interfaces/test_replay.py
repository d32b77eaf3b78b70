"""Replay and what-if as people ask them: on the command line and over HTTP, saying the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.answers.decisions import steps
from domain.governance.resolution_events import Enactment
from interfaces.composition import Home
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, MEMBERS, carry_out, post
from tests.interfaces.api_world import asking
from tests.interfaces.command_line import CommandLine, Said, url_of, written

GROUP = "replayed"
REFUSED = {"change": "resolution", "agreement": CONFLUENCE, "number": "R1", "outcome": "refused"}


@pytest.fixture(scope="module")
def tantieme(postgres: str, pool: ConnectionPool) -> Iterator[CommandLine]:
    """January by calls is 30, 20 and 20 EUR; from February R1 shares equally; R2 is rejected, R3 a budget."""
    home = Home(pool)
    home.migrate(GROUP)
    group = home.open(GROUP)
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]))
    carry_out(group, examples.contract("platform", examples.proportional("calls")))
    carry_out(group, examples.charter(examples.rule("key"), examples.rule("budget")))
    key = examples.key_terms("platform", examples.EQUAL, "2026-02")
    budget = {"contract": "platform", "year": 2026, "amount_cents": 1}
    votes = (("R1", "adopt a key", key, "for"), ("R2", "adopt a key", key, "against"))
    for number, kind, terms, choice in (*votes, ("R3", "adopt a budget", budget, "for")):
        carry_out(group, *examples.vote(number, [Enactment(kind, terms)]))
        carry_out(group, *examples.ballots(number, dict.fromkeys(MEMBERS, choice)))
    for month in ("2026-01", "2026-02"):
        counted = zip(MEMBERS, "322", strict=True)
        carry_out(group, *(examples.reading("calls", m, month, v) for m, v in counted))
        carry_out(group, examples.document("platform", month, 6_999, number=f"P-{month}"))
        post(group, "platform", month)
    yield CommandLine(url_of(postgres), GROUP)
    home.drop(GROUP)


@pytest.fixture(scope="module")
def client(tantieme: CommandLine, pool: ConnectionPool) -> Iterator[TestClient]:
    assert tantieme.group == GROUP
    with asking(Home(pool), GROUP, "http://127.0.0.1:8000") as opened:
        yield opened


def changes(decision: dict[str, Any]) -> dict[str, int]:
    return {change["member"]: change["cents"] for change in decision["changed"]["members"]}


def test_the_decisions_come_in_the_order_decided(tantieme: CommandLine) -> None:
    told = tantieme("replay", "--json").data["decisions"]
    assert [(d["step"], d["number"], d["outcome"]) for d in told] == [
        (1, "R1", "adopted"),
        (2, "R2", "rejected"),
        (3, "R3", "adopted"),
    ]


def test_a_step_says_who_voted_what_and_what_it_changed_for_each(tantieme: CommandLine) -> None:
    # By calls February would be 2999 4/7, 1999 5/7 and 1999 5/7 cents, together with the carry of January;
    # equally it is 2333 each.
    [told] = tantieme("replay", "--step", "1", "--json").data["decisions"]
    assert {b["seat"]: b["choice"] for b in told["ballots"]} == dict.fromkeys(MEMBERS, "for")
    exact = {c["member"]: c["exact_cents"] for c in told["changed"]["members"]}
    assert exact == {AVAL: "-4666/7", BRUME: "2333/7", CIME: "2333/7"}
    assert sum(changes(told).values()) == 0
    assert told["enactments"][0]["state"] == "carried out"


def test_what_changes_nothing_says_why(tantieme: CommandLine) -> None:
    _, rejected, budget = tantieme("replay", "--json").data["decisions"]
    assert rejected["changed"]["sentence"] == "it was not adopted (rejected), so it changed nothing"
    assert budget["changed"]["sentence"] == "a budget moves no money: what is borne is what was spent"
    assert changes(rejected) == changes(budget) == {}


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--from", "2"], ["R2", "R3"]),
        (["--decision", "confluence/R2", "--to", "2"], ["R2"]),
        (["--from", "3", "--to", "Confluence/R1"], ["R3", "R2", "R1"]),
        (["--agreement", "confluence", "--to", "1"], ["R1"]),
        (["--agreement", "Estuary"], []),
    ],
)
def test_the_steps_go_forward_and_backward(
    tantieme: CommandLine, options: list[str], numbers: list[str]
) -> None:
    told = tantieme("replay", *options, "--json").data["decisions"]
    assert [d["number"] for d in told] == numbers


def test_the_steps_are_told_as_sentences(tantieme: CommandLine) -> None:
    told = " ".join(tantieme("replay", "--step", "Confluence/R1").out.split())
    assert "Votes: Aval for, Brume for, Cime for." in told
    assert "Enactment 1, adopt a key (platform, shared in equal shares, from 2026-02): carried out." in told
    assert "Changed against the same history without it: Aval 2026 -6.6" in told


def test_the_steps_are_told_as_markdown(tantieme: CommandLine) -> None:
    page = tantieme("replay", "--markdown").out
    assert page.startswith("# Decisions, step by step\n")
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## 1. Resolution R1",
        "## 2. Resolution R2",
        "## 3. Resolution R3",
    ]
    assert "| Aval | 2026 | -6.6" in page
    assert "| Brume | 2026 | +3.33 EUR | 2333/7 |" in page


@pytest.mark.parametrize(
    "options", [["--step", "9"], ["--step", "Confluence/R9"], ["--to", "x"], ["--step", "1", "--from", "1"]]
)
def test_a_step_that_is_not_there_is_refused(tantieme: CommandLine, options: list[str]) -> None:
    assert tantieme("replay", *options).status in (1, 2)


def test_as_of_a_position_a_decision_has_changed_only_what_was_posted_by_then(
    tantieme: CommandLine, pool: ConnectionPool
) -> None:
    group = Home(pool).open(GROUP)
    [first, *_] = steps(group.ledger.event_log, group.readings, group.position())
    [told] = tantieme("replay", "--as-of", first.position, "--json").data["decisions"]
    assert (told["of"], told["changed"]["sentence"]) == (
        1,
        "as of this position, the same is posted as without it",
    )
    assert told["enactments"][0]["state"] == "proposed"


WAYS: list[tuple[list[str], dict[str, Any]]] = [
    (["--refused", "Confluence/R1"], REFUSED),
    (
        ["--contract", "platform", "--from", "2026-01", "--key", '{"equal": {}}'],
        {"change": "key", "contract": "platform", "effective_from": "2026-01", "key": {"equal": {}}},
    ),
    (
        ["--contract", "platform", "--from", "2026-01", "--rounding", "sainte-lague"],
        {
            "change": "rounding",
            "contract": "platform",
            "effective_from": "2026-01",
            "rounding": "sainte-lague",
        },
    ),
    (
        ["--withdrawn", "Eaux Vives/P-2026-01"],
        {"change": "document", "supplier": "Eaux Vives", "number": "P-2026-01"},
    ),
]


@pytest.mark.parametrize(("options", "change"), WAYS)
def test_a_what_if_is_the_same_by_options_in_a_file_and_over_http(
    tantieme: CommandLine, client: TestClient, tmp_path: Path, options: list[str], change: dict[str, Any]
) -> None:
    by_options = tantieme("what-if", *options, "--json").data
    file = written(tmp_path, "change.json", json.dumps(change))
    assert tantieme("what-if", file, "--json").data == by_options
    assert tantieme("what-if", "-", "--json", stdin=json.dumps({"changes": [change]})).data == by_options
    response = client.get(f"/api/groups/{GROUP}/what-if", params={"change": json.dumps(change)})
    assert response.status_code == 200, response.text
    told = response.json()["what_if"]
    kept = [{k: v for k, v in d.items() if not k.endswith("_amount")} for d in told["differences"]]
    assert kept == by_options["differences"]


def test_a_what_if_is_told_as_tables(tantieme: CommandLine) -> None:
    said = tantieme("what-if", "--refused", "Confluence/R1")
    assert "resolution R1 of Confluence is refused" in said.out
    assert "-2333/7" in said.out
    nothing = tantieme("what-if", "--adopted", "Confluence/R2")
    assert "Nothing of what is posted would differ." in nothing.out


BAD: list[tuple[list[str], int]] = [
    ([], 1),
    (["--refused", "R1"], 2),
    (["--contract", "platform", "--key", "{", "--from", "2026-01"], 2),
    (["--contract", "platform", "--key", "[]", "--from", "2026-01"], 2),
    (["--key", '{"equal": {}}'], 2),
    (["--admitted", "Dune"], 2),
    (["nowhere.json"], 2),
    (["--adopted", "Confluence/R1"], 1),
]


@pytest.mark.parametrize(("options", "status"), BAD)
def test_a_question_that_cannot_be_read_is_refused(
    tantieme: CommandLine, options: list[str], status: int
) -> None:
    said: Said = tantieme("what-if", *options)
    assert said.status == status, said
    assert said.err


def test_a_file_and_options_do_not_mix(tantieme: CommandLine, tmp_path: Path) -> None:
    file = written(tmp_path, "change.json", json.dumps(REFUSED))
    assert tantieme("what-if", file, "--adopted", "Confluence/R2").status == 2


def test_over_http_a_step_says_what_it_changed_and_why(client: TestClient) -> None:
    for named in ("1", "Confluence/R1"):
        decision = client.get(f"/api/groups/{GROUP}/decisions/{named}").json()["decision"]
        assert decision["changed"]["contracts"][0]["contract"] == "platform"
        assert decision["sentences"][1] == "Votes: Aval for, Brume for, Cime for."
    listed = client.get(f"/api/groups/{GROUP}/decisions").json()["decisions"]
    assert [d["number"] for d in listed] == ["R1", "R2", "R3"]


@pytest.mark.parametrize(
    "change", ["", "{", "[]", '{"change": "weather"}', '{"change": "key", "change": "key"}']
)
def test_over_http_a_change_that_cannot_be_read_is_a_problem(client: TestClient, change: str) -> None:
    response = client.get(f"/api/groups/{GROUP}/what-if", params={"change": change})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("what", ["agreements", "contracts"])
def test_what_held_on_a_day_is_the_same_on_the_command_line_and_over_http(
    tantieme: CommandLine, client: TestClient, what: str
) -> None:
    head = tantieme("history", "--json").data["position"]
    for as_of in (head, 40):
        told = tantieme(what, "--on", "2026-02-14", "--as-of", as_of, "--json").data
        response = client.get(f"/api/groups/{GROUP}/days/2026-02-14/{what}", params={"as_of": as_of})
        assert response.status_code == 200, response.text
        served = response.json()
        assert (served["day"], served["position"], told["position"]) == ("2026-02-14", as_of, as_of)
        assert told[what]
        assert [each["code"] for each in served[what]] == [each["code"] for each in told[what]]
        assert served[what][0]["since_position"] == told[what][0]["since_position"]
    assert "2026-02-14" in tantieme(what, "--on", "2026-02-14").out


def test_a_day_that_is_none_is_refused(tantieme: CommandLine, client: TestClient) -> None:
    said = tantieme("contracts", "--on", "14/02/2026")
    assert (said.status, said.err[:4]) == (2, "--on")
    assert client.get(f"/api/groups/{GROUP}/days/2026-02-30/agreements").status_code == 422
