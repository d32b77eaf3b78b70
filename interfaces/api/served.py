"""What a server serves, and to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Path, Request

from interfaces.api.reach import Reach
from interfaces.composition import Home

GroupName = Annotated[str, Path(description="The group's name.", max_length=64, examples=["coopairs"])]


@dataclass(frozen=True, slots=True)
class Served:
    """The home whose groups are served; `only` leaves all but one of them out."""

    home: Home
    only: str | None
    reach: Reach = field(default_factory=Reach)

    def groups(self) -> list[str]:
        """The names of the groups that are served."""
        return [name for name in self.home.groups() if self.only in (None, name)]


def served(request: Request) -> Served:
    """What this server serves."""
    found: Served = request.app.state.served
    return found
