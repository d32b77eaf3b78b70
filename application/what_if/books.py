"""What was posted and what was not, read off a log: by year, contract and member, in cents and exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from application.ports import LogRecord
from application.transcoding import decode
from domain.allocation.allocation_run_events import Computed, Posted, Prepared, Reversed
from domain.allocation.cost_document import Recorded
from domain.allocation.engine.exact_numbers import carry_of
from domain.allocation.service_flows import FlowsShared
from domain.kernel.aggregate import Event

Place = tuple[str, str, str]
"""Year of the posting period, contract, member."""


@dataclass(frozen=True, slots=True)
class Borne:
    """What a member bears, direct charges included: posted cents, and exactly before rounding."""

    cents: int = 0
    exact_cents: Fraction = Fraction(0)

    def plus(self, other: Borne, sign: int = 1) -> Borne:
        """Both together, or what is more than the other."""
        return Borne(self.cents + sign * other.cents, self.exact_cents + sign * other.exact_cents)


@dataclass(frozen=True, slots=True)
class PostedRun:
    """A run that was posted: when, and what each member bears of it by exact share, cents and direct charge."""

    run: str
    posting_period: str
    reversed_in: str | None
    computed: Computed


@dataclass(slots=True)
class Books:
    """The posted and the waiting of one course of things."""

    borne: dict[Place, Borne] = field(default_factory=dict)
    runs: dict[str, PostedRun] = field(default_factory=dict)
    cost_cents: dict[tuple[str, str], int] = field(default_factory=dict)
    allocated_cents: dict[tuple[str, str], int] = field(default_factory=dict)
    _prepared: dict[UUID, Prepared] = field(default_factory=dict)
    _computed: dict[UUID, Computed] = field(default_factory=dict)

    def take(self, record: LogRecord, event: Event) -> None:
        """Take what the event posts, reverses or adds to the costs."""
        match event:
            case Prepared():
                self._prepared[record.stream] = event
            case Computed():
                self._computed[record.stream] = event
            case Posted():
                computed = self._computed[record.stream]
                run = self._prepared[record.stream].run
                self.runs[run] = PostedRun(run, event.posting_period, None, computed)
                self._post(record.stream, event.posting_period, 1)
            case Reversed():
                run = self._prepared[record.stream].run
                posted = self.runs[run]
                self.runs[run] = PostedRun(run, posted.posting_period, event.posting_period, posted.computed)
                self._post(record.stream, event.posting_period, -1)
            case Recorded():
                # By service year: costs of a year may be posted in a later one.
                for line in event.lines:
                    self._costs(line.service_month, line.contract, line.amount_cents)
            case FlowsShared():
                # What a service uses of another costs its own contract, and the other so much less.
                for flow in event.flows:
                    self._costs(event.service_month, flow.user, flow.moved_cents)
                    self._costs(event.service_month, flow.provider, -flow.moved_cents)

    def waiting_cents(self) -> dict[tuple[str, str], int]:
        """By service year and contract, what it cost less what is allocated of it."""
        return {place: cost - self.allocated_cents.get(place, 0) for place, cost in self.cost_cents.items()}

    def _costs(self, service_month: str, contract: str, cents: int) -> None:
        place = (service_month[:4], contract)
        self.cost_cents[place] = self.cost_cents.get(place, 0) + cents

    def _post(self, stream: UUID, posting_period: str, sign: int) -> None:
        prepared, computed = self._prepared[stream], self._computed[stream]
        of_service = (prepared.service_to[:4], prepared.contract)
        for share in computed.shares:
            cents = share.cents + share.direct_cents
            bears = Borne(cents, carry_of(share.exact_cents) + share.direct_cents)
            place = (posting_period[:4], prepared.contract, share.member)
            self.borne[place] = self.borne.get(place, Borne()).plus(bears, sign)
            self.allocated_cents[of_service] = self.allocated_cents.get(of_service, 0) + sign * cents


_TOPICS = frozenset(kind.TOPIC for kind in (Prepared, Computed, Posted, Reversed, Recorded, FlowsShared))


def books_of(records: Iterable[LogRecord]) -> Books:
    """The books that these records leave."""
    books = Books()
    for record in records:
        if record.topic in _TOPICS:
            books.take(record, decode(record.topic, record.payload))
    return books
