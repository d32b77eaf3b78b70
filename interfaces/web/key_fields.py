"""A key of repartition in a form: the three that need no more than a choice, and every other form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from application.calculator.strict_json import read_json
from domain.allocation.engine.splitting import parse_key
from domain.kernel.errors import BadInput
from domain.kernel.money import exact_text, quantity_of
from interfaces.web.fields import Field
from interfaces.web.forms import Posted

FORMS: Final = ("equal", "measure", "weights", "json")


def read_key_fields(posted: Posted, field: Field) -> object:
    """The key as data, read by the engine that will apply it. Raises BadInput with the path and the rule."""
    name, form = field.name, posted.fields.get(f"{field.name}.form", "")
    if form not in FORMS:
        raise BadInput(name, "one form of key is chosen")
    data = _data(posted, field, form)
    parse_key(data, name)
    return data


def _data(posted: Posted, field: Field, form: str) -> object:
    name = field.name
    match form:
        case "equal":
            return {"equal": {}}
        case "measure":
            measure = posted.fields.get(f"{name}.measure", "")
            if measure not in {value for value, _ in field.options}:
                raise BadInput(name, "a measure is chosen to share by")
            return {"proportional": measure}
        case "weights":
            return {"fractions": _fractions(posted, field)}
        case _:
            text = posted.fields.get(f"{name}.json", "").strip()
            if not text:
                raise BadInput(name, "the key is written as JSON")
            return read_json(text)


def _fractions(posted: Posted, field: Field) -> dict[str, str]:
    weights: dict[str, Fraction] = {}
    for place, member in enumerate(field.members):
        given = posted.fields.get(f"{field.name}.weight.{place}", "").strip()
        if given:
            weights[member] = quantity_of(given.replace(",", "."), f"{field.name}.{member}")
    total = sum(weights.values(), Fraction(0))
    if total <= 0:
        raise BadInput(field.name, "the weight of at least one member is above zero")
    return {member: exact_text(weight / total) for member, weight in weights.items()}


def key_standing(field: Field, key: Mapping[str, Any], text: str) -> Field:
    """The field with that key in it: its form, what that needs, and the whole as JSON in any case."""
    match key:
        case {"equal": _}:
            form: tuple[str, ...] = ("equal",)
        case {"proportional": measure}:
            form = ("measure", str(measure))
        case {"fractions": fractions} if set(fractions) <= set(field.members):
            form = ("weights", *(str(fractions.get(member, "")) for member in field.members))
        case _:
            form = ("json",)
    return replace(field, chosen=form, value=text)
