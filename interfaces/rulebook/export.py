"""The rulebook as files that lead to each other and nowhere else: read from a disk, a share or any web server.

The same pages, results and version give the same bytes. There is no script in them and no link to a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from application.rulebook.governed.registry import Found, governed, why_nothing
from application.rulebook.governed.things import Ledger, Thing
from application.rulebook.pages import Page, anchor
from application.rulebook.reading import Rulebook
from interfaces.rulebook.telling import TOLD
from interfaces.web.environment import environment

_LAYOUT = "rulebook/export.html"
_STYLE = "tantieme.css"


@dataclass(frozen=True, slots=True)
class InFolder:
    """The addresses of the files, as they are reached from one that lies so deep in the folder."""

    depth: int

    def index(self) -> str:
        """The table of contents."""
        return self._to("index.html")

    def glossary(self, term: str = "") -> str:
        """The glossary, or a term of it."""
        return self._to("glossary.html", anchor(term))

    def terms(self) -> str:
        """The alphabetic index."""
        return self._to("terms.html")

    def page(self, page: Page, place: str = "") -> str:
        """A page, or a rule or example of it."""
        return self._to(f"{page.path}.html", place)

    def style(self) -> str:
        """The style sheet."""
        return self._to(_STYLE)

    def thing(self, _: Thing) -> None:
        """No ledger is reached from a file."""
        return

    def _to(self, file: str, place: str = "") -> str:
        return "../" * self.depth + file + (f"#{place}" if place else "")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The ledger in which what the rules govern is named: whose, as of which position.

    `facts` say which facts of an example are published and which invented; empty for a group of one's own.
    """

    ledger: Ledger
    group: str
    position: int
    facts: Mapping[str, str]


def export(
    book: Rulebook, version: str, language: str = "en", as_of: AsOf | None = None
) -> Mapping[str, bytes]:
    """Every file by its path in the folder. Raises BadInput when the results cannot be read."""
    said: dict[str, Any] = {**TOLD, "layout": _LAYOUT, "version": version, "as_of": as_of}
    told = {path: text.encode() for path, text in _texts(book, language, said, as_of)}
    style = files("interfaces.web").joinpath("static", _STYLE).read_bytes()
    return {**told, _STYLE: style}


def _texts(
    book: Rulebook, language: str, said: Mapping[str, Any], as_of: AsOf | None
) -> Iterator[tuple[str, str]]:
    def text(name: str, depth: int, **more: Any) -> str:
        template = environment(language).get_template(f"rulebook/{name}.html")
        return template.render(**{**said, "to": InFolder(depth), "here": name, **more})

    pages, results = list(book.pages()), book.told_of_all()
    every = [verdict for of_page in results.values() for verdict in of_page.values()]
    yield (
        "index.html",
        text(
            "index",
            0,
            pages=pages,
            rule_count=sum(len(page.rules) for page in pages),
            by_subject=book.by_subject(),
            told=results,
            verdicts_of_all=every,
        ),
    )
    yield "terms.html", text("terms", 0, letters=book.letters())
    entries = book.entries()
    yield "glossary.html", text("glossary", 0, entries=entries, pages=pages, sources_are_links=False)
    for place, page in enumerate(pages):
        yield (
            f"{page.path}.html",
            text(
                "page",
                1,
                page=page,
                told=results[page.path],
                found=_found(page, as_of),
                nothing_live=why_nothing(page),
                before=pages[place - 1] if place else None,
                after=pages[place + 1] if place + 1 < len(pages) else None,
            ),
        )


def _found(page: Page, as_of: AsOf | None) -> Mapping[str, Sequence[Found]]:
    return {} if as_of is None else governed(page, as_of.ledger)
