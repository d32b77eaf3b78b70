"""A document is known by its supplier and number: recorded once, and never with other content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.allocation.cost_document import (
    CostDocument,
    DocumentDiffers,
    DocumentLine,
    Recorded,
    cost_document_id,
)
from domain.allocation.file_import import Completed, FileImport, file_import_id
from domain.kernel.errors import BadInput
from tests.given_when_then import Given, given

LINE = DocumentLine(
    1, "C-LAND", "2026-01-01", "2026-01-31", "2026-01", "cost", 10_000, None, "survey", "F1.pdf", "ab" * 32
)
SECOND = replace(LINE, line_number=2, amount_cents=-500, nature="discount")
RECORDED = Recorded("Geo", "F1", "invoice", "2026-02-03", None, (LINE, SECOND), "cd" * 32)


def document(*events: Recorded) -> Given[CostDocument]:
    return given(CostDocument, cost_document_id("Geo", "F1"), *events)


def record(
    *lines: DocumentLine, kind: str = "invoice", day: date = date(2026, 2, 3), file: str = "cd" * 32
) -> object:
    return lambda d: d.record_document("Geo", "F1", kind, day, None, lines, file)


def test_a_document_is_recorded_with_its_lines_in_their_order() -> None:
    document().when(record(SECOND, LINE)).then(RECORDED)


def test_the_same_document_again_changes_nothing() -> None:
    document(RECORDED).when(record(SECOND, LINE)).then_nothing()


def test_the_same_document_from_another_file_is_the_same() -> None:
    document(RECORDED).when(record(LINE, SECOND, file="ef" * 32)).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        record(LINE),
        record(LINE, replace(SECOND, amount_cents=-501)),
        record(LINE, replace(SECOND, evidence_sha256=None)),
        record(LINE, SECOND, kind="payroll"),
        record(LINE, SECOND, day=date(2026, 2, 4)),
    ],
)
def test_the_same_document_with_other_content_is_refused(other: object) -> None:
    document(RECORDED).when(other).refused(DocumentDiffers, supplier="Geo", number="F1")


def test_a_document_has_lines_with_different_numbers() -> None:
    document().when(record()).refused(BadInput, field="lines")
    document().when(record(LINE, LINE)).refused(BadInput, field="line")


def test_document_date_and_service_period_are_kept_apart() -> None:
    recorded = document(RECORDED).aggregate().recorded
    assert recorded is not None
    assert (recorded.document_date, recorded.lines[0].service_month) == ("2026-02-03", "2026-01")


def test_suppliers_number_on_their_own() -> None:
    assert cost_document_id("Geo", "F1") != cost_document_id("Terra", "F1")
    assert cost_document_id("Geo", "F1") == cost_document_id(" GEO", "f1 ")


def test_a_file_is_imported_once() -> None:
    completed = Completed("ab" * 32, "costs.csv", "costs", 10, 4, 0, 0, 2)
    imported = (
        given(FileImport, file_import_id("ab" * 32)).when(lambda i: i.complete(completed)).then(completed)
    )
    imported.when(lambda i: i.complete(replace(completed, recorded=5))).then_nothing()
