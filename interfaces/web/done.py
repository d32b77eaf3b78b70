"""What a form recorded, told on the page that follows it, by its position in the address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from application.answers.history import Happening, history
from interfaces.web.visiting import Visit

Done = Annotated[int | None, Query(ge=1)]


def happened(visit: Visit, position: int | None) -> list[Happening]:
    """The event at that position as a sentence, for who did it or may read the whole history; else nothing."""
    if position is None or position > visit.at:
        return []
    names = visit.group.people.names()
    found = history(visit.group.ledger.event_log, visit.rows, names, position, position - 1)
    who = visit.caller.person or ""
    return [told for told in found if visit.may("history") or told.actor == names.get(who, who)]
