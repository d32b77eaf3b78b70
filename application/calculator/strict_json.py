"""Reading JSON strictly: each key once, no number but integers where asked, bounded depth and size, real text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from domain.allocation.engine.reading import at
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

MAX_DEPTH = 32
MAX_LENGTH = 128 * 1024 * 1024
LONGEST_INTEGER = 17
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_WHOLE = "request"


@dataclass(frozen=True, slots=True)
class _Number:
    """A JSON number as it was written: never read as one, so that nothing is lost or takes long."""

    text: str


class _RepeatingObject(dict[str, object]):
    """A JSON object that gives a key more than once."""

    repeated: str


def read_json(text: str | bytes, *, integers: bool = False) -> object:
    """The JSON value of the text: objects, lists, strings, true, false and null; and `integers` where they count.

    >>> read_json('{"amount": "1.00"}')
    {'amount': '1.00'}
    >>> read_json('{"amount_cents": 100}', integers=True)
    {'amount_cents': 100}

    Raises BadInput naming the path of a repeated key, a number or text that is no Unicode.
    """
    value = _parsed(_decoded(text), integers)
    _check(value, "")
    return value


def _decoded(text: str | bytes) -> str:
    if len(text) > MAX_LENGTH:
        raise BadInput(
            _WHOLE, Sentence("a request has at most {max_length} MiB", max_length=MAX_LENGTH // 1024 // 1024)
        )
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(
            _WHOLE, Sentence("a request is UTF-8 text; byte {start} is not", start=fault.start + 1)
        ) from None


def _parsed(text: str, integers: bool) -> object:
    depth = 0
    for token in _BRACKETS.finditer(text):
        mark = token[0]
        if mark in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                raise BadInput(
                    _WHOLE, Sentence("JSON is nested at most {max_depth} deep", max_depth=MAX_DEPTH)
                )
        elif mark in "}]":
            depth -= 1
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer if integers else _Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise BadInput(
            _WHOLE, Sentence("this is not JSON: {msg} at {where}", msg=fault.msg, where=where)
        ) from None


def _integer(text: str) -> int | _Number:
    return int(text) if len(text) <= LONGEST_INTEGER else _Number(text)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) == len(pairs):
        return read
    repeating = _RepeatingObject(read)
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            repeating.repeated = name
            break
        seen.add(name)
    return repeating


def _check(value: object, path: str) -> None:
    if isinstance(value, _RepeatingObject):
        raise BadInput(at(path, value.repeated), "this key is given twice")
    if isinstance(value, dict):
        for name, inner in value.items():
            if type(inner) is not str or not inner.isascii():
                _check(inner, at(path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            if type(inner) is not str or not inner.isascii():
                _check(inner, at(path, place))
    elif isinstance(value, _Number):
        rule = 'a JSON number is refused: amounts, quantities and weights are strings, like "12.50"'
        raise BadInput(path or _WHOLE, rule)
    elif isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
        raise BadInput(path or _WHOLE, "half of a surrogate pair is no text")
