"""Nothing in force lacks its authority: the agreement, amendment or resolution that laid it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

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
        match self.kind:
            case "agreement":
                return Sentence("agreement {agreement}", agreement=self.agreement)
            case "amendment":
                return Sentence("amendment {number} of {agreement}", **self._named())
            case "resolution":
                return Sentence("resolution {number} of {agreement}", **self._named())

    def _named(self) -> dict[str, str | None]:
        return {"number": self.number, "agreement": self.agreement}


def checked_authority(authority: Authority) -> Authority:
    """The authority, with a number unless it is the agreement itself. Raises BadInput."""
    if (authority.kind == "agreement") != (authority.number is None):
        raise BadInput(
            "authority", "an amendment or a resolution is named by its number, an agreement is not"
        )
    return authority
