"""What a key says of its months, and what each mean was made of, reads alike on the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.views import VIEWS
from infrastructure.postgres.migrations import in_schema
from interfaces.cli.season_words import beside_the_key
from interfaces.composition import Home
from tests import examples
from tests.examples import carry_out, document, post, reading
from tests.interfaces.api_world import asking
from tests.interfaces.command_line import CommandLine, url_of
from tests.seasons import HEATING

MEAN = "homes of Brume in the mean: (170 × 100 + 150 × 100 + 130 × 110) / (170 + 150 + 130) = 926/9."


BEFORE_SEASONS = (
    "update {}.key_versions set month_weights = null, averaged_measures = null",
    "update {}.runs set basis = basis - 'month_weights' - 'month_presence' - 'averages'",
    "update {}.followers set definition = 1 where name in ('view what-is-shared', 'view who-bears-what')",
)


@pytest.fixture
def heating(pool: ConnectionPool, group_schema: str) -> str:
    """The schema of a group that has shared the heating of a winter by the mean of its homes."""
    group = Home(pool).open(group_schema)
    months = {"allocation_period": "quarter", "month_weights": HEATING, "averaged_measures": ["homes"]}
    opened = examples.contract("heating", examples.proportional("homes"), **months)
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("heating", ["homes"]), opened)
    carry_out(group, *(reading("homes", member, "2025-12", "100") for member in examples.MEMBERS))
    carry_out(group, reading("homes", "Brume", "2026-03", "110"), document("heating", "2026-03", 136_300))
    post(group, "heating", "2026-03")
    return group_schema


@pytest.fixture
def served(pool: ConnectionPool) -> Iterator[TestClient]:
    with asking(Home(pool), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_the_command_line_tells_seasons_and_averages(postgres: str, heating: str) -> None:
    tantieme = CommandLine(url_of(postgres), heating)
    told = " ".join(tantieme("contracts").out.split())
    assert "averaged" in told
    explained = tantieme("explain", "Brume", "heating", "2026-03")
    words = " ".join(explained.out.split())
    assert (
        "key version 1 from 2026-01: in proportion to homes; from January to December the months weigh "
        "170, 150, 130, 80, 40, 40/3, 40/3, 40/3, 30, 80, 120, 160; averaged over the period: homes"
    ) in words
    assert MEAN in words
    assert "homes of Brume (2025-12-31): 100" in words
    assert "homes of Brume (2026-03-31): 110" in words
    assert "of different dates" not in words


def test_the_history_tells_what_a_key_says_of_its_months(postgres: str, heating: str) -> None:
    words = " ".join(CommandLine(url_of(postgres), heating)("history").out.split())
    assert "from January to December the months weigh 170, 150, 130" in words


def test_over_http_a_contract_and_an_explanation_hold_them_as_data(heating: str, served: TestClient) -> None:
    contract = served.get(f"/api/groups/{heating}/contracts/heating").json()
    [key] = contract["contract"]["keys"]
    assert (key["month_weights"], key["averaged_measures"]) == (HEATING, ["homes"])
    answer = served.get(f"/api/groups/{heating}/explanations/Brume/heating/2026-03").json()
    [run] = answer["explanation"]["runs"]
    assert run["averages"][1]["months"][-1] == {
        "month": "2026-03",
        "reference_date": "2026-03-31",
        "value": "110",
        "weight": "130",
    }
    assert MEAN in run["sentences"]


def test_a_group_that_was_kept_before_there_were_seasons_is_rebuilt_and_read(
    postgres: str, heating: str, pool: ConnectionPool
) -> None:
    tantieme = CommandLine(url_of(postgres), heating)
    with pool.connection() as connection:
        for statement in BEFORE_SEASONS:
            connection.execute(in_schema(heating, statement))
    # Until it is rebuilt, the view answers as it was written.
    assert tantieme("contracts").status == 0
    rebuilt = tantieme("rebuild")
    assert rebuilt.status == 0, rebuilt.err
    anew = [line.split()[0] for line in rebuilt.out.splitlines() if line.endswith("written anew")]
    assert anew == ["what-is-shared", "who-bears-what"]
    assert "averaged" in tantieme("contracts").out
    assert tantieme("rebuild").out.count("equal") == len(VIEWS)


def test_a_key_without_seasons_is_told_as_before() -> None:
    assert beside_the_key({"month_weights": {}, "averaged_measures": []}) == ""
