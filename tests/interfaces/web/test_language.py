"""French and English: every sentence of the templates is there in both, and the reader chooses."""

from __future__ import annotations

import re

import pytest
from babel.messages.extract import extract_from_dir
from starlette.requests import Request

from interfaces.web.language import catalogue, language_of
from tests.architecture.repository import ROOT


def test_every_sentence_of_a_template_is_there_in_french() -> None:
    found = extract_from_dir(
        str(ROOT / "interfaces/web/templates"), method_map=[("**.html", "jinja2.ext:babel_extract")]
    )
    said = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    assert len(said) > 200
    assert said - catalogue("fr").keys() == set()


def test_a_translation_has_the_gaps_of_its_sentence() -> None:
    for language in ("fr", "en"):
        for sentence, said in catalogue(language).items():
            assert sorted(re.findall(r"%\(\w+\)s", sentence)) == sorted(re.findall(r"%\(\w+\)s", said)), (
                sentence
            )


@pytest.mark.parametrize(
    ("query", "cookie", "accepts", "language"),
    [
        ("", "", "", "en"),
        ("", "", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("", "", "de, en;q=0.3, fr;q=0.7", "fr"),
        ("", "", "fr;q=0, en", "en"),
        ("", "tantieme-language=fr", "en", "fr"),
        ("lang=en", "tantieme-language=fr", "fr", "en"),
        ("lang=de", "", "fr", "fr"),
        ("", "", "\u00e9;q=x,,;;q=,fr-\u00e9", "en"),
    ],
)
def test_the_switch_goes_before_what_was_chosen_and_that_before_what_is_preferred(
    query: str, cookie: str, accepts: str, language: str
) -> None:
    headers = [(b"accept-language", accepts.encode("latin-1")), (b"cookie", cookie.encode())]
    request = Request({"type": "http", "query_string": query.encode(), "headers": headers})
    assert language_of(request) == language
