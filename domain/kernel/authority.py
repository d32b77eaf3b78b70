"""Nothing in force lacks its authority: the agreement, amendment or resolution that laid it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.kernel.errors import BadInput

AuthorityKind = Literal["agreement", "amendment", "resolution"]


@dataclass(frozen=True, slots=True)
class Authority:
    """What gives something force: an agreement, or an amendment or resolution of it by its number.

    `enactment` counts its enactments from 1.
    """

    kind: AuthorityKind
    agreement: str
    number: str | None = None
    enactment: int | None = None

    def __str__(self) -> str:
        if self.kind == "agreement":
            return f"agreement {self.agreement}"
        return f"{self.kind} {self.number} of {self.agreement}"


def checked_authority(authority: Authority) -> Authority:
    """The authority, with a number unless it is the agreement itself. Raises BadInput."""
    if (authority.kind == "agreement") != (authority.number is None):
        raise BadInput(
            "authority", "an amendment or a resolution is named by its number, an agreement is not"
        )
    return authority
