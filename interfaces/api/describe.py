"""Writes the API's description beside this module: `python -m interfaces.api.describe`.

It is committed, so that a change of what others rely on is read in a review, and a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path

from interfaces.api.app import create_app
from interfaces.composition import nowhere

PLACE = Path(__file__).with_name("openapi.json")


def description() -> str:
    """The description as it is committed: without a database, and in an order of its own."""
    return json.dumps(create_app(nowhere()).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    PLACE.write_text(description(), encoding="utf-8")
