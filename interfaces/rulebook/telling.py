"""What the templates of the rulebook say of a page: places in sentences, columns of numbers, how examples stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from application.rulebook.governed.registry import Found
from application.rulebook.governed.things import Thing
from application.rulebook.pages import SUBJECTS, Page, Rule, Table, anchor
from application.rulebook.results import Standing, Verdict, counted, of_example
from application.rulebook.terms import rule_named

ABOUT: Mapping[str, str] = {
    "membership": "Who cooperates, under which agreement, and how members come and go.",
    "governance": "Who decides, by which count, and what a decision carries out.",
    "services": "What is shared, under which contract, and by which key.",
    "allocation": "What it cost, what was counted, and who bears which part of it.",
    "accounts": "What is booked, in which period, and who owes whom.",
}
"""What each subject is about."""

_PLACE = re.compile(r"(<[^<>]+>)")
_NUMBER = re.compile(r"[-+−]?[0-9][0-9 ,./]*( EUR| %)?|None|")


class Addresses(Protocol):
    """Where a page of the rulebook leads to; an export leads only to itself."""

    def index(self) -> str:
        """The table of contents."""
        ...

    def glossary(self, term: str = "") -> str:
        """The glossary, or a term of it."""
        ...

    def terms(self) -> str:
        """The alphabetic index."""
        ...

    def page(self, page: Page, place: str = "") -> str:
        """A page, or a rule or example of it."""
        ...

    def thing(self, thing: Thing) -> str | None:
        """What a rule governs; none where there is no ledger beside the pages."""
        ...


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """A sentence in parts, each with whether it is a place that the cases fill.

    >>> list(parts("the charter decides by <majority>"))
    [(False, 'the charter decides by '), (True, 'majority')]
    """
    for part in _PLACE.split(text):
        if part:
            yield (True, part[1:-1]) if _PLACE.fullmatch(part) else (False, part)


def number_columns(table: Table) -> set[int]:
    """The columns of a table, from 0, whose cells are all numbers, amounts or fractions.

    >>> number_columns((("member", "share", "part"), ("Aval", "3/7", "42.86 EUR")))
    {1, 2}
    """
    columns = zip(*table[1:], strict=True)
    return {place for place, cells in enumerate(columns) if all(map(_NUMBER.fullmatch, cells))}


def newest_day(told: Iterable[Verdict]) -> tuple[str, str]:
    """The last day on which any of these ran, with its version; empty where none ever did."""
    return max(((each.on, each.version) for each in told if each.on), default=("", ""))


def of_rule(told: Mapping[tuple[str, str], Verdict], rule: Rule) -> list[Verdict]:
    """How the examples of a rule stand."""
    return [of_example(told, rule, example) for example in rule.examples]


def in_all(found: Iterable[Found]) -> list[Found]:
    """What a rule was found to govern, without what there is none of."""
    return [each for each in found if each.count]


TOLD: Mapping[str, Any] = {
    "subjects": SUBJECTS,
    "about_subject": ABOUT,
    "parts": parts,
    "number_columns": number_columns,
    "of_example": of_example,
    "of_rule": of_rule,
    "counted": counted,
    "newest_day": newest_day,
    "in_all": in_all,
    "anchor": anchor,
    "rule_named": rule_named,
    "Standing": Standing,
}
"""What every template of the rulebook can say."""
