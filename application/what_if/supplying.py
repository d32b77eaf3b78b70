"""Readings that a supposition needs and nobody recorded: supplied with the question, or named as missing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from application.allocation import RecordReading
from application.ports import LogRecord
from application.transcoding import decode
from application.what_if.changes import SuppliedReading
from application.what_if.world import Supposition, World
from domain.allocation.allocation_run_events import Prepared
from domain.allocation.measure import Measure, measure_id
from domain.allocation.measurements import ReadingRecorded, measurements_id
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import normal_code
from domain.kernel.sentences import Sentence
from domain.membership.member import member_id


class ReadingsNotSupplied(Refusal):
    """Who is admitted earlier has its readings supplied: what was not counted is not zero."""

    sentence = "{member} shares costs for which it counted nothing; supply the readings of {missing}"


class Supplied(Supposition):
    """The readings that are supplied are there when the first run that may need them is prepared."""

    def __init__(self, readings: Sequence[SuppliedReading], records: Sequence[LogRecord]) -> None:
        self._waiting = list(readings)
        periods = {
            measurements_id(r.measure, str(r.reference_date or r.month)): f"readings.{place}"
            for place, r in enumerate(readings)
        }
        members = {measurements_id(r.measure, str(r.reference_date or r.month)): set[str]() for r in readings}
        for reading in readings:
            period = str(reading.reference_date or reading.month)
            members[measurements_id(reading.measure, period)].add(normal_code(reading.member))
        _must_not_be_recorded(records, periods, members)

    def before_run(self, world: World, run: Prepared) -> None:
        """Each is recorded as soon as its measure and its member are known."""
        del run
        self._supply(world)

    def before_flows(self, world: World) -> None:
        """What services use of each other is shared by readings too."""
        self._supply(world)

    def _supply(self, world: World) -> None:
        if self._waiting:
            self._waiting = [reading for reading in self._waiting if not _record(world, reading)]

    def at_the_end(self, world: World) -> None:
        """A reading of what is not known is refused, not passed over. Raises NotFound."""
        for reading in self._waiting:
            world.suppose(_command(reading))


def _must_not_be_recorded(
    records: Sequence[LogRecord], periods: dict[UUID, str], members: dict[UUID, set[str]]
) -> None:
    for record in records:
        if record.stream not in periods or record.topic != ReadingRecorded.TOPIC:
            continue
        event = decode(record.topic, record.payload)
        if isinstance(event, ReadingRecorded) and normal_code(event.member) in members[record.stream]:
            rule = Sentence(
                "of {member}, it is recorded ({value}): only what was not counted is supplied",
                member=event.member,
                value=event.value,
            )
            raise BadInput(periods[record.stream], rule)


def _record(world: World, reading: SuppliedReading) -> bool:
    known = world.log.exists(member_id(reading.member))
    if not known or not world.ledger.find(Measure, measure_id(reading.measure)).exists:
        return False
    world.suppose(_command(reading))
    return True


def _command(reading: SuppliedReading) -> RecordReading:
    return RecordReading.read({name: getattr(reading, name) for name in type(reading).model_fields})
