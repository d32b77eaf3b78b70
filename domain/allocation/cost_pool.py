"""A cost pool: what a contract cost in one service month, line by line; closed when its run is posted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.identity import stream_id


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The pool of a contract and month."""

    TOPIC = "allocation.cost-pool.opened"
    NAMES = "pool {contract} {service_month}"
    SENTENCE = "costs of {contract} for {service_month} are collected"
    contract: str
    service_month: str


@dataclass(frozen=True, slots=True)
class LineAdded(Event):
    """A line of a document belongs to this pool."""

    TOPIC = "allocation.cost-pool.line-added"
    SENTENCE = "{amount} ({nature}) of document {number} of {supplier}, line {line_number}"
    supplier: str
    number: str
    line_number: int
    nature: str
    amount_cents: int
    direct_to: str | None


@dataclass(frozen=True, slots=True)
class LateLineAdded(Event):
    """A line came after the month was posted: it awaits a corrective run."""

    TOPIC = "allocation.cost-pool.late-line-added"
    SENTENCE = "late: {amount} ({nature}) of document {number} of {supplier}, line {line_number}"
    supplier: str
    number: str
    line_number: int
    nature: str
    amount_cents: int
    direct_to: str | None


@dataclass(frozen=True, slots=True)
class FlowMoved(Event):
    """What this service bears of another's cost (above zero), or another bears of this one's (below zero).

    `owed_by` is who provides the user's service in that month, and owes for the use, whatever changes later.
    """

    TOPIC = "allocation.cost-pool.flow-moved"
    SENTENCE = "{amount}, because {user} uses {provider} ({code})"
    code: str
    provider: str
    user: str
    amount_cents: int
    late: bool
    owed_by: str


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """A run has been posted: lines that come now are late."""

    TOPIC = "allocation.cost-pool.closed"
    SENTENCE = "closed by {run}"
    run: str
    base_cents: int


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """A run that closed the pool was reversed; an earlier one may still close it."""

    TOPIC = "allocation.cost-pool.reopened"
    SENTENCE = "reopened: {run} was reversed"
    run: str
    closed_by: str | None


def cost_pool_id(contract: str, service_month: str) -> UUID:
    """The stream of the pool of that contract and service month ("2021-03")."""
    return stream_id("cost-pool", contract, service_month)


class CostPool(Aggregate):
    """The lines of one contract and service month, and the runs that allocated them."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.contract = ""
        self.service_month = ""
        self.base_cents = 0
        self.flow_cents = 0
        self.direct_cents: dict[str, int] = {}
        self.line_count = 0
        self.late_line_count = 0
        self.closed = False
        self.runs: list[str] = []
        self.posted_runs: list[str] = []
        self._allocated_cents: dict[str, int] = {}
        self._owed: dict[tuple[str, str], int] = {}
        self._owed_by_run: dict[str, dict[tuple[str, str], int]] = {}

    @property
    def own_cents(self) -> int:
        """What its own lines leave to be shared, before services bear what they use of each other."""
        return self.base_cents - self.flow_cents

    @property
    def waiting_cents(self) -> int:
        """What of it no posted run has allocated, direct charges included."""
        return self._total_cents() - self._posted_cents()

    def owed_for_use(self, run: str) -> dict[tuple[str, str], int]:
        """By the contract that used this service and who owes for it: what stood when that run closed the pool."""
        return self._owed_by_run.get(run, {})

    def _posted_cents(self) -> int:
        return sum(self._allocated_cents[run] for run in self.posted_runs)

    def _total_cents(self) -> int:
        return self.base_cents + sum(self.direct_cents.values())

    def add_line(
        self,
        contract: str,
        service_month: str,
        supplier: str,
        number: str,
        line_number: int,
        nature: str,
        amount_cents: int,
        direct_to: str | None,
    ) -> bool:
        """Add a line of a document; True when it is late because the pool is closed."""
        if not self.exists:
            self.record(Opened(contract, service_month))
        line = LateLineAdded if self.closed else LineAdded
        self.record(line(supplier, number, line_number, nature, amount_cents, direct_to))
        return self.closed

    def move_flow(
        self, contract: str, service_month: str, code: str, pair: tuple[str, str], owed_by: str, cents: int
    ) -> None:
        """Let the user of a service, the second of the pair, bear cents of the first one's cost."""
        if not self.exists:
            self.record(Opened(contract, service_month))
        provider, user = pair
        amount = cents if contract == user else -cents
        self.record(FlowMoved(code, provider, user, amount, self.closed, owed_by))

    @property
    def awaits_a_run(self) -> bool:
        """Whether lines of it are not allocated yet."""
        left = self.waiting_cents != 0 or any(self._owed.values())
        return not self.closed or self.late_line_count > 0 or left

    def close(self, run: str) -> None:
        """Close the pool for a posted run: all its lines are allocated."""
        self.record(Closed(run, self.base_cents))

    def reopen(self, run: str) -> None:
        """Let a reversed run go: what it allocated waits again."""
        earlier = [posted for posted in self.posted_runs if posted != run]
        self.record(Reopened(run, earlier[-1] if earlier else None))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Opened():
                self.contract, self.service_month = event.contract, event.service_month
            case LineAdded() | LateLineAdded():
                self.line_count += 1
                self.late_line_count += isinstance(event, LateLineAdded)
                if event.direct_to is None:
                    self.base_cents += event.amount_cents
                else:
                    direct = self.direct_cents.get(event.direct_to, 0)
                    self.direct_cents[event.direct_to] = direct + event.amount_cents
            case FlowMoved():
                self.base_cents += event.amount_cents
                self.flow_cents += event.amount_cents
                self.late_line_count += event.late
                if event.provider == self.contract:
                    owed = (event.user, event.owed_by)
                    self._owed[owed] = self._owed.get(owed, 0) - event.amount_cents
            case Closed():
                self.closed, self.late_line_count = True, 0
                self._allocated_cents[event.run] = self._total_cents() - self._posted_cents()
                self._owed_by_run[event.run], self._owed = self._owed, {}
                self.runs.append(event.run)
                self.posted_runs.append(event.run)
            case Reopened():
                self.posted_runs.remove(event.run)
                for owed_before, cents in self._owed_by_run.pop(event.run, {}).items():
                    self._owed[owed_before] = self._owed.get(owed_before, 0) + cents
                self.closed = bool(self.posted_runs)
            case _:
                super().apply(event)
