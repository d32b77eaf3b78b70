"""Use cases of governance: the life of a resolution, from its tabling to what it enacts."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from application.agreements import find_agreement
from application.commands import Command, UseCases
from application.enactments import check_enactments
from application.ledger import Ledger
from application.legal_defaults import FORM_DEFAULTS
from application.meetings import find_meeting
from application.ports import Act
from domain.governance.charter import Charter, charter_id, rule_for
from domain.governance.resolution import Choice, Resolution, resolution_id
from domain.governance.resolution_events import Enactment, Voter


class TableResolution(Command):
    """Put a resolution forward with what it would enact."""

    agreement: str
    number: str
    decision_type: str
    title: str
    text: str = ""
    tabled_on: date
    enactments: tuple[Enactment, ...] = ()


class OpenVote(Command):
    """Open the vote on a resolution in a meeting; members vote with the weight that the rule gives them."""

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
    )
    return ledger.record(resolution, act=act)


def open_vote(ledger: Ledger, command: OpenVote, act: Act) -> int:
    """Rule, record date and electorate are frozen."""
    agreement = find_agreement(ledger, command.agreement)
    meeting = find_meeting(ledger, command.agreement, command.meeting)
    resolution = _resolution(ledger, command.agreement, command.number)
    meeting.must_have_on_agenda(command.number)
    meeting.must_take_voters_on(command.record_date)
    charter = ledger.find(Charter, charter_id(command.agreement))
    rule = rule_for(
        charter,
        agreement.code,
        agreement.legal_form.value,
        command.record_date,
        resolution.decision_type,
        FORM_DEFAULTS,
    )
    voters = [Voter(m, m, None, "1", "one each") for m in agreement.voters_on(command.record_date)]
    resolution.open(meeting.reference, meeting.call, meeting.held_on, command.record_date, rule, voters)
    return ledger.record(resolution, act=act)


def recuse_voter(ledger: Ledger, command: RecuseVoter, act: Act) -> int:
    """The concerned voter does not vote."""
    resolution = _resolution(ledger, command.agreement, command.number)
    resolution.recuse(command.seat, command.reason)
    return ledger.record(resolution, act=act)


def cast_ballot(ledger: Ledger, command: CastBallot, act: Act) -> int:
    """The voter votes, once."""
    resolution = _resolution(ledger, command.agreement, command.number)
    cast_by = command.cast_by or command.seat
    act.must_speak_for(cast_by)
    resolution.cast_ballot(command.seat, command.choice, cast_by, command.cast_on)
    return ledger.record(resolution, act=act)


def close_vote(ledger: Ledger, command: CloseVote, act: Act) -> int:
    """The vote is counted."""
    resolution = _resolution(ledger, command.agreement, command.number)
    resolution.close(command.decided_on)
    return ledger.record(resolution, act=act)


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
