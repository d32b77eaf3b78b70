"""The impact of a resolution: as it is attached, or as it is computed as of a position."""

from __future__ import annotations

from collections.abc import Sequence

from application.answers.lists import Answer
from application.impact.past import Asked
from application.impact.studying import impact_study, log_until
from application.ports import EventLog, LogRecord
from application.transcoding import decode
from application.what_if.changes import SuppliedReading
from domain.governance.resolution import resolution_id
from domain.governance.resolution_events import ImpactStudied
from domain.kernel.errors import NotFound


def impact_of(
    log: EventLog,
    at: int,
    agreement: str,
    number: str,
    asked: Asked,
    readings: Sequence[SuppliedReading] = (),
    *,
    attached: bool = False,
) -> Answer:
    """What a resolution would have changed for each member, as of a position; or the study attached by then.

    Raises NotFound, and the Refusal of `impact_study`.
    """
    records = log_until(log, at)
    if attached:
        return attached_study(records, agreement, number)
    return impact_study(records, agreement, number, asked, readings)


def attached_study(records: Sequence[LogRecord], agreement: str, number: str) -> Answer:
    """The last study that was attached to a resolution. Raises NotFound."""
    stream = resolution_id(agreement, number)
    for record in reversed(records):
        if record.stream == stream and record.topic == ImpactStudied.TOPIC:
            event = decode(record.topic, record.payload)
            if isinstance(event, ImpactStudied):
                return dict(event.study)
    raise NotFound(kind="impact study of resolution", code=number)
