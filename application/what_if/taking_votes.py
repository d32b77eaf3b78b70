"""How votes come about in another world: as they were cast, and counted again where others may vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from application.commands import Command
from application.enacting import RecordApproval, RecordApprovalRefused
from application.ports import LogRecord
from application.resolutions import CastBallot, CloseVote, OpenVote, RecuseVoter
from application.what_if.facts import RestsOnNothing, decide_again, keep_fact
from application.what_if.world import World
from domain.governance import pending_condition, resolution_events
from domain.governance.pending_condition import PendingCondition
from domain.governance.proxies import ProxyRevoked
from domain.governance.resolution import Choice, Resolution
from domain.kernel.aggregate import Event
from domain.membership.agreement import CooperationAgreement, agreement_id


def vote_opened(world: World, record: LogRecord, event: resolution_events.Opened) -> None:
    """The frozen electorate stands, unless others are entitled to vote in that world."""
    resolution = world.ledger.find(Resolution, record.stream)
    as_it_was = any(record.stream in supposition.as_it_was for supposition in world.suppositions)
    if as_it_was or not _electorate_is_other(world, resolution.agreement, event):
        world.counted_again.discard(record.stream)
        keep_fact(world, record, event)
        return
    world.counted_again.add(record.stream)
    terms = {"meeting": event.meeting, "record_date": event.record_date}
    decide_again(world, record, event, OpenVote.read({**_resolution(resolution), **terms}))


def _electorate_is_other(world: World, agreement: str, event: resolution_events.Opened) -> bool:
    seated = {voter.member for voter in event.voters if voter.member is not None}
    found = world.ledger.find(CooperationAgreement, agreement_id(agreement))
    voting = set(found.voters_on(date.fromisoformat(event.record_date)))
    moved = {member for supposition in world.suppositions for member in supposition.moved_voters}
    return bool(seated - voting) or bool((voting - seated) & moved)


def recused(world: World, record: LogRecord, event: resolution_events.VoterRecused) -> None:
    """A recusal is a fact; who is no voter is not recused."""
    terms = {"seat": event.seat, "reason": event.reason}
    _vote(world, record, event, RecuseVoter, terms)


def ballot(world: World, record: LogRecord, event: resolution_events.BallotCast) -> None:
    """A ballot is a fact; who is no voter casts none."""
    terms = {"seat": event.seat, "choice": Choice(event.choice), "cast_by": event.cast_by}
    _vote(world, record, event, CastBallot, {**terms, "cast_on": event.cast_on})
    if record.stream in world.counted_again:
        world.cast_again[record.position] = record


def proxy_revoked(world: World, record: LogRecord, event: ProxyRevoked) -> None:
    """A revocation is a fact; one that came of a ballot is decided with that ballot."""
    # They were recorded in one save, the one after the other: only a voter that votes itself revokes by it.
    ballot_before = world.cast_again.get(record.position - 1)
    if ballot_before is None or ballot_before.recorded_at != record.recorded_at:
        keep_fact(world, record, event)


def vote_closed(world: World, record: LogRecord, event: resolution_events.Closed) -> None:
    """The count is a fact, unless others were entitled to vote: then it is made again."""
    _vote(world, record, event, CloseVote, {"decided_on": event.decided_on})


def _vote(
    world: World, record: LogRecord, event: Event, command: type[Command], terms: Mapping[str, object]
) -> None:
    if record.stream not in world.counted_again:
        keep_fact(world, record, event)
        return
    resolution = world.ledger.find(Resolution, record.stream)
    decide_again(world, record, event, command.read({**_resolution(resolution), **terms}))


def _resolution(resolution: Resolution) -> dict[str, object]:
    return {"agreement": resolution.agreement, "number": resolution.number}


def approval_given(world: World, record: LogRecord, event: pending_condition.Approved) -> None:
    """An office approves what is asked of it."""
    said = ("given_by", "act", "reference", "given_on", "effective_on", "evidence_sha256")
    _answered(world, record, event, RecordApproval, {name: getattr(event, name) for name in said})


def approval_refused(world: World, record: LogRecord, event: pending_condition.Failed) -> None:
    """An office refuses what is asked of it; who waits then is refused with it."""
    said = ("given_by", "reference", "given_on", "reason")
    _answered(world, record, event, RecordApprovalRefused, {name: getattr(event, name) for name in said})


def _answered(
    world: World, record: LogRecord, event: Event, command: type[Command], said: Mapping[str, object]
) -> None:
    pending = world.ledger.find(PendingCondition, record.stream)
    if pending.condition is None:
        world.falls(record, event, str(RestsOnNothing()))
        return
    asked = {"agreement": pending.waiting[-1].agreement, "approval": pending.condition.subject}
    decide_again(world, record, event, command.read({**asked, **said}))
