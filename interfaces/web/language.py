"""French and English: chosen by the reader's preference, or by the switch that stands on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel import Locale, negotiate_locale
from babel.messages.pofile import read_po
from fastapi import Request

LANGUAGES: Final = ("en", "fr")
COOKIE: Final = "tantieme-language"
NAMES: Final = {"en": "English", "fr": "Français"}


def language_of(request: Request) -> str:
    """What `?lang=` asks for, else what was chosen before, else what the browser prefers, else English."""
    for said in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if said in LANGUAGES:
            return str(said)
    preferred = _preferred(request.headers.get("accept-language", ""))
    return negotiate_locale(preferred, LANGUAGES, sep="-") or LANGUAGES[0]


def _preferred(header: str) -> list[str]:
    ranked = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), place, tag))
        except ValueError:
            continue
    return [tag for quality, _, tag in sorted(ranked) if quality < 0 and tag.isascii() and tag]


@cache
def locale_of(language: str) -> Locale:
    """The customs of writing numbers and dates."""
    return Locale.parse({"en": "en_GB", "fr": "fr_FR"}[language])


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """What is said in that language, by what templates and sentences say; one catalogue per subject of its folder."""
    folder = files("interfaces.web").joinpath("locale", language)
    said: dict[str, str] = {}
    for each in sorted(
        (file for file in folder.iterdir() if file.name.endswith(".po")), key=lambda f: f.name
    ):
        messages = read_po(BytesIO(each.read_bytes()), locale=language)
        said |= {str(m.id): str(m.string) for m in messages if m.id and m.string}
    return said


def speaker(language: str) -> Callable[[str], str]:
    """What translates a sentence; one that the catalogue does not have stays as it is."""
    known = catalogue(language)
    return lambda sentence: known.get(sentence, sentence)
