"""A word of the rulebook, as this product uses it."""

from __future__ import annotations

from typing import NamedTuple


class RuleNamed(NamedTuple):
    """A rule of the rulebook by its page's path and its title: what it says is run."""

    page: str
    title: str


class Source(NamedTuple):
    """A text outside: what it is, and where it was read."""

    text: str
    url: str


class Term(NamedTuple):
    """A word as this product uses it.

    `meaning` is one or two sentences; each of its claims stands in the rule or in the source that is named.
    `forms` are the words that it is found by in titles: beginnings of words, in small letters.
    """

    term: str
    french: str
    meaning: str
    forms: tuple[str, ...]
    rule: RuleNamed | None = None
    source: Source | None = None
