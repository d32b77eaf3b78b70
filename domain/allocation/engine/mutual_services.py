"""Services that other services use: what each costs in the end, and what that makes for the receivers.

Three methods: direct (what services use of each other is left out), step-down (services are closed one by
one; a closed one receives nothing more) and reciprocal (all at once, as exact linear equations).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.explaining import Story, cents_words, listed
from domain.allocation.engine.reading import at
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence, Series

MAX_SERVICES = 250
"""The exact equations of the reciprocal method grow with the cube of these, and their numbers too."""
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Flow:
    """What of a service's cost one of its users bears, in exact cents."""

    provider: str
    user: str
    cents: Fraction


@dataclass(frozen=True, slots=True)
class SharedServices:
    """The outcome: exact cents of each service after receiving, of each receiver, and every flow."""

    services: Mapping[str, Fraction]
    receivers: Mapping[str, Fraction]
    flows: tuple[Flow, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    services: tuple[str, ...]
    receivers: tuple[str, ...]
    costs: Mapping[str, int]
    usage: Mapping[str, Mapping[str, Fraction]]
    order: tuple[str, ...]

    @property
    def everyone(self) -> tuple[str, ...]:
        """All who may use a service."""
        return (*self.services, *self.receivers)

    def used(self, service: str, users: Sequence[str]) -> dict[str, Fraction]:
        """What these users use of a service, where they use any."""
        usage = self.usage.get(service, {})
        return {user: usage[user] for user in users if usage.get(user)}


def share_services(
    costs_cents: Mapping[str, int],
    receivers: Sequence[str],
    usage: Mapping[str, Mapping[str, Fraction]],
    method: str,
    order: Sequence[str] = (),
) -> SharedServices:
    """Bring the cost of all services to the receivers; what the receivers bear sums to all costs.

    Services are the names in the costs that are no receivers. Receivers bear their own costs too.
    `order` is for step-down, each service once; other methods pay no heed to it. Raises BadInput naming
    the field.
    """
    receiving = frozenset(receivers)
    services = tuple(name for name in costs_cents if name not in receiving)
    case = _Case(services, tuple(receivers), costs_cents, usage, tuple(order))
    if len(services) > MAX_SERVICES:
        raise BadInput(
            "costs", Sentence("at most {max_services} services are shared at once", max_services=MAX_SERVICES)
        )
    _check_names(case)
    _check_order(case, method)
    _check_reach(case)
    story = Story()
    after, flows = SERVICE_METHODS[method](case, story)
    received: dict[str, list[Flow]] = {name: [] for name in receivers}
    for flow in flows:
        if flow.user in received:
            received[flow.user].append(flow)
    borne = {}
    for name, inflows in received.items():
        own = costs_cents.get(name, 0)
        borne[name] = sum((flow.cents for flow in inflows), Fraction(own))
        terms = [
            Sentence(" + {exact} from {provider}", exact=exact_text(flow.cents), provider=flow.provider)
            for flow in inflows
        ]
        told = Sentence(
            "{name} bears its own {own}{terms} cents = {part}.",
            name=name,
            own=own,
            terms=Series(terms, ""),
            part=cents_words(borne[name]),
        )
        story.tell("", told, name)
    if sum(borne.values(), _ZERO) != sum(costs_cents.values()):
        raise AssertionError("what the receivers bear does not sum to the costs")
    return SharedServices(after, borne, tuple(flows), tuple(story.sentences()))


def _check_names(case: _Case) -> None:
    known = set(case.everyone)
    if len(set(case.receivers)) != len(case.receivers):
        raise BadInput("receivers", "a receiver is named once")
    for service, users in case.usage.items():
        if service not in case.services:
            raise BadInput(at("usage", service), "this is not one of the services that have costs")
        for user in users:
            if user not in known:
                rule = "this is neither one of the services nor one of the receivers"
                raise BadInput(at(at("usage", service), user), rule)


def _check_order(case: _Case, method: str) -> None:
    if method not in SERVICE_METHODS:
        raise BadInput(
            "method",
            Sentence("a method is one of: {service_methods}", service_methods=", ".join(SERVICE_METHODS)),
        )
    if method == "step-down" and (
        len(set(case.order)) != len(case.order) or set(case.order) != set(case.services)
    ):
        raise BadInput("order", "step-down needs an order that names each service once")


def _check_reach(case: _Case) -> None:
    """Refuse services whose cost can never arrive at a receiver."""
    providers: dict[str, list[str]] = {}
    for service in case.services:
        for user in case.used(service, case.everyone):
            providers.setdefault(user, []).append(service)
    arriving: set[str] = set()
    found = list(case.receivers)
    while found:
        reached = [name for name in providers.get(found.pop(), ()) if name not in arriving]
        arriving.update(reached)
        found += reached
    for name in case.services:
        used = case.used(name, case.everyone) or name in providers
        if name not in arriving and (case.costs[name] or used):
            rule = "the cost of this service, or of the closed loop it stands in, reaches no receiver"
            raise BadInput(at("usage", name), rule)


def _flows(service: str, cents: Fraction, used: Mapping[str, Fraction], story: Story) -> list[Flow]:
    """What each user bears of the service's cost, in proportion to its use."""
    if not used:
        if cents:
            raise BadInput(at("usage", service), "nobody is left to use this service and bear its cost")
        return []
    total = sum(used.values(), _ZERO)
    flows = [Flow(service, user, cents * amount / total) for user, amount in used.items()]
    each = Series(
        Sentence(
            "{user} {used} × {price} = {cents}",
            user=flow.user,
            used=exact_text(used[flow.user]),
            price=exact_text(cents / total),
            cents=exact_text(flow.cents),
        )
        for flow in flows
    )
    told = Sentence(
        "{cents} over {total} units used: {each} cents.",
        cents=cents_words(cents),
        total=exact_text(total),
        each=each,
    )
    story.tell(service, told)
    return flows


def _direct(case: _Case, story: Story) -> tuple[dict[str, Fraction], list[Flow]]:
    story.tell("", Sentence("direct: what services use of each other is left out."))
    after = {name: Fraction(case.costs[name]) for name in case.services}
    flows = [
        flow
        for name in case.services
        for flow in _flows(name, after[name], case.used(name, case.receivers), story)
    ]
    return after, flows


def _step_down(case: _Case, story: Story) -> tuple[dict[str, Fraction], list[Flow]]:
    order = listed(case.order)
    story.tell("", Sentence("step-down: the services are closed in the order {order}.", order=order))
    after = {name: Fraction(case.costs[name]) for name in case.services}
    flows: list[Flow] = []
    for place, name in enumerate(case.order):
        later = case.order[place + 1 :]
        users = (*(other for other in case.services if other in later), *case.receivers)
        given = _flows(name, after[name], case.used(name, users), story)
        for flow in given:
            if flow.user in after:
                after[flow.user] += flow.cents
        flows += given
    return after, flows


def _reciprocal(case: _Case, story: Story) -> tuple[dict[str, Fraction], list[Flow]]:
    story.tell("", Sentence("reciprocal: each service's cost is its own plus what it uses of all services."))
    used = {name: case.used(name, case.everyone) for name in case.services}
    totals = {name: sum(used[name].values(), _ZERO) for name in case.services}
    rows = []
    for user in case.services:
        row = []
        for provider in case.services:
            part = used[provider].get(user, _ZERO)
            coefficient = (provider == user) - (part / totals[provider] if part else _ZERO)
            row.append(fmpq(coefficient.numerator, coefficient.denominator))
        rows.append(row)
        terms = "".join(
            f" + {exact_text(used[provider][user] / totals[provider])} × {provider}"
            for provider in case.services
            if user in used[provider]
        )
        story.tell(
            "", Sentence("{user} = {own}{terms}.", user=user, own=cents_words(case.costs[user]), terms=terms)
        )
    after: dict[str, Fraction] = {}
    if case.services:
        own = fmpq_mat([[fmpq(case.costs[name])] for name in case.services])
        solved = fmpq_mat(rows).solve(own)
        after = {
            name: Fraction(int(solved[i, 0].p), int(solved[i, 0].q)) for i, name in enumerate(case.services)
        }
    for name, cents in after.items():
        story.tell("", Sentence("solved: {name} = {cents}.", name=name, cents=cents_words(cents)))
    flows = [flow for name in case.services for flow in _flows(name, after[name], used[name], story)]
    return after, flows


SERVICE_METHODS: Mapping[str, Callable[[_Case, Story], tuple[dict[str, Fraction], list[Flow]]]] = {
    "direct": _direct,
    "step-down": _step_down,
    "reciprocal": _reciprocal,
}
