"""A template goes from one group to another by the command line, and what is enacted is listed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from application.resolutions import TableResolution
from domain.kernel.enactment import Condition, Enactment
from interfaces.composition import Home
from tests import examples
from tests.examples import carry_out
from tests.interfaces.command_line import CommandLine, url_of, written

PLACES = {
    f"member {number}": {"code": code, "name": code, "kind": "OPH", "source": "register"}
    for number, code in enumerate(("Ouest", "Nord", "Sud"), start=1)
}
MAPPING = {
    "agreement": {"code": "Delta", "name": "Delta", "effective_on": "2026-01-01"},
    "members": PLACES,
}


@pytest.fixture
def tantieme(postgres: str, pool: ConnectionPool) -> Iterator[CommandLine]:
    """The command line on a group in which Confluence shares a platform, and may start others."""
    home, name = Home(pool), f"from_{uuid4().hex[:8]}"
    home.migrate(name)
    share(home.open(name))
    yield CommandLine(url_of(postgres), name)
    for group in (name, f"to_{name}"):
        if group in home.groups():
            home.drop(group)


def share(group: Group) -> None:
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("platform", ["calls"]))
    carry_out(group, examples.charter(examples.rule("budget")))
    carry_out(group, examples.contract("platform", examples.proportional("calls")))
    terms = {"contract": "platform", "year": 2026, "amount_cents": 1200}
    waiting = Enactment("adopt a budget", terms, (), (Condition("official approval", "an approval"),))
    carry_out(group, *examples.adopted("R1", [waiting]))


def read(said: Any) -> Any:
    assert said.status == 0, said.err
    return said.data


def test_a_template_goes_from_one_group_to_another(tantieme: CommandLine, tmp_path: Path) -> None:
    file, again = tmp_path / "confluence.json", tmp_path / "again.json"
    told = read(tantieme("template", "export", "confluence", file, "--json"))
    assert tantieme("template", "export", "Confluence", again).status == 0
    assert file.read_bytes() == again.read_bytes()
    assert json.loads(file.read_text())["sha256"] == told["sha256"]
    assert tantieme("template", "export", "Confluence", "-").out == file.read_text()
    there = CommandLine(tantieme.url, f"to_{tantieme.group}")
    mapping = written(tmp_path, "mapping.json", json.dumps(MAPPING))
    started = read(there("template", "start", file, mapping, "--as", "Claire", "--json"))
    assert (started["agreement"], started["commands"]) == ("Delta", 6)
    assert "nothing was left to do" in there("template", "start", file, mapping, "--as", "Claire").out
    for member in ("Ouest", "Nord", "Sud"):
        deed = {"agreement": "Delta", "member": member, "signatory": f"Director of {member}"}
        signed = {**deed, "capacity": "director", "signed_on": "2025-12-15", "deliberation": "board"}
        assert there("do", "sign-agreement", "-", "--as", "Claire", stdin=json.dumps(signed)).status == 0
    [contract] = read(there("contracts", "--json"))["contracts"]
    assert (contract["code"], contract["provider"]) == ("platform", "Ouest")
    told = read(there("enactments", "--agreement", "delta", "--json"))["enactments"]
    assert [e["state"] for e in told] == ["carried out", "carried out"]


def test_what_does_not_fit_ends_with_status_2_and_names_the_field(
    tantieme: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "confluence.json"
    assert tantieme("template", "export", "Confluence", file).status == 0
    there = CommandLine(tantieme.url, f"to_{tantieme.group}")
    mapping = written(tmp_path, "mapping.json", json.dumps({**MAPPING, "members": {}}))
    refused = there("template", "start", file, mapping, "--as", "Claire")
    assert (refused.status, "members.member 1" in refused.err) == (2, True)
    file.write_text("[1]", encoding="utf-8")
    assert there("template", "start", file, mapping, "--as", "Claire").status == 2
    assert tantieme("template", "export", "Nowhere", file).status == 1


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (("enactments",), ("resolution R1 of", "adopted, not in force", "an approval")),
        (("enactments", "--state", "carried out"), ("Enactments",)),
        (("amendments",), ("annex", "in force", "Aval on 2026-01-01")),
        (("conditions",), ("official approval", "awaited")),
        (("restatements",), ("Restatements",)),
        (("accounting-years",), ("2026",)),
    ],
)
def test_what_is_enacted_is_listed_for_people_and_for_programs(
    tantieme: CommandLine, reading: tuple[str, ...], words: tuple[str, ...]
) -> None:
    said = tantieme(*reading)
    assert said.status == 0, said.err
    flat = " ".join(said.out.split())
    for word in words:
        assert all(part in flat for part in word.split())
    assert read(tantieme(*reading, "--json"))["position"] > 0
    assert read(tantieme(*reading, "--json", "--as-of", "1"))["position"] == 1


def test_an_enactment_may_be_tabled_with_what_it_needs_and_waits_for(tantieme: CommandLine) -> None:
    kinds = [
        {"kind": "free text", "terms": {}},
        {
            "kind": "free text",
            "terms": {},
            "needs": [1],
            "conditions": [{"kind": "accession signed", "subject": "Dune"}],
        },
    ]
    tabled = {"agreement": "Confluence", "number": "R9", "decision_type": "other", "title": "T"}
    terms = json.dumps({**tabled, "tabled_on": "2026-01-05", "enactments": kinds})
    assert tantieme("do", TableResolution.__name__.lower(), "-", "--as", "C", stdin=terms).status == 2
    assert tantieme("do", "table-resolution", "-", "--as", "C", stdin=terms).status == 0
    listed = read(tantieme("enactments", "--json"))["enactments"]
    assert [e["needs"] for e in listed if e["authority"]["number"] == "R9"] == [[], [1]]
