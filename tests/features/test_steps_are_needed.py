"""Every sentence of the rulebook has one step definition, and every step definition has its sentence.

So whichever definition is removed leaves a sentence without any, and a sentence without any fails the suite.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from tests.architecture.repository import ROOT
from tests.features import steps
from tests.features.steps.common import REFUSALS

_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}

_PAGE = """\
Feature: A page with a sentence that nobody has defined
  Rule: What is written is run
    Example: One sentence
      Given a sentence that is defined
      Then a sentence that is not
"""
_STEPS = """\
from pytest_bdd import given, scenarios

scenarios(".")


@given("a sentence that is defined")
def _():
    pass
"""


def sentences() -> set[tuple[str, str]]:
    """Every sentence of every page, as it is run, with its kind."""
    pages = [(str(path), path.read_text(encoding="utf-8")) for path in (ROOT / "features").rglob("*.feature")]
    pickles = [
        each for uri, text in pages for each in Compiler().compile({**Parser().parse(text), "uri": uri})
    ]
    return {(_KINDS[step["type"]], step["text"]) for pickle in pickles for step in pickle["steps"]}


def definitions() -> list[StepFunctionContext]:
    """Every step definition of the rulebook."""
    known = step_function_context_registry.values()
    return [step for step in known if step.step_func.__module__.startswith(steps.__name__)]


def defines(step: StepFunctionContext, kind: str, text: str) -> bool:
    return step.type == kind and step.parser.is_matching(text)


def test_every_sentence_has_one_step_definition() -> None:
    known = definitions()
    found = {
        (kind, text): [step.parser.name for step in known if defines(step, kind, text)]
        for kind, text in sentences()
    }
    assert {sentence: names for sentence, names in found.items() if len(names) != 1} == {}


def test_every_step_definition_has_a_sentence() -> None:
    written = sentences()
    unused = [
        f"{step.type} {step.parser.name}"
        for step in definitions()
        if not any(defines(step, kind, text) for kind, text in written)
    ]
    assert unused == []


def test_every_reason_of_a_refusal_is_given_on_a_page() -> None:
    written = " ".join(text for kind, text in sentences() if kind == "then")
    assert [reason for reason in REFUSALS if f"because {reason}" not in written] == []


def test_a_step_is_one_sentence_in_six_lines_without_branches() -> None:
    long, branching = [], []
    for step in definitions():
        function = ast.parse(dedent(inspect.getsource(step.step_func))).body[0]
        assert isinstance(function, ast.FunctionDef)
        first, last = function.body[0].lineno, function.body[-1].end_lineno or 0
        long += [step.parser.name] * (last - first >= 6)
        branches = (ast.If, ast.IfExp, ast.Match, ast.While, ast.Try)
        branching += [step.parser.name for node in ast.walk(function) if isinstance(node, branches)]
    assert (long, branching) == ([], [])


def test_a_sentence_without_a_step_definition_fails(tmp_path: Path) -> None:
    (tmp_path / "page.feature").write_text(_PAGE, encoding="utf-8")
    (tmp_path / "test_page.py").write_text(_STEPS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "StepDefinitionNotFoundError" in run.stdout
