"""A vote holds to its meeting, its type of decision and its voters, whoever types it in."""

from __future__ import annotations

from datetime import date

import pytest

from application.commands import Command
from application.electors import AppointSeat, GrantProxy, VacateSeat
from application.enactments import WrongDecisionType
from application.errors import NotSpokenFor
from application.group import Group
from application.meetings import ConveneMeeting
from application.ports import Act
from application.resolutions import CastBallot, CloseVote, OpenVote, TableResolution
from application.services import OpenContract
from domain.governance.meeting import FirstCallDecided
from domain.governance.resolution import Choice, NotAVoter, WrongStage
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput, Refusal
from domain.membership.membership import NotAMember
from tests import examples
from tests.examples import AVAL, BRUME, CONFLUENCE, DUNE, EQUAL, PREPARER, carry_out, vote

DAY = date(2026, 1, 5)
R1 = {"agreement": CONFLUENCE, "number": "R1"}


@pytest.fixture(autouse=True)
def charter(confluence: Group) -> None:
    """Keys and budgets are decided by simple majority; a first call wants half of the votes."""
    rules = (examples.rule(kind, quorum_first_call="1/2") for kind in ("key", "budget"))
    carry_out(confluence, examples.charter(*rules))


def refused(group: Group, command: Command, refusal: type[Refusal], act: Act = PREPARER) -> None:
    before = group.ledger.event_log.head()
    with pytest.raises(refusal) as why:
        group.carry_out(command, act)
    assert type(why.value) is refusal
    assert group.ledger.event_log.head() == before


def test_a_key_is_not_adopted_by_a_vote_on_a_budget(confluence: Group) -> None:
    key = Enactment("adopt a key", examples.key_terms("platform", EQUAL, "2026-02"))
    tabled = TableResolution(**R1, decision_type="budget", title="T", tabled_on=DAY, enactments=(key,))
    refused(confluence, tabled, WrongDecisionType)


def test_voters_are_taken_between_the_convocation_and_the_meeting(confluence: Group) -> None:
    carry_out(confluence, *vote("R1")[:1])
    meeting = {"agreement": CONFLUENCE, "reference": "M", "agenda": ("R1",)}
    days = {"convened_on": date(2026, 2, 1), "held_on": date(2026, 2, 20)}
    carry_out(confluence, ConveneMeeting(**meeting, **days))
    for day in (date(2026, 1, 31), date(2026, 2, 21)):
        refused(confluence, OpenVote(**R1, meeting="M", record_date=day), BadInput)
    carry_out(confluence, OpenVote(**R1, meeting="M", record_date=date(2026, 2, 1)))
    refused(confluence, CloseVote(**R1, decided_on=date(2026, 2, 19)), BadInput)


def test_a_second_call_is_for_what_the_first_could_not_decide(confluence: Group) -> None:
    carry_out(confluence, *vote("R1"))
    days = {"convened_on": DAY, "held_on": DAY}
    second = {"agreement": CONFLUENCE, "reference": "M2", "call": 2, "agenda": ("R1",), **days}
    refused(confluence, ConveneMeeting(**second), BadInput)
    refused(confluence, ConveneMeeting(**second, follows="Meeting on R1"), FirstCallDecided)
    carry_out(confluence, *examples.ballots("R1", {}), *vote("R2"))
    other = {**second, "agenda": ("R2",)}
    refused(confluence, ConveneMeeting(**other, follows="Meeting on R1"), BadInput)
    carry_out(confluence, ConveneMeeting(**second, follows="Meeting on R1"))
    carry_out(
        confluence, OpenVote(**R1, meeting="M2", record_date=DAY), *examples.ballots("R1", {BRUME: "for"})
    )
    refused(confluence, OpenVote(**R1, meeting="M2", record_date=DAY), WrongStage)


def test_a_ballot_is_cast_for_the_member_that_is_spoken_for(confluence: Group) -> None:
    carry_out(confluence, *vote("R1"))
    for_aval = Act(actor=PREPARER.actor, on_behalf_of=AVAL)
    ballot = CastBallot(**R1, seat=BRUME, choice=Choice.FOR, cast_on=DAY)
    refused(confluence, ballot, NotSpokenFor, for_aval)
    confluence.carry_out(CastBallot(**R1, seat=AVAL, choice=Choice.FOR, cast_on=DAY), for_aval)


def test_a_proxy_is_carried_by_a_voter(confluence: Group) -> None:
    carry_out(confluence, *vote("R1"))
    stranger = CastBallot(**R1, seat=BRUME, choice=Choice.FOR, cast_by=DUNE, cast_on=DAY)
    refused(confluence, stranger, NotAVoter)
    carry_out(confluence, CastBallot(**R1, seat="brume", choice=Choice.FOR, cast_by=" BRUME", cast_on=DAY))
    [ballot] = confluence.readings.rows("ballots", confluence.position())
    assert (ballot["seat"], ballot["cast_by"], ballot["proxy"]) == (BRUME, BRUME, False)


def test_nobody_bears_costs_that_it_never_agreed_to(confluence: Group) -> None:
    opened: OpenContract = examples.contract("platform", EQUAL, code="other", beneficiaries=[AVAL, DUNE])
    refused(confluence, opened, NotAMember)


def test_who_stood_behind_a_seat_dates_no_proxy_back_to_that_time(confluence: Group) -> None:
    of = {"agreement": CONFLUENCE, "seat": "Tenants 1"}
    source = {"source": "college"}
    carry_out(
        confluence,
        AppointSeat(**of, **source, member=AVAL, from_on=DAY),
        VacateSeat(**of, until=date(2026, 1, 31)),
        AppointSeat(**of, **source, member=BRUME, from_on=date(2026, 2, 1)),
    )
    deed = {
        "holder": AVAL,
        "until": date(2026, 12, 31),
        "granted_on": date(2026, 1, 20),
        "evidence": "letter",
    }
    for_aval = Act(actor="director", on_behalf_of=AVAL)
    refused(confluence, GrantProxy(**of, **deed), NotSpokenFor, for_aval)
    later = {**deed, "granted_on": date(2026, 2, 2)}
    carry_out(confluence, GrantProxy(**of, **later), act=Act(actor="director", on_behalf_of=BRUME))
