"""A membership: since when a member votes under an agreement and bears its costs, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.kernel.errors import Refusal


class NotAMember(Refusal):
    """Costs are shared among the members of the agreement."""

    sentence = "{member} is not a member of {agreement} on {day}"


@dataclass(frozen=True, slots=True)
class Membership:
    """Since when a member votes under an agreement and bears its costs, and until when."""

    member: str
    bears_costs_from: date
    votes_from: date
    bears_costs_until: date | None = None

    def has_left_by(self, day: date) -> bool:
        """Whether the member has left before that day."""
        return self.bears_costs_until is not None and self.bears_costs_until < day
