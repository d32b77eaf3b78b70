"""The rulebook: its contents, pages, index and glossary, each rule linked to what it governs in the group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from application.rulebook.governed.registry import governed, why_nothing
from application.rulebook.governed.things import Kind, Ledger, Thing
from application.rulebook.pages import Page, anchor
from application.rulebook.reading import Rulebook, kinds_for
from application.rulebook.reading import governing as rules_governing
from interfaces.rulebook.telling import TOLD
from interfaces.web.rendering import page as answer
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
_LAYOUT = "base.html"
Code = Annotated[str, Query(max_length=120)]
_FOLDERS: Mapping[Kind, str] = {
    Kind.RUN: "runs",
    Kind.RESOLUTION: "resolutions",
    Kind.CONTRACT: "contracts",
    Kind.AGREEMENT: "agreements",
    Kind.MEMBER: "members",
    Kind.FLOWS: "flows",
    Kind.YEAR: "flows",
}


@dataclass(frozen=True, slots=True)
class OnSite:
    """The addresses of the rulebook's pages on the site, as of the position that is read."""

    visit: Visit

    def index(self) -> str:
        """The table of contents."""
        return self.visit.url("rulebook")

    def glossary(self, term: str = "") -> str:
        """The glossary, or a term of it."""
        return _at(self.visit.url("rulebook", "glossary"), anchor(term))

    def terms(self) -> str:
        """The alphabetic index."""
        return self.visit.url("rulebook", "terms")

    def page(self, page: Page, place: str = "") -> str:
        """A page, or a rule or example of it."""
        return _at(self.visit.url("rulebook", page.subject, page.topic), place)

    def thing(self, thing: Thing) -> str:
        """The page of what a rule governs."""
        match thing.kind:
            case Kind.DOCUMENT:
                contract, month = thing.codes
                return self.visit.url("costs", contract=contract, month=month)
            case Kind.MEASUREMENTS:
                return self.visit.url("measurements", measure=thing.codes[0])
            case Kind.STATEMENT:
                member, year = thing.codes
                return self.visit.url("members", member, "statements", year)
            case kind:
                return self.visit.url(_FOLDERS[kind], *thing.codes)


def _at(url: str, place: str) -> str:
    return f"{url}#{place}" if place else url


@routes.get("/rulebook")
def contents(visit: Annotated[Visit, visit_of("rulebook")], request: Request) -> Response:
    """All pages under their subjects, with how their examples stand."""
    book = _book(request)
    told = book.told_of_all()
    return _answer(
        visit,
        "rulebook/index.html",
        pages=book.pages(),
        rule_count=sum(len(page.rules) for page in book.pages()),
        by_subject=book.by_subject(),
        told=told,
        verdicts_of_all=[verdict for of_page in told.values() for verdict in of_page.values()],
    )


@routes.get("/rulebook/glossary")
def glossary(visit: Annotated[Visit, visit_of("rulebook")], request: Request) -> Response:
    """What the words mean, and where that stands."""
    book = _book(request)
    entries, pages = book.entries(), book.pages()
    return _answer(visit, "rulebook/glossary.html", entries=entries, pages=pages, sources_are_links=True)


@routes.get("/rulebook/terms")
def terms(visit: Annotated[Visit, visit_of("rulebook")], request: Request) -> Response:
    """Which pages and rules speak of which term."""
    return _answer(visit, "rulebook/terms.html", letters=_book(request).letters())


@routes.get("/rulebook/governing")
def governing(
    visit: Annotated[Visit, visit_of("rulebook")], request: Request, kind: Kind, code: Code, part: Code = ""
) -> Response:
    """The rules that govern a thing, such as a contract's runs of a month. Raises NotFound, NotAllowed."""
    codes = [each for each in (code, part) if each]
    ledger = Ledger(visit.rows, visit.at)
    things, found = rules_governing(_book(request), ledger, visit.caller, kind, codes)
    query = {"kind": kind.value, "code": code, "part": part or None}
    return _answer(visit, "rulebook/governing.html", things=things, governing=found, query=query)


@routes.get("/rulebook/{subject}/{topic}")
def feature(
    subject: str, topic: str, visit: Annotated[Visit, visit_of("rulebook_page")], request: Request
) -> Response:
    """A page: its rules with their examples, how they last ran, and what they govern. Raises NotFound."""
    book = _book(request)
    shown = book.page(f"{subject}/{topic}")
    every = list(book.pages())
    place = every.index(shown)
    return _answer(
        visit,
        "rulebook/page.html",
        page=shown,
        told=book.told(shown),
        found=governed(shown, Ledger(visit.rows, visit.at), kinds_for(visit.caller)),
        nothing_live=why_nothing(shown),
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
    )


def _book(request: Request) -> Rulebook:
    kept: Rulebook = request.app.state.rulebook
    return kept


def _answer(visit: Visit, template: str, **told: Any) -> Response:
    return answer(visit, template, **{**TOLD, "layout": _LAYOUT, "to": OnSite(visit), **told})
