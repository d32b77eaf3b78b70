"""What if? The recorded history as of a position, beside the same history with a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports import EventLog, LogRecord
from application.run_inputs import ReadingMissing
from application.what_if.books import Books, Borne, books_of
from application.what_if.changes import (
    AnotherAdmission,
    AnotherKey,
    AnotherOutcome,
    AnotherRounding,
    Change,
    DocumentWithdrawn,
    NoAdmission,
    Question,
)
from application.what_if.supplying import ReadingsNotSupplied, Supplied
from application.what_if.supposing import OtherKey, OtherRounding, Withdrawn, must_know_contract
from application.what_if.supposing_members import NeverAdmitted, OtherAdmission, OtherOutcome
from application.what_if.taking import TAKE
from application.what_if.taking_runs import STANDS
from application.what_if.world import Supposition, World
from domain.kernel.identity import normal_code
from domain.kernel.sentences import Sentence, Series


@dataclass(frozen=True, slots=True)
class Difference:
    """What a member bears of a contract in a year of posting: as recorded, and as supposed."""

    year: str
    contract: str
    member: str
    recorded: Borne
    supposed: Borne

    @property
    def more(self) -> Borne:
        """By how much the member would bear more."""
        return self.supposed.plus(self.recorded, -1)


@dataclass(frozen=True, slots=True)
class NotAllocated:
    """Costs of a contract and service year that no posted run takes: as recorded, and as supposed."""

    year: str
    contract: str
    recorded_cents: int
    supposed_cents: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Two courses of things as of a position: what is recorded, and the world in which the changes hold."""

    position: int
    world: World
    recorded: Books
    supposed: Books

    def differences(self) -> list[Difference]:
        """Every year, contract and member with what it bears in either; also where nothing differs."""
        places = sorted(self.recorded.borne.keys() | self.supposed.borne.keys())
        none = Borne()
        return [
            Difference(*place, self.recorded.borne.get(place, none), self.supposed.borne.get(place, none))
            for place in places
        ]

    def not_allocated(self) -> list[NotAllocated]:
        """Where other costs wait for a run than do in the log."""
        recorded, supposed = self.recorded.waiting_cents(), self.supposed.waiting_cents()
        found = [
            NotAllocated(*place, recorded.get(place, 0), supposed.get(place, 0))
            for place in sorted(recorded.keys() | supposed.keys())
        ]
        return [each for each in found if each.recorded_cents != each.supposed_cents]


def records_until(log: EventLog, at: int) -> list[LogRecord]:
    """The log up to a position, in memory."""
    return [record for batch in log.stream(0, at) for record in batch] if at else []


def what_if(records: Sequence[LogRecord], question: Question, since: int = 0) -> Answered:
    """Play the records again with the changes of a question. Nothing is recorded anywhere.

    Up to position `since`, where a change can only tell afterwards, the records stand as they are.

    Raises NotFound, BadInput or another Refusal when a change names nothing that could be other, and
    ReadingsNotSupplied when a member admitted earlier counted nothing for months that it would share.
    """
    suppositions: list[Supposition] = [Supplied(question.readings, records)]
    in_order = sorted(question.changes, key=lambda change: str(getattr(change, "effective_from", "")))
    suppositions.extend(_supposition(change, records) for change in in_order)
    world = World(suppositions)
    stands = _settled(records, since)
    world.begin(records[:stands], STANDS)
    world.play(records[stands:], TAKE)
    _must_have_readings(question, world)
    position = records[-1].position if records else 0
    supposed = books_of(record for batch in world.log.stream() for record in batch)
    return Answered(position, world, books_of(records), supposed)


def _settled(records: Sequence[LogRecord], since: int) -> int:
    # What was caused before, and carried out only afterwards, is carried out again: its cause is played too. So
    # is all of a save of which a part comes afterwards: one save has one instant.
    while True:
        if 0 < since < len(records) and records[since - 1].recorded_at == records[since].recorded_at:
            since -= 1
        elif pending := [r.causation for r in records[since:] if r.causation and r.causation <= since]:
            since = min(pending) - 1
        else:
            return since


def _supposition(change: Change, records: Sequence[LogRecord]) -> Supposition:
    match change:
        case AnotherKey():
            must_know_contract(records, change.contract)
            return OtherKey(change)
        case AnotherRounding():
            must_know_contract(records, change.contract)
            return OtherRounding(change)
        case AnotherOutcome():
            return OtherOutcome(change, records)
        case AnotherAdmission():
            return OtherAdmission(change, records)
        case NoAdmission():
            return NeverAdmitted(change, records)
        case DocumentWithdrawn():
            return Withdrawn(change, records)


def _must_have_readings(question: Question, world: World) -> None:
    admitted = {normal_code(c.member) for c in question.changes if isinstance(c, AnotherAdmission)}
    facts = [
        run.refusal.facts
        for run in world.refused_runs
        if isinstance(run.refusal, ReadingMissing)
        and normal_code(str(run.refusal.facts["member"])) in admitted
    ]
    if facts:
        missing = {
            Sentence("{measure} for {month}", measure=fact["measure"], month=fact["month"]) for fact in facts
        }
        raise ReadingsNotSupplied(member=facts[0]["member"], missing=Series(sorted(missing)))
