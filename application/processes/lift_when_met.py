"""When a condition is met, whoever waits for it waits no more; when it fails, what waited for it is refused."""

from __future__ import annotations

from application.enacting import LiftCondition, MarkEnactmentRefused
from application.processes.following import Consequence, unrefusable
from domain.governance.pending_condition import Approved, Failed, Met, PendingCondition


def lift_when_met(met: Met | Approved, pending: PendingCondition) -> list[Consequence]:
    """One word a waiting enactment, which is then carried out: see enact_when_met."""
    if pending.condition is None or pending.met_on is None:
        raise AssertionError("a condition that is met was awaited")
    return [
        unrefusable(LiftCondition(of=by, condition=pending.condition, met_on=pending.met_on))
        for by in pending.waiting
    ]


def refuse_when_failed(failed: Failed, pending: PendingCondition) -> list[Consequence]:
    """Each enactment that waited then is refused, with who refused what it waited for and why."""
    reason = (
        f"{pending.condition}: refused by {failed.given_by} on {failed.given_on}, "
        f"{failed.reference}: {failed.reason}"
    )
    return [
        unrefusable(MarkEnactmentRefused(of=by, refusal="condition-failed", reason=reason))
        for by in failed.waited
    ]
