"""A beneficiary of a contract: from when it bears costs and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.kernel.errors import Refusal


class AlreadyBeneficiary(Refusal):
    """A member bears its part once."""

    sentence = "{member} is already a beneficiary of {contract}"


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """From when a member bears costs and until when, each by its convention; and earlier times, if it came back."""

    member: str
    bears_costs_from: date
    convention: str
    bears_costs_until: date | None = None
    leaving_convention: str | None = None
    earlier: tuple[Beneficiary, ...] = ()
