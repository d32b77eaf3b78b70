"""The win-win check over HTTP and on the command line: the same answer, as of the same positions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from interfaces.composition import Home
from tests.examples import (
    APPROVER,
    EQUAL,
    EVIDENCE_HASH,
    MEMBERS,
    PREPARER,
    carry_out,
    contract,
    document,
    members_in_agreement,
    post,
    proportional,
    reading,
    toolbox,
)
from tests.interfaces.api_world import asking
from tests.interfaces.command_line import CommandLine, url_of, written

TERMS: dict[str, Any] = {
    "contract": "P",
    "first_month": "2026-01",
    "last_month": "2026-02",
    "source": "quotation of another platform",
    "certified_by": "Claire",
    "evidence_reference": "GED/2026/alone.pdf",
    "evidence_sha256": EVIDENCE_HASH,
}


@pytest.fixture(scope="module")
def tantieme(postgres: str, pool: ConnectionPool) -> Iterator[CommandLine]:
    """A group in which 70.00 EUR of January are posted: 30.00, 20.00 and 20.00 EUR."""
    name, home = f"winwin_{uuid4().hex[:8]}", Home(pool)
    home.migrate(name)
    group = home.open(name)
    carry_out(group, *members_in_agreement(), *toolbox("platform", ["calls", "homes"]), act=APPROVER)
    carry_out(group, contract("platform", proportional("calls"), code="P"))
    counted = zip(MEMBERS, ("3", "2", "2"), strict=True)
    carry_out(group, *(reading("calls", member, "2026-01", calls) for member, calls in counted))
    carry_out(group, document("P", "2026-01", 7_000), act=PREPARER)
    post(group, "P", "2026-01")
    yield CommandLine(url_of(postgres), name)
    home.drop(name)


@pytest.fixture(scope="module")
def declared(tantieme: CommandLine) -> int:
    """The position before 25.00 EUR a month are declared for Brume, and 39.00 EUR for Brume and Cime."""
    before = tantieme("win-win", "P", "2026-01", "--json").data["position"]
    for members, cents in ((["Brume"], 5_000), (["Cime", "Brume"], 7_800)):
        terms = {**TERMS, "members": members, "cost_cents": cents}
        said = tantieme("do", "declare-stand-alone-cost", "-", "--as", "Anna", stdin=json.dumps(terms))
        assert said.status == 0, said.err
    return int(before)


@pytest.fixture
def client(pool: ConnectionPool, tantieme: CommandLine, declared: int) -> Iterator[TestClient]:
    with asking(Home(pool), tantieme.group, "http://127.0.0.1:8000") as client:
        yield client


def test_the_command_line_says_who_saves_and_who_would_leave(tantieme: CommandLine, declared: int) -> None:
    said = tantieme("win-win", "platform", "2026-01")
    assert said.status == 0, said.err
    assert "Brume and Cime would save 1.00 EUR by leaving: the split is not in the core." in said.out
    assert "declared for 2 of 6 members and subgroups; only these are checked." in said.out
    assert "shapley: shapley needs the cost of every coalition, this one too: Aval" in said.out


def test_a_declaration_shows_its_evidence_and_who_certified_it(tantieme: CommandLine, declared: int) -> None:
    told = tantieme("stand-alone-costs", "--contract", "p", "--json").data["stand_alone_costs"]
    assert [cost["members"] for cost in told] == [["Brume"], ["Brume", "Cime"]]
    assert told[0]["certified_by"].startswith("person-")
    shown = " ".join(tantieme("stand-alone-costs").out.split())
    assert "Claire" in shown
    assert EVIDENCE_HASH[:12] in shown


def test_as_of_an_earlier_position_nothing_was_declared(
    tantieme: CommandLine, client: TestClient, declared: int
) -> None:
    told = tantieme("win-win", "P", "2026-01", "--as-of", declared, "--json").data
    assert (told["posted"]["in_core"], told["subgroups_checked"]) == (None, 0)
    path = f"/api/groups/{tantieme.group}/win-win/P/2026-01"
    assert client.get(path, params={"as_of": declared}).json()["win_win"]["posted"]["in_core"] is None
    assert "Other ways" not in tantieme("win-win", "P", "2026-01", "--as-of", declared).out


def test_both_interfaces_give_one_answer(tantieme: CommandLine, client: TestClient, tmp_path: Path) -> None:
    key = written(tmp_path, "key.json", json.dumps(EQUAL))
    told = tantieme("win-win", "P", "2026-Q1", "--key", key, "--json").data
    path = f"/api/groups/{tantieme.group}/win-win/platform/2026-Q1"
    served = client.get(path, params={"key": json.dumps(EQUAL)}).json()["win_win"]
    assert served["tried"]["would_save_cents"] == told["tried"]["would_save_cents"] == "2300/3"
    assert (served["total_cents"], served["total_amount"]) == (7_000, "70.00")

    def as_told(answer: Any) -> Any:
        # Over HTTP each whole number of cents stands in euros beside it, and nothing else is added.
        if isinstance(answer, list):
            return [as_told(each) for each in answer]
        if not isinstance(answer, dict):
            return answer
        return {k: as_told(v) for k, v in answer.items() if k != "amount" and not k.endswith("_amount")}

    assert as_told(served) == told


def test_an_explanation_says_what_going_alone_would_have_cost(
    tantieme: CommandLine, client: TestClient
) -> None:
    sentence = "Going alone would have cost Brume 25.00 EUR for 2026-01; sharing saves it 5.00 EUR"
    shown = " ".join(tantieme("explain", "Brume", "P", "2026-01").out.split())
    assert sentence in shown
    assert "certified by Claire, GED/2026/alone.pdf" in shown
    served = client.get(f"/api/groups/{tantieme.group}/explanations/Brume/P/2026-01").json()
    assert served["explanation"]["alone"]["sentences"][0].startswith(sentence)
    assert "Claire" in served["persons"].values()
    assert "Going alone" not in tantieme("explain", "Aval", "P", "2026-01").out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("P", "2026-W1"), 2, "period: "),
        (("P", "2026-02"), 1, "there is no posted run of P for 2026-02"),
        (("Q", "2026-01"), 1, "there is no contract Q"),
        (("P", "2026-01", "--key", "nowhere.json"), 2, "key: it cannot be read"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence(
    tantieme: CommandLine, arguments: tuple[str, ...], status: int, words: str
) -> None:
    said = tantieme("win-win", *arguments)
    assert (said.status, said.out) == (status, "")
    assert words in said.err


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("P/2026-W1", 422, "period"),
        ("P/2026-02", 404, None),
        ("Q/2026-01", 404, None),
        ("P/2026-01?key=%7B", 422, "key"),
        ("P/2026-01?key=%7B%22equal%22%3A%7B%7D%7D&as_of=3", 422, "as_of"),
        ("P/2026-01?keys=%7B%7D", 422, "keys"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    tantieme: CommandLine, client: TestClient, path: str, status: int, field: str | None
) -> None:
    answer = client.get(f"/api/groups/{tantieme.group}/win-win/{path}")
    assert (answer.status_code, answer.json().get("field")) == (status, field)
