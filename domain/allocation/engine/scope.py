"""Among whom a key shares, what is known of them, and the exact parts that come out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.allocation.engine.explaining import Story
from domain.allocation.engine.reading import at
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Series

Bound = tuple[Fraction, Fraction | None]
"""What a member bears at least and at most (None: no limit), in cents."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The members of the whole split, those among whom this key shares, and their readings.

    `field` is the key's path, for refusals; `where` is the part of the key in words, for the story.
    """

    members: Sequence[str]
    active: Sequence[int]
    measurements: Mapping[str, Mapping[str, Fraction]]
    presence: Mapping[str, Fraction]
    flow_measures: frozenset[str]
    field: str
    where: str = ""
    story: Story | None = None

    def inside(self, field: str, where: str, active: Sequence[int] | None = None) -> Scope:
        """The scope of a key that this one holds."""
        together = Series([self.where, where]) if self.where and where else self.where or where
        within = self.active if active is None else active
        return replace(self, field=field, where=together, active=within)

    def names(self) -> list[str]:
        """The members among whom the key shares, in order."""
        return [self.members[i] for i in self.active]

    def readings(self, measure: str) -> list[Fraction]:
        """The reading of each active member. Raises BadInput naming the measure or the member."""
        field = at("measurements", measure)
        if measure not in self.measurements:
            raise BadInput(field, "the key needs this measure")
        readings = self.measurements[measure]
        try:
            return [readings[self.members[i]] for i in self.active]
        except KeyError as absent:
            name = str(absent.args[0])
            raise BadInput(at(field, name), "a member without a reading is refused, not zero") from None

    def tell(self, sentence: str, member: str | None = None) -> None:
        """Add to the story, when one is told."""
        if self.story is not None:
            self.story.tell(self.where, sentence, member)


@dataclass(frozen=True, slots=True)
class Parts:
    """What each member bears, in cents: numerators in member order over one denominator.

    `bounds` keeps, by the member's place, the fixed amounts, floors and caps that rounding may not cross.
    """

    numerators: list[int]
    denominator: int
    bounds: Mapping[int, Bound]

    def of(self, place: int) -> Fraction:
        """The exact cents of the member in that place."""
        return Fraction(self.numerators[place], self.denominator)
