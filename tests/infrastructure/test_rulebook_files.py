"""The rulebook's files: pages as Gherkin, and the results that every run of the examples adds to."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from application.rulebook.pages import Place
from application.rulebook.results import Outcome, Result
from domain.kernel.errors import BadInput
from infrastructure.rulebook import feature_files
from infrastructure.rulebook.feature_files import FeatureFiles
from infrastructure.rulebook.kept_results import NAME, KeptResults
from interfaces.composition import NothingThere, home
from tests.architecture.repository import ROOT

_PAGE = """\
Feature: Sharing
  The agreement says
  who bears what.

  Background:
    Given Aval and Brume cooperate

  Rule: A cent is not lost
    Because it is somebody's.

    Background:
      Given a service

    Example: A cent is not lost
      When 0.01 EUR is shared
        | member | part     |
        | Aval   | 0.01 EUR |
      Then nothing is left

    Example: Boundaries
      When <n> EUR is shared

      Examples:
        | case | n |
        | one  | 1 |
        | two  | 2 |
"""


def written(folder: Path, text: str, name: str = "sharing") -> FeatureFiles:
    place = folder / "features" / "allocation"
    place.mkdir(parents=True)
    (place / f"{name}.feature").write_text(text, encoding="utf-8")
    return FeatureFiles(folder / "features")


def test_a_feature_is_read_with_its_rules_examples_tables_and_cases(tmp_path: Path) -> None:
    [page] = written(tmp_path, _PAGE).pages()
    [rule] = page.rules
    assert (page.path, page.title, page.why) == (
        "allocation/sharing",
        "Sharing",
        "The agreement says who bears what.",
    )
    assert [line.text for line in (*page.given, *rule.given)] == ["Aval and Brume cooperate", "a service"]
    assert rule.why == "Because it is somebody's."
    # A title that is said twice is found twice.
    assert [rule.anchor, *(e.anchor for e in rule.examples)] == [
        "a-cent-is-not-lost",
        "a-cent-is-not-lost-2",
        "boundaries",
    ]
    assert rule.examples[0].lines[0].table == (("member", "part"), ("Aval", "0.01 EUR"))
    assert [case.place.case for case in page.cases()] == ["", "one", "two"]


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("Feature: Sharing", "Sharing", r"allocation/sharing\.feature: .*\(1:1\)"),
        (_PAGE, "# nothing yet\n", r"allocation/sharing\.feature: a page of the rulebook is a Feature"),
        ("| case | n |", "| kind | n |", "line 23: the cases of an example have one head"),
    ],
)
def test_what_is_no_page_is_refused_by_file_and_line(tmp_path: Path, good: str, bad: str, told: str) -> None:
    with pytest.raises(BadInput, match=f"(?s){told}"):
        written(tmp_path, _PAGE.replace(good, bad)).pages()


def test_every_case_of_the_rulebook_has_a_place_of_its_own() -> None:
    places = [case.place for page in FeatureFiles().pages() for case in page.cases()]
    assert len(places) > 400
    assert len(set(places)) == len(places)
    for page in FeatureFiles().pages():
        anchors = [a for rule in page.rules for a in (rule.anchor, *(e.anchor for e in rule.examples))]
        assert len(set(anchors)) == len(anchors), page.path


def test_a_wheel_brings_its_pages_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert feature_files.folder() == ROOT / "features"
    written(tmp_path, _PAGE)
    monkeypatch.setattr(feature_files, "_PACKED", tmp_path / "features")
    assert [page.title for page in FeatureFiles().pages()] == ["Sharing"]
    monkeypatch.setattr(feature_files, "_PACKED", tmp_path / "nowhere")
    monkeypatch.setattr(feature_files, "_BESIDE", tmp_path / "nowhere")
    with pytest.raises(BadInput, match="no feature files"):
        FeatureFiles().pages()


def place(example: str) -> Place:
    return Place("allocation/sharing", "A cent is not lost", example, "")


def passed(on: str = "2026-11-26") -> Result:
    return Result(Outcome.PASSED, on, "0.2.0", "ab" * 32)


def test_where_nothing_was_run_there_is_no_result(tmp_path: Path) -> None:
    assert KeptResults(tmp_path / "nowhere").results() == {}


def test_a_partial_run_replaces_its_own_results_and_keeps_the_others(tmp_path: Path) -> None:
    kept = KeptResults(tmp_path / "data")
    every = {place(name) for name in "abc"}
    kept.add({place("a"): passed(), place("b"): passed()}, every)
    failed = Result(Outcome.FAILED, "2026-11-27", "0.2.1", "cd" * 32)
    kept.add({place("b"): failed, place("c"): passed("2026-11-27")}, every)
    assert kept.results() == {
        place("a"): passed(),
        place("b"): failed,
        place("c"): passed("2026-11-27"),
    }
    # What is written on no page any more is dropped.
    kept.add({place("c"): passed()}, {place("c")})
    assert kept.results() == {place("c"): passed()}


def test_runs_that_end_at_once_all_count(tmp_path: Path) -> None:
    kept = KeptResults(tmp_path)
    every = {place(str(n)) for n in range(24)}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: kept.add({each: passed()}, every), sorted(every)))
    assert set(kept.results()) == every
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"format": 2, "results": []}', '{"format": 1, "results": [{}]}', "\x00"]
)
def test_what_is_no_file_of_results_is_said_and_the_next_run_begins_anew(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    kept = KeptResults(tmp_path)
    with pytest.raises(BadInput, match=NAME):
        kept.results()
    kept.add({place("a"): passed()}, {place("a")})
    assert kept.results() == {place("a"): passed()}


def test_the_file_says_the_same_in_the_same_order(tmp_path: Path) -> None:
    kept, found = KeptResults(tmp_path), {place(name): passed() for name in "ba"}
    kept.add(found, set(found))
    once = (tmp_path / NAME).read_bytes()
    kept.add(dict(reversed(found.items())), set(found))
    assert (tmp_path / NAME).read_bytes() == once
    assert [each["example"] for each in json.loads(once)["results"]] == ["a", "b"]


def test_a_folder_that_holds_results_alone_holds_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    KeptResults(tmp_path).add({place("a"): passed()}, {place("a")})
    with pytest.raises(NothingThere), home(tmp_path, new=False):
        pass
