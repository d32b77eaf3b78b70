"""The rules by which the library reads what is given, as sentences: by its own name for each, and in its words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from domain.kernel.sentences import Sentence

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "Field required",
        "extra_forbidden": "Extra inputs are not permitted",
        "none_required": "Input should be null",
        "string_type": "Input should be a valid string",
        "string_too_short": "String should have at least {min_length} character{expected_plural}",
        "string_too_long": "String should have at most {max_length} character{expected_plural}",
        "int_type": "Input should be a valid integer",
        "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
        "greater_than_equal": "Input should be greater than or equal to {ge}",
        "less_than_equal": "Input should be less than or equal to {le}",
        "bool_type": "Input should be a valid boolean",
        "enum": "Input should be {expected}",
        "literal_error": "Input should be {expected}",
        "date_type": "Input should be a valid date",
        "date_from_datetime_parsing": "Input should be a valid date or datetime, {error}",
        "date_parsing": "Input should be a valid date in the format YYYY-MM-DD, {error}",
        "list_type": "Input should be a valid array",
        "tuple_type": "Input should be a valid array",
        "dict_type": "Input should be an object",
        "model_type": "Input should be an object",
        "model_attributes_type": "Input should be an object",
    }
)
"""By the library's name of a fault, its sentence. One that is not here is told as the library tells it."""


def rule_of(fault: Mapping[str, Any], *, within: bool = False) -> str:
    """The rule that a fault of the library names; `within` a sentence it begins small.

    >>> rule_of({"type": "greater_than_equal", "msg": "Input should be greater than or equal to 1", "ctx": {"ge": 1}})
    'Input should be greater than or equal to 1'
    """
    words, template = str(fault["msg"]), RULES.get(str(fault["type"]), "")
    if within:
        words, template = _small(words), _small(template)
    try:
        told = Sentence(template, **fault.get("ctx", {}))
    except KeyError:
        return words
    return told if told == words else words


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
