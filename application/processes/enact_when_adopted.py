"""When a resolution is adopted, what it enacts is carried out, each enactment once and in order."""

from __future__ import annotations

from datetime import date

from application.agreements import DecideAdmission, LetMemberLeave
from application.commands import Command
from application.enactments import command_for
from application.processes.following import Consequence, marks_of
from application.resolutions import AwaitCondition
from domain.governance.resolution import Resolution, Stage
from domain.governance.resolution_events import Closed
from domain.kernel.authority import Authority


def enact_when_adopted(closed: Closed, resolution: Resolution) -> list[Consequence]:
    """For each enactment of an adopted resolution: carry it out, then say so, or say that it was refused."""
    if closed.outcome != Stage.ADOPTED:
        return []
    decided_on = date.fromisoformat(closed.decided_on)
    agreement, number = resolution.agreement, resolution.number
    consequences = []
    for ordinal, enactment in enumerate(resolution.enactments, start=1):
        command = command_for(agreement, number, ordinal, decided_on, enactment)
        executed, refused = marks_of(Authority("resolution", agreement, number, ordinal))
        said: Command | None = executed
        if isinstance(command, DecideAdmission):
            condition = f"{command.member} signs its accession"
            said = AwaitCondition(agreement=agreement, number=number, ordinal=ordinal, condition=condition)
        elif isinstance(command, LetMemberLeave):
            # Said when the shares that end with it have ended: see end_shares_when_left.
            said = None
        consequences.append(Consequence(command, said, refused))
    return consequences
