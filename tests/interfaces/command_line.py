"""The command line on the database of the tests: in this process, or as one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from interfaces.entry import main
from tests.architecture.repository import ROOT

PROGRAM = "from interfaces.entry import main; main()"


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """`tantieme` against one database, and against one of its groups where named."""

    url: str
    group: str | None = None

    def __call__(self, *arguments: object, stdin: str = "") -> Said:
        """Run it here: the same entry, without the seconds that a new process takes."""
        out, err, status = io.StringIO(), io.StringIO(), 0
        given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        with (
            patch.dict(os.environ, {"DATABASE_URL": self.url}),
            patch("sys.stdin", given),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main(self._words(arguments))
            except SystemExit as end:
                status = int(end.code or 0)
        return Said(status, out.getvalue(), err.getvalue())

    def anywhere(self, *arguments: object) -> Said:
        """Run it on the embedded database of the folder that the arguments name."""
        return replace(self, url="", group=None)(*arguments)

    def as_process(self, *arguments: object) -> Said:
        """Run it as people do."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *self._words(arguments)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": self.url, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def _words(self, arguments: tuple[object, ...]) -> list[str]:
        named = () if self.group is None else ("--group", self.group)
        return [*named, *map(str, arguments)]


def url_of(conninfo: str) -> str:
    """The address of a database, as DATABASE_URL takes it."""
    parts = conninfo_to_dict(conninfo)
    query = "&".join(f"{key}={quote(str(parts[key]), safe='')}" for key in ("host", "port") if parts.get(key))
    user = quote(str(parts.get("user", "")), safe="")
    password = f":{quote(str(parts['password']), safe='')}" if parts.get("password") else ""
    return f"postgresql://{user}{password}@/{quote(str(parts['dbname']), safe='')}?{query}"


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A file of the test."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
