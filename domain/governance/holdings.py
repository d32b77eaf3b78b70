"""What each member holds of the capital under an agreement, dated and with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput
from domain.kernel.identity import stream_id
from domain.kernel.money import exact_text, quantity_of


@dataclass(frozen=True, slots=True)
class HoldingRecorded(Event):
    """A member holds so many shares of the capital from a day, as the register of shareholders says."""

    TOPIC = "governance.holdings.recorded"
    NAMES = "holdings of the capital under {agreement}"
    SENTENCE = "{member} holds {shares} of the capital from {effective_on}: {source}"
    agreement: str
    member: str
    shares: str
    effective_on: str
    source: str


def holdings_id(agreement: str) -> UUID:
    """The stream of the holdings under that agreement."""
    return stream_id("holdings", agreement)


class Holdings(Aggregate):
    """The holdings of one agreement's members; the latest record of a day holds."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self._recorded: list[HoldingRecorded] = []

    def record_holding(
        self, agreement: str, member: str, shares: str, effective_on: date, source: str
    ) -> None:
        """Record what a member holds from a day; none is zero, and is said too."""
        if not source.strip():
            raise BadInput("source", "a holding names its source")
        exact = exact_text(quantity_of(shares, "shares"))
        self.record(HoldingRecorded(agreement, member, exact, effective_on.isoformat(), source.strip()))

    def held_on(self, member: str, day: date) -> HoldingRecorded | None:
        """What the member holds on that day; None when nothing was ever said of it."""
        said = [h for h in self._recorded if h.member == member and h.effective_on <= day.isoformat()]
        return max(enumerate(said), key=lambda at: (at[1].effective_on, at[0]))[1] if said else None

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case HoldingRecorded():
                self._recorded.append(event)
            case _:
                super().apply(event)
