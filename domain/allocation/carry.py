"""The carry of rounding of one contract: how much of a cent each member has borne too much so far.

Only posting moves it. A run freezes the carry that it used, and posting is refused if it has moved since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.identity import stream_id


@dataclass(frozen=True, slots=True)
class Moved(Event):
    """A posted or reversed run moved the carry; the whole of it is here, in exact cents."""

    TOPIC = "allocation.carry.moved"
    NAMES = "carry of {contract}"
    SENTENCE = "after {run} the carry is {carried_cents}"
    contract: str
    run: str
    carried_cents: Mapping[str, str]


def carry_id(contract: str) -> UUID:
    """The stream of the carry of that contract."""
    return stream_id("carry", contract)


class Carry(Aggregate):
    """What each member of a contract carries, in exact cents."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.carried: dict[str, Fraction] = {}

    def move(self, contract: str, run: str, differences: Mapping[str, Fraction]) -> None:
        """Add what a run changed; a reversal gives the same differences negated."""
        after = dict(self.carried)
        for member, difference in differences.items():
            after[member] = after.get(member, Fraction(0)) + difference
        self.record(Moved(contract, run, {m: exact_text(c) for m, c in after.items()}))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Moved():
                self.carried = {m: carry_of(c) for m, c in event.carried_cents.items()}
            case _:
                super().apply(event)
