"""What stands in a field at first: a term as a reader writes it, the inverse of how it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from interfaces.web.fields import Field, Kind
from interfaces.web.key_fields import key_standing


def filled(fields: Sequence[Field], terms: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields with these terms standing in them."""
    return tuple(standing(field, terms[field.name]) if field.name in terms else field for field in fields)


def standing(field: Field, term: Any) -> Field:
    """The field with a term in it, as it would be written."""
    if term is None:
        return field
    if field.kind == "key":
        return key_standing(field, term, as_json(term))
    if field.kind == "some":
        return replace(field, chosen=tuple(str(each) for each in term))
    return replace(field, value=_written(field.kind, term))


def _written(kind: Kind, term: Any) -> str:
    match kind:
        case "lines":
            return "\n".join(str(each) for each in term)
        case "json":
            return as_json(term)
        case "cents":
            return f"{term // 100}.{term % 100:02d}"
        case "flag":
            return "yes" if term else ""
        case _:
            return str(term)


def as_json(term: object) -> str:
    """A term as JSON that a person reads and changes."""
    return json.dumps(_plain(term), ensure_ascii=False, indent=2)


def _plain(term: Any) -> Any:
    match term:
        case Mapping():
            return {str(name): _plain(each) for name, each in term.items()}
        case list() | tuple():
            return [_plain(each) for each in term]
        case _:
            return term
