"""The rules of imported tables, by cell, across the columns of a line and across the lines of a file."""

from __future__ import annotations

import pytest

from application.import_rows import CostRow, Fault, MeasurementRow
from application.import_rules import (
    COST_COLUMNS,
    COST_RULES,
    MEASUREMENT_COLUMNS,
    CostRows,
    MeasurementRows,
    Rule,
)
from tests.examples import INVOICE_CELLS as INVOICE

READING = {
    "measure": "homes",
    "member": "Aval",
    "reference_date": "2017-01-01",
    "month": "",
    "value": "18500",
    "certified_by": "",
    "evidence_reference": "",
    "evidence_sha256": "",
}


def costs(*lines: dict[str, str]) -> list[CostRow | Fault]:
    """What the lines of one file say, from its line 2 on."""
    table = CostRows()
    said: list[CostRow | Fault] = []
    for number, cells in enumerate(lines, start=2):
        read = table.read(number, [cells[column.name] for column in COST_COLUMNS])
        said += read if isinstance(read, list) else [read]
    return said


def only_cost(cells: dict[str, str]) -> CostRow:
    (row,) = costs(cells)
    assert isinstance(row, CostRow), row
    return row


def faults_of(read: object) -> list[Fault]:
    assert isinstance(read, list), read
    return read


def faults(cells: dict[str, str]) -> list[str]:
    """The columns at fault in a line."""
    return [one.column for one in costs(cells) if isinstance(one, Fault)]


def reading(**cells: str) -> MeasurementRow | list[Fault]:
    return MeasurementRows().read(2, list({**READING, **cells}.values()))


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.56", 123456),
        ("1234,56", 123456),
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("1\u202f234\u202f567,8", 123456780),
        ("7", 700),
        ("0,05", 5),
    ],
)
def test_amounts_are_read_with_comma_or_point(text: str, cents: int) -> None:
    assert only_cost({**INVOICE, "amount": text}).amount_cents == cents


@pytest.mark.parametrize(
    "text",
    [
        "1.234,56",
        "1,234.56",
        "1,234",
        "1.234",
        "12 34,56",
        "1 234 5,00",
        "1 234\u00a0567",
        "1,2,3",
        "1e3",
        "+5",
        "- 5",
        "5-",
        "(5)",
        "5 €",
        "0,125",
        "1\u2009234",
        "",
        "١٢",
        "9" * 16,
        "NaN",
        "0,00",
        "-0",
    ],
)
def test_an_amount_is_never_guessed(text: str) -> None:
    assert faults({**INVOICE, "amount": text}) == ["amount"]


def test_a_measured_value_is_exact_and_may_have_a_hundred_digits() -> None:
    exact = {"18 500,250": "18500.25", "0.125": "0.125", "007": "7", "9" * 100: "9" * 100, "0": "0"}
    for text, value in exact.items():
        row = reading(value=text)
        assert isinstance(row, MeasurementRow)
        assert row.value == value
    for text in ("-1", "12.345", "1,000", "1/3", "", "9" * 101, "1.2.3"):
        (refused,) = faults_of(reading(value=text))
        assert refused.column == "value"


def test_a_reading_is_of_a_stock_or_of_a_flow() -> None:
    flow = reading(reference_date="", month="03/2017")
    assert isinstance(flow, MeasurementRow)
    assert (flow.reference_date, flow.month) == (None, "2017-03")
    assert faults_of(reading(month="2017-03"))
    assert faults_of(reading(reference_date=""))


def test_a_measure_is_read_once_per_member_and_time() -> None:
    table = MeasurementRows()
    assert isinstance(table.read(2, list(READING.values())), MeasurementRow)
    (again,) = faults_of(table.read(3, list({**READING, "member": "AVAL"}.values())))
    assert again.line == 3
    assert "line 2" in again.rule


