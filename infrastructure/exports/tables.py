"""Tables as files: CSV for people, JSON Lines for programs; the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from application.proof.year_tables import Table

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+|/[0-9]+)?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def files_of(tables: Iterable[Table]) -> dict[str, bytes]:
    """Each table as NAME.csv and NAME.jsonl."""
    files = {}
    for table in tables:
        files[f"{table.name}.csv"] = _csv(table)
        files[f"{table.name}.jsonl"] = "".join(
            f"{_json({name: row[name] for name in table.columns})}\n" for row in table.rows
        ).encode()
    return files


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_cell(row[name]) for name in table.columns])
    return text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            # A spreadsheet would run what begins like a formula; a number may begin with its sign.
            formula = value.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(value)
            return f"'{value}" if formula else value
        case int():
            return str(value)
        case _:
            return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
