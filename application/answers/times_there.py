"""When was each member there? Its times, from what was recorded of who entered and who left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from application.ports import Row
from application.views.what_held_when import LEFT, PARTY
from domain.allocation.presence import presence
from domain.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a member was there: from a day, and until another once it has left."""

    member: str
    entered: Row
    since: str | None
    left: Row | None = None

    def covers(self, day: str) -> bool:
        """Whether it bore costs on that day."""
        return self.has_begun(self.since, day)

    def has_begun(self, since: str | None, day: str) -> bool:
        """Whether on that day it had what it has `since`, and had not left."""
        ended = self.left is not None and self.left["day"] < day
        return since is not None and since <= day and not ended

    @property
    def until(self) -> date | None:
        """Its last day, once it has left."""
        return None if self.left is None else date.fromisoformat(self.left["day"])

    def part_of(self, month: Month) -> Fraction:
        """The part of a month for which it bears costs of a contract, by the conventions of both ends."""
        leaving = None if self.left is None else str(self.left["convention"])
        since, convention = date.fromisoformat(str(self.since)), str(self.entered["convention"])
        return presence(convention, since, self.until, month, leaving)


def times_there(moves: Iterable[Row], in_force_on: str | None = None) -> list[Time]:
    """The times of one agreement or contract; a party is there from the day on which its agreement is in force."""
    # In the order recorded: who leaves ends the time it is in, and the last word about that counts.
    times: list[Time] = []
    for move in sorted(moves, key=lambda move: int(move["moved_at"])):
        last = next((n for n in reversed(range(len(times))) if times[n].member == move["member"]), None)
        if move["what"] != LEFT:
            since = in_force_on if move["what"] == PARTY else move["day"]
            times.append(Time(str(move["member"]), move, since))
        elif last is not None:
            times[last] = replace(times[last], left=move)
    return times


def parts_of(moves: Iterable[Row], month: Month) -> dict[str, Fraction]:
    """The part of a month for which each beneficiary of one contract bears costs, where it is any."""
    parts: dict[str, Fraction] = {}
    for time in times_there(moves):
        parts[time.member] = min(parts.get(time.member, Fraction(0)) + time.part_of(month), Fraction(1))
    return {member: part for member, part in parts.items() if part}
