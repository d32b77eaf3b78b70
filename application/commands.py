"""A command: what someone asks the group's ledger to do, in the imperative, as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Self
from unicodedata import category

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from application.ledger import Ledger
from application.ports import Act
from application.reading_rules import rule_of
from domain.kernel.errors import BadInput
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR

MAX_TEXT_LENGTH = 10_000
MAX_INTEGER = 10**15
_REFUSED_IN_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})
_LINE_BREAKS = "\t\n\r"


class Terms(BaseModel):
    """Frozen data within bounds.

    What is recorded can never be taken back, so what could not be kept or shown is refused here: integers
    beyond 10^15, texts beyond 10,000 characters, control characters and lone surrogates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        for name in type(self).model_fields:
            _check_bounds(name, getattr(self, name))
        return self

    @classmethod
    def read(cls, terms: Mapping[str, object]) -> Self:
        """What these terms spell out. Raises BadInput naming the first field that is off."""
        try:
            return cls.model_validate(dict(terms))
        except ValidationError as error:
            raise _bad_input(error, cls.__name__) from None

    @classmethod
    def read_strictly(cls, terms: Mapping[str, object]) -> Self:
        """The command that terms from JSON spell out, in which nothing is taken for another type than it is.

        Raises BadInput naming the first field that is off.
        """
        try:
            return cls.model_validate_json(json.dumps(dict(terms)), strict=True)
        except ValidationError as error:
            raise _bad_input(error, cls.__name__) from None


def _bad_input(error: ValidationError, name: str) -> BadInput:
    first = error.errors(include_url=False)[0]
    words = first["msg"].removeprefix("Value error, ")
    named, _, rule = words.partition(": ")
    field = ".".join(str(part) for part in first["loc"]) or (named if rule else name)
    return BadInput(field, rule if rule and not first["loc"] else rule_of({**first, "msg": words}))


class Command(Terms):
    """What is asked; its canonical form has a digest, by which a repeated command is known."""

    def digest(self) -> bytes:
        """The sha256 of the command's name and canonical form."""
        return sha256(f"{type(self).__name__}{self.model_dump_json()}".encode()).digest()


def printable(text: str) -> bool:
    """Whether a text can be kept and shown: no control characters but line breaks, no lone surrogates."""
    return not any(category(c) in _REFUSED_IN_TEXT and c not in _LINE_BREAKS for c in text)


def _check_bounds(field: str, value: object) -> None:
    match value:
        case int() if abs(value) > MAX_INTEGER:
            raise ValueError(f"{field}: an integer is between -10^15 and 10^15")
        case date() if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"{field}: a day is in a year from {FIRST_YEAR} to {LAST_YEAR}")
        case str() if len(value) > MAX_TEXT_LENGTH:
            raise ValueError(f"{field}: a text has at most {MAX_TEXT_LENGTH:,} characters")
        case str() if not printable(value):
            raise ValueError(f"{field}: a text has no control characters")
        case tuple() | list():
            for place, each in enumerate(value):
                _check_bounds(f"{field}.{place}", each)
        case dict():
            for name, each in value.items():
                _check_bounds(f"{field}.{name}", name)
                _check_bounds(f"{field}.{name}", each)
        case _ if is_dataclass(value) and not isinstance(value, type):
            for part in fields(value):
                _check_bounds(f"{field}.{part.name}", getattr(value, part.name))


UseCase = Callable[[Ledger, Any, Act], int]
"""Find, ask, record: takes the ledger, a command and who acts; returns the position written."""
UseCases = Mapping[type[Command], UseCase]
