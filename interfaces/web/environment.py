"""The templates, and what they can say of numbers and days, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from application.answers.counted_again import counted_again
from application.answers.key_words import key_words
from application.ledger import Ledger
from interfaces.web import numbers
from interfaces.web.language import LANGUAGES, NAMES, catalogue, speaker
from interfaces.web.speaking import SOURCE, Speaker, recorded, told
from interfaces.web.terms import term, term_name

TRANSLATED: Final = "fr"
_FORMS: Final = ("amount", "money", "nearest", "number", "day", "month")


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
    say, sentences = speaker(language), Speaker(language)
    ours = partial(_ours, say, catalogue(TRANSLATED))
    made.install_gettext_callables(ours, lambda one, many, n: ours(one if n == 1 else many), newstyle=True)  # type: ignore[attr-defined]
    for name in _FORMS:
        made.filters[name] = partial(_in_language, getattr(numbers, name), language)
    made.filters["exact"] = partial(_in_language, numbers.exact, language)
    made.filters["code"] = unbroken
    made.filters["short_exact"] = lambda markup: Markup(numbers.shortened(escape(markup), language))  # noqa: S704
    made.filters["key_words"] = key_words
    made.filters["said"] = say
    made.filters["told"] = partial(told, sentences)
    made.filters["recorded"] = partial(recorded, sentences)
    made.filters["term"] = partial(term, sentences)
    made.filters["word"] = sentences.word
    made.filters["term_name"] = partial(term_name, sentences)
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    made.filters["site"] = lambda url: urlsplit(url).netloc.removeprefix("www.")
    made.globals["arithmetic_of"] = partial(_arithmetic, language)
    made.globals.update(language=language, languages=LANGUAGES, language_names=NAMES)
    return made


def _ours(say: Callable[[str], str], known: Mapping[str, str], sentence: str) -> str:
    """What templates say by `_`, which Jinja takes for HTML with places to fill: only sentences of ours are that.

    What is in no catalogue is somebody's own, such as a code.
    """
    return say(sentence) if sentence in known else escape(sentence).replace("%", "%%")


def _arithmetic(language: str, ledger: Ledger, vote: Mapping[str, Any]) -> Sequence[str]:
    """The arithmetic of a vote; counted again where another language is to tell it."""
    about = vote.get("authority", vote)
    if language == SOURCE:
        return list(vote["arithmetic"])
    return counted_again(ledger, about["agreement"], about["number"], vote["arithmetic"])


def unbroken(code: str) -> Markup:
    """A code that no line is to break at its hyphens."""
    return Markup('<span class="code">{}</span>').format(code)


def _in_language(write: Any, language: str, value: Any, **how: Any) -> str:
    return str(write(value, language, **how))
