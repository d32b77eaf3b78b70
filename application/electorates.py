"""The electorate of a vote, taken from the registers as they stand on the record date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application.ledger import Ledger
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.governance.electorate import Known, Weight, electors, voters
from domain.governance.holdings import Holdings, holdings_id
from domain.governance.resolution_events import Voter
from domain.governance.rules import BY_MEASURE, VotingRule
from domain.governance.seats import Seats, seats_id
from domain.kernel.aggregate import Aggregate
from domain.kernel.errors import BadInput
from domain.kernel.money import quantity_of
from domain.kernel.sentences import Sentence
from domain.membership.agreement import CooperationAgreement


@dataclass(frozen=True, slots=True)
class Electorate:
    """The voters, and the streams that they were taken from, with the versions read."""

    voters: tuple[Voter, ...]
    rests_on: tuple[tuple[UUID, int], ...]


def electorate_of(ledger: Ledger, agreement: CooperationAgreement, rule: VotingRule, day: date) -> Electorate:
    """Who votes under a rule on a day, with which weights.

    A member weighs by its latest reading up to that day. Raises NotFound for a measure, BadInput for one that
    is not counted at a date, WeightMissing.
    """
    seats = ledger.find(Seats, seats_id(agreement.code))
    holdings = ledger.find(Holdings, holdings_id(agreement.code))
    held, members = seats.held_on(day), agreement.voters_on(day)
    who = electors(rule, members, held)
    holders = {elector.holder for elector in who}
    codes = [w.removeprefix(BY_MEASURE) for w in rule.weightings() if w.startswith(BY_MEASURE)]
    read = _Read()
    known = Known(
        day,
        by_measure={code: read.by_measure(ledger, code, holders, day) for code in codes},
        by_capital=_by_capital(holdings, holders, day),
        own=_own(seats, [elector.seat for elector in who], day),
    )
    for aggregate in (agreement, seats, holdings):
        read.note(aggregate)
    return Electorate(voters(rule, who, known), tuple(read.noted.items()))


class _Read:
    """The streams that were read, by the versions that they had."""

    def __init__(self) -> None:
        self.noted: dict[UUID, int] = {}

    def note(self, aggregate: Aggregate) -> None:
        self.noted[aggregate.id] = aggregate.version

    def by_measure(
        self, ledger: Ledger, code: str, holders: Iterable[str], day: date
    ) -> Mapping[str, Weight]:
        measure = ledger.find(Measure, measure_id(code))
        measure.must_exist(code)
        if measure.nature is not Nature.STOCK:
            rule = Sentence(
                "{measure} is a flow: voters weigh by a measure that is counted at a date",
                measure=measure.code,
            )
            raise BadInput("weights", rule)
        self.note(measure)
        found: dict[str, Weight] = {}
        for at in sorted((d for d in measure.reference_dates if d <= day.isoformat()), reverse=True):
            readings = ledger.find(Measurements, measurements_id(measure.code, at))
            self.note(readings)
            for holder in (h for h in holders if h in readings.values and h not in found):
                value = readings.values[holder]
                found[holder] = Weight(quantity_of(value), f"{measure.code} at {at}: {value}")
        return found


def _by_capital(holdings: Holdings, holders: Iterable[str], day: date) -> Mapping[str, Weight]:
    held = ((holder, holdings.held_on(holder, day)) for holder in holders)
    return {
        holder: Weight(
            quantity_of(said.shares), f"shares at {said.effective_on}: {said.shares} ({said.source})"
        )
        for holder, said in held
        if said is not None
    }


def _own(seats: Seats, codes: Sequence[str], day: date) -> Mapping[str, Weight]:
    declared = ((code, seats.weight_on(code, day)) for code in codes)
    return {
        code: Weight(quantity_of(said.weight), f"{said.source}, from {said.effective_on}")
        for code, said in declared
        if said is not None
    }
