"""A sentence is its English text wherever a text is read, and keeps what it is made of wherever it is passed on."""

from __future__ import annotations

import copy
import pickle

import pytest

from domain.kernel.errors import NotFound, Refusal
from domain.kernel.money import euros
from domain.kernel.sentences import Number, Sentence, Series, Word

WHOLE = Sentence(
    "{where}: {each}",
    where=Word("rounding"),
    each=Series([Sentence("{name} bears {amount}", name="{Aval}", amount=euros(5)), Number("1/3")], "; "),
)


def test_a_sentence_is_its_text() -> None:
    assert WHOLE == "rounding: {Aval} bears 0.05 EUR; 1/3"
    assert {WHOLE: 1}["rounding: {Aval} bears 0.05 EUR; 1/3"] == 1


@pytest.mark.parametrize(
    "passed_on", [str, copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))]
)
def test_what_passes_a_sentence_on_passes_on_its_facts(passed_on: object) -> None:
    assert callable(passed_on)
    kept = passed_on(WHOLE)
    assert isinstance(kept, Sentence)
    assert (kept, kept.template) == (WHOLE, WHOLE.template)
    series = kept.facts["each"]
    assert isinstance(series, Series)
    assert [type(part) for part in series.parts] == [Sentence, Number]


def test_a_refusal_tells_itself_with_its_facts() -> None:
    refusal: Refusal = NotFound(kind="member", code="Dune")
    told = str(refusal)
    assert told == "there is no member Dune"
    assert isinstance(told, Sentence)
    assert told.facts == {"kind": "member", "code": "Dune"}


def test_other_facts_make_the_same_sentence_of_them() -> None:
    named = WHOLE.changed(lambda fact: "Brume" if fact == "{Aval}" else fact)
    assert named == "rounding: Brume bears 0.05 EUR; 1/3"
    assert named.template == WHOLE.template
