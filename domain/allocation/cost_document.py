"""A cost document: invoice, payroll, grant …, unique by supplier and number; its lines go to pools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.identity import checked_code, stream_id
from domain.kernel.sentences import Sentence

MAX_LINE_NUMBER = 999_999_999


class DocumentDiffers(Refusal):
    """A document is recorded once; the same one with other content is refused."""

    sentence = "document {number} of {supplier} is already recorded with other content"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of a document: which contract's month it costs, how much and on what evidence.

    `nature` says what it does to the pool: cost, discount, grant, recovered-vat (all shared) or direct
    (borne by one member alone).
    """

    line_number: int
    contract: str
    service_from: str
    service_to: str
    service_month: str
    nature: str
    amount_cents: int
    direct_to: str | None
    label: str
    evidence_reference: str | None
    evidence_sha256: str | None


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """The document with its lines, as it was given."""

    TOPIC = "allocation.cost-document.recorded"
    NAMES = "{kind} {number} of {supplier}"
    SENTENCE = "{kind} {number} of {supplier}, dated {document_date}, is recorded"
    supplier: str
    number: str
    kind: str
    document_date: str
    original: str | None
    lines: tuple[DocumentLine, ...]
    file_sha256: str | None


def cost_document_id(supplier: str, number: str) -> UUID:
    """The stream of the document of that supplier and number."""
    return stream_id("cost-document", supplier, number)


class CostDocument(Aggregate):
    """One document."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.recorded: Recorded | None = None

    def record_document(
        self,
        supplier: str,
        number: str,
        kind: str,
        document_date: date,
        original: str | None,
        lines: Sequence[DocumentLine],
        file_sha256: str | None,
    ) -> bool:
        """Record the document; False when this very document was recorded before."""
        if not lines:
            raise BadInput("lines", "a document has at least one line")
        if not all(0 < line.line_number <= MAX_LINE_NUMBER for line in lines):
            raise BadInput(
                "line",
                Sentence(
                    "a line's number is between 1 and {max_line_number:,}", max_line_number=MAX_LINE_NUMBER
                ),
            )
        if len({line.line_number for line in lines}) != len(lines):
            raise BadInput("line", "the lines of a document have different numbers")
        codes = checked_code("supplier", supplier), checked_code("number", number)
        ordered = tuple(sorted(lines, key=lambda line: line.line_number))
        given = Recorded(*codes, kind, document_date.isoformat(), original, ordered, file_sha256)
        if self.recorded is None:
            self.record(given)
            return True
        if _content(self.recorded) != _content(given):
            raise DocumentDiffers(supplier=self.recorded.supplier, number=self.recorded.number)
        return False

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Recorded():
                self.recorded = event
            case _:
                super().apply(event)


def _content(event: Recorded) -> tuple[object, ...]:
    # The file that brought a document is not part of what the document says.
    return event.kind, event.document_date, event.original, event.lines
