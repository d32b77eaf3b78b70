"""Use cases of allocation: measures, readings and single cost documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import Field

from application.commands import Command, UseCases
from application.import_rows import CostRow
from application.import_rules import broken_rules
from application.ledger import Ledger
from application.members import find_member
from application.ports import Act
from application.services import find_contract
from domain.allocation.cost_document import CostDocument, DocumentLine, cost_document_id
from domain.allocation.cost_pool import CostPool, cost_pool_id
from domain.allocation.measure import Measure, Nature, measure_id
from domain.allocation.measurements import Measurements, measurements_id
from domain.kernel.errors import BadInput
from domain.kernel.periods import Month, day_of
from domain.services.contract import ServiceContract, contract_id


class DefineMeasure(Command):
    """Define what keys may count."""

    code: str
    name: str
    unit: str
    nature: Nature


class RecordReading(Command):
    """Record what a member counted: at a reference date for a stock, over a month for a flow.

    A contract whose service uses another stands in the place of a member.
    """

    measure: str
    member: str
    reference_date: date | None = None
    month: str | None = None
    value: str
    certified_by: str | None = None
    evidence_reference: str | None = None
    evidence_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class CorrectReading(Command):
    """Correct a reading, with the reason."""

    measure: str
    member: str
    period: str
    value: str
    reason: str = Field(min_length=1)
    certified_by: str | None = None
    evidence_reference: str | None = None
    evidence_sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class RecordDocument(Command):
    """Record one cost document with its lines."""

    supplier: str
    number: str
    kind: str
    document_date: date
    original: str | None = None
    lines: tuple[DocumentLine, ...]


def define_measure(ledger: Ledger, command: DefineMeasure, act: Act) -> int:
    """The measure is defined."""
    measure = ledger.find(Measure, measure_id(command.code))
    measure.define(command.code, command.name, command.unit, command.nature)
    return ledger.record(measure, act=act)


def record_reading(ledger: Ledger, command: RecordReading, act: Act) -> int:
    """The reading is recorded, once."""
    measure = ledger.find(Measure, measure_id(command.measure))
    measure.must_exist(command.measure)
    period = take_period(measure, command.reference_date, command.month)
    counted = user_code(ledger, command.member)
    measurements = ledger.find(Measurements, measurements_id(measure.code, period))
    measurements.record_reading(
        measure.code,
        period,
        counted,
        command.value,
        command.certified_by,
        command.evidence_reference,
        command.evidence_sha256,
        None,
    )
    return ledger.record(measure, measurements, act=act)


def correct_reading(ledger: Ledger, command: CorrectReading, act: Act) -> int:
    """The reading is corrected."""
    measurements = ledger.find(Measurements, measurements_id(command.measure, command.period))
    measurements.correct_reading(
        user_code(ledger, command.member),
        command.value,
        command.reason,
        command.certified_by,
        command.evidence_reference,
        command.evidence_sha256,
    )
    return ledger.record(measurements, act=act)


def record_document(ledger: Ledger, command: RecordDocument, act: Act) -> int:
    """The document and its pool lines are recorded in one save."""
    document = ledger.find(CostDocument, cost_document_id(command.supplier, command.number))
    pools: dict[tuple[str, str], CostPool] = {}
    lines = [_served(ledger, _checked(command, line)) for line in command.lines]
    is_new = document.record_document(
        command.supplier,
        command.number,
        command.kind,
        command.document_date,
        command.original,
        lines,
        None,
    )
    for line in lines if is_new else ():
        add_pool_line(ledger, pools, command.supplier, command.number, line)
    return ledger.record(document, *pools.values(), act=act)


def add_pool_line(
    ledger: Ledger,
    pools: dict[tuple[str, str], CostPool],
    supplier: str,
    number: str,
    line: DocumentLine,
) -> bool:
    """Put a document's line into its pool, found once per save; True when it is late."""
    place = (line.contract, line.service_month)
    if place not in pools:
        pools[place] = ledger.find(CostPool, cost_pool_id(*place))
    return pools[place].add_line(
        *place, supplier, number, line.line_number, line.nature, line.amount_cents, line.direct_to
    )


def user_code(ledger: Ledger, code: str) -> str:
    """Who uses a service: a member, or a contract whose own service uses another's. Raises NotFound."""
    contract = ledger.find(ServiceContract, contract_id(code))
    # A contract never has the code of a member.
    return contract.code if contract.exists else find_member(ledger, code).code


def take_period(measure: Measure, reference_date: date | None, month: str | None) -> str:
    """The period of a reading as it is written: the reference date of a stock, the month of a flow.

    Notes a reference date that is new. Raises BadInput when the measure is of the other nature.
    """
    if reference_date is not None:
        measure.add_reference_date(reference_date)
        return reference_date.isoformat()
    measure.must_be_flow()
    return str(Month.of(month or ""))


def _checked(command: RecordDocument, line: DocumentLine) -> DocumentLine:
    """The line, if it keeps the rules that a line of a file keeps. Raises BadInput."""
    row = CostRow(
        line=line.line_number,
        supplier=command.supplier,
        number=command.number,
        kind=command.kind,
        document_date=command.document_date,
        original=command.original,
        line_number=line.line_number,
        contract=line.contract,
        service_from=day_of(line.service_from, "service_from"),
        service_to=day_of(line.service_to, "service_to"),
        service_month=line.service_month,
        nature=line.nature,
        amount_cents=line.amount_cents,
        direct_to=line.direct_to,
        label=line.label,
        evidence_reference=line.evidence_reference,
        evidence_sha256=line.evidence_sha256,
    )
    for column, rule in broken_rules(row):
        raise BadInput(f"lines.{line.line_number}.{column}", rule)
    return line


def _served(ledger: Ledger, line: DocumentLine) -> DocumentLine:
    """The line under the codes as they were given once, of a contract that serves its month."""
    contract = find_contract(ledger, line.contract)
    contract.must_serve(Month.of(line.service_month, "service_month"))
    direct_to = None if line.direct_to is None else contract.beneficiary_code(line.direct_to)
    return replace(line, contract=contract.code, direct_to=direct_to)


USE_CASES: UseCases = {
    DefineMeasure: define_measure,
    RecordReading: record_reading,
    CorrectReading: correct_reading,
    RecordDocument: record_document,
}
