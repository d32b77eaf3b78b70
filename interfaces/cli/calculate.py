"""The calculator on the command line: a request in a file or on standard input, one JSON object out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from application.calculator import calculate as answer
from domain.kernel.errors import Refusal

REFUSED = 2


def calculate(path: str) -> int:
    """Answer the request in the file, or on standard input for "-"; the exit status.

    A refusal is one line on standard error, naming the field and the rule, and exit status 2.
    """
    try:
        request = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        answered = answer(request)
    except Refusal as refusal:
        return _refuse(str(refusal))
    except OSError as fault:
        return _refuse(f"FILE: it cannot be read: {fault.strerror}")
    sys.stdout.write(json.dumps(answered, ensure_ascii=False, indent=2) + "\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return REFUSED
