"""How runs come about in another world: decided again in the order of the log, by the same persons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from application.commands import Command
from application.errors import InputsMoved
from application.ports import LogRecord
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.service_flows import FlowsAwaited, ShareServiceFlows
from application.what_if.world import RefusedRun, Take, World
from domain.allocation import allocation_run_events as run_events
from domain.allocation.carry import Moved
from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.engine.splitting import ENGINE_VERSION
from domain.kernel.aggregate import Event
from domain.kernel.errors import Refusal

ENGINES = frozenset({ENGINE_VERSION})
"""The versions of the engine that this version of Tantième can run."""


class EngineUnknown(Refusal):
    """A run is decided again by the engine that its event names, or not at all."""

    sentence = "run {run} was computed by engine {engine}, which this version does not have"


def prepared(world: World, record: LogRecord, event: run_events.Prepared) -> None:
    """The same person prepares the run of that contract and month, on the carry that was looked ahead to then."""
    if event.engine_version not in ENGINES:
        raise EngineUnknown(run=event.run, engine=event.engine_version)
    for supposition in world.suppositions:
        supposition.before_run(world, event)
    world.runs[record.stream] = (event.contract, event.service_to)
    world.given_up.discard(record.stream)
    contract, month = world.runs[record.stream]
    following = _looked_ahead(world, event)
    _run(world, record, "prepare", PrepareRun(contract=contract, month=month, following=following))


def carry_moved(world: World, _: LogRecord, event: Moved) -> None:
    """The carry moves with the runs; what it was is kept, because runs were prepared on it."""
    world.recorded_carries[event.contract] = event.carried_cents


def _looked_ahead(world: World, event: run_events.Prepared) -> bool:
    # A run does not say whether the open runs of earlier months were looked ahead to. Where its carry is the one
    # that stood, it makes no difference to what was recorded; where it is another, only that can have made it.
    stood = world.recorded_carries.get(event.contract, {})
    return _carries(event.carried_cents) != _carries(stood)


def _carries(cents: Mapping[str, str]) -> dict[str, Fraction]:
    carried = {member: carry_of(each) for member, each in cents.items()}
    return {member: each for member, each in carried.items() if each}


def approved(world: World, record: LogRecord, _: run_events.Approved) -> None:
    """The same person approves it."""
    _run(world, record, "approve", _approval(world, record))


def _approval(world: World, record: LogRecord) -> ApproveRun:
    contract, month = world.runs[record.stream]
    return ApproveRun(contract=contract, month=month)


def posted(world: World, record: LogRecord, event: run_events.Posted) -> None:
    """The same person posts it, on the same accounting date."""
    contract, month = world.runs[record.stream]
    day = date.fromisoformat(event.accounting_date)
    _run(world, record, "post", PostRun(contract=contract, month=month, accounting_date=day))
    world.persons.pop(record.stream, None)


def reversed_(world: World, record: LogRecord, event: run_events.Reversed) -> None:
    """What was reversed then is reversed, if it was posted."""
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
        _on_shared_flows(world, command, record)
    except InputsMoved:
        # Another decision came between: as people would, the same ones prepare and approve it again. It is posted
        # at once, so it rests on the carry that stands.
        for earlier, again in about:
            now = again.model_copy(update={"following": False}) if isinstance(again, PrepareRun) else again
            _on_shared_flows(world, now, earlier)
        world.carry_out(command, record)
    if step == "prepare":
        about.clear()
    about.append((record, command))


def _on_shared_flows(world: World, command: Command, record: LogRecord) -> None:
    # Where services are to share first what nobody shared then, whoever prepares has them share it, as people would.
    shared: set[object] = set()
    while True:
        try:
            world.carry_out(command, record)
            return
        except FlowsAwaited as awaited:
            month = awaited.facts["month"]
            if month in shared:
                raise
            shared.add(month)
            flows = ShareServiceFlows(agreement=str(awaited.facts["agreement"]), month=str(month))
            world.carry_out(flows, record)


def _prepared_before(world: World, record: LogRecord, event: run_events.Prepared) -> None:
    world.runs[record.stream] = (event.contract, event.service_to)
    command = PrepareRun(contract=event.contract, month=event.service_to)
    world.persons[record.stream] = [(record, command)]


def _approved_before(world: World, record: LogRecord, _: run_events.Approved) -> None:
    world.persons[record.stream].append((record, _approval(world, record)))


def _posted_before(world: World, record: LogRecord, _: run_events.Posted) -> None:
    world.persons.pop(record.stream, None)


STANDS: Mapping[type[Event], Take] = MappingProxyType(
    {
        run_events.Prepared: _prepared_before,
        run_events.Approved: _approved_before,
        run_events.Posted: _posted_before,
        Moved: carry_moved,
    }
)
"""What is noted of records that stand as they are, so that runs that are open by then can be decided again."""
