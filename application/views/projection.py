"""How a view is kept: a list of "when this happens, write that", over rows that hold between positions.

A row of a view holds from the position of the event that wrote it until the position of the event that
replaced it. So a view as of any position is one indexed query, never a replay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from application.ports import LogRecord
from domain.kernel.aggregate import Event


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a view: its key (one row holds per key and position) and its other columns."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """From this event on, the row of that key holds these values; columns not named are null."""

    table: Table
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """From this event on, the row of that key, which holds already, has these other values."""

    table: Table
    key: tuple[object, ...]
    values: Mapping[str, object]


Write = Put | Change
When = Callable[[Any, LogRecord], Iterable[Write]]


@dataclass(frozen=True, slots=True)
class View:
    """What answers one question. `definition` is raised whenever its rows would come out differently."""

    name: str
    question: str
    definition: int
    tables: tuple[Table, ...]
    when: Mapping[type[Event], When]

    @property
    def topics(self) -> frozenset[str]:
        """The stored names of the events that it is about."""
        return frozenset(event.TOPIC for event in self.when)


def columns_of(event: Event, *without: str) -> dict[str, object]:
    """The event's fields as columns, nested records as plain data."""
    # Every event is a dataclass; Event itself has no fields.
    fields = asdict(cast("Any", event))
    return {name: value for name, value in fields.items() if name not in without}
