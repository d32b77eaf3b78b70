"""On French pages everything that is ours speaks French; what people wrote is quoted as they wrote it."""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from string import Formatter

import pytest

from application.transcoding import decode
from domain.kernel.money import euros
from domain.kernel.periods import Month
from domain.kernel.sentences import Sentence, Series, Word
from interfaces.cli.story.cast import INVENTED_FACTS, PUBLISHED_FACTS
from interfaces.web.language import catalogue
from interfaces.web.speaking import WAYS, Speaker, Untranslated, told
from tests.application.test_stored_names import GOLDEN
from tests.interfaces.web import sentences

FRENCH = Speaker("fr")


def test_every_sentence_and_word_that_the_code_may_say_is_there_in_french() -> None:
    assert len(sentences.sentences()) > 650
    assert len(sentences.words()) > 150
    said = sentences.sentences() | sentences.words() | {PUBLISHED_FACTS, INVENTED_FACTS}
    assert sorted(said - catalogue("fr").keys()) == []


def test_a_translated_sentence_tells_the_same_facts() -> None:
    french = catalogue("fr")
    unlike = [s for s in sentences.sentences() if sentences.gaps(s) != sentences.gaps(french[s])]
    assert unlike == []


def test_every_event_is_told_in_french() -> None:
    for topic, forms in GOLDEN.items():
        event = decode(topic, json.dumps(forms[-1]).encode())
        said = FRENCH.told(event.sentence())
        assert said != event.sentence(), topic


def test_a_gap_asks_for_its_fact_in_a_way_that_is_known() -> None:
    asked = {
        (sentence, how)
        for sentence, said in catalogue("fr").items()
        if sentence in sentences.sentences()
        for _, name, how, _ in Formatter().parse(said)
        if name is not None and how not in WAYS and len((how or "").split("|")) != 2
    }
    assert asked == set()


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says() -> None:
    # What templates say is held by test_language; here only what has gaps of the code's own kind.
    told = {said for said in catalogue("fr") if "%(" not in said}
    with_gaps = {said for said in told if any(gap.isidentifier() for gap in sentences.gaps(said))}
    assert sorted(with_gaps - sentences.sentences()) == []


def test_no_rule_is_put_together_as_finished_english() -> None:
    found = [
        f"{path}:{each}"
        for path in sentences.paths()
        if str(path) not in sentences.PASSED_ON
        for each in sentences.untold(sentences.tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'raise BadInput("field", f"a year is {year}")',
        'rule = f"a year is {year}"',
        "Sentence(text, year=year)",
        'raise NotFound(kind=f"member of {group}", code=code)',
    ],
)
def test_what_is_put_together_would_be_found(source: str) -> None:
    assert list(sentences.untold(ast.parse(source)))


@pytest.mark.parametrize(
    ("sentence", "french"),
    [
        (
            Sentence("{name} bears the fixed amount of {cents}.", name="Aval", cents=euros(123456789)),
            "Aval supporte le montant fixe de 1 234 567,89 EUR.",
        ),
        (
            Sentence(
                "{member} is not a member of {agreement} on {day}",
                member="Dune",
                agreement="Coo.pairs",
                day=date(2021, 3, 12),
            ),
            "Dune n’est pas membre de Coo.pairs le 12 mars 2021",
        ),
        (
            Sentence(
                "late: {amount} ({nature}) of document {number} of {supplier}, line {line_number}",
                amount=euros(5),
                nature="cost",
                number="F-1",
                supplier="Eaux",
                line_number=2,
            ),
            "en retard : 0,05 EUR (charge) de la pièce F-1 d’Eaux, ligne 2",
        ),
        (
            Sentence("The period from {first} to {last}", first="2021-04", last=Month(2021, 6)),
            "La période d’avril 2021 à juin 2021",
        ),
        (
            Sentence("a blend of {count} keys, with the weights {weights}.", count=1, weights="1"),
            "une combinaison de 1 clé, de poids 1.",
        ),
        (Series(["Aval", "Brume", "Cime"], last=" and "), "Aval, Brume et Cime"),
        (
            Sentence(
                "{where}: {sentence}", where=Word("rounding"), sentence=Sentence("by declared fractions.")
            ),
            "arrondi : par fractions déclarées.",
        ),
    ],
)
def test_facts_are_written_as_french_writes_them(sentence: str, french: str) -> None:
    assert re.sub(r"\s", " ", FRENCH.told(sentence)) == french


def test_spaces_before_signs_and_within_numbers_never_break_a_line() -> None:
    signs = re.compile(r"[ ][:;?!»]|«[ ]")
    french = (catalogue("fr")[sentence] for sentence in sentences.sentences())
    assert [said for said in french if signs.search(said)] == []


def test_what_is_not_there_in_french_says_that_it_is_english() -> None:
    with pytest.raises(Untranslated):
        FRENCH.told(Sentence("no catalogue has {this}", this="<b>"))
    shown = told(FRENCH, Sentence("no catalogue has {this}", this="<b>"), first=True)
    assert shown == '<span lang="en">No catalogue has &lt;b&gt;</span>'
