"""Use cases of imports: a file is validated whole, then recorded in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

from application.allocation import add_pool_line, take_period, user_code
from application.import_rows import CostFile, CostRow, Fault, MeasurementFile, MeasurementRow, RowFile
from application.ledger import Ledger
from application.ports import Act, People, Progress
from domain.allocation.cost_document import CostDocument, DocumentLine, cost_document_id
from domain.allocation.cost_pool import CostPool
from domain.allocation.file_import import Completed, FileImport, file_import_id
from domain.allocation.measure import Measure, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import normal_code
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence
from domain.services.contract import ServiceContract, contract_id

Row = TypeVar("Row", CostRow, MeasurementRow)
_NOBODY_YET = "person-0000000000000000"


class FileRefused(Refusal):
    """Nothing of a file is recorded unless all of it is good; `faults` lists all that is not."""

    sentence = "{name} is refused and nothing was recorded: {count} to mend"

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(name=name, count=len(faults))
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `again` when the file was in before and nothing changed."""

    completed: Completed
    position: int
    again: bool


def import_costs(ledger: Ledger, file: CostFile, act: Act, progress: Progress | None = None) -> Imported:
    """Record every document of the file with its pool lines, all or nothing. Raises FileRefused."""
    import_ = ledger.find(FileImport, file_import_id(file.sha256))
    if import_.completed is not None:
        return _again(import_.completed, "costs", ledger)
    rows, faults = _read(file, progress)
    batch = _CostBatch(ledger, file.sha256, rows)
    if faults or batch.faults:
        raise FileRefused(file.name, [*faults, *batch.faults])
    import_.complete(_completed(file, "costs", len(batch.documents), batch.known, batch.late_lines, rows))
    # The rows are in the documents now: a large file is not held twice while it is written.
    rows.clear()
    position = ledger.record(*batch.documents, *batch.pools.values(), import_, act=act)
    return Imported(_of(import_), position, again=False)


def import_measurements(
    ledger: Ledger, people: People, file: MeasurementFile, act: Act, progress: Progress | None = None
) -> Imported:
    """Record every reading of the file, all or nothing; who certified is kept as an opaque id.

    Raises FileRefused.
    """
    import_ = ledger.find(FileImport, file_import_id(file.sha256))
    if import_.completed is not None:
        return _again(import_.completed, "measurements", ledger)
    rows, faults = _read(file, progress)
    batch = _ReadingBatch(ledger, people.identify, file.sha256, rows)
    if faults or batch.faults:
        raise FileRefused(file.name, [*faults, *batch.faults])
    import_.complete(_completed(file, "measurements", batch.recorded, len(rows) - batch.recorded, 0, rows))
    aggregates = (*batch.measures.values(), *batch.measurements.values())
    position = ledger.record(*aggregates, import_, act=act)
    return Imported(_of(import_), position, again=False)


def preview_costs(ledger: Ledger, file: CostFile) -> Completed:
    """What importing the file would record; nothing is. Raises FileRefused."""
    import_ = ledger.find(FileImport, file_import_id(file.sha256))
    if import_.completed is not None:
        return _again(import_.completed, "costs", ledger).completed
    rows, faults = _read(file, None)
    batch = _CostBatch(ledger, file.sha256, rows)
    if faults or batch.faults:
        raise FileRefused(file.name, [*faults, *batch.faults])
    return _completed(file, "costs", len(batch.documents), batch.known, batch.late_lines, rows)


def preview_measurements(ledger: Ledger, people: People, file: MeasurementFile) -> Completed:
    """What importing the file would record; nothing is, nobody becomes known. Raises FileRefused."""
    import_ = ledger.find(FileImport, file_import_id(file.sha256))
    if import_.completed is not None:
        return _again(import_.completed, "measurements", ledger).completed
    rows, faults = _read(file, None)
    known = {name.casefold(): person for person, name in people.names().items()}
    batch = _ReadingBatch(ledger, lambda name: known.get(name.casefold(), _NOBODY_YET), file.sha256, rows)
    if faults or batch.faults:
        raise FileRefused(file.name, [*faults, *batch.faults])
    return _completed(file, "measurements", batch.recorded, len(rows) - batch.recorded, 0, rows)


class OtherContent(Refusal):
    """A file is imported as what it holds."""

    sentence = "{name} was imported before, as {content}"


def _again(completed: Completed, content: str, ledger: Ledger) -> Imported:
    if completed.content != content:
        raise OtherContent(name=completed.name, content=completed.content)
    return Imported(completed, ledger.event_log.head().position, again=True)


