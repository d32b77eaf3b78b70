"""Comparisons and settlements over HTTP and in the command line: the same answer, with amounts for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.services import AdoptBudget
from interfaces.composition import Home
from tests import examples
from tests.examples import BY_AMENDMENT, MEMBERS, carry_out, document, post
from tests.interfaces.api_world import asking
from tests.interfaces.command_line import CommandLine, url_of

GROUP = "comparing"


@dataclass(frozen=True)
class Asked:
    """The group over HTTP and in the command line."""

    client: TestClient
    tantieme: CommandLine

    def read(self, reading: str, **query: Any) -> Any:
        response = self.client.get(f"/api/groups/{GROUP}/{reading}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def problem(self, reading: str, **query: Any) -> tuple[int, str]:
        response = self.client.get(f"/api/groups/{GROUP}/{reading}", params=query or None)
        return response.status_code, response.text


@pytest.fixture(scope="module")
def asked(pool: ConnectionPool, postgres: str) -> Iterator[Asked]:
    """Two months of a platform shared by calls, and a budget of its year."""
    home = Home(pool)
    home.migrate(GROUP)
    group = home.open(GROUP)
    shared = examples.contract("P/1", examples.proportional("calls"), service="platform")
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]), shared)
    carry_out(group, AdoptBudget(contract="P/1", year=2026, amount_cents=120_000, authority=BY_AMENDMENT))
    for month, cents, values in (("2026-01", 7_000, "322"), ("2026-02", 10_800, "342")):
        counted = (examples.reading("calls", m, month, v) for m, v in zip(MEMBERS, values, strict=True))
        carry_out(group, *counted, document("P/1", month, cents))
        post(group, "P/1", month)
    with asking(home, base_url="http://127.0.0.1:8000") as client:
        yield Asked(client, CommandLine(url_of(postgres), GROUP))
    home.drop(GROUP)


def test_a_variance_is_the_same_over_http_and_in_the_command_line(asked: Asked) -> None:
    read = asked.read("variances/P/1/2026-01/2026-02", member="Brume")["variance"]
    said = asked.tantieme("variance", "platform", "2026-01", "2026-02", "--member", "brume", "--json").data
    [brume], [there] = read["members"], said["members"]
    parts = {part["cause"]: part["amount"] for part in brume["parts"] if part["cents"]}
    assert (parts, brume["difference_amount"]) == ({"volume": "20.00", "price": "8.00"}, "28.00")
    assert [part["exact_cents"] for part in brume["parts"]] == [
        part["exact_cents"] for part in there["parts"]
    ]
    assert (read["sentences"], read["method"]) == (said["sentences"], said["method"])


def test_a_variance_is_printed_with_what_it_sums_to(asked: Asked) -> None:
    said = asked.tantieme("variance", "P/1", "2026-01", "2026-02")
    lines = {line[:18].strip(): line.split() for line in said.out.splitlines()}
    assert said.status == 0
    assert lines["price"][1::2] == ["6.00", "8.00", "4.00", "18.00"]
    assert lines["difference"][1::2] == ["6.00", "28.00", "4.00", "38.00"]
    assert "would have cost 90.00 EUR" in " ".join(said.out.split())


def test_a_variance_may_be_with_another_contract(asked: Asked) -> None:
    read = asked.read("variances/P/1/2026-01/2026-02", **{"with": "p/1"})["variance"]
    assert read["second"]["contract"] == "P/1"
    assert asked.problem("variances/P/1/2026-01/2026-02", **{"with": "unknown"})[0] == 404


@pytest.mark.parametrize(
    ("reading", "status"),
    [
        ("variances/P/1/2026-01/2026-Q1", 422),
        ("variances/P/1/2026-01/2026-00", 422),
        ("variances/P/1/2026-01/2026-03", 409),
        ("variances/P/1/2026-01/2026-02?through=2026-02", 422),
        ("budgets/P/1/2027", 404),
        ("budgets/P/1/12", 422),
        ("settlements/2027", 404),
        ("settlements/2026?through=2027-01", 422),
    ],
)
def test_what_cannot_be_compared_is_a_problem(asked: Asked, reading: str, status: int) -> None:
    assert asked.problem(reading)[0] == status


def test_a_budget_is_read_and_printed(asked: Asked) -> None:
    read = asked.read("budgets/P/1/2026")["budget"]
    assert (read["budget_amount"], read["posted_amount"], read["remaining_amount"]) == (
        "1200.00",
        "178.00",
        "1022.00",
    )
    said = asked.tantieme("budget", "P/1", 2026)
    assert "adopted by amendment annex of Confluence" in said.out
    assert "1,022.00 EUR" in said.out
    assert asked.tantieme("budget", "P/1", 2026, "--json").data["remaining_cents"] == read["remaining_cents"]


def test_a_settlement_is_a_proposal(asked: Asked) -> None:
    read = asked.read("settlements/2026", through="2026-01")["settlement"]
    assert [(t["debtor"], t["creditor"], t["amount"]) for t in read["transfers"]] == [
        ("Brume", "Aval", "20.00"),
        ("Cime", "Aval", "20.00"),
    ]
    said = asked.tantieme("settlement", 2026, "--through", "2026-01")
    assert said.status == 0
    assert "This is a proposal" in said.out
    assert "the fewest that can be" in " ".join(said.out.split())
    assert asked.tantieme("settlement", 2026, "--through", "2027-01").status == 2
    assert asked.tantieme("settlement", 2027).status == 1
