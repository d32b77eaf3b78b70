"""Requests for services: costs of services that other services use, brought to the receivers."""

from __future__ import annotations

from collections.abc import Mapping

from application.calculator.share_requests import read_members
from domain.allocation.engine.exact_numbers import exact_text
from domain.allocation.engine.mutual_services import SERVICE_METHODS, share_services
from domain.allocation.engine.reading import at, checked_name, fields, needed, read_cents, read_quantity
from domain.allocation.engine.splitting import explain, round_difference
from domain.kernel.errors import BadInput
from domain.kernel.money import money_text
from domain.kernel.sentences import Sentence

_FIELDS = ("calculate", "costs", "receivers", "usage", "method", "order")


def answer_services(given: Mapping[str, object]) -> dict[str, object]:
    """Bring all costs to the receivers and say how. Raises BadInput naming the field."""
    fields(given, "", _FIELDS)
    costs = {
        checked_name("costs", name): read_cents(value, at("costs", name))
        for name, value in fields(needed(given, "costs", ""), "costs").items()
    }
    receivers = read_members(needed(given, "receivers", ""), "receivers")
    usage = {}
    for service, users in fields(needed(given, "usage", ""), "usage").items():
        field = at("usage", checked_name("usage", service))
        usage[service] = {
            checked_name(field, user): read_quantity(amount, at(field, user))
            for user, amount in fields(users, field).items()
        }
    method = needed(given, "method", "")
    if not isinstance(method, str) or method not in SERVICE_METHODS:
        raise BadInput(
            "method",
            Sentence("a method is one of: {service_methods}", service_methods=", ".join(SERVICE_METHODS)),
        )
    order = read_members(given["order"], "order") if "order" in given else []
    shared = share_services(costs, receivers, usage, method, order)
    total = sum(costs.values())
    rounded = round_difference(shared.receivers, total)
    return {
        "receivers": {
            share.member: {"exact_cents": exact_text(share.exact_cents), "amount": money_text(share.cents)}
            for share in rounded.shares
        },
        "services": {name: {"exact_cents": exact_text(cents)} for name, cents in shared.services.items()},
        "flows": [
            {"from": flow.provider, "to": flow.user, "exact_cents": exact_text(flow.cents)}
            for flow in shared.flows
        ],
        "total": money_text(total),
        "explanation": [*shared.sentences, *explain(rounded)],
    }
