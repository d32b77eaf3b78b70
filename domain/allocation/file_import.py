"""An imported file, known by its hash: importing it again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.identity import stream_id


@dataclass(frozen=True, slots=True)
class Completed(Event):
    """The whole file was good and is recorded; the last event of its transaction."""

    TOPIC = "allocation.file-import.completed"
    NAMES = "file {name}"
    SENTENCE = (
        "{lines} lines of {content}: {recorded} recorded, {known} known before, "
        "{late} late, {without_evidence} without a supporting document"
    )
    sha256: str
    name: str
    content: str
    lines: int
    recorded: int
    known: int
    late: int
    without_evidence: int


def file_import_id(sha256: str) -> UUID:
    """The stream of the file of that hash."""
    return stream_id("file-import", sha256)


class FileImport(Aggregate):
    """One file."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.completed: Completed | None = None

    def complete(self, completed: Completed) -> None:
        """Record that the file is in, once."""
        if not self.exists:
            self.record(completed)

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Completed():
                self.completed = event
            case _:
                super().apply(event)
