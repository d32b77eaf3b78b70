"""A service of the toolbox: what is shared, in which unit of work it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from domain.kernel.identity import checked_code, stream_id


@dataclass(frozen=True, slots=True)
class Added(Event):
    """A service enters the toolbox."""

    TOPIC = "services.service.added"
    NAMES = "service {code}"
    SENTENCE = "{name} enters the toolbox (axis: {axis}; unit of work: {unit_of_work})"
    code: str
    name: str
    axis: str
    unit_of_work: str
    description: str
    published: bool


def service_id(code: str) -> UUID:
    """The stream of the service of that code."""
    return stream_id("service", code)


class Service(Aggregate):
    """One shared service; it may be shared under several contracts."""

    code: str = ""
    name: str = ""

    def add(
        self, code: str, name: str, axis: str, unit_of_work: str, description: str, published: bool
    ) -> None:
        """Put the service into the toolbox, once."""
        if self.exists:
            raise AlreadyExists(kind="service", code=self.code)
        if not name.strip():
            raise BadInput("name", "a service has a name")
        kept = checked_code("service", code)
        self.record(Added(kept, name.strip(), axis, unit_of_work, description, published))

    def must_exist(self, code: str) -> None:
        """Refuse when no service has that code."""
        if not self.exists:
            raise NotFound(kind="service", code=code)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Added():
                self.code, self.name = event.code, event.name
            case _:
                super().apply(event)
