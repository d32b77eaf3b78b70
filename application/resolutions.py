"""Use cases of governance: the life of a resolution, from its tabling to what it enacts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.electorates import electorate_of
from application.enactments import check_enactments
from application.ledger import Ledger
from application.legal_defaults import CONSENT_DEFAULTS, FORM_DEFAULTS
from application.meetings import find_meeting
from application.members import find_member
from application.ports import Act
from domain.governance.charter import Charter, charter_id, rule_for
from domain.governance.commitments import consent_to
from domain.governance.meeting import Meeting
from domain.governance.proxies import Proxies, proxies_id
from domain.governance.resolution import Choice, Resolution, resolution_id
from domain.governance.resolution_events import Enactment
from domain.kernel.identity import normal_code

RecusalGround = Literal["declared", "concerned"]


class TableResolution(Command):
    """Put a resolution forward with what it would enact.

    It concerns the members named here and those on whom an enactment acts; it may raise the commitments of
    some, who must then be named here or in its impact study.
    """

    agreement: str
    number: str
    decision_type: str
    title: str
    text: str = ""
    tabled_on: date
    enactments: tuple[Enactment, ...] = ()
    concerns: tuple[str, ...] = ()
    raises_commitments_of: tuple[str, ...] = ()


class OpenVote(Command):
    """Open the vote on a resolution in a meeting; voters have the weight that the rule gives them on a day."""

    agreement: str
    number: str
    meeting: str
    record_date: date


class RecuseVoter(Command):
    """Keep a concerned voter from voting."""

    agreement: str
    number: str
    seat: str
    reason: str = Field(min_length=1)
    ground: RecusalGround = "declared"


class CastBallot(Command):
    """Cast the ballot of a seat, by itself or by its proxy."""

    agreement: str
    number: str
    seat: str
    choice: Choice
    cast_by: str | None = None
    cast_on: date


class CloseVote(Command):
    """Count the vote and say on which day it was decided."""

    agreement: str
    number: str
    decided_on: date


def table_resolution(ledger: Ledger, command: TableResolution, act: Act) -> int:
    """The resolution is put forward; its enactments can be read."""
    agreement = find_agreement(ledger, command.agreement)
    resolution = ledger.find(Resolution, resolution_id(command.agreement, command.number))
    check_enactments(
        agreement.code, command.number, command.decision_type, command.tabled_on, command.enactments
    )
    resolution.table(
        agreement.code,
        command.number,
        command.decision_type,
        command.title,
        command.text,
        command.tabled_on,
        command.enactments,
        [find_member(ledger, code).code for code in command.concerns],
        [find_member(ledger, code).code for code in command.raises_commitments_of],
    )
    return ledger.record(resolution, act=act)


def open_vote(ledger: Ledger, command: OpenVote, act: Act) -> int:
    """Rule, record date and electorate are frozen."""
    agreement, day = find_agreement(ledger, command.agreement), command.record_date
    meeting = find_meeting(ledger, command.agreement, command.meeting)
    resolution = _resolution(ledger, command.agreement, command.number)
    meeting.must_have_on_agenda(command.number)
    meeting.must_take_voters_on(day)
    meeting.must_have_reached(command.number, _decided(ledger, command.agreement, meeting))
    charter, form = ledger.find(Charter, charter_id(command.agreement)), agreement.legal_form.value
    rule = rule_for(charter, agreement.code, form, day, resolution.decision_type, FORM_DEFAULTS)
    meeting.must_have_given_notice(rule)
    taken = electorate_of(ledger, agreement, rule, day)
    resolution.open(
        meeting.reference,
        meeting.call,
        meeting.held_on,
        day,
        rule,
        taken.voters,
        follows=meeting.follows,
        ballot_days=meeting.ballot_days,
        consent=consent_to(rule, resolution.raised, agreement.voters_on(day), form, day, CONSENT_DEFAULTS),
    )
    rests_on = [(charter.id, charter.version), (meeting.id, meeting.version), *taken.rests_on]
    return ledger.record(resolution, act=act, expected=rests_on)


def recuse_voter(ledger: Ledger, command: RecuseVoter, act: Act) -> int:
    """The concerned voter does not vote."""
    resolution = _resolution(ledger, command.agreement, command.number)
    if command.ground == "declared":
        act.must_speak_for(resolution.open_vote().speaks_for(command.seat))
    resolution.recuse(command.seat, command.reason, command.ground)
    return ledger.record(resolution, act=act)


def cast_ballot(ledger: Ledger, command: CastBallot, act: Act) -> int:
    """The voter votes, once; who votes itself takes its proxy back."""
    resolution = _resolution(ledger, command.agreement, command.number)
    vote, meeting = resolution.open_vote(), find_meeting(ledger, command.agreement, resolution.meeting)
    proxies = ledger.find(Proxies, proxies_id(command.agreement))
    cast_by = command.cast_by or command.seat
    act.must_speak_for(vote.speaks_for(cast_by))
    resolution.cast_ballot(
        command.seat,
        command.choice,
        cast_by,
        command.cast_on,
        attendance=meeting.attendance_at(command.number),
        standing=proxies.standing(command.seat, meeting.reference, command.cast_on),
    )
    rests_on = [(meeting.id, meeting.version)]
    if normal_code(cast_by) == normal_code(command.seat):
        proxies.give_way_to_voter(command.seat, meeting.reference, command.cast_on, resolution.number)
    else:
        rests_on.append((proxies.id, proxies.version))
    return ledger.record(resolution, proxies, act=act, expected=rests_on)


def close_vote(ledger: Ledger, command: CloseVote, act: Act) -> int:
    """The vote is counted."""
    resolution = _resolution(ledger, command.agreement, command.number)
    vote = resolution.open_vote()
    meeting = find_meeting(ledger, command.agreement, vote.opened.meeting)
    resolution.close(command.decided_on, meeting.attendance_at(command.number))
    return ledger.record(resolution, act=act, expected=[(meeting.id, meeting.version)])


def _decided(ledger: Ledger, agreement: str, meeting: Meeting) -> set[str]:
    numbers = meeting.order
    found = {number: ledger.find(Resolution, resolution_id(agreement, number)) for number in numbers}
    return {number for number, each in found.items() if each.was_decided_in(meeting.reference)}


def _resolution(ledger: Ledger, agreement: str, number: str) -> Resolution:
    resolution = ledger.find(Resolution, resolution_id(agreement, number))
    resolution.must_exist(number)
    return resolution


USE_CASES: UseCases = {
    TableResolution: table_resolution,
    OpenVote: open_vote,
    RecuseVoter: recuse_voter,
    CastBallot: cast_ballot,
    CloseVote: close_vote,
}
