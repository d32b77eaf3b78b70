"""The minutes as a page in one language: the order in which things are told, whatever the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from application.answers.minutes_english import English
from application.answers.minutes_french import French
from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

Answer = Mapping[str, Any]


Words = English | French
LANGUAGES: Mapping[str, Words] = {"fr": French(), "en": English()}


def minutes_lines(minutes: Answer, language: str) -> Iterator[str]:
    """The minutes, line by line. Raises BadInput for a language that is not French or English."""
    if language not in LANGUAGES:
        raise BadInput(
            "language", Sentence("minutes are written in one of: {languages}", languages=", ".join(LANGUAGES))
        )
    words = LANGUAGES[language]
    yield words.title(minutes)
    yield ""
    yield from words.convocation(minutes)
    yield from words.agenda(minutes)
    yield from words.attendance(minutes)
    for resolution in minutes["resolutions"]:
        yield ""
        yield from _resolution(words, resolution)
    if minutes["inquorate"]:
        yield ""
        yield from words.inquorate(minutes)
    yield ""
    yield from words.signatures(minutes)


def _resolution(words: Words, resolution: Answer) -> Iterator[str]:
    yield words.resolution(resolution)
    if resolution["text"]:
        yield f"   {resolution['text']}"
    for enactment in resolution["enactments"]:
        yield f"   {words.enactment(enactment)}"
    if resolution["study"]:
        yield from (f"   {line}" for line in words.study(resolution))
    vote = resolution["vote"]
    if vote:
        yield from (f"   {line}" for line in (*words.voters(vote), *words.count(vote)))
    yield f"   {words.outcome(resolution)}"
    if vote and vote["outcome"] == "adopted":
        yield from (f"   {words.came_of(enactment)}" for enactment in resolution["enactments"])