class _CostBatch:
    """The documents of a file held against the ledger: what is new, what is known, what is wrong."""

    def __init__(self, ledger: Ledger, sha256: str, rows: Sequence[CostRow]) -> None:
        self.documents: list[CostDocument] = []
        self.pools: dict[tuple[str, str], CostPool] = {}
        self.faults: list[Fault] = []
        self.known = self.late_lines = 0
        self._ledger = ledger
        self._contracts: dict[str, ServiceContract] = {}
        documents: dict[tuple[str, str], list[CostRow]] = {}
        for row in rows:
            documents.setdefault((normal_code(row.supplier), normal_code(row.number)), []).append(row)
        originals = {(normal_code(r.supplier), normal_code(r.original)) for r in rows if r.original}
        ids = [cost_document_id(*key) for key in documents.keys() | originals]
        self._versions = ledger.event_log.versions(ids)
        for lines in documents.values():
            if lines[0].original is not None:
                self._check_original(lines[0], documents)
            self._take(lines, sha256)

    def _check_original(self, row: CostRow, in_file: Container[tuple[str, str]]) -> None:
        original = (normal_code(row.supplier), normal_code(row.original or ""))
        if cost_document_id(*original) not in self._versions and original not in in_file:
            rule = (
                "a credit note or reversal names a document of this supplier that is recorded or in the file"
            )
            self.faults.append(Fault(row.line, "original", row.original or "", rule))

    def _take(self, rows: Sequence[CostRow], sha256: str) -> None:
        first = rows[0]
        stream = cost_document_id(first.supplier, first.number)
        is_known = stream in self._versions
        document = self._ledger.find(CostDocument, stream) if is_known else CostDocument(stream)
        faults = [fault for row in rows for fault in self._row_faults(row)]
        if faults:
            self.faults.extend(faults)
            return
        lines = [self._line(row) for row in rows]
        head = (first.supplier, first.number, first.kind, first.document_date, first.original)
        try:
            is_new = document.record_document(*head, lines, sha256)
        except Refusal as refusal:
            self.faults.append(Fault(first.line, "number", first.number, str(refusal)))
            return
        if not is_new:
            self.known += 1
            return
        self.documents.append(document)
        for line in lines:
            late = add_pool_line(self._ledger, self.pools, first.supplier, first.number, line)
            self.late_lines += late

    def _row_faults(self, row: CostRow) -> Iterator[Fault]:
        contract = self._contract(row.contract)
        try:
            contract.must_exist(row.contract)
            contract.must_serve(Month.of(row.service_month))
        except NotFound as refusal:
            yield Fault(row.line, "contract", row.contract, str(refusal))
            return
        except Refusal as refusal:
            yield Fault(row.line, "service_month", row.service_month, str(refusal))
        try:
            _beneficiary(contract, row.direct_to)
        except NotFound:
            rule = Sentence(
                "a direct charge is borne by a beneficiary of contract {contract}", contract=contract.code
            )
            yield Fault(row.line, "direct_to", row.direct_to or "", rule)

    def _contract(self, code: str) -> ServiceContract:
        key = normal_code(code)
        if key not in self._contracts:
            self._contracts[key] = self._ledger.find(ServiceContract, contract_id(code))
        return self._contracts[key]

    def _line(self, row: CostRow) -> DocumentLine:
        contract = self._contract(row.contract)
        return DocumentLine(
            row.line_number,
            contract.code,
            row.service_from.isoformat(),
            row.service_to.isoformat(),
            row.service_month,
            row.nature,
            row.amount_cents,
            _beneficiary(contract, row.direct_to),
            row.label,
            row.evidence_reference,
            row.evidence_sha256,
        )


class _ReadingBatch:
    """The readings of a file held against the ledger."""

    def __init__(
        self, ledger: Ledger, identify: Callable[[str], str], sha256: str, rows: Sequence[MeasurementRow]
    ) -> None:
        self.measures: dict[str, Measure] = {}
        self.measurements: dict[tuple[str, str], Measurements] = {}
        self.faults: list[Fault] = []
        self.recorded = 0
        self._ledger = ledger
        self._identify = lru_cache(identify)
        self._user = lru_cache(partial(user_code, ledger))
        for row in rows:
            try:
                self.recorded += self._take(row, sha256)
            except NotFound as refusal:
                column = "member" if refusal.facts["kind"] == "member" else "measure"
                self.faults.append(Fault(row.line, column, getattr(row, column), str(refusal)))
            except Refusal as refusal:
                self.faults.append(Fault(row.line, "value", row.value, str(refusal)))

    def _take(self, row: MeasurementRow, sha256: str) -> bool:
        measure = self._measure(row.measure)
        measure.must_exist(row.measure)
        period = take_period(measure, row.reference_date, row.month)
        counted = self._user(row.member)
        key = (measure.code, period)
        if key not in self.measurements:
            self.measurements[key] = self._ledger.find(Measurements, measurements_id(*key))
        certified_by = None if row.certified_by is None else self._identify(row.certified_by)
        evidence = (certified_by, row.evidence_reference, row.evidence_sha256, sha256)
        return self.measurements[key].record_reading(*key, counted, row.value, *evidence)

    def _measure(self, code: str) -> Measure:
        key = normal_code(code)
        if key not in self.measures:
            self.measures[key] = self._ledger.find(Measure, measure_id(code))
        return self.measures[key]


def _beneficiary(contract: ServiceContract, code: str | None) -> str | None:
    return None if code is None else contract.beneficiary_code(code)


def _read(file: RowFile[Row], progress: Progress | None) -> tuple[list[Row], list[Fault]]:
    """The rows that are good in themselves, to be held against the ledger, and the faults of the others."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for row in file.rows(progress):
        if isinstance(row, Fault):
            faults.append(row)
        else:
            rows.append(row)
    return rows, faults


def _completed(
    file: CostFile | MeasurementFile,
    content: str,
    recorded: int,
    known: int,
    late: int,
    rows: Sequence[CostRow | MeasurementRow],
) -> Completed:
    bare = sum(1 for row in rows if row.evidence_reference is None and row.evidence_sha256 is None)
    return Completed(file.sha256, file.name, content, len(rows), recorded, known, late, bare)


def _of(import_: FileImport) -> Completed:
    if import_.completed is None:
        raise AssertionError("an import that was recorded is complete")
    return import_.completed
