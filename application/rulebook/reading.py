"""The rulebook as it is asked: its index, and each page with the last results of its examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from application.access.role import Role
from application.access.roles import Caller, roles_for
from application.access.sights import OWN
from application.rulebook.governed.registry import (
    Found,
    governed,
    rules_of,
    things_named,
    why_nothing,
)
from application.rulebook.governed.things import ASKED, Kind, Ledger, Thing
from application.rulebook.pages import SUBJECTS, Example, Line, Page, Pages, Rule, page_of
from application.rulebook.results import Results, Verdict, counted, of_example, sentence, verdicts
from application.rulebook.terms import Entry, by_letter, index, rule_named
from domain.kernel.errors import NotFound

Answer = dict[str, Any]
Told = Mapping[tuple[str, str], Verdict]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The pages, and where the last results of their examples are kept."""

    kept_pages: Pages
    kept_results: Results

    def pages(self) -> Sequence[Page]:
        """All pages, by subject and title."""
        return self.kept_pages.pages()

    def page(self, path: str) -> Page:
        """The page at a path, like "allocation/shares". Raises NotFound."""
        return page_of(self.pages(), path)

    def told(self, page: Page) -> Told:
        """How each example of a page stands. Raises BadInput."""
        return verdicts(page, self.kept_results.results())

    def told_of_all(self) -> Mapping[str, Told]:
        """How the examples of every page stand, by its path. Raises BadInput."""
        results = self.kept_results.results()
        return {page.path: verdicts(page, results) for page in self.pages()}

    def by_subject(self) -> Mapping[str, Sequence[Page]]:
        """The pages under the five subjects."""
        return {subject: [p for p in self.pages() if p.subject == subject] for subject in SUBJECTS}

    def entries(self) -> list[Entry]:
        """The terms of the glossary with where each is spoken of."""
        return index(self.pages())

    def letters(self) -> Mapping[str, Sequence[Entry]]:
        """The terms under the letters that they begin with."""
        return by_letter(self.entries())


def index_of(rulebook: Rulebook) -> Answer:
    """Every page with its rules and how its examples stand, and every term with where it is spoken of."""
    told = rulebook.told_of_all()
    every = [verdict for of_page in told.values() for verdict in of_page.values()]
    return {
        "examples": len(every),
        "standing": counted(every),
        "pages": [_in_short(page, told[page.path]) for page in rulebook.pages()],
        "terms": [_term(entry, rulebook.pages()) for entry in rulebook.entries()],
    }


def page_told(
    rulebook: Rulebook, path: str, ledger: Ledger | None = None, kinds: Collection[Kind] = tuple(Kind)
) -> Answer:
    """A page in full, with how each example stands; in a ledger also what each rule governs.

    Raises NotFound, BadInput.
    """
    page = rulebook.page(path)
    told = rulebook.told(page)
    found = {} if ledger is None else governed(page, ledger, kinds)
    return {
        **_in_short(page, told),
        "given": [_line(line) for line in page.given],
        "nothing_live": why_nothing(page),
        "rules": [_rule(rule, told, found.get(rule.title)) for rule in page.rules],
    }


def governing(
    rulebook: Rulebook, ledger: Ledger, caller: Caller, kind: Kind, codes: Sequence[str]
) -> tuple[list[Thing], list[tuple[Page, list[Rule]]]]:
    """The things that these codes name, and the rules that govern any of them, by page.

    Raises NotAllowed, NotFound.
    """
    for operation in ASKED[kind]:
        caller.must_be_allowed(operation)
    if kind not in kinds_for(caller):
        raise NotFound(kind=kind.value, code=" ".join(codes))
    things = things_named(ledger, kind, codes)
    found = rules_of(rulebook.pages(), ledger, things)
    pages = dict.fromkeys(each.page for each in found)
    return things, [(page, [each.rule for each in found if each.page == page]) for page in pages]


def governing_told(things: Sequence[Thing], found: Sequence[tuple[Page, Sequence[Rule]]]) -> Answer:
    """The same as data."""
    return {
        "things": [_thing(thing) for thing in things],
        "rules": [
            {"page": page.path, "title": rule.title, "anchor": rule.anchor}
            for page, rules in found
            for rule in rules
        ],
    }


def kinds_for(caller: Caller) -> list[Kind]:
    """The kinds of things of which a caller may read every page."""
    return [kind for kind, asked in ASKED.items() if all(_reads_every(caller, each) for each in asked)]


def _reads_every(caller: Caller, operation: str) -> bool:
    # Who reads for one member is told of no other's, and so of no list of them.
    narrow = {Role.MEMBERS_READER} if operation in OWN else set()
    return bool((roles_for(operation) - narrow) & caller.roles)


def _in_short(page: Page, told: Told) -> Answer:
    return {
        "path": page.path,
        "subject": page.subject,
        "title": page.title,
        "why": page.why,
        "rule_count": len(page.rules),
        "example_count": len(told),
        "standing": counted(told.values()),
    }


def _rule(rule: Rule, told: Told, found: Sequence[Found] | None) -> Answer:
    return {
        "title": rule.title,
        "anchor": rule.anchor,
        "why": rule.why,
        "given": [_line(line) for line in rule.given],
        "examples": [_example(each, of_example(told, rule, each)) for each in rule.examples],
        "governs": [_found(each) for each in found or ()],
    }


def _example(example: Example, verdict: Verdict) -> Answer:
    return {
        "title": example.title,
        "anchor": example.anchor,
        "lines": [_line(line) for line in example.lines],
        "cases": [list(row) for row in example.cases],
        "standing": verdict.standing.value,
        "on": verdict.on or None,
        "version": verdict.version or None,
        "failed_cases": list(verdict.failed),
        "sentence": sentence(verdict),
    }


def _line(line: Line) -> Answer:
    return {"word": line.word, "text": line.text, "table": [list(row) for row in line.table]}


def _found(found: Found) -> Answer:
    newest = [_thing(thing) for thing in found.newest]
    return {"kind": found.kind.value, "what": found.what, "count": found.count, "newest": newest}


def _thing(thing: Thing) -> Answer:
    return {"codes": list(thing.codes), "label": thing.label, "since_position": thing.since_position}


def _term(entry: Entry, pages: Sequence[Page]) -> Answer:
    term, named = entry.term, rule_named(pages, entry.term)
    return {
        "term": term.term,
        "french": term.french,
        "meaning": term.meaning,
        "rule": named and {"page": named[0].path, "title": named[1].title, "anchor": named[1].anchor},
        "source": term.source and term.source._asdict(),
        "pages": [page.path for page in entry.pages],
        "rules": [{"page": p.path, "title": r.title, "anchor": r.anchor} for p, r in entry.rules],
    }
