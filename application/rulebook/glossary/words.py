"""All words of the glossary."""

from __future__ import annotations

from application.rulebook.glossary import cooperating, deciding, sharing
from application.rulebook.glossary.term import Term

TERMS: tuple[Term, ...] = tuple(
    sorted((*cooperating.TERMS, *deciding.TERMS, *sharing.TERMS), key=lambda term: term.term.lower())
)
"""By the alphabet."""
