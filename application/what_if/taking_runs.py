"""How runs come about in another world: decided again in the order of the log, by the same persons."""

from __future__ import annotations

from datetime import date

from application.commands import Command
from application.errors import InputsMoved
from application.ports import LogRecord
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from application.what_if.world import RefusedRun, World
from domain.allocation import allocation_run_events as run_events
from domain.allocation.engine.splitting import ENGINE_VERSION
from domain.kernel.errors import Refusal

ENGINES = frozenset({ENGINE_VERSION})
"""The versions of the engine that this version of Tantième can run."""


class EngineUnknown(Refusal):
    """A run is decided again by the engine that its event names, or not at all."""

    sentence = "run {run} was computed by engine {engine}, which this version does not have"


def prepared(world: World, record: LogRecord, event: run_events.Prepared) -> None:
    """The same person prepares the run of that contract and month."""
    if event.engine_version not in ENGINES:
        raise EngineUnknown(run=event.run, engine=event.engine_version)
    for supposition in world.suppositions:
        supposition.before_run(world, event)
    world.runs[record.stream] = (event.contract, event.service_to)
    world.given_up.discard(record.stream)
    contract, month = world.runs[record.stream]
    _run(world, record, "prepare", PrepareRun(contract=contract, month=month))


def approved(world: World, record: LogRecord, _: run_events.Approved) -> None:
    """The same person approves it."""
    contract, month = world.runs[record.stream]
    _run(world, record, "approve", ApproveRun(contract=contract, month=month))


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
        world.carry_out(command, record)
    except InputsMoved:
        # Another decision came between: as people would, the same ones prepare and approve it again.
        for earlier, again in about:
            world.carry_out(again, earlier)
        world.carry_out(command, record)
    if step == "prepare":
        about.clear()
    about.append((record, command))
