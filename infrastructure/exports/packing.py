"""A pack as a file: a zip of stored files in the order of their names, all of one date; the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files

from application.proof.packs import VERIFIER
from infrastructure.exports.tables import files_of

__all__ = ["files_of", "verifier", "zipped"]
_DATE = (1980, 1, 1, 0, 0, 0)


def zipped(content: Mapping[str, bytes]) -> bytes:
    """The zip. Nothing is compressed: what a library makes of the same bytes may differ, and bombs need it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, content[name])
    return whole.getvalue()


def verifier() -> bytes:
    """The program that verifies packs, as it ships."""
    return files(__package__).joinpath(VERIFIER).read_bytes()
