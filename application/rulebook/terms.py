"""The alphabetic index: which rules speak of which term of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from application.rulebook.glossary.term import Term
from application.rulebook.glossary.words import TERMS
from application.rulebook.pages import Page, Rule


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with the pages that are about it as a whole, and the rules of other pages that speak of it."""

    term: Term
    pages: tuple[Page, ...]
    rules: tuple[tuple[Page, Rule], ...]


def index(pages: Sequence[Page], terms: Sequence[Term] = TERMS) -> list[Entry]:
    """Every term with where it is spoken of; a page whose own title names it stands for all its rules."""
    return [_entry(term, pages) for term in terms]


def by_letter(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries under the letters that they begin with."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.term.term[0].upper(), []).append(entry)
    return found


def rule_named(pages: Sequence[Page], term: Term) -> tuple[Page, Rule] | None:
    """The rule that says what the term means."""
    named = (
        (page, rule)
        for page in pages
        for rule in page.rules
        if term.rule is not None and (page.path, rule.title) == term.rule
    )
    return next(named, None)


def _entry(term: Term, pages: Sequence[Page]) -> Entry:
    speaks = re.compile("|".join(rf"\b{re.escape(form)}" for form in term.forms), re.IGNORECASE)
    whole = tuple(page for page in pages if speaks.search(page.title))
    return Entry(term, whole, tuple(_rules(speaks, [page for page in pages if page not in whole])))


def _rules(speaks: re.Pattern[str], pages: Sequence[Page]) -> Iterator[tuple[Page, Rule]]:
    for page in pages:
        for rule in page.rules:
            if speaks.search(rule.title):
                yield page, rule
