"""The same reading as a table: CSV and XLSX, in which text stays text.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, which may do anything there. In CSV such a
cell gets an apostrophe before it; in XLSX cells are written as text, and integers as numbers. Where the list
separator is a semicolon, as in France, a spreadsheet cuts cells there, so that each part of a text begins one too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from fastapi.responses import Response
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Final = {"csv": CSV, "xlsx": XLSX}
LONGEST_CELL = 32_767
LARGEST_EXACT = 2**53
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_WITHIN = re.compile(r"""(?<=[;\t\r\n])(?=[ "]*[=+@\uff1d\uff0b\uff0d\uff20-])""")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# The same reading is the same file, byte for byte.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

Row = Mapping[str, Any]


def table(form: str, name: str, rows: Sequence[Row], known: Sequence[str], facts: Row | None) -> Response:
    """The rows as a file, with the known columns first; of an example, each says what of it is invented."""
    columns = list(known)
    columns += [column for row in rows[:1] for column in row if column not in columns]
    told = {f"facts_{key}": fact for key, fact in (facts or {}).items()}
    cells = [[*(row.get(column) for column in columns), *told.values()] for row in rows]
    content = (_csv if form == "csv" else _xlsx)([*columns, *told], cells, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    media_type = f"{CSV}; charset=utf-8" if form == "csv" else XLSX
    return Response(content, media_type=media_type, headers=headers)


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet takes for a formula.

    >>> guarded("=cmd()"), guarded("-12.50"), guarded("Aval")
    ("'=cmd()", '-12.50', 'Aval')
    >>> guarded("a;=cmd()"), guarded("a; b")
    ("a;'=cmd()", 'a; b')
    """
    begins = text.lstrip(" ").startswith(_BEGINS_A_FORMULA)
    within = _WITHIN.sub("'", text)
    return f"'{within}" if begins and not _PLAIN_NUMBER.fullmatch(text) else within


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], _: str) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[guarded(_text(cell)) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], rows: Sequence[Sequence[Any]], name: str) -> bytes:
    written = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, {"in_memory": True, **never}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(name[:31])
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if type(cell) is int and abs(cell) < LARGEST_EXACT:
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, _shortened(_text(cell)))
    return written.getvalue()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if type(cell) is int:
        return str(cell)
    return json.dumps(cell, ensure_ascii=False, default=str)


def _shortened(text: str) -> str:
    # A longer cell would be left out without a word.
    if len(text) <= LONGEST_CELL:
        return text
    note = f"… ({len(text)} characters; all of them in the JSON of this reading)"
    return text[: LONGEST_CELL - len(note)] + note
