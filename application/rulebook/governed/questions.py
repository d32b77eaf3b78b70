"""A question of a rule to the ledger: which things of a kind it governs, told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from application.rulebook.governed.things import Answer, Kind, Ledger

Holds = Callable[[Ledger, Answer], bool]


@dataclass(frozen=True, slots=True)
class Governs:
    """The things of a kind for which `holds` is true; `what` names them in the plural."""

    kind: Kind
    what: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class NothingLive:
    """Why no rule of a page can be linked to anything in a ledger."""

    reason: str


Rules = Mapping[str, tuple[Governs, ...]]
"""Rules by their titles, each with what it governs. One that is absent keeps things out, and leaves no trace."""


def governs(kind: Kind, what: str, holds: Callable[[Answer], bool]) -> Governs:
    """A question that looks at the thing alone."""
    return Governs(kind, what, lambda _, row: holds(row))
