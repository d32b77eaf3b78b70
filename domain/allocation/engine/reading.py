"""Reading what requests and stored keys hold: names, objects, lists and numbers, each refused by its path."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction

from domain.kernel.errors import BadInput
from domain.kernel.money import MAX_NUMBER_DIGITS, cents_of, quantity_of
from domain.kernel.sentences import Sentence

MAX_NAME_LENGTH = 120
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(name: object) -> str:
    """A name as a refusal may show it: one line, no hidden characters, not endless.

    >>> shown("a" * 100)
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    text = str(name)
    if len(text) <= 40 and text.isprintable():
        return text
    kept = text if len(text) <= 40 else text[:39] + "…"
    return "".join("?" if unicodedata.category(c) in _UNSEEN else c for c in kept)


def at(field: str, name: object) -> str:
    """The path of what stands under that name or place.

    >>> at("key.fractions", "Aval"), at("key.blend", 1)
    ('key.fractions.Aval', 'key.blend[1]')
    """
    if isinstance(name, int):
        return f"{field}[{name}]"
    return f"{field}.{shown(name)}" if field else shown(name)


def checked_name(field: str, name: object) -> str:
    """The name, if it can be one: NFC, visible, 1 to 120 characters. Raises BadInput naming the field."""
    if not isinstance(name, str):
        raise BadInput(field, "a name is a string")
    if not name.strip():
        raise BadInput(field, "a name may not be empty")
    if len(name) > MAX_NAME_LENGTH:
        raise BadInput(
            field,
            Sentence("a name has at most {max_name_length} characters", max_name_length=MAX_NAME_LENGTH),
        )
    if any(unicodedata.category(c) in _UNSEEN for c in name):
        raise BadInput(field, "a name has no control or bidirectional characters")
    if not unicodedata.is_normalized("NFC", name):
        raise BadInput(field, "a name is in Unicode normal form C")
    if name != name.strip():
        raise BadInput(field, "a name does not begin or end with a space")
    return name


def fields(data: object, field: str, allowed: Iterable[str] | None = None) -> Mapping[str, object]:
    """The data as an object with text names, of `allowed` fields only. Raises BadInput naming the field."""
    if not isinstance(data, Mapping):
        raise BadInput(field, "an object is expected here")
    if allowed is not None:
        names = tuple(allowed)
        for name in data:
            if name not in names:
                raise BadInput(
                    at(field, name),
                    Sentence("there is no such field; known: {names}", names=", ".join(names)),
                )
    return data


def items(data: object, field: str) -> list[object]:
    """The data as a list that is not empty. Raises BadInput naming the field."""
    if not isinstance(data, list | tuple):
        raise BadInput(field, "a list is expected here")
    if not data:
        raise BadInput(field, "the list may not be empty")
    return list(data)


def needed(given: Mapping[str, object], name: str, field: str) -> object:
    """The value of a field that must be given. Raises BadInput naming the field."""
    if name not in given:
        raise BadInput(at(field, name), "this field is needed")
    return given[name]


def read_cents(value: object, field: str) -> int:
    """Money as `cents_of` reads it, from any data. Raises BadInput naming the field."""
    return cents_of(value if isinstance(value, str) else "", field)


def read_quantity(value: object, field: str) -> Fraction:
    """A quantity as `quantity_of` reads it, from any data. Raises BadInput naming the field."""
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) <= MAX_NUMBER_DIGITS:
        # Most readings are plain whole numbers: the general reading takes five times as long.
        return Fraction(int(value))
    return quantity_of(value if isinstance(value, str) else "", field)
