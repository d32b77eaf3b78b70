"""The templates, and what they can say of numbers and days, in one language."""

from __future__ import annotations

from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from application.answers.key_words import key_words
from interfaces.web import numbers
from interfaces.web.language import LANGUAGES, NAMES, speaker

_FORMS = ("amount", "money", "number", "day", "month")


@cache
def environment(language: str) -> Environment:
    """The templates in one language. What is recorded is text: everything is escaped."""
    made = Environment(
        loader=PackageLoader("interfaces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    say = speaker(language)
    made.install_gettext_callables(say, lambda one, many, n: say(one if n == 1 else many), newstyle=True)  # type: ignore[attr-defined]
    for name in _FORMS:
        made.filters[name] = partial(_in_language, getattr(numbers, name), language)
    made.filters["exact"] = numbers.exact
    made.filters["code"] = unbroken
    made.filters["short_exact"] = numbers.shortened
    made.filters["key_words"] = key_words
    made.filters["said"] = say
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    made.filters["site"] = lambda url: urlsplit(url).netloc.removeprefix("www.")
    made.globals.update(language=language, languages=LANGUAGES, language_names=NAMES)
    return made


def unbroken(code: str) -> Markup:
    """A code that no line is to break at its hyphens."""
    return Markup('<span class="code">{}</span>').format(code)


def _in_language(write: Any, language: str, value: Any, **how: Any) -> str:
    return str(write(value, language, **how))
