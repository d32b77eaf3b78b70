"""Use case of impact studies: what a tabled resolution would change is computed, and attached before the vote."""

from __future__ import annotations

from application.commands import Command, UseCases
from application.impact.past import Asked
from application.impact.studying import impact_study, log_until
from application.ledger import Ledger
from application.ports import Act
from application.what_if.changes import SuppliedReading
from domain.governance.resolution import Resolution, resolution_id
from domain.kernel.periods import Month


class StudyImpact(Command):
    """Attach to a tabled resolution what it would have changed for each member over a past period.

    Without a month ("2021-01"), over the last twelve service months with posted cost before it would take
    effect. A member that would enter has its readings recorded, or supplied here.
    """

    agreement: str
    number: str
    first_month: str | None = None
    last_month: str | None = None
    readings: tuple[SuppliedReading, ...] = ()


def study_impact(ledger: Ledger, command: StudyImpact, act: Act) -> int:
    """The study of the ledger as it stands is attached, with its sha256 and the position it rests on."""
    resolution = ledger.find(Resolution, resolution_id(command.agreement, command.number))
    resolution.must_exist(command.number)
    records = log_until(ledger.event_log, ledger.event_log.head().position)
    asked = period_asked(command.first_month, command.last_month)
    study = impact_study(records, command.agreement, command.number, asked, command.readings)
    resolution.attach_impact_study(study["sha256"], study)
    return ledger.record(resolution, act=act)


def period_asked(first: str | None, last: str | None) -> Asked:
    """The period between two months, where they are named. Raises BadInput."""
    begins = None if first is None else Month.of(first, "first_month")
    return Asked(begins, None if last is None else Month.of(last, "last_month"))


USE_CASES: UseCases = {StudyImpact: study_impact}
