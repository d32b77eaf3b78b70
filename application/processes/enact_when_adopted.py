"""When a resolution is adopted, what it enacts is carried out, each enactment once and in order."""

from __future__ import annotations

from datetime import date

from application.enacting import Decided
from application.processes.carrying_out import begin, carry_out
from application.processes.following import Consequence
from domain.governance.resolution import Resolution, Stage
from domain.governance.resolution_events import (
    Closed,
    EnactmentConditionMet,
    EnactmentExecuted,
    EnactmentRefused,
)
from domain.kernel.authority import Authority


def enact_when_adopted(closed: Closed, resolution: Resolution) -> list[Consequence]:
    """For each enactment of an adopted resolution: carry it out, then say so, or say that it was refused."""
    if closed.outcome != Stage.ADOPTED:
        return []
    decided = Decided(date.fromisoformat(closed.decided_on), resolution.course)
    return begin(_authority(resolution), resolution.id, decided)


def enact_when_met(met: EnactmentConditionMet, resolution: Resolution) -> list[Consequence]:
    """The enactment whose condition is met, if it was the last: carry it out."""
    return carry_out(_authority(resolution), resolution.id, _decided(resolution), [met.ordinal])


def enact_when_settled(
    settled: EnactmentExecuted | EnactmentRefused, resolution: Resolution
) -> list[Consequence]:
    """The enactments that needed this one: carry them out, or refuse them with it."""
    later = range(settled.ordinal + 1, len(resolution.course.enactments) + 1)
    needing = [n for n in later if settled.ordinal in resolution.course.must_have(n).needs]
    return carry_out(_authority(resolution), resolution.id, _decided(resolution), needing)


def _authority(resolution: Resolution) -> Authority:
    return Authority("resolution", resolution.agreement, resolution.number)


def _decided(resolution: Resolution) -> Decided:
    if resolution.decided_on is None:
        raise AssertionError("what enacts was decided on a day")
    return Decided(resolution.decided_on, resolution.course)
