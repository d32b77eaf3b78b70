"""Requests for shares: an amount split among members by a key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from domain.allocation.engine.exact_numbers import carry_of, exact_text, ratio_text
from domain.allocation.engine.reading import (
    at,
    checked_name,
    fields,
    items,
    needed,
    read_cents,
    read_quantity,
)
from domain.allocation.engine.rounding import CARRIED_REMAINDER, LARGEST_REMAINDER, ROUNDING_RULES
from domain.allocation.engine.splitting import Share, Split, explain, parse_key, split
from domain.kernel.errors import BadInput
from domain.kernel.money import money_text
from domain.kernel.sentences import Sentence

TIES = "member order"
_FIELDS = ("calculate", "amount", "members", "key", "measurements", "presence", "rounding")


def answer_shares(given: Mapping[str, object]) -> dict[str, object]:
    """Split the amount and say how. Raises BadInput naming the field."""
    fields(given, "", _FIELDS)
    amount_cents = read_cents(needed(given, "amount", ""), "amount")
    members = read_members(needed(given, "members", ""), "members")
    known = frozenset(members)
    key = parse_key(needed(given, "key", ""))
    rule, carried = _rounding(given.get("rounding", {"rule": LARGEST_REMAINDER}), known)
    done = split(
        amount_cents,
        members,
        key,
        _measurements(given.get("measurements", {}), known),
        presence=_presence(given.get("presence", {}), known),
        rounding=rule,
        carried=carried,
    )
    return _answer(done)


def read_members(data: object, field: str) -> list[str]:
    """The members, in order, each once. Raises BadInput naming the field."""
    members = [checked_name(at(field, place), name) for place, name in enumerate(items(data, field))]
    seen: set[str] = set()
    for place, name in enumerate(members):
        if name in seen:
            raise BadInput(at(field, place), "a member is named once")
        seen.add(name)
    return members


def check_known(field: str, name: str, known: Collection[str]) -> None:
    """Refuse a name that is not one of the members. Raises BadInput naming the field."""
    if name not in known:
        raise BadInput(at(field, name), "this is not one of the members")


def _measurements(data: object, known: Collection[str]) -> dict[str, dict[str, Fraction]]:
    measurements = {}
    for measure, readings in fields(data, "measurements").items():
        field = at("measurements", checked_name("measurements", measure))
        read = {}
        for name, value in fields(readings, field).items():
            check_known(field, name, known)
            read[name] = read_quantity(value, at(field, name))
        measurements[measure] = read
    return measurements


def _presence(data: object, known: Collection[str]) -> dict[str, Fraction]:
    presence = {}
    for name, value in fields(data, "presence").items():
        check_known("presence", name, known)
        presence[name] = read_quantity(value, at("presence", name))
        if presence[name] > 1:
            raise BadInput(at("presence", name), "presence is a part of the period, at most one")
    return presence


def _rounding(data: object, known: Collection[str]) -> tuple[str, dict[str, Fraction]]:
    given = fields(data, "rounding", ("rule", "carried"))
    rule = needed(given, "rule", "rounding")
    if not isinstance(rule, str) or rule not in ROUNDING_RULES:
        raise BadInput(
            "rounding.rule",
            Sentence("a rounding rule is one of: {rounding_rules}", rounding_rules=", ".join(ROUNDING_RULES)),
        )
    if "carried" not in given:
        return rule, {}
    field = "rounding.carried"
    if rule != CARRIED_REMAINDER:
        raise BadInput(field, "only the carried remainder takes a carry")
    carried = {}
    for name, value in fields(given["carried"], field).items():
        check_known(field, name, known)
        carried[name] = carry_of(value if isinstance(value, str) else "", at(field, name))
    if sum(carried.values(), Fraction(0)) != 0:
        raise BadInput(field, "what is carried sums to zero")
    return rule, carried


def _answer(done: Split) -> dict[str, object]:
    answer: dict[str, object] = {
        "shares": [_share(share, done.rounding) for share in done.shares],
        "total": money_text(done.amount_cents),
        "rounding": {"rule": done.rounding, "ties": TIES},
    }
    if done.rounding == CARRIED_REMAINDER:
        answer["carry_kept"] = done.carry_kept
    answer["explanation"] = explain(done)
    return answer


def _share(share: Share, rounding: str) -> dict[str, object]:
    part, whole = share.numerator, share.denominator
    sign = -1 if share.amount_cents < 0 else 1
    told: dict[str, object] = {
        "member": share.member,
        "fraction": ratio_text(sign * part, sign * whole * share.amount_cents)
        if share.amount_cents
        else None,
        "exact_cents": ratio_text(part, whole),
        "amount": money_text(share.cents),
        "rounding_cents": ratio_text(share.cents * whole - part, whole),
    }
    if rounding == CARRIED_REMAINDER:
        told["carried_cents"] = exact_text(share.carried_after)
    return told
