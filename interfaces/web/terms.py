"""The terms of an enactment or of a rule, as a page says them: names and words of ours in its language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from application.answers.key_words import key_words
from interfaces.web import numbers
from interfaces.web.speaking import Speaker, told


def term_name(speaker: Speaker, name: str) -> Markup:
    """The name of a term."""
    return told(speaker, name.removesuffix("_cents").replace("_", " "))


def term(speaker: Speaker, value: Any, name: str = "") -> Markup:
    """What a term says: an amount, a day, a key, a word of ours, or what somebody wrote."""
    match value:
        case dict() if name == "key":
            said = told(speaker, key_words(value))
        case int() if name.endswith("_cents") and not isinstance(value, bool):
            said = escape(numbers.money(value, speaker.language))
        case None | bool():
            said = told(speaker, {None: "none", True: "yes", False: "no"}[value])
        case Mapping():
            named = (
                Markup("{}: {}").format(speaker.word(k.replace("_", " ")), term(speaker, v, k))
                for k, v in value.items()
            )
            said = Markup("; ").join(named)
        case list() | tuple():
            said = Markup(", ").join(term(speaker, each, name) for each in value)
        case str() if name not in _AS_WRITTEN:
            said = escape(speaker.month(value))
        case _:
            said = escape(str(value))
    return said


_AS_WRITTEN = frozenset({"title", "text", "reason", "source", "label", "description"})
