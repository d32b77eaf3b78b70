"""The rulebook's pages as Gherkin files: beside the code in a repository, inside this package in a wheel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gherkin.errors import ParserError
from gherkin.parser import Parser

from application.rulebook.pages import SUBJECTS, Example, Line, Page, Rule, Table, anchor
from domain.kernel.errors import BadInput

Node = Mapping[str, Any]

_PACKED = files(__package__).joinpath("features")
_BESIDE = Path(__file__).parents[2] / "features"


def folder() -> Path:
    """Where the feature files are. Raises BadInput where this installation has none."""
    for place in (Path(str(_PACKED)), _BESIDE):
        if place.is_dir():
            return place
    raise BadInput("rulebook", "this installation has no feature files")


class FeatureFiles:
    """The `Pages` of a folder of feature files, each in the folder of its subject."""

    def __init__(self, place: Path | None = None) -> None:
        self._place = place

    def pages(self) -> Sequence[Page]:
        """All pages, by subject and title. Raises BadInput naming file and line."""
        return _read(self._place or folder())


@cache
def _read(place: Path) -> tuple[Page, ...]:
    # A version's pages are its own: they are read once a process.
    found = [_page(file) for subject in SUBJECTS for file in sorted((place / subject).glob("*.feature"))]
    return tuple(sorted(found, key=lambda page: (SUBJECTS.index(page.subject), page.title)))


def _page(file: Path) -> Page:
    name = f"{file.parent.name}/{file.name}"
    try:
        document = Parser().parse(file.read_text(encoding="utf-8"))
    except (ParserError, UnicodeDecodeError) as error:
        raise BadInput(name, str(error)) from None
    feature: Node | None = document.get("feature")
    if feature is None:
        raise BadInput(name, "a page of the rulebook is a Feature")
    anchors = _Anchors()
    return Page(
        subject=file.parent.name,
        topic=file.stem,
        title=feature["name"],
        why=_prose(feature["description"]),
        given=tuple(_background(feature)),
        rules=tuple(_rule(child["rule"], anchors, name) for child in feature["children"] if "rule" in child),
    )


class _Anchors:
    """Anchors of one page: a title that would give one already given gets a number."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, title: str) -> str:
        wanted, number = anchor(title), 1
        while (given := wanted if number == 1 else f"{wanted}-{number}") in self._given:
            number += 1
        self._given.add(given)
        return given


def _rule(rule: Node, anchors: _Anchors, name: str) -> Rule:
    own = anchors.of(rule["name"])
    scenarios = [child["scenario"] for child in rule["children"] if "scenario" in child]
    examples = tuple(_example(scenario, anchors, name) for scenario in scenarios)
    return Rule(rule["name"], own, _prose(rule["description"]), tuple(_background(rule)), examples)


def _example(scenario: Node, anchors: _Anchors, name: str) -> Example:
    tables = [each for each in scenario["examples"] if "tableHeader" in each]
    cases: Table = ()
    if tables:
        head = _cells(tables[0]["tableHeader"])
        if "case" not in head or any(_cells(each["tableHeader"]) != head for each in tables):
            line = tables[0]["location"]["line"]
            raise BadInput(
                f"{name}, line {line}", "the cases of an example have one head, with a column case"
            )
        cases = (head, *(_cells(row) for each in tables for row in each["tableBody"]))
    return Example(
        scenario["name"], anchors.of(scenario["name"]), tuple(map(_line, scenario["steps"])), cases
    )


def _background(node: Node) -> Iterator[Line]:
    for child in node["children"]:
        if "background" in child:
            yield from map(_line, child["background"]["steps"])


def _line(step: Node) -> Line:
    rows = step["dataTable"]["rows"] if "dataTable" in step else ()
    return Line(step["keyword"].strip(), step["text"], tuple(map(_cells, rows)))


def _cells(row: Node) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])


def _prose(text: str) -> str:
    return " ".join(text.split())
