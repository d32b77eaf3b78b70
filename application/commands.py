"""A command: what someone asks the group's ledger to do, in the imperative, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from application.ledger import Ledger
from application.ports import Act
from domain.kernel.errors import BadInput


class Command(BaseModel):
    """Frozen data; its canonical form has a digest, by which a repeated command is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    def digest(self) -> bytes:
        """The sha256 of the command's name and canonical form."""
        return sha256(f"{type(self).__name__}{self.model_dump_json()}".encode()).digest()

    @classmethod
    def read(cls, terms: Mapping[str, object]) -> Self:
        """The command that these terms spell out. Raises BadInput naming the first field that is off."""
        try:
            return cls.model_validate(dict(terms))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or cls.__name__
            raise BadInput(field, first["msg"]) from None


C = TypeVar("C", bound=Command)
UseCase = Callable[[Ledger, Any, Act], int]
"""Find, ask, record: takes the ledger, a command and who acts; returns the position written."""
UseCases = Mapping[type[Command], UseCase]
