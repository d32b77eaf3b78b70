"""A vote reads the same from the command line and over HTTP: voters, weights, proxies, recusals, attendance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.electors import AppointSeat, GrantProxy, RecordHolding
from application.meetings import RecordAttendance
from application.resolutions import CastBallot, CloseVote, RecuseVoter
from domain.governance.attendance import CarriedProxy
from interfaces.composition import Home
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, carry_out
from tests.interfaces.api_world import asking
from tests.interfaces.command_line import CommandLine, url_of

DAY = date(2026, 1, 5)
OF = {"agreement": CONFLUENCE}
R1 = {**OF, "number": "R1"}


@pytest.fixture
def client(pool: ConnectionPool, group_schema: str) -> Iterator[TestClient]:
    home = Home(pool)
    group = home.open(group_schema)
    carry_out(group, *examples.members_in_agreement())
    carry_out(group, examples.charter(examples.rule(weights="by capital", quorum_first_call="1/2")))
    for member, shares in ((AVAL, "650"), (BRUME, "1000/3"), (CIME, "50")):
        held = {"shares": shares, "effective_on": DAY, "source": "register of shareholders"}
        carry_out(group, RecordHolding(**OF, member=member, **held))
    seat = {"seat": "Tenants 1", "from_on": DAY, "person": examples.PERSONS[CIME], "source": "college"}
    carry_out(group, AppointSeat(**OF, **seat), *examples.vote("R1"))
    deed = {"meeting": "Meeting on R1", "granted_on": DAY, "evidence": "letter"}
    carry_out(group, GrantProxy(**OF, seat=BRUME, holder=AVAL, **deed))
    sheet = {"present": (AVAL, CIME), "represented": (BRUME,), "proxies": (CarriedProxy(BRUME, AVAL),)}
    carry_out(
        group,
        RecordAttendance(**OF, reference="Meeting on R1", **sheet),
        RecuseVoter(**R1, seat=CIME, reason="it provides"),
        CastBallot(**R1, seat=BRUME, cast_by=AVAL, choice="for", cast_on=DAY),
        CloseVote(**R1, decided_on=DAY),
    )
    with asking(home, base_url=f"http://127.0.0.1/api/groups/{group_schema}") as opened:
        yield opened


def test_a_resolution_shows_weights_recusals_proxies_meeting_and_attendance(client: TestClient) -> None:
    found = client.get(f"resolutions/{CONFLUENCE}/R1").json()["resolution"]
    source = "shares at 2026-01-05: 1000/3 (register of shareholders)"
    weights = {v["seat"]: (v["weight"], v["recused"]) for v in found["voters"]}
    assert weights == {AVAL: ("650", None), BRUME: ("1000/3", None), CIME: ("50", "it provides")}
    assert [v["weight_source"] for v in found["voters"] if v["seat"] == BRUME] == [source]
    [proxy] = found["proxies"]
    assert (proxy["seat"], proxy["holder"], proxy["revoked_on"]) == (BRUME, AVAL, None)
    [sheet] = found["held_in"]["attendance"]
    assert (sheet["present"], sheet["represented"]) == ([AVAL, CIME], [BRUME])
    assert sheet["proxies"] == [{"seat": BRUME, "holder": AVAL}]
    assert (found["present"], found["represented"]) == ([AVAL, CIME], [BRUME])
    assert found["arithmetic"] == [
        "quorum: 3100/3 of 3100/3 take part, 1/2 needed",
        "simple majority: 1000/3 for, 0 against",
    ]


def test_the_registers_behind_an_electorate_are_read_as_of_any_position(client: TestClient) -> None:
    told = client.get(f"electors/{CONFLUENCE.lower()}").json()
    registers = told["electors"]
    assert [seat["seat"] for seat in registers["seats"]] == ["Tenants 1"]
    assert {held["member"]: held["shares"] for held in registers["holdings"]} == {
        AVAL: "650",
        BRUME: "1000/3",
        CIME: "50",
    }
    before = registers["proxies"][0]["since_position"] - 1
    earlier = client.get(f"electors/{CONFLUENCE}", params={"as_of": before}).json()["electors"]
    assert earlier["proxies"] == []
    assert client.get("electors/Nowhere").status_code == 404


def test_the_command_line_tells_a_vote_and_its_registers(
    postgres: str, client: TestClient, group_schema: str
) -> None:
    tantieme = CommandLine(url_of(postgres), group_schema)
    told = tantieme("vote", CONFLUENCE, "r1")
    assert told.status == 0, told.err
    assert "attendance: Aval, Cime; represented: Brume" in told.out
    assert "simple majority: 1000/3 for, 0 against" in told.out
    over_http = client.get(f"resolutions/{CONFLUENCE}/R1").json()["resolution"]
    assert tantieme("vote", CONFLUENCE, "R1", "--json").data["resolution"] == over_http
    registers = tantieme("electors", CONFLUENCE, "--json").data
    assert registers["holdings"] == client.get(f"electors/{CONFLUENCE}").json()["electors"]["holdings"]
    assert "Tenants 1" in tantieme("electors", CONFLUENCE).out
    assert tantieme("vote", CONFLUENCE, "R9").status == 1
