"""From a rule to what it governs as of a position, and from a run or resolution to the rules that govern it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from application.rulebook.governed import accounts, allocation, governance, membership, services
from application.rulebook.governed.questions import Governs, NothingLive, Rules
from application.rulebook.governed.things import Kind, Ledger, Thing
from application.rulebook.pages import Page, Rule
from domain.kernel.errors import NotFound
from domain.kernel.identity import normal_code

PAGES: Mapping[str, Rules | NothingLive] = MappingProxyType(
    {
        **membership.PAGES,
        **governance.PAGES,
        **services.PAGES,
        **allocation.PAGES,
        **accounts.PAGES,
    }
)
"""Each page by its path: what its rules govern, by their titles, or why nothing in a ledger shows them."""

SHOWN = 6
"""How many things of a question are named; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: how many things, and the newest of them."""

    kind: Kind
    what: str
    count: int
    newest: Sequence[Thing]


@dataclass(frozen=True, slots=True)
class Governing:
    """A rule that governs a thing, with its page."""

    page: Page
    rule: Rule


def governed(
    page: Page, ledger: Ledger, kinds: Collection[Kind] = tuple(Kind)
) -> Mapping[str, Sequence[Found]]:
    """What each rule of a page governs, by its title; only of these kinds. A rule without a question is absent."""
    known = PAGES.get(page.path, {})
    if isinstance(known, NothingLive):
        return {}
    return {
        title: [_found(each, ledger) for each in questions if each.kind in kinds]
        for title, questions in known.items()
    }


def why_nothing(page: Page) -> str | None:
    """Why nothing in a ledger shows the rules of a page; None where something may."""
    known = PAGES.get(page.path)
    return known.reason if isinstance(known, NothingLive) else None


def things_named(ledger: Ledger, kind: Kind, codes: Sequence[str]) -> list[Thing]:
    """The things of a kind that these codes name, such as all runs of a contract's month. Raises NotFound."""
    named = tuple(map(normal_code, codes))
    found = [thing for thing in ledger.things(kind) if tuple(map(normal_code, thing.codes)) == named]
    if not found:
        raise NotFound(kind=kind.value, code=" ".join(codes))
    return found


def rules_of(pages: Sequence[Page], ledger: Ledger, things: Sequence[Thing]) -> list[Governing]:
    """The rules that govern any of these things, in the order of the pages."""
    return [
        Governing(page, rule)
        for page in pages
        for rule in page.rules
        if any(_governs(each, ledger, things) for each in _questions(page, rule))
    ]


def _found(question: Governs, ledger: Ledger) -> Found:
    every = [thing for thing in ledger.things(question.kind) if question.holds(ledger, thing.row)]
    return Found(question.kind, question.what, len(every), every[:SHOWN])


def _questions(page: Page, rule: Rule) -> tuple[Governs, ...]:
    known = PAGES.get(page.path, {})
    return () if isinstance(known, NothingLive) else known.get(rule.title, ())


def _governs(question: Governs, ledger: Ledger, things: Sequence[Thing]) -> bool:
    return any(each.kind is question.kind and question.holds(ledger, each.row) for each in things)
