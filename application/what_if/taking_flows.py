"""How what services use of each other comes about in another world: shared again, where runs rest on it."""

from __future__ import annotations

from application.ports import LogRecord
from application.service_flows import ShareServiceFlows
from application.what_if.world import World
from domain.allocation.service_flows import FlowsShared, NothingMoves
from domain.kernel.errors import Refusal


def shared(world: World, record: LogRecord, event: FlowsShared) -> None:
    """The same person shares that month again; where nothing is left to move, nothing falls either."""
    for supposition in world.suppositions:
        supposition.before_flows(world)
    command = ShareServiceFlows(agreement=event.agreement, month=event.service_month)
    try:
        world.carry_out(command, record)
    except NothingMoves:
        return
    except Refusal as refusal:
        world.falls(record, event, str(refusal))