def test_no_two_columns_answer_to_one_name() -> None:
    for columns in (COST_COLUMNS, MEASUREMENT_COLUMNS):
        names = [name for column in columns for name in (column.name, *column.aliases)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("document_date", "31/02/2017"),
        ("document_date", "12/31/2017"),
        ("document_date", "1/2/2017"),
        ("document_date", "2017-12-31T00:00"),
        ("service_month", "2017-13"),
        ("service_month", "12-2017"),
        ("kind", "bill"),
        ("nature", ""),
        ("line_number", "0"),
        ("line_number", "1.0"),
        ("supplier", ""),
        ("number", "x" * 121),
        ("label", "=1+1"),
        ("label", "@SUM(A1)"),
        ("contract", "+33"),
        ("label", "two\nlines"),
        ("label", "a\u202eb"),
        ("number", "F\u200b1"),
        ("evidence_sha256", "ab"),
    ],
)
def test_a_cell_that_breaks_its_rule_is_named(column: str, text: str) -> None:
    assert faults({**INVOICE, column: text}) == [column]


CREDIT_NOTE = {**INVOICE, "kind": "avoir", "original": "F-0", "amount": "-1,00"}
GRANT = {**INVOICE, "kind": "grant", "nature": "grant", "amount": "-1,00"}


BREAKING = {
    "reversal-names-original": {**CREDIT_NOTE, "original": ""},
    "only-reversal-names-original": {**INVOICE, "original": "F-0"},
    "original-is-another": {**CREDIT_NOTE, "original": "f-1"},
    "service-in-order": {**INVOICE, "service_from": "2017-12-31", "service_to": "2017-12-01"},
    "one-line-per-service-month": {**INVOICE, "service_from": "2017-11-30"},
    "direct-names-member": {**INVOICE, "nature": "direct"},
    "only-direct-names-member": {**INVOICE, "direct_to": "Aval"},
    "grant-holds-grants": {**INVOICE, "kind": "grant"},
    "amount-says-something": {**INVOICE, "amount": "0"},
    "cost-is-gross": {**INVOICE, "amount": "-1"},
    "reversal-takes-back": {**CREDIT_NOTE, "amount": "1"},
    "reduction-reduces": {**INVOICE, "nature": "discount"},
    "hash-of-something": {**INVOICE, "evidence_reference": ""},
}


@pytest.mark.parametrize("rule", COST_RULES, ids=lambda rule: rule.name)
def test_each_rule_across_columns_refuses_by_itself(rule: Rule[CostRow]) -> None:
    (fault,) = costs(BREAKING[rule.name])
    assert isinstance(fault, Fault)
    assert (fault.column, fault.rule) == (rule.column, rule.sentence)


@pytest.mark.parametrize(
    "cells",
    [
        CREDIT_NOTE,
        {**CREDIT_NOTE, "nature": "TVA récupérée", "amount": "0,20"},
        {**CREDIT_NOTE, "nature": "discount"},
        {**CREDIT_NOTE, "kind": "accrual-reversal"},
        {**CREDIT_NOTE, "nature": "direct", "direct_to": "Aval"},
        GRANT,
        {**INVOICE, "nature": "recovered-vat", "amount": "-200"},
        {**INVOICE, "kind": "Charge à payer"},
        {**INVOICE, "nature": "charge directe", "direct_to": "Brume"},
        {**INVOICE, "evidence_reference": "", "evidence_sha256": ""},
    ],
)
def test_what_the_rules_allow_is_a_row(cells: dict[str, str]) -> None:
    assert isinstance(only_cost(cells), CostRow)


def test_codes_are_nfc_and_trimmed() -> None:
    assert only_cost({**INVOICE, "supplier": " Me\u0301solia "}).supplier == "Mésolia"


def test_one_document_says_one_thing() -> None:
    second = {**INVOICE, "line_number": "2", "supplier": "AVAL ÉNERGIE"}
    assert len(costs(INVOICE, second)) == 2
    for column, other in (("kind", "internal"), ("document_date", "2017-12-30")):
        _, fault = costs(INVOICE, {**second, column: other})
        assert isinstance(fault, Fault)
        assert (fault.line, fault.column) == (3, column)
        assert "lines 2 and 3" in fault.rule
    _, fault = costs(INVOICE, {**second, "line_number": "1"})
    assert isinstance(fault, Fault)
    assert (fault.line, fault.column) == (3, "line_number")
