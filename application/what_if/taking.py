"""How each recorded event comes about in another world: kept, decided again, or left to what decides it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from application.agreements import LetMemberLeave, SignAccession, SignAmendment
from application.allocation import add_pool_line
from application.commands import Command
from application.errors import InputsMoved
from application.ports import LogRecord
from application.resolutions import CastBallot, CloseVote, OpenVote, RecuseVoter
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.what_if.facts import must_stand
from application.what_if.world import RefusedRun, Take, World, act_of
from domain.accounts import journal
from domain.allocation import allocation_run_events as run_events
from domain.allocation import carry, cost_document, cost_pool, measurements
from domain.allocation.engine.splitting import ENGINE_VERSION
from domain.governance import resolution_events
from domain.governance.resolution import Choice, Resolution
from domain.kernel.aggregate import Event
from domain.kernel.errors import Refusal
from domain.kernel.money import euros
from domain.membership import agreement_events
from domain.membership.agreement import CooperationAgreement, agreement_id
from domain.services.contract import ServiceContract, contract_id

ENGINES = frozenset({ENGINE_VERSION})
"""The versions of the engine that this version of Tantième can run."""


class EngineUnknown(Refusal):
    """A run is decided again by the engine that its event names, or not at all."""

    sentence = "run {run} was computed by engine {engine}, which this version does not have"


class DirectToNobody(Refusal):
    """Who is no beneficiary of a contract is charged nothing of it."""

    sentence = (
        "{amount} of {number} of {supplier} is charged directly to {member}, who does not share {contract}"
    )


def _keep(world: World, record: LogRecord, event: Event) -> None:
    try:
        must_stand(world, record, event)
    except Refusal as refusal:
        world.falls(record, event, str(refusal))
        return
    world.keep(record)


def _again(world: World, record: LogRecord, event: Event, command: Command) -> None:
    try:
        world.carry_out(command, record)
    except Refusal as refusal:
        world.falls(record, event, str(refusal))


def _decided_elsewhere(_world: World, _record: LogRecord, _event: Event) -> None:
    """Recorded with something that is decided again, and decided with it."""


def _prepared(world: World, record: LogRecord, event: run_events.Prepared) -> None:
    if event.engine_version not in ENGINES:
        raise EngineUnknown(run=event.run, engine=event.engine_version)
    for supposition in world.suppositions:
        supposition.before_run(world, event)
    world.runs[record.stream] = (event.contract, event.service_to)
    world.given_up.discard(record.stream)
    contract, month = world.runs[record.stream]
    _run(world, record, "prepare", PrepareRun(contract=contract, month=month))


def _approved(world: World, record: LogRecord, _: run_events.Approved) -> None:
    contract, month = world.runs[record.stream]
    _run(world, record, "approve", ApproveRun(contract=contract, month=month))


def _posted(world: World, record: LogRecord, event: run_events.Posted) -> None:
    contract, month = world.runs[record.stream]
    day = date.fromisoformat(event.accounting_date)
    _run(world, record, "post", PostRun(contract=contract, month=month, accounting_date=day))
    world.persons.pop(record.stream, None)


def _reversed(world: World, record: LogRecord, event: run_events.Reversed) -> None:
    contract, month = world.runs[record.stream]
    terms = {"reason": event.reason, "accounting_date": date.fromisoformat(event.accounting_date)}
    _run(world, record, "reverse", ReverseRun.read({"contract": contract, "month": month, **terms}))


def _run(world: World, record: LogRecord, step: str, command: Command) -> None:
    if record.stream in world.given_up:
        return
    try:
        _carried_out(world, record, step, command)
    except Refusal as refusal:
        # A run that is refused once is not approved, posted or reversed either.
        world.given_up.add(record.stream)
        contract, month = world.runs[record.stream]
        world.refused_runs.append(RefusedRun(contract, month, step, refusal))


def _carried_out(world: World, record: LogRecord, step: str, command: Command) -> None:
    about = world.persons.setdefault(record.stream, [])
    try:
        world.carry_out(command, record)
    except InputsMoved:
        # Another decision came between: as people would, the same ones prepare and approve it again.
        for earlier, again in about:
            world.carry_out(again, earlier)
        world.carry_out(command, record)
    if step == "prepare":
        about.clear()
    about.append((record, command))


def _document(world: World, record: LogRecord, event: cost_document.Recorded) -> None:
    world.keep(record)
    pools: dict[tuple[str, str], cost_pool.CostPool] = {}
    for line in event.lines:
        contract = world.ledger.find(ServiceContract, contract_id(line.contract))
        if contract.exists and line.direct_to is not None and line.direct_to not in contract.beneficiaries:
            about = {"supplier": event.supplier, "number": event.number, "contract": contract.code}
            refusal = DirectToNobody(amount=euros(line.amount_cents), member=line.direct_to, **about)
            world.falls(record, event, str(refusal))
            continue
        add_pool_line(world.ledger, pools, event.supplier, event.number, line)
    world.ledger.record(*pools.values(), act=act_of(record))


def _accession_signed(world: World, record: LogRecord, event: agreement_events.AccessionSigned) -> None:
    _again(world, record, event, SignAccession.read(_signature(world, record, event)))


def _amendment_signed(world: World, record: LogRecord, event: agreement_events.AmendmentSigned) -> None:
    terms = {**_signature(world, record, event), "number": event.number}
    _again(world, record, event, SignAmendment.read(terms))


def _signature(world: World, record: LogRecord, event: Any) -> dict[str, object]:
    named = ("member", "signatory", "capacity", "signed_on", "deliberation")
    return {"agreement": _agreement(world, record).code, **{name: getattr(event, name) for name in named}}


def _left(world: World, record: LogRecord, event: agreement_events.MemberLeft) -> None:
    named = ("member", "reason", "notified_on", "bears_costs_until", "contracts", "authority")
    terms = {"agreement": _agreement(world, record).code, **{name: getattr(event, name) for name in named}}
    _again(world, record, event, LetMemberLeave.read(terms))


def _agreement(world: World, record: LogRecord) -> CooperationAgreement:
    return world.ledger.find(CooperationAgreement, record.stream)


def _vote_opened(world: World, record: LogRecord, event: resolution_events.Opened) -> None:
    resolution = world.ledger.find(Resolution, record.stream)
    as_it_was = any(record.stream in supposition.as_it_was for supposition in world.suppositions)
    if as_it_was or not _electorate_is_other(world, resolution.agreement, event):
        world.counted_again.discard(record.stream)
        _keep(world, record, event)
        return
    world.counted_again.add(record.stream)
    terms = {"meeting": event.meeting, "record_date": event.record_date}
    _again(world, record, event, OpenVote.read({**_resolution(resolution), **terms}))


def _electorate_is_other(world: World, agreement: str, event: resolution_events.Opened) -> bool:
    seated = {voter.member for voter in event.voters if voter.member is not None}
    found = world.ledger.find(CooperationAgreement, agreement_id(agreement))
    voting = set(found.voters_on(date.fromisoformat(event.record_date)))
    moved = {member for supposition in world.suppositions for member in supposition.moved_voters}
    return bool(seated - voting) or bool((voting - seated) & moved)


def _recused(world: World, record: LogRecord, event: resolution_events.VoterRecused) -> None:
    terms = {"seat": event.seat, "reason": event.reason}
    _vote(world, record, event, RecuseVoter, terms)


def _ballot(world: World, record: LogRecord, event: resolution_events.BallotCast) -> None:
    terms = {"seat": event.seat, "choice": Choice(event.choice), "cast_by": event.cast_by}
    _vote(world, record, event, CastBallot, {**terms, "cast_on": event.cast_on})


def _vote_closed(world: World, record: LogRecord, event: resolution_events.Closed) -> None:
    _vote(world, record, event, CloseVote, {"decided_on": event.decided_on})


def _vote(
    world: World, record: LogRecord, event: Event, command: type[Command], terms: Mapping[str, object]
) -> None:
    if record.stream not in world.counted_again:
        _keep(world, record, event)
        return
    resolution = world.ledger.find(Resolution, record.stream)
    _again(world, record, event, command.read({**_resolution(resolution), **terms}))


def _resolution(resolution: Resolution) -> dict[str, object]:
    return {"agreement": resolution.agreement, "number": resolution.number}


TAKE: Mapping[type[Event], Take] = MappingProxyType(
    {
        Event: _keep,
        cost_document.Recorded: _document,
        # Runs are decided again, in the order of the log.
        run_events.Prepared: _prepared,
        run_events.Approved: _approved,
        run_events.Posted: _posted,
        run_events.Reversed: _reversed,
        # Votes, unless others are entitled to vote; what only members may sign or end.
        resolution_events.Opened: _vote_opened,
        resolution_events.VoterRecused: _recused,
        resolution_events.BallotCast: _ballot,
        resolution_events.Closed: _vote_closed,
        agreement_events.AccessionSigned: _accession_signed,
        agreement_events.AmendmentSigned: _amendment_signed,
        agreement_events.MemberLeft: _left,
        # These come of what is decided again.
        **dict.fromkeys(
            (
                run_events.Computed,
                carry.Moved,
                journal.Booked,
                measurements.Frozen,
                cost_pool.Opened,
                cost_pool.LineAdded,
                cost_pool.LateLineAdded,
                cost_pool.Closed,
                cost_pool.Reopened,
                agreement_events.MemberAdmitted,
                agreement_events.AmendmentEnteredIntoForce,
            ),
            _decided_elsewhere,
        ),
    }
)
