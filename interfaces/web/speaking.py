"""Sentences of the domain and the application, told in the language of the page.

The catalogue has the template of a sentence, as it stands in the code, and the same in the other language with the
same gaps; after a colon a gap may say how its fact is written there: `{month:of}`, `{count:vote|votes}`. A sentence
that the catalogue does not have stays English, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from string import Formatter
from typing import Any, Final

from markupsafe import Markup, escape

from domain.kernel.named_periods import Period
from domain.kernel.periods import Month
from domain.kernel.sentences import Amount, Number, Sentence, Series, Word
from interfaces.web import numbers
from interfaces.web.language import catalogue

SOURCE: Final = "en"
_VOWELS: Final = tuple("aeiouàâäéèêëîïôöùûüœ")


class Untranslated(Exception):
    """There is no such template or word in the catalogue of a language."""


class Speaker(Formatter):
    """Tells sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._said = catalogue(language)

    def told(self, text: object) -> str:
        """A sentence, or a word of ours, in this language. Raises Untranslated."""
        if self.language == SOURCE:
            return str(text)
        return (
            self._of(text)
            if isinstance(text, Sentence | Series | Amount | Number)
            else self._looked_up(str(text))
        )

    def _looked_up(self, text: str) -> str:
        if text not in self._said:
            raise Untranslated(text)
        return self._said[text]

    def _of(self, fact: Any) -> str:
        match fact:
            case Sentence():
                said = self.vformat(self._looked_up(fact.template), (), fact.facts)
            case Series():
                said = self._series(fact)
            case Number():
                said = numbers.number(str(fact), self.language)
            case Amount():
                said = numbers.money(fact.cents, self.language)
            case Word():
                said = self._looked_up(str(fact))
            case Month() | Period():
                said = numbers.period(str(fact), self.language)
            case date():
                said = numbers.day(fact.isoformat(), self.language)
            case tuple() | list():
                said = ", ".join(map(self._of, fact))
            case str() | int():
                said = str(fact)
            case _:
                # What tells itself, such as an authority, does so in a sentence.
                told = str(fact)
                said = self._of(told) if isinstance(told, Sentence | Series | Word) else told
        return said

    def _series(self, series: Series) -> str:
        parts = [self._of(part) for part in series.parts]
        between, last = (self._said.get(each, each) for each in (series.between, series.last))
        *most, final = parts
        return f"{between.join(most)}{last}{final}" if most else final

    def format_field(self, value: Any, format_spec: str) -> str:
        """A fact as the catalogue wants it written: by its own kind, unless the gap says more."""
        if isinstance(value, Sentence | Series | Amount | Word | Number):
            told = self._of(value)
            return _of(told) if format_spec in ("de", "of") else told
        one, plural, many = format_spec.partition("|")
        if plural:
            counted = numbers.number(value, self.language)
            return f"{counted}\N{NO-BREAK SPACE}{one if abs(int(value)) < 2 else many}"
        return WAYS[format_spec](self, value)

    def number(self, value: Any) -> str:
        """A count or quantity."""
        return numbers.number(value, self.language)

    def day(self, value: Any) -> str:
        """A day; what is none is a word."""
        text = str(value)
        told = numbers.day(text, self.language)
        return self.word(text) if told == text else told

    def month(self, value: Any) -> str:
        """A month, quarter or year, or a day; what is none is a word."""
        text = str(value)
        told = numbers.period(text, self.language)
        return self.day(text) if told == text else told

    def of_month(self, value: Any) -> str:
        """A month after "of": the French "d'avril", "de mars"."""
        return _of(self.month(value))

    def of_name(self, value: Any) -> str:
        """A name after "of": the French "d'Aval", "de Brume"."""
        return _of(self._of(value))

    def word(self, value: Any) -> str:
        """A word where the catalogue has it; else it is somebody's own, such as a code."""
        told = str(value)
        return self._of(told) if isinstance(told, Sentence | Series | Word) else self._said.get(told, told)

    def ours(self, value: Any) -> str:
        """A text that is ours, in words of ours. Raises Untranslated."""
        return self.told(str(value))


WAYS: Final[Mapping[str, Callable[[Speaker, Any], str]]] = {
    "": Speaker._of,
    "number": Speaker.number,
    "day": Speaker.day,
    "month": Speaker.month,
    "of": Speaker.of_month,
    "de": Speaker.of_name,
    "word": Speaker.word,
    "nothing": lambda *_: "",
    "ours": Speaker.ours,
}


def _of(told: str) -> str:
    return f"d’{told}" if told[:1].lower() in _VOWELS else f"de {told}"


def told(speaker: Speaker, text: object, *, first: bool = False) -> Markup:
    """A sentence on a page, from its capital on where it comes `first`; one that stays English is marked so."""
    try:
        said, lacking = speaker.told(text), False
    except Untranslated:
        said, lacking = str(text), True
    shown = escape(_capital(said) if first else said)
    return Markup('<span lang="en">{}</span>').format(shown) if lacking else shown


def recorded(speaker: Speaker, text: str) -> Markup:
    """What stands in the log, quoted as it was recorded where it cannot be told again."""
    try:
        return escape(speaker.told(text))
    except Untranslated:
        return Markup('<q class="recorded" lang="en">{}</q>').format(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
