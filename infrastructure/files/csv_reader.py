"""Costs and measurements from CSV files as controllers have them, read line by line, as often as asked.

A file is read once to hash it, then once for each call of `rows`, which hashes it again: what is recorded
in a second pass is what was validated in the first, or the pass ends with a refusal.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from application.import_cells import shown
from application.import_rows import (
    WHOLE_FILE,
    WHOLE_LINE,
    CostFile,
    Fault,
    FileChanged,
    MeasurementFile,
)
from application.import_rules import CostRows, MeasurementRows, Rows, header_places
from application.ports import Progress
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence, Word
from infrastructure.files.csv_dialect import Scan, scan, separator_of

Row = TypeVar("Row")
_LINES_PER_PROGRESS = 1000
_UNSPLITTABLE = (
    "the line cannot be split into cells: a quoted cell ends with a quote just before the separator, "
    "a quote inside it is doubled, and no carriage return stands alone"
)


def read_costs(path: Path | str) -> CostFile:
    """The lines of documents in that file. Raises BadInput when there is no such file."""
    return _opened(Path(path), CostRows)


def read_measurements(path: Path | str) -> MeasurementFile:
    """The readings in that file. Raises BadInput when there is no such file."""
    return _opened(Path(path), MeasurementRows)


def _opened(path: Path, table: Callable[[], Rows[Row]]) -> CsvFile[Row]:
    try:
        scanned = scan(path)
    except FileNotFoundError:
        raise BadInput(str(path), "there is no such file") from None
    except OSError as error:
        raise BadInput(
            str(path), Sentence("the file cannot be read ({strerror})", strerror=error.strerror)
        ) from None
    return CsvFile(path, scanned, table)


@dataclass(frozen=True, slots=True)
class CsvFile(Generic[Row]):
    """A CSV file that has been hashed; its rows are read when they are asked for."""

    path: Path
    scanned: Scan
    table: Callable[[], Rows[Row]]

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal."""
        return self.scanned.sha256

    @property
    def line_count(self) -> int:
        """How many lines an editor counts in it, the header's included."""
        return self.scanned.line_count

    def rows(self, progress: Progress | None = None) -> Iterator[Row | Fault]:
        """Its rows in their order, and every fault in the place of the line that has it.

        Raises FileChanged when the bytes are no longer those that were hashed.
        """
        if self.scanned.fault is not None:
            yield self.scanned.fault
            return
        try:
            yield from self._rows(progress)
        except UnicodeDecodeError:
            raise FileChanged(name=self.name) from None

    def _rows(self, progress: Progress | None) -> Iterator[Row | Fault]:
        table = self.table()
        separator = separator_of(self._lines, lambda names: len(header_places(names, table.columns, 1)[0]))
        records = _records(self._lines(check=True), separator)
        line, names = next(records, (1, []))
        if isinstance(names, Fault):
            yield names
            return
        places, faults = header_places(names, table.columns, line)
        yield from faults
        if len(places) == len(table.columns):
            in_order = itemgetter(*(places[column.name] for column in table.columns))
            yield from self._lines_below(records, len(names), in_order, table, separator, progress)
        if progress:
            progress(self.line_count, self.line_count)

    def _lines_below(
        self,
        records: Iterator[tuple[int, list[str] | Fault]],
        width: int,
        in_order: Callable[[Sequence[str]], Any],
        table: Rows[Row],
        separator: str,
        progress: Progress | None,
    ) -> Iterator[Row | Fault]:
        is_empty, reported = True, 0
        for line, given in records:
            is_empty = False
            if progress and line >= reported + _LINES_PER_PROGRESS:
                reported = line
                progress(line, self.line_count)
            if isinstance(given, Fault):
                yield given
            elif len(given) != width:
                yield _wrong_width(line, given, width, separator)
            else:
                read = table.read(line, in_order(given))
                if isinstance(read, list):
                    yield from read
                else:
                    yield read
        if is_empty:
            yield Fault(self.line_count, WHOLE_FILE, "", "the file names its columns but holds no line")

    def _lines(self, check: bool = False) -> Iterator[str]:
        """The decoded lines with their ends; with `check`, the bytes are hashed again on the way."""
        digest = sha256()
        encoding = self.scanned.encoding
        with self.path.open("rb") as file:
            if self.scanned.has_mark:
                digest.update(file.read(len(codecs.BOM_UTF8)))
            for line in file:
                if check:
                    digest.update(line)
                yield line.decode(encoding)
        if check and digest.hexdigest() != self.sha256:
            raise FileChanged(name=self.name)


def _records(lines: Iterator[str], separator: str) -> Iterator[tuple[int, list[str] | Fault]]:
    """The cells of each line that is not empty, with the line where it begins: quoted cells span lines."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            given = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, Fault(begins, WHOLE_LINE, "", _UNSPLITTABLE)
            continue
        if any(given) and any(map(str.strip, given)):
            yield begins, given


def _wrong_width(line: int, given: Sequence[str], width: int, separator: str) -> Fault:
    hint = Word(" (among commas, a number with a decimal comma stands in quotes)") if separator == "," else ""
    rule = Sentence(
        "a line has as many cells as the header, {width}; this one has {given}{hint}",
        width=width,
        given=len(given),
        hint=hint,
    )
    return Fault(line, WHOLE_LINE, shown(separator.join(given)), rule)
