"""A feature file is a page of the board's rulebook, and every page is run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from tests.architecture.repository import ROOT

_FEATURES = ROOT / "features"
_SUBJECTS = ("membership", "governance", "services", "allocation", "accounts")
_MEMBERS = {"Aval", "Brume", "Cime", "Dune"}
_ORDER = ("Context", "Action", "Outcome")
_MAX_STEPS = 7
_BANNED = re.compile(r"\b(?i:should|clicks?|clicked|users?|endpoints?|json|systems?)\b|\bI\b")
_PATHS = sorted(_FEATURES.rglob("*.feature"))

Node = dict[str, Any]


def complaints(feature: Node | None) -> Iterator[str]:
    """What in that feature is not as the rulebook is written, each as "line: what"."""
    if feature is None:
        yield "1: there is no Feature"
        return
    if not feature["description"].strip():
        yield f"{_line(feature)}: a Feature says why in two or three sentences"
    for line, text in texts(feature):
        if banned := _BANNED.search(text):
            yield f"{line}: the word {banned[0]!r}"
    for child in feature["children"]:
        match child:
            case {"rule": rule}:
                yield from _about_rule(rule)
            case {"scenario": example}:
                yield f"{_line(example)}: an Example stands under a Rule"
            case {"background": background}:
                yield from _about_background(background)


def _about_rule(rule: Node) -> Iterator[str]:
    title = rule["name"]
    if len(title.split()) < 3 or not (title[0].isupper() or title[0].isdigit()) or title[-1] in ".:;?!":
        yield f"{_line(rule)}: a Rule's title is a sentence, capital first, without a full stop"
    examples = [child["scenario"] for child in rule["children"] if "scenario" in child]
    if not examples:
        yield f"{_line(rule)}: a Rule has an Example"
    for child in rule["children"]:
        if "background" in child:
            yield from _about_background(child["background"])
    for example in examples:
        yield from _about_example(example)


def _about_background(background: Node) -> Iterator[str]:
    if any(step["keywordType"] not in ("Context", "Conjunction") for step in background["steps"]):
        yield f"{_line(background)}: a Background only says what holds"


def _about_example(example: Node) -> Iterator[str]:
    steps = example["steps"]
    if len(steps) > _MAX_STEPS:
        yield f"{_line(example)}: {len(steps)} steps, more than {_MAX_STEPS}"
    kinds = [step["keywordType"] for step in steps if step["keywordType"] != "Conjunction"]
    if (
        not kinds
        or kinds != [kind for kind in _ORDER if kind in kinds]
        or steps[0]["keywordType"] not in _ORDER
    ):
        yield f"{_line(example)}: Given, When, Then: each once, in that order"
    elif kinds[-1] != "Outcome":
        yield f"{_line(example)}: an Example ends with what follows"
    for table in (step["dataTable"]["rows"] for step in steps if "dataTable" in step):
        yield from _about_members(table)
    for outlined in example["examples"]:
        header = outlined.get("tableHeader")
        if header is None or "case" not in _cells(header):
            yield f"{_line(outlined)}: the cases of an outline have a column named case"
        else:
            yield from _about_members([header, *outlined["tableBody"]])


def _about_members(rows: list[Node]) -> Iterator[str]:
    header = _cells(rows[0])
    for column in (index for index, name in enumerate(header) if name == "member"):
        for row in rows[1:]:
            name = _cells(row)[column]
            if name not in _MEMBERS and not re.fullmatch("<.+>", name):
                yield f"{_line(row)}: {name!r} is none of {', '.join(sorted(_MEMBERS))}"


def texts(node: object) -> Iterator[tuple[int, str]]:
    """Every word a reader sees below that node, with its line."""
    if isinstance(node, list):
        for each in node:
            yield from texts(each)
    elif isinstance(node, dict):
        for key in ("name", "description", "text", "value", "content"):
            if isinstance(node.get(key), str):
                yield _line(node), node[key]
        for value in node.values():
            yield from texts(value)


def _line(node: Node) -> int:
    return int(node["location"]["line"])


def _cells(row: Node) -> list[str]:
    return [cell["value"] for cell in row["cells"]]


def _parsed(text: str) -> Node:
    return dict(Parser().parse(text))


def _read(path: Path) -> Node:
    return _parsed(path.read_text(encoding="utf-8"))


def _pickles(path: Path) -> list[Any]:
    document: Any = {**_read(path), "uri": str(path)}
    return Compiler().compile(document)


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: str(path.relative_to(_FEATURES)))
def test_a_feature_reads_as_a_page_of_the_rulebook(path: Path) -> None:
    assert list(complaints(_read(path).get("feature"))) == []


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: str(path.relative_to(_FEATURES)))
def test_a_feature_stands_in_the_folder_of_its_subject(path: Path) -> None:
    folder, _name = path.relative_to(_FEATURES).parts
    assert folder in _SUBJECTS


def test_titles_are_unique() -> None:
    titles: Counter[tuple[str, str]] = Counter()
    for path in _PATHS:
        feature = _read(path)["feature"]
        titles["Feature", feature["name"]] += 1
        for rule in (child["rule"] for child in feature["children"] if "rule" in child):
            titles["Rule", rule["name"]] += 1
            titles.update(
                ("Example", child["scenario"]["name"]) for child in rule["children"] if "scenario" in child
            )
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_example_of_every_feature_is_run() -> None:
    written = sum(len(_pickles(path)) for path in _PATHS)
    if not written:
        return
    collected = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-p",
            "no:cacheprovider",
            "tests/features/test_features.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    run = [line for line in collected.stdout.splitlines() if "::" in line]
    assert len(run) == written, collected.stdout + collected.stderr
    source = (ROOT / "tests" / "features" / "test_features.py").read_text(encoding="utf-8")
    assert re.findall(r"^scenarios\((.*)\)", source, re.MULTILINE) == ['"."']


_GOOD = """\
Feature: Sharing what is spent
  The agreement says who bears what, so that nobody has to ask.

  Rule: What the members bear sums to the cost, to the cent

    Example: A cent left over goes to the largest remainder
      Given the tonnes collected in March 2026
        | member | tonnes |
        | Aval   | 3      |
      When 100.00 EUR of "Household waste" is allocated
      Then the members bear 100.00 EUR
      And nothing is left
"""


def test_the_example_of_the_style_guide_has_no_complaint() -> None:
    assert list(complaints(_parsed(_GOOD)["feature"])) == []


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("  The agreement says who bears what, so that nobody has to ask.\n", "", "says why"),
        ("nothing is left", "nothing should be left", "'should'"),
        ("nothing is left", "I am glad", "'I'"),
        ("  Rule: What the members bear sums to the cost, to the cent\n", "", "under a Rule"),
        ("What the members bear sums to the cost, to the cent", "Rounding", "is a sentence"),
        ("      And nothing is left", "      When it is posted", "in that order"),
        ("      And nothing is left", "      Then nothing is left", "in that order"),
        ("      Then the members bear 100.00 EUR\n      And nothing is left\n", "", "ends with what follows"),
        ("| Aval   |", "| Anna   |", "'Anna' is none of"),
        ("      And nothing is left\n", "      And nothing is left\n" * 5, "8 steps"),
    ],
)
def test_what_is_not_as_it_is_written_would_be_found(good: str, bad: str, complaint: str) -> None:
    assert good in _GOOD
    found = list(complaints(_parsed(_GOOD.replace(good, bad))["feature"]))
    assert any(complaint in each for each in found), found
