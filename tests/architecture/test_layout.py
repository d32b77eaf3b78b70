"""The top level is fixed, nothing names the machine it was written on, and our package names are ours."""

from __future__ import annotations

import importlib
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.repository import LAYERS, ROOT, files

_FOLDERS = {*LAYERS, "features", "tests", ".ci"}
_FILES = {
    "pyproject.toml",
    "requirements.lock",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "Makefile",
    ".gitignore",
    ".gitattributes",
    ".editorconfig",
}
# Written in two parts, so that this file does not name what it looks for.
_ADDRESSES = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "--(?:extra-)?index" + "-url",
            "--find" + "-links",
            "/opt/" + "(?:pypi|wheels)",
            "file:" + "//",
            r"(?<![\w.])/(?:root|work|home|Users)" + r"/[\w.]",
        )
    )
)


def test_the_top_level_is_fixed() -> None:
    for path in files():
        allowed = _FOLDERS if len(path.parts) > 1 else _FILES
        assert path.parts[0] in allowed, f"{path} has no place at the top level"


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = [
        f"{path}:{number}: {match[0]}"
        for path in files()
        for number, line in enumerate(_lines(path), 1)
        if (match := _ADDRESSES.search(line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "https://" + "py" + "pi.org/simple",
        "--find" + "-links wheels",
        'open("' + "/ho" + 'me/anna/ledger")',
        "/wo" + "rk/main",
    ],
)
def test_an_address_would_be_found(line: str) -> None:
    assert _ADDRESSES.search(line)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_other_distribution_owns_our_package_names(layer: str) -> None:
    assert set(packages_distributions().get(layer, ())) <= {"tantieme"}
    module = importlib.import_module(layer)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / layer


def _lines(path: Path) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines()
