"""A page of the rulebook as it is read: a feature with its rules, and each rule with its examples."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Protocol

from domain.kernel.errors import NotFound

SUBJECTS = ("membership", "governance", "services", "allocation", "accounts")
"""The five subjects in the order in which they build on each other."""

Table = tuple[tuple[str, ...], ...]
"""Rows of cells; the first row is the head."""

_PLACE = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an example, with its table where it has one; `word` is Given, When, Then, And or But."""

    word: str
    text: str
    table: Table = ()

    def filled(self, values: Mapping[str, str]) -> Line:
        """The sentence of one case: each `<place>` with what that case says."""

        def fill(text: str) -> str:
            return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)

        return Line(self.word, fill(self.text), tuple(tuple(map(fill, row)) for row in self.table))


@dataclass(frozen=True, slots=True)
class Example:
    """One case, or several in a table `cases` whose column `case` says what is special about each."""

    title: str
    anchor: str
    lines: tuple[Line, ...]
    cases: Table = ()

    def each_case(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Each case by its name, with its sentences; an example without a table is one case without a name."""
        if not self.cases:
            yield "", self.lines
            return
        head, *rows = self.cases
        for row in rows:
            values = dict(zip(head, row, strict=True))
            yield values["case"], tuple(line.filled(values) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as one sentence, what holds in all its examples, and the examples."""

    title: str
    anchor: str
    why: str
    given: tuple[Line, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One feature: what it is about and why, what holds in all its examples, and its rules."""

    subject: str
    topic: str
    title: str
    why: str
    given: tuple[Line, ...]
    rules: tuple[Rule, ...]

    @property
    def path(self) -> str:
        """Where it stands, like "allocation/shares"."""
        return f"{self.subject}/{self.topic}"

    def cases(self) -> Iterator[Case]:
        """Every case of every example of the page, as it is run."""
        for rule in self.rules:
            for example in rule.examples:
                for name, lines in example.each_case():
                    place = Place(self.path, rule.title, example.title, name)
                    yield Case(place, digest((*self.given, *rule.given, *lines)))


class Place(NamedTuple):
    """Where a case stands: the page's path, the titles of rule and example, and the case's name, or ''."""

    page: str
    rule: str
    example: str
    case: str


class Case(NamedTuple):
    """A case with the digest of all that it says."""

    place: Place
    digest: str


class Pages(Protocol):
    """Where the pages of the rulebook are kept."""

    def pages(self) -> Sequence[Page]:
        """All of them, by subject and title."""
        ...


def page_of(pages: Iterable[Page], path: str) -> Page:
    """The page at that path, like "allocation/shares". Raises NotFound."""
    wanted = path.strip("/").lower().removesuffix(".feature").replace("-", "_")
    found = next((page for page in pages if page.path == wanted), None)
    if found is None:
        raise NotFound(kind="page of the rulebook", code=path)
    return found


def digest(lines: Sequence[Line]) -> str:
    """The sha256 of what an example says; titles may be mended, sentences and tables may not.

    >>> digest([Line("Given", "a")]) == digest([Line("Given", "a")]) != digest([Line("Given", "b")])
    True
    """
    said = [[line.word, line.text, line.table] for line in lines]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def anchor(title: str) -> str:
    """The title as it stands in an address.

    >>> anchor("A cent left over goes to Aval's account, 2/3")
    'a-cent-left-over-goes-to-avals-account-2-3'
    """
    plain = unicodedata.normalize("NFKD", title.lower().replace("'", "").replace("’", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
