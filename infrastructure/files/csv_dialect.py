"""How a CSV file is written: its bytes decide the encoding, its header the separator. Nothing is guessed.

Encoding: a byte order mark means UTF-8; bytes that are strictly UTF-8 are UTF-8; all others are
Windows-1252, unless they hold what only UTF-8 would hold, in which case the file mixes both and is refused.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from application.import_rows import WHOLE_FILE, Fault
from domain.kernel.sentences import Sentence

SEPARATORS = (";", ",", "\t")
_MAX_LINE_BYTES = 1 << 20
_BEGINNINGS_OF_OTHER_FORMATS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)
# Five bytes have no meaning in Windows-1252. No French word holds the letter of byte C3 there (A with a
# tilde), while in UTF-8 that byte begins nearly every accented letter.
_NOT_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]|\xc3[\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over the bytes of a file tells; with a `fault` the file cannot be read as CSV."""

    sha256: str
    line_count: int
    encoding: str
    has_mark: bool
    fault: Fault | None


def scan(path: Path) -> Scan:
    """Hash a file, count its lines and find its encoding, with one line in memory at a time."""
    digest = sha256()
    beginning = b""
    count = not_text = not_utf8 = not_1252 = 0
    with path.open("rb") as file:
        for line in iter(partial(file.readline, _MAX_LINE_BYTES), b""):
            digest.update(line)
            count += 1
            beginning = beginning or line
            if not not_text and (b"\0" in line or len(line) == _MAX_LINE_BYTES):
                not_text = count
            if line.isascii():
                continue
            if not not_utf8 and not _is_utf8(line):
                not_utf8 = count
            if not not_1252 and _NOT_WINDOWS_1252.search(line):
                not_1252 = count
    has_mark = beginning.startswith(codecs.BOM_UTF8)
    line_number, rule = 1, ""
    if not beginning:
        rule = "the file is empty; its first line names the columns"
    elif beginning.startswith(_BEGINNINGS_OF_OTHER_FORMATS):
        rule = "this is another format; a CSV file is plain text in UTF-8 or Windows-1252"
    elif not_text:
        line_number = not_text
        rule = Sentence(
            "a line of plain text has no null bytes and is shorter than {max_line_bytes} bytes",
            max_line_bytes=_MAX_LINE_BYTES,
        )
    elif not_utf8 and has_mark:
        line_number, rule = not_utf8, "the file says that it is UTF-8, but this line is not"
    elif not_utf8 and not_1252:
        line_number = max(not_utf8, not_1252)
        rule = "up to this line the file is neither UTF-8 throughout nor Windows-1252 throughout"
    return Scan(
        sha256=digest.hexdigest(),
        line_count=count,
        encoding="cp1252" if not_utf8 else "utf-8",
        has_mark=has_mark,
        fault=Fault(line_number, WHOLE_FILE, "", rule) if rule else None,
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def separator_of(lines: Callable[[], Iterable[str]], known: Callable[[Sequence[str]], int]) -> str:
    """The separator by which the header names most known columns; the semicolon when none does.

    `lines` begins the file again at each call; `known` counts the known names among a header's cells.
    """

    def names_known(separator: str) -> int:
        try:
            cells = next((c for c in csv.reader(lines(), delimiter=separator, strict=True) if any(c)), [])
        except csv.Error:
            return 0
        return known(cells)

    return max(SEPARATORS, key=names_known)
