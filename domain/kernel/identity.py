"""Known by the code that people give it: ids are derived from codes given once."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from uuid import UUID, uuid5

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

_ROOT = UUID("6f0e8d1c-5f0b-5c57-9a53-7b1d8f4b5a10")
_SEPARATOR = "\x1f"
MAX_CODE_LENGTH = 120


def normal_code(code: str) -> str:
    """The form under which codes are compared: NFC, trimmed, case-folded.

    >>> normal_code("  Mésolia ") == normal_code("MÉSOLIA")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", code).strip().casefold())


def checked_code(field: str, code: str) -> str:
    """The code as it is kept: NFC and trimmed, 1 to 120 printable characters.

    Raises BadInput naming the field.
    """
    kept = unicodedata.normalize("NFC", code).strip()
    if not kept:
        raise BadInput(field, "a code may not be empty")
    if len(kept) > MAX_CODE_LENGTH:
        raise BadInput(
            field,
            Sentence("a code has at most {max_code_length} characters", max_code_length=MAX_CODE_LENGTH),
        )
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for c in kept):
        raise BadInput(field, "a code has no control or bidirectional characters")
    return kept


@lru_cache(maxsize=65_536)
def stream_id(kind: str, *codes: str) -> UUID:
    """The id of the stream of that kind whose codes, outermost first, are these."""
    return uuid5(_ROOT, _SEPARATOR.join((kind, *map(normal_code, codes))))
