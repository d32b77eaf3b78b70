"""Sentences that keep what they are made of: a template in English, and the facts that fill its gaps.

A sentence reads as English wherever a text is read. Whoever speaks another language takes the template and
the facts instead, so that nobody takes English apart again; the domain knows of no other language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

Change = Callable[[object], object]
"""What takes the place of a fact."""


class Told(str):
    """A text that keeps what it is made of: so does whatever passes it on, as an exception does by `str()`."""

    def __str__(self) -> str:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class Sentence(Told):
    """A template with named gaps, and the facts in them; by itself, the English text.

    >>> told = Sentence("{member} bears {parts} parts", member="Aval", parts=3)
    >>> told, told.template, told.facts["member"]
    ('Aval bears 3 parts', '{member} bears {parts} parts', 'Aval')
    """

    template: str
    facts: dict[str, object]

    def __new__(cls, template: str, /, **facts: object) -> Self:
        """The template with its gaps filled."""
        made = super().__new__(cls, template.format_map(facts))
        made.template, made.facts = template, facts
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), self.facts

    def changed(self, change: Change) -> Sentence:
        """The same sentence of other facts, those within its facts included."""
        return Sentence(self.template, **{name: _changed(fact, change) for name, fact in self.facts.items()})


class Series(Told):
    """Texts told one after the other.

    >>> Series(["Aval", "Brume", "Cime"], last=" and ")
    'Aval, Brume and Cime'
    """

    parts: tuple[object, ...]
    between: str
    last: str

    def __new__(cls, parts: Iterable[object], between: str = ", ", last: str | None = None) -> Self:
        """The parts, with something between them, and something else before the last one, if named."""
        told = tuple(parts)
        before_last = between if last is None else last
        *most, final = told or ("",)
        text = between.join(map(str, most))
        made = super().__new__(cls, f"{text}{before_last}{final}" if most else str(final))
        made.parts, made.between, made.last = told, between, before_last
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[object, ...], dict[str, object]]:
        return (self.parts, self.between, self.last), {}

    def changed(self, change: Change) -> Series:
        """The same series of other parts."""
        return Series([_changed(part, change) for part in self.parts], self.between, self.last)


class Amount(Told):
    """An amount of money as English writes it, and its cents."""

    cents: int

    def __new__(cls, text: str, cents: int) -> Self:
        """The text and what it says in cents."""
        made = super().__new__(cls, text)
        made.cents = cents
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, int], dict[str, object]]:
        return (str.__str__(self), self.cents), {}


class Number(Told):
    """An exact number as text, p or p/q or decimal: each language writes it in its own way."""


class Word(Told):
    """A word of ours and not of those who use it, such as a kind: each language has its own for it."""


def _changed(fact: object, change: Change) -> object:
    return fact.changed(change) if isinstance(fact, Sentence | Series) else change(fact)
