"""What the services of an agreement bear of each other's cost, month by month, exactly and in cents.

The exact flows come from the engine. What is moved from pool to pool is whole cents: the nearest to the exact
flow less what rounding has carried, so that no flow is ever more than half a cent away from its exact sum.
What comes late moves the difference, like a corrective run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from domain.allocation.allocation_run_events import RunInput
from domain.allocation.engine.exact_numbers import carry_of, exact_text
from domain.allocation.engine.mutual_services import SharedServices, share_services
from domain.allocation.engine.splitting import ENGINE_VERSION
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import Refusal
from domain.kernel.identity import stream_id
from domain.kernel.money import quantity_of
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence

Pair = tuple[str, str]
"""The contract whose service is used, and the contract that uses it."""


class NothingMoves(Refusal):
    """Flows are recorded when something is to be moved."""

    sentence = "what the services of {agreement} use of each other in {month} is shared already"


class FlowsStand(Refusal):
    """Who provided a service, and that it was shared at all, stays as it was when other services used it."""

    sentence = "{contract} bears or leaves cost of another service in {month}: change it from a later month"


@dataclass(frozen=True, slots=True)
class ServiceFlow:
    """What one contract bears of another's cost for the month, in exact cents, and the cents moved now."""

    provider: str
    user: str
    exact_cents: str
    moved_cents: int
    carried_after_cents: str


@dataclass(frozen=True, slots=True)
class FlowsShared(Event):
    """The flows between services for a month, with everything that they follow from."""

    TOPIC = "allocation.service-flows.shared"
    NAMES = "flows between services of {agreement}"
    SENTENCE = "the services of {agreement} share what they use of each other in {service_month}, {method}"
    agreement: str
    code: str
    service_month: str
    use_version: int
    method: str
    contracts: tuple[str, ...]
    costs_cents: Mapping[str, int]
    usage: Mapping[str, Mapping[str, str]]
    flows: tuple[ServiceFlow, ...]
    inputs: tuple[RunInput, ...]
    engine_version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Use:
    """What is shared in one month: the contracts in their order, what each cost, how much of each was used.

    Who uses a service is another contract, or `members_of` the contract itself.
    """

    agreement: str
    service_month: str
    version: int
    method: str
    contracts: tuple[str, ...]
    costs_cents: Mapping[str, int]
    usage: Mapping[str, Mapping[str, str]]
    inputs: tuple[RunInput, ...]


def members_of(contract: str) -> str:
    """The members who share what a contract's service costs in the end, as one receiver.

    >>> members_of("CP-LAND")
    'the members of CP-LAND'
    """
    return Sentence("the members of {contract}", contract=contract)


def solve(use: Use | FlowsShared) -> SharedServices:
    """What the engine makes of it: the flows between services, and what the members bear in the end."""
    usage = {
        provider: {user: quantity_of(value) for user, value in by.items()}
        for provider, by in use.usage.items()
    }
    receivers = [members_of(contract) for contract in use.contracts]
    costs = {name: use.costs_cents[name] for name in use.contracts} | dict.fromkeys(receivers, 0)
    return share_services(costs, receivers, usage, use.method, use.contracts)


def flows_between(solved: SharedServices) -> dict[Pair, Fraction]:
    """The exact cents that services bear of each other; what members bear is their runs' to say."""
    return {
        (flow.provider, flow.user): flow.cents
        for flow in solved.flows
        if flow.user in solved.services and flow.user != flow.provider and flow.cents
    }


def service_flows_id(agreement: str) -> UUID:
    """The stream of the flows between services of that agreement."""
    return stream_id("service-flows", agreement)


class ServiceFlows(Aggregate):
    """The flows between one agreement's services: what each month moved, and what rounding carries."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.months: dict[str, list[FlowsShared]] = {}
        self.carried: dict[Pair, Fraction] = {}

    def exact(self, service_month: str) -> dict[Pair, Fraction]:
        """The exact flows of a month as they were shared last; empty when they never were."""
        shared = self.months.get(service_month)
        if not shared:
            return {}
        flows = {(flow.provider, flow.user): carry_of(flow.exact_cents) for flow in shared[-1].flows}
        return {pair: cents for pair, cents in flows.items() if cents}

    def must_not_stand(self, contract: str, first: Month) -> None:
        """Refuse while a contract gives or takes cost in a month from that one on."""
        for service_month, shared in sorted(self.months.items()):
            moved = (flow for flow in shared[-1].flows if flow.exact_cents != "0")
            if service_month >= str(first) and any(contract in (flow.provider, flow.user) for flow in moved):
                raise FlowsStand(contract=contract, month=service_month)

    def share(self, use: Use) -> FlowsShared:
        """Share a month, or the difference to what was moved of it before. Raises NothingMoves."""
        now, before = flows_between(solve(use)), self.exact(use.service_month)
        if now == before:
            raise NothingMoves(agreement=use.agreement, month=use.service_month)
        earlier = self.months.get(use.service_month, [])
        pairs = dict.fromkeys((*now, *before))
        flows = tuple(self._flow(pair, now.get(pair, Fraction(0)), before.get(pair)) for pair in pairs)
        shared = FlowsShared(
            agreement=use.agreement,
            code=f"services of {use.agreement} {use.service_month} #{len(earlier) + 1}",
            service_month=use.service_month,
            use_version=use.version,
            method=use.method,
            contracts=use.contracts,
            costs_cents=use.costs_cents,
            usage=use.usage,
            flows=flows,
            inputs=use.inputs,
            engine_version=ENGINE_VERSION,
            digest="",
        )
        shared = replace(shared, digest=_digest(shared))
        self.record(shared)
        return shared

    def _flow(self, pair: Pair, exact: Fraction, before: Fraction | None) -> ServiceFlow:
        difference, carried = exact - (before or 0), self.carried.get(pair, Fraction(0))
        # A flow that has not changed moves nothing and keeps its carry.
        moved = _nearest(difference - carried) if difference else 0
        after = carried + moved - difference
        return ServiceFlow(*pair, exact_text(exact), moved, exact_text(after))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case FlowsShared():
                self.months.setdefault(event.service_month, []).append(event)
                for flow in event.flows:
                    self.carried[flow.provider, flow.user] = carry_of(flow.carried_after_cents)
            case _:
                super().apply(event)


def _nearest(cents: Fraction) -> int:
    """The nearest whole cent; a half goes towards zero, so that a flow and its opposite mirror each other.

    >>> _nearest(Fraction(5, 2)), _nearest(Fraction(-5, 2)), _nearest(Fraction(8, 3))
    (2, -2, 3)
    """
    size = -((1 - 2 * abs(cents)) // 2)
    return -size if cents < 0 else size


def _digest(shared: FlowsShared) -> str:
    frozen = asdict(replace(shared, digest=""))
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
