"""Impact studies and minutes at the command line: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from psycopg_pool import ConnectionPool

from domain.governance.resolution_events import Enactment
from infrastructure.postgres.migrations import migrate
from interfaces.composition import Home
from tests import examples
from tests.examples import CONFLUENCE, DUNE, MEMBERS, carry_out
from tests.interfaces.command_line import CommandLine, url_of

GROUP = "minutes_told"


@pytest.fixture(scope="module")
def tantieme(postgres: str, pool: ConnectionPool) -> CommandLine:
    """January's 70.00 EUR are posted by 3, 2 and 2 calls; a key and an admission are tabled."""
    migrate(pool, GROUP)
    group = Home(pool).open(GROUP)
    carry_out(
        group,
        *examples.members_in_agreement(),
        *examples.toolbox("platform", ("calls",)),
        examples.contract("platform", examples.proportional("calls")),
        *(examples.reading("calls", m, "2026-01", v) for m, v in zip(MEMBERS, ("3", "2", "2"), strict=True)),
        examples.document("platform", "2026-01", 7_000),
    )
    examples.post(group, "platform", "2026-01")
    carry_out(group, examples.charter(examples.rule(), examples.rule("admission")))
    key = Enactment("adopt a key", examples.key_terms("platform", {"equal": {}}, "2026-03"))
    entry = {"member": DUNE, "bears_costs_from": "2026-03-01", "votes_from": "2026-03-01"}
    entry |= {"earlier_debts": "exempt", "contracts": ["platform"]}
    carry_out(group, examples.vote("K", [key])[0])
    carry_out(group, examples.vote("D", [Enactment("admit a member", entry)])[0])
    return CommandLine(url_of(postgres), GROUP)


def test_a_study_is_printed_attached_and_shown_with_the_resolution(tantieme: CommandLine) -> None:
    said = tantieme("impact", CONFLUENCE, "K")
    assert (said.status, "-6.66 EUR" in said.out) == (0, True)
    attached = tantieme("impact", CONFLUENCE, "K", "--attach", "--as", "Anna", "--json").data["impact"]
    [comparison] = attached["enactments"][0]["comparisons"]
    assert [m["difference_cents"] for m in comparison["members"]] == [-666, 333, 333]
    assert f"sha256 {attached['sha256']}" in tantieme("vote", CONFLUENCE, "K").out
    [shown] = [r for r in tantieme("resolutions", "--json").data["resolutions"] if r["number"] == "K"]
    assert shown["study"]["study"] == attached


def test_an_entrant_s_readings_come_from_a_file(tantieme: CommandLine, tmp_path: Path) -> None:
    refused = tantieme("impact", CONFLUENCE, "D")
    assert (refused.status, "supply its readings of calls for 2026-01" in refused.err) == (1, True)
    file = tmp_path / "readings.json"
    reading = {"measure": "calls", "member": DUNE, "month": "2026-01", "value": "7"}
    file.write_text(json.dumps({"readings": [reading]}), "utf-8")
    told = tantieme("impact", CONFLUENCE, "D", "--readings", file, "--json").data["impact"]
    [comparison] = told["enactments"][0]["comparisons"]
    assert [m["difference_cents"] for m in comparison["members"]] == [-1_500, -1_000, -1_000, 3_500]


def test_a_study_is_attached_by_somebody_and_as_things_stand(tantieme: CommandLine) -> None:
    assert tantieme("impact", CONFLUENCE, "K", "--attach").status == 2
    assert tantieme("impact", CONFLUENCE, "K", "--attach", "--as", "Anna", "--as-of", 3).status == 2
    assert tantieme("impact", CONFLUENCE, "K", "--from", "2026-02", "--through", "2026-01").status == 2
    assert tantieme("impact", CONFLUENCE, "none").status == 1


def test_minutes_are_printed_in_either_language(tantieme: CommandLine) -> None:
    meeting = {"agreement": CONFLUENCE, "reference": "M 7", "agenda": ["K"]}
    days = {"convened_on": "2026-01-05", "held_on": "2026-01-20"}
    convened = json.dumps({**meeting, **days})
    assert tantieme("do", "convene-meeting", "-", "--as", "Anna", stdin=convened).status == 0
    assert "réunion du 20 janvier 2026" in tantieme("minutes", CONFLUENCE, "M 7").out
    assert "meeting of 20 January 2026" in tantieme("minutes", CONFLUENCE, "M 7", "--language", "en").out
    assert tantieme("minutes", CONFLUENCE, "M 7", "--json").data["minutes"]["agenda"][0]["number"] == "K"
    assert tantieme("minutes", CONFLUENCE, "M 7", "--language", "de").status == 2
    assert tantieme("minutes", CONFLUENCE, "M 8").status == 1
