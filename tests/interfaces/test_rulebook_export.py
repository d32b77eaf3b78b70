"""The exported rulebook leads only to itself, is well formed, and is the same bytes for the same pages and results."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from application.rulebook.pages import Place
from application.rulebook.reading import Rulebook
from application.rulebook.results import Outcome, Result
from infrastructure.rulebook.feature_files import FeatureFiles
from infrastructure.rulebook.kept_results import KeptResults
from interfaces.rulebook.export import export
from tests.interfaces.command_line import CommandLine

VOID = {"br", "hr", "img", "input", "link", "meta"}
REMAINDER = ("allocation/shares", "What the members bear sums to the cost, to the cent")
CARRY = (*REMAINDER, "A cent left over goes to the largest remainder", "")


class Known:
    """Results that a test gives."""

    def __init__(self, results: Mapping[Place, Result] | None = None) -> None:
        self._results = results or {}

    def results(self) -> Mapping[Place, Result]:
        return self._results


class Read(HTMLParser):
    """A page's tags as they are nested, the anchors in it and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), tag
        self.tags.add(tag)
        self.attributes |= given.keys()
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def written() -> Mapping[str, bytes]:
    return export(Rulebook(FeatureFiles(), Known()), "0.2.0")


@pytest.fixture(scope="module")
def pages(written: Mapping[str, bytes]) -> Mapping[str, Read]:
    return {path: Read(text.decode()) for path, text in written.items() if path.endswith(".html")}


def test_every_link_leads_to_a_file_and_a_place_that_are_there(
    written: Mapping[str, bytes], pages: Mapping[str, Read]
) -> None:
    assert len(pages) == len(FeatureFiles().pages()) + 3
    followed = 0
    for path, page in pages.items():
        for link in page.links:
            file, _, place = link.partition("#")
            target = normpath(join(dirname(path), file)) if file else path
            assert target in written, (path, link)
            assert not place or place in pages[target].ids, (path, link)
            followed += 1
    assert followed > 1000


def test_every_page_rule_example_and_term_is_reached(pages: Mapping[str, Read]) -> None:
    for page in FeatureFiles().pages():
        assert f"{page.path}.html" in pages["index.html"].links
        told = pages[f"{page.path}.html"]
        for rule in page.rules:
            for title, anchor in ((rule.title, rule.anchor), *((e.title, e.anchor) for e in rule.examples)):
                assert anchor in told.ids
                assert title in told.text


def test_a_page_is_well_formed_and_takes_nothing_from_a_server(pages: Mapping[str, Read]) -> None:
    for path, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), path
        assert not page.tags & {"script", "iframe", "img", "form", "style", "object"}, path
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}, path
        assert [link for link in page.links if ":" in link or link.startswith("/")] == [], path


def test_the_same_pages_results_and_version_give_the_same_bytes(written: Mapping[str, bytes]) -> None:
    assert export(Rulebook(FeatureFiles(), Known()), "0.2.0") == written
    french = export(Rulebook(FeatureFiles(), Known()), "0.2.0", "fr")
    assert french.keys() == written.keys()
    assert 'lang="fr"' in french["index.html"].decode()[:60]
    assert "aucun exécuté" in french["index.html"].decode()


def test_each_example_says_how_it_last_ran() -> None:
    case = next(c for page in FeatureFiles().pages() for c in page.cases() if c.place == CARRY)
    said = {}
    for name, result in {
        "passed": Result(Outcome.PASSED, "2026-11-26", "0.2.0", case.digest),
        "failed": Result(Outcome.FAILED, "2026-11-26", "0.2.0", case.digest),
        "changed": Result(Outcome.PASSED, "2026-11-26", "0.2.0", "0" * 64),
    }.items():
        files = export(Rulebook(FeatureFiles(), Known({case.place: result})), "0.2.0")
        said[name] = " ".join(Read(files["allocation/shares.html"].decode()).text.split())
    assert "passed on 26 November 2026 with version 0.2.0" in said["passed"]
    assert "failed on 26 November 2026 with version 0.2.0" in said["failed"]
    assert "changed since it was last run, on 26 November 2026 with version 0.2.0" in said["changed"]
    assert all("not run" in each for each in said.values())


@pytest.fixture
def tantieme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with a data folder in which one example has passed."""
    monkeypatch.setenv("TANTIEME_DATA_DIR", str(tmp_path / "data"))
    cases = [case for page in FeatureFiles().pages() for case in page.cases()]
    case = next(case for case in cases if case.place == CARRY)
    passed = Result(Outcome.PASSED, "2026-11-26", "0.2.0", case.digest)
    KeptResults(tmp_path / "data").add({case.place: passed}, {case.place for case in cases})
    return CommandLine("postgresql://nobody@127.0.0.1:1/none")


def test_the_rulebook_is_exported_and_shown_without_a_database(tantieme: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    for _ in range(2):
        done = tantieme("rulebook", "export", folder)
        assert (done.status, done.err) == (0, "")
    assert "passed on 26 November 2026" in (folder / "allocation" / "shares.html").read_text(encoding="utf-8")
    shown = tantieme("rulebook", "show", "allocation/shares")
    assert f"{CARRY[2]} (passed on 2026-11-26 with version 0.2.0)" in " ".join(shown.out.split())
    data = tantieme("--json", "rulebook", "show").data
    assert data["standing"] == {"not run": data["examples"] - 1, "passed": 1}


def test_an_export_is_not_mixed_with_other_files(tantieme: CommandLine, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    for folder, told in ((mine, "notes.txt"), (mine / "notes.txt", "is not a folder")):
        refused = tantieme("rulebook", "export", folder)
        assert refused.status == 2
        assert told in refused.err
    assert [file.name for file in mine.iterdir()] == ["notes.txt"]
    assert tantieme("rulebook", "export", tmp_path / "new", "--language", "de").status == 2
    assert tantieme("rulebook", "export", tmp_path / "new", "--as-of", "3").status == 2
    assert tantieme("rulebook", "show", "allocation/nothing").status == 1
