"""The example's files read without a fault, and hold what its README says."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pytest

from application.import_rows import CostFile, CostRow, MeasurementRow
from domain.kernel.periods import Month
from infrastructure.files.csv_reader import read_costs, read_measurements

EXAMPLE = Path(__file__).parents[2] / "interfaces" / "cli" / "example"
YEARS = range(2017, 2022)
COST_NAMES = [*(f"costs-{year}.csv" for year in YEARS), "costs-2019-late.csv"]
LIVES = {
    "CP-LAND": ("2017-01", "2021-12"),
    "CP-PLATFORM": ("2017-01", "2020-12"),
    "CE-PLATFORM": ("2021-01", "2021-12"),
    "CP-SYNDIC": ("2017-01", "2021-12"),
    "CL-DATA": ("2019-01", "2021-12"),
}
DUPLICATE = ("Logiciels Palombe", "LP2017-0033")


def cost_rows(name: str) -> list[CostRow]:
    file: CostFile = read_costs(EXAMPLE / name)
    rows = list(file.rows())
    assert all(isinstance(row, CostRow) for row in rows), name
    return [row for row in rows if isinstance(row, CostRow)]


def readings() -> list[MeasurementRow]:
    rows = [row for year in YEARS for row in read_measurements(EXAMPLE / f"measurements-{year}.csv").rows()]
    assert all(isinstance(row, MeasurementRow) for row in rows)
    return [row for row in rows if isinstance(row, MeasurementRow)]


def content(row: CostRow) -> tuple[object, ...]:
    """What a row says, wherever in a file it stands."""
    return tuple(getattr(row, name) for name in CostRow.__slots__ if name != "line")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[CostRow]]:
    return {name: cost_rows(name) for name in COST_NAMES}


def test_each_year_is_in_another_form() -> None:
    beginnings = {year: (EXAMPLE / f"costs-{year}.csv").read_bytes() for year in YEARS}
    assert "Numéro".encode("cp1252") in beginnings[2017]
    assert b"\r\n" in beginnings[2017]
    assert beginnings[2018].startswith(b"\xef\xbb\xbf")
    assert beginnings[2019].startswith(b"supplier,number,")
    assert beginnings[2020].startswith(b"supplier;number;")
    assert "\u202f".encode() in beginnings[2021]


def test_about_a_hundred_documents_a_year_of_every_kind(rows: dict[str, list[CostRow]]) -> None:
    for year in YEARS:
        of_year = rows[f"costs-{year}.csv"]
        assert 95 <= len({(row.supplier, row.number) for row in of_year}) <= 115
        assert {row.kind for row in of_year} == {
            *("invoice", "credit-note", "payroll", "depreciation"),
            *("accrual", "accrual-reversal", "grant", "internal"),
        }
        assert {row.nature for row in of_year} == {"cost", "discount", "grant", "recovered-vat", "direct"}
        assert sum(row.evidence_reference is None for row in of_year) == 1
        assert sum(row.nature == "direct" for row in of_year) == 1
        assert all(row.service_month[:4] == str(year) for row in of_year if not is_duplicate(row, year))


def is_duplicate(row: CostRow, year: int) -> bool:
    return year == 2018 and (row.supplier, row.number) == DUPLICATE


def test_every_contract_has_a_positive_pool_in_every_month_of_its_life(
    rows: dict[str, list[CostRow]],
) -> None:
    pools: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year in YEARS:
        for row in rows[f"costs-{year}.csv"]:
            if not is_duplicate(row, year):
                pools[row.contract][row.service_month] += row.amount_cents
    for contract, (first, last) in LIVES.items():
        months = [str(month) for month in Month.of(first).through(Month.of(last))]
        assert sorted(pools[contract]) == months
        assert min(pools[contract].values()) > 0
    means = {contract: sum(pool.values()) // len(pool) // 100_000 for contract, pool in pools.items()}
    assert means == {"CP-LAND": 29, "CP-PLATFORM": 55, "CE-PLATFORM": 58, "CP-SYNDIC": 18, "CL-DATA": 9}


def test_what_takes_back_comes_after_its_original(rows: dict[str, list[CostRow]]) -> None:
    known: set[tuple[str, str]] = set()
    for name in COST_NAMES:
        for row in rows[name]:
            if row.original is not None:
                assert (row.supplier, row.original) in known
            known.add((row.supplier, row.number))


def test_one_document_of_2017_comes_again_in_2018_with_the_same_content(
    rows: dict[str, list[CostRow]],
) -> None:
    def lines(year: int) -> list[tuple[object, ...]]:
        of_year = rows[f"costs-{year}.csv"]
        return [content(row) for row in of_year if (row.supplier, row.number) == DUPLICATE]

    assert lines(2017)
    assert lines(2018) == lines(2017)
    documents = [{(row.supplier, row.number) for row in rows[name]} for name in COST_NAMES]
    assert sum(map(len, documents)) == len(set.union(*documents)) + 1


def test_the_late_documents_correct_may_and_june_2019(rows: dict[str, list[CostRow]]) -> None:
    credit_note, invoice = rows["costs-2019-late.csv"]
    late = (credit_note.kind, credit_note.contract, credit_note.service_month)
    assert late == ("credit-note", "CP-PLATFORM", "2019-05")
    assert (invoice.kind, invoice.contract, invoice.service_month) == ("invoice", "CP-SYNDIC", "2019-06")


def test_the_published_figures_name_their_source_and_the_others_are_hashed() -> None:
    published = {
        (row.measure, row.member, str(row.reference_date)): row.value
        for row in readings()
        if row.evidence_reference and row.evidence_reference.startswith("http")
    }
    assert published == {
        ("homes", "Aquitanis", "2016-12-31"): "18500",
        ("homes", "Mésolia", "2016-12-31"): "19000",
        ("staff", "Aquitanis", "2016-12-31"): "370",
        ("staff", "Mésolia", "2016-12-31"): "245",
        ("homes", "Mésolia", "2018-12-31"): "21000",
    }
    for row in readings():
        if (row.measure, row.member, str(row.reference_date)) not in published:
            when = row.month or str(row.reference_date)
            sentence = f"Invented supporting document: {row.measure}, {row.member}, {when}"
            assert row.evidence_sha256 == sha256(sentence.encode()).hexdigest()
            assert row.certified_by == f"{row.member} controller"


def test_calls_are_read_every_month_and_lots_every_year() -> None:
    times = defaultdict(set)
    for row in readings():
        times[(row.measure, row.member)].add(row.month or str(row.reference_date))
    months = {str(month) for month in Month(2017, 1).through(Month(2021, 12))}
    for member in ("Aquitanis", "Mésolia"):
        assert times[("calls", member)] == months
        assert times[("lots", member)] == {f"{year}-01-01" for year in YEARS}
    assert times[("calls", "Landombre")] == {month for month in months if month >= "2021-04"}
    assert times[("homes", "Landombre")] == {"2021-04-12"}


def test_an_invented_document_has_the_hash_of_its_sentence(rows: dict[str, list[CostRow]]) -> None:
    for row in (row for of_file in rows.values() for row in of_file if row.evidence_sha256):
        sentence = f"Invented supporting document: {row.supplier}, {row.number}"
        assert row.evidence_sha256 == sha256(sentence.encode()).hexdigest()
