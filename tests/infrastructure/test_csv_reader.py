"""CSV files as controllers have them are read as they stand or refused by line, column and rule."""

from __future__ import annotations

import tracemalloc
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from application.import_rows import CostRow, Fault, FileChanged
from application.import_rules import COST_COLUMNS
from domain.kernel.errors import BadInput
from infrastructure.files.csv_reader import read_costs
from tests.examples import EVIDENCE_HASH as HASH
from tests.examples import INVOICE_CELLS as INVOICE


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ';,\t"\n') else cell


def csv_text(*rows: dict[str, str], separator: str = ";", end: str = "\n") -> str:
    """A table whose header is the keys of its first row."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(separator.join(map(quoted, line)) + end for line in lines)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "costs.csv"


def costs(path: Path, content: str | bytes) -> list[CostRow | Fault]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(read_costs(path).rows())


def faults(path: Path, content: str | bytes) -> list[tuple[int, str]]:
    read = costs(path, content)
    assert all(isinstance(one, Fault) for one in read), read
    return [(one.line, one.column) for one in read if isinstance(one, Fault)]


def only_cost(path: Path, content: str | bytes) -> CostRow:
    (row,) = costs(path, content)
    assert isinstance(row, CostRow), row
    return row


def test_a_line_becomes_a_row_of_cents_and_days(path: Path) -> None:
    assert only_cost(path, csv_text(INVOICE)) == CostRow(
        line=2,
        supplier="Aval Énergie",
        number="F-1",
        kind="invoice",
        document_date=date(2017, 12, 31),
        original=None,
        line_number=1,
        contract="C-WASTE",
        service_from=date(2017, 12, 1),
        service_to=date(2017, 12, 31),
        service_month="2017-12",
        nature="cost",
        amount_cents=123456,
        direct_to=None,
        label="Collection",
        evidence_reference="GED/1",
        evidence_sha256=HASH,
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_form_of_a_file_does_not_change_what_it_says(
    path: Path, separator: str, end: str, encoding: str
) -> None:
    plain = only_cost(path, csv_text(INVOICE))
    content = csv_text(INVOICE, separator=separator, end=end).encode(encoding)
    assert only_cost(path, content) == plain


def test_columns_stand_in_any_order_under_french_or_english_names(path: Path) -> None:
    plain = only_cost(path, csv_text(INVOICE))
    assert only_cost(path, csv_text(dict(reversed(INVOICE.items())))) == plain
    for alias in range(2):
        french = {
            (column.aliases[alias] if len(column.aliases) > alias else column.name).upper(): INVOICE[
                column.name
            ]
            for column in COST_COLUMNS
        }
        assert only_cost(path, csv_text(french)) == plain
    accented = {"Numéro": "F-1", "Libellé": "Collection", "Date de pièce": "31/12/2017"}
    others = {k: v for k, v in INVOICE.items() if k not in ("number", "label", "document_date")}
    assert only_cost(path, csv_text({**accented, **others})) == plain


def test_every_faulty_line_is_listed_where_the_file_has_it(path: Path) -> None:
    content = csv_text(
        INVOICE,
        {**INVOICE, "line_number": "2", "label": "two\nlines"},
        {**INVOICE, "line_number": "3", "amount": "1,234", "nature": "gift"},
    )
    content += "\n;;;;;;;;;;;;;;;\n  \nonly;three;cells\n" + csv_text(INVOICE).splitlines()[1] + ";one more\n"
    content += csv_text({**INVOICE, "line_number": "4"}).splitlines()[1] + "\n"
    read = costs(path, content)
    assert [one.line for one in read] == [2, 3, 5, 5, 9, 10, 11]
    broken = [(one.line, one.column, one.value) for one in read if isinstance(one, Fault)]
    assert broken[:3] == [(3, "label", "two\\nlines"), (5, "nature", "gift"), (5, "amount", "1,234")]
    assert [(line, column) for line, column, _ in broken[3:]] == [(9, "(line)"), (10, "(line)")]


def test_an_unquoted_decimal_comma_among_commas_is_told_to_stand_in_quotes(path: Path) -> None:
    content = csv_text(INVOICE, separator=",").replace('"1234,56"', "1234,56")
    (fault,) = costs(path, content)
    assert isinstance(fault, Fault)
    assert (fault.line, fault.column) == (2, "(line)")
    assert "quotes" in fault.rule


def test_quotes_that_do_not_match_spoil_their_line_only(path: Path) -> None:
    head, good = csv_text(INVOICE).splitlines()
    spoilt = good.replace("F-1", '"F"1')
    assert [(type(one), one.line) for one in costs(path, f"{head}\n{spoilt}\n{good}\n")] == [
        (Fault, 2),
        (CostRow, 3),
    ]
    assert faults(path, f"{head}\n{good.replace('F-1', chr(34) + 'F-1')}\n") == [(2, "(line)")]


def test_a_long_value_is_cut_short_in_the_list(path: Path) -> None:
    (fault,) = costs(path, csv_text({**INVOICE, "kind": "x" * 1000}))
    assert isinstance(fault, Fault)
    assert len(fault.value) == 40


def test_a_header_names_every_column_once_and_no_other(path: Path) -> None:
    head, line = csv_text(INVOICE).splitlines()
    assert faults(path, f"{head.replace('amount', 'sum')}\n{line}\n") == [(1, "sum"), (1, "amount")]
    assert faults(path, f"{head};montant\n{line};1\n") == [(1, "amount")]
    unknown, row = costs(path, f"{head};colour\n{line};red\n")
    assert isinstance(unknown, Fault)
    assert isinstance(row, CostRow)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", csv_text(INVOICE).splitlines()[0].encode()]
)
def test_a_file_without_lines_is_refused(path: Path, content: bytes) -> None:
    assert any(isinstance(one, Fault) for one in costs(path, content))


def test_bytes_that_are_no_text_are_refused_where_they_stand(path: Path) -> None:
    utf8 = csv_text(INVOICE).encode()
    mixed = utf8 + csv_text({**INVOICE, "line_number": "2"}).splitlines()[1].encode("cp1252") + b"\n"
    assert faults(path, mixed) == [(3, "(file)")]
    assert faults(path, b"\xef\xbb\xbf" + mixed) == [(3, "(file)")]
    assert faults(path, csv_text(INVOICE).encode("utf-16")) == [(1, "(file)")]
    assert faults(path, utf8.replace(b"Collection", b"nul\0")) == [(2, "(file)")]
    assert faults(path, b"PK\x03\x04 a workbook") == [(1, "(file)")]
    assert faults(path, utf8.replace(b"\n", b"\r")) == [(1, "(line)")]


def test_a_file_reads_again_from_its_beginning_and_only_unchanged(path: Path) -> None:
    path.write_text(csv_text(INVOICE), encoding="utf-8")
    file = read_costs(path)
    assert (file.name, file.line_count) == ("costs.csv", 2)
    assert file.sha256 == sha256(path.read_bytes()).hexdigest()
    assert list(file.rows()) == list(file.rows())
    path.write_text(csv_text({**INVOICE, "amount": "9999,99"}), encoding="utf-8")
    with pytest.raises(FileChanged):
        list(file.rows())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput, match=missing.name):
            read_costs(missing)


def test_fifty_thousand_lines_are_read_lazily_with_progress(path: Path) -> None:
    head, line = csv_text(INVOICE).splitlines()
    with path.open("w", encoding="utf-8") as file:
        file.write(head + "\n")
        file.writelines(line.replace("F-1", f"F-{n}") + "\n" for n in range(50_000))
    steps: list[tuple[int, int]] = []
    tracemalloc.start()
    count = sum(isinstance(row, CostRow) for row in read_costs(path).rows(lambda *step: steps.append(step)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 60_000_000
    assert steps == sorted(steps)
    assert steps[-1] == (50_001, 50_001)
    assert len(steps) > 40
