"""The last result of each example, as a file in the data folder that every run of the examples adds to."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from application.rulebook.pages import Place
from application.rulebook.results import Outcome, Result
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

NAME = "rulebook-results.json"
_FORMAT = 1
_SAID = (*Place._fields, "outcome", "on", "version", "digest")


class KeptResults:
    """The `Results` of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / NAME

    def results(self) -> Mapping[Place, Result]:
        """What the file says; nothing where there is none. Raises BadInput when it cannot be read."""
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            if told["format"] != _FORMAT:
                raise BadInput(NAME, "another version wrote it: run the examples again")
            return dict(_result(each) for each in told["results"])
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise BadInput(NAME, Sentence("it cannot be read: {error}", error=error.strerror)) from None
        except (ValueError, KeyError, TypeError):
            raise BadInput(NAME, "it is no file of results: delete it, and run the examples again") from None

    def add(self, found: Mapping[Place, Result], written: Collection[Place]) -> None:
        """Put these results in the place of earlier ones, and drop what is `written` on no page any more.

        The file appears whole or not at all, and two runs that end at once both count.
        """
        if not self._file.parent.exists():
            self._file.parent.mkdir(parents=True)
            self._file.parent.chmod(0o711)
        with self._alone():
            merged = {**self._before(), **found}
            told = [_said(place, merged[place]) for place in sorted(merged) if place in written]
            partial = self._file.with_name(f".{NAME}.partial")
            text = json.dumps({"format": _FORMAT, "results": told}, ensure_ascii=False, indent=1)
            partial.write_text(text + "\n", encoding="utf-8")
            partial.replace(self._file)

    def _before(self) -> Mapping[Place, Result]:
        try:
            return self.results()
        except BadInput:
            # What cannot be read is no result; the examples that ran just now are.
            return {}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # To delete a lock file is to let two holders in, so it stays.
        lock = os.open(self._file.with_name(f"{NAME}.lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _said(place: Place, result: Result) -> dict[str, str]:
    values = (*place, result.outcome.value, result.on, result.version, result.digest)
    return dict(zip(_SAID, values, strict=True))


def _result(told: Mapping[str, Any]) -> tuple[Place, Result]:
    said = [str(told[name]) for name in _SAID]
    return Place(*said[:4]), Result(Outcome(said[4]), *said[5:])
