"""The shapes of what commands and imports answer."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.log_shapes import Happening
from interfaces.api.shapes import Reading, Shape


class CommandAnswer(Reading):
    """What a command recorded; `position` is the last position it wrote, or the head where it wrote nothing."""

    count: int = Field(description="How many events it recorded.")
    events: list[Happening] = Field(description="The first of them, at most 200, each as a sentence.")


class Fault(Shape):
    """One thing wrong with a file."""

    line: int = Field(description="As an editor counts.")
    column: str
    value: str
    rule: str


class FileRead(Shape):
    """What a file holds, held against the ledger."""

    name: str
    sha256: str
    content: str
    lines: int
    recorded: int = Field(description="Documents or readings that are new.")
    known: int = Field(description="Those that were recorded before.")
    late: int = Field(description="Lines that come after their month was posted.")
    without_evidence: int


class ImportAnswer(CommandAnswer):
    """What an import recorded, or what a preview of it found; a preview records nothing."""

    preview: bool
    file: FileRead | None = Field(description="None where a preview found faults.")
    fault_count: int
    faults: list[Fault] = Field(description="The first of them, at most 500, in the order of lines.")
