"""How what was written into the fields of a form becomes the terms of a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from application.calculator.strict_json import read_json
from application.import_cells import BadCell, amount_cents, day, month
from domain.kernel.errors import BadInput
from interfaces.web.fields import ChangedSince, Field, Kind, ToMend, rule_of
from interfaces.web.forms import Posted
from interfaces.web.key_fields import read_key_fields

_COUNT = re.compile(r"[0-9]{1,9}")


def read(posted: Posted, fields: Sequence[Field]) -> dict[str, object]:
    """The terms that a form gives, without those left empty. Raises ToMend with every fault."""
    found: dict[str, object] = {}
    faults: dict[str, str] = {}
    for field in fields:
        try:
            value = _read(posted, field)
        except BadCell as fault:
            faults[field.name] = fault.rule
        except BadInput as fault:
            faults[field.name] = rule_of(fault, field.name)
        else:
            if value is not None:
                found[field.name] = value
    if faults:
        raise ToMend(faults)
    return found


def _read(posted: Posted, field: Field) -> object:
    if field.kind == "key":
        return read_key_fields(posted, field)
    if field.kind == "flag":
        return bool(posted.fields.get(field.name))
    if field.kind == "some":
        given = [v for v in posted.several.get(field.name, ()) if v]
        known = {value for value, _ in field.options}
        if not known.issuperset(given):
            raise ChangedSince()
        if field.required and not given:
            raise BadInput(field.name, "at least one is chosen")
        return given
    text = posted.fields.get(field.name, "").strip()
    if not text:
        if field.required:
            raise BadInput(field.name, "it is filled in")
        return None
    if field.kind == "one" and text not in {value for value, _ in field.options}:
        raise ChangedSince()
    return _READ[field.kind](text)


def _day(text: str) -> str:
    return day(text).isoformat()


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise BadCell("it is a whole number, like 3")
    return int(text)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _json(text: str) -> object:
    return read_json(text, integers=True)


_READ: Final[Mapping[Kind, Callable[[str], object]]] = {
    "text": str,
    "long": lambda text: text.replace("\r\n", "\n"),
    "one": str,
    "day": _day,
    "month": month,
    "count": _count,
    "cents": amount_cents,
    "lines": _lines,
    "json": _json,
}
