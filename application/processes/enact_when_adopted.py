"""When a resolution is adopted, what it enacts is carried out, each enactment once and in order."""

from __future__ import annotations

from datetime import date

from application.commands import Command
from application.enactments import command_for
from application.membership import DecideAdmission
from application.processes.following import Consequence
from application.resolutions import AwaitCondition, MarkEnactmentExecuted, MarkEnactmentRefused
from domain.governance.resolution import Resolution, Stage
from domain.governance.resolution_events import Closed
from domain.kernel.errors import Refusal


def enact_when_adopted(closed: Closed, resolution: Resolution) -> list[Consequence]:
    """For each enactment of an adopted resolution: carry it out, then say so, or say that it was refused."""
    if closed.outcome != Stage.ADOPTED:
        return []
    decided_on = date.fromisoformat(closed.decided_on)
    agreement, number = resolution.agreement, resolution.number
    consequences = []
    for ordinal, enactment in enumerate(resolution.enactments, start=1):
        command = command_for(agreement, number, ordinal, decided_on, enactment)
        consequences.append(_consequence(agreement, number, ordinal, command))
    return consequences


def _consequence(agreement: str, number: str, ordinal: int, command: Command | None) -> Consequence:
    executed = MarkEnactmentExecuted(agreement=agreement, number=number, ordinal=ordinal)

    def refused(refusal: Refusal) -> Command:
        return MarkEnactmentRefused(
            agreement=agreement, number=number, ordinal=ordinal, refusal=refusal.name, reason=str(refusal)
        )

    if isinstance(command, DecideAdmission):
        condition = f"{command.member} signs its accession"
        awaiting = AwaitCondition(agreement=agreement, number=number, ordinal=ordinal, condition=condition)
        return Consequence(command, awaiting, refused)
    return Consequence(command, executed, refused)
