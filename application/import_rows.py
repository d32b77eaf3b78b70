"""The rows of imported tables, the faults that a file may have instead, and a file as use cases see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from application.ports import Progress
from domain.kernel.errors import Refusal

WHOLE_LINE = "(line)"
WHOLE_FILE = "(file)"


class FileChanged(Refusal):
    """What is recorded is what was validated, byte for byte."""

    sentence = "{name} changed while it was read; nothing was recorded, import it again"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: the line as an editor counts, the column, what stands there, the rule."""

    line: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of a document, for one contract and one month of service; `amount_cents` is signed."""

    line: int
    supplier: str
    number: str
    kind: str
    document_date: date
    original: str | None
    line_number: int
    contract: str
    service_from: date
    service_to: date
    service_month: str
    nature: str
    amount_cents: int
    direct_to: str | None
    label: str
    evidence_reference: str | None
    evidence_sha256: str | None


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One reading, of a stock on `reference_date` or a flow over `month`; `value` is exact decimal text."""

    line: int
    measure: str
    member: str
    reference_date: date | None
    month: str | None
    value: str
    certified_by: str | None
    evidence_reference: str | None
    evidence_sha256: str | None


Row_co = TypeVar("Row_co", covariant=True)


class RowFile(Protocol[Row_co]):
    """A file as the use cases see it; `rows` reads it from its beginning each time it is called."""

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        ...

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal."""
        ...

    @property
    def line_count(self) -> int:
        """How many lines an editor counts in it, the header's included."""
        ...

    def rows(self, progress: Progress | None = None) -> Iterator[Row_co | Fault]:
        """Its rows in their order, and every fault in the place of the line that has it.

        `progress` is called with lines read and `line_count`. Raises FileChanged at the end.
        """
        ...


CostFile = RowFile[CostRow]
MeasurementFile = RowFile[MeasurementRow]
