"""Every run of the examples leaves its results, whichever worker ran them."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from infrastructure.rulebook.kept_results import KeptResults
from tests.architecture.repository import ROOT

_PAGE = """\
Feature: Results
  What was run is told.
  Rule: Every case counts
    Example: It passes
      Given 1 cent
    Example: It fails
      Given 2 cents
    Example: What it needs cannot be made
      Given 3 cents
    Example: Two cases
      Given <n> cents
      Examples:
        | case | n |
        | good | 1 |
        | bad  | 2 |
"""
_STEPS = """\
import pytest
from pytest_bdd import given, parsers, scenarios

scenarios(".")

@pytest.fixture
def broken():
    raise OSError("no database")

@given(parsers.re(r"(?P<n>[0-9]) cents?"))
def _(n, request):
    if n == "3":
        request.getfixturevalue("broken")
    assert n == "1"
"""
_CONFTEST = """\
from pathlib import Path
from tests.features import recording

recording.folder = lambda: Path(__file__).parent / "features"
pytest_plugins = ["tests.features.recording"]
"""


def run(folder: Path, *more: str) -> dict[str, str]:
    """What is kept after a run of the folder: the outcome by example and case."""
    said = {"PYTHONPATH": str(ROOT), "TANTIEME_DATA_DIR": str(folder / "data")}
    # Only what it takes: each process would load the plugins of the browser and the fuzzer too.
    environment = {**os.environ, **said, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugins = ["-p", "pytest_bdd.plugin", "-p", "xdist.plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, *more, "test_page.py"]
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    kept = KeptResults(folder / "data").results()
    assert {result.version for result in kept.values()} <= {version("tantieme")}
    return {f"{p.example} {p.case}".strip(): result.outcome.value for p, result in kept.items()}


def test_results_of_all_workers_are_kept_and_a_partial_run_changes_only_its_own(tmp_path: Path) -> None:
    (tmp_path / "features" / "accounts").mkdir(parents=True)
    page = tmp_path / "features" / "accounts" / "results.feature"
    page.write_text(_PAGE, encoding="utf-8")
    (tmp_path / "test_page.py").write_text(_STEPS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nbdd_features_base_dir = features\n", encoding="utf-8")
    whole = {
        "It passes": "passed",
        "It fails": "failed",
        "What it needs cannot be made": "failed",
        "Two cases good": "passed",
        "Two cases bad": "failed",
    }
    assert run(tmp_path, "-n", "2") == whole
    page.write_text(_PAGE.replace("Given 2 cents", "Given 1 cent"), encoding="utf-8")
    assert run(tmp_path, "-k", "it_fails") == {**whole, "It fails": "passed"}
