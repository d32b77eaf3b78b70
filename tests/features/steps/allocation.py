"""Steps of allocation: readings, documents, runs and what the members bear."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_bdd import given, then, when

from application.group import Group
from tests import examples
from tests.features.steps.common import BEARS_NOTHING, Attempt, Book, by_member, sentence, shown


@given(sentence("the {measure:Word} of {month:Month}"))
def _(group: Group, measure: str, month: str, datatable: Sequence[Sequence[str]]) -> None:
    for member, value in by_member(datatable).items():
        examples.carry_out(group, examples.reading(measure, member, month, value.replace(",", "")))


@given(sentence("{amount:EUR} of {service:Name} has been allocated for {month:Month}"))
@when(sentence("{amount:EUR} of {service:Name} is allocated for {month:Month}"))
def _(attempt: Attempt, amount: int, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount))
    attempt.to(lambda: examples.post(attempt.group, service, month))


@then("the members bear")
def _(book: Book, datatable: Sequence[Sequence[str]]) -> None:
    named = dict.fromkeys((row[0] for row in datatable[1:]), BEARS_NOTHING)
    rows = [{"member": member, **told} for member, told in {**named, **book.borne()}.items()]
    assert shown(datatable, rows) == datatable[1:]


@given(sentence("an invoice of {amount:EUR} for {service:Name} in {month:Month} has come in"))
@when(sentence("an invoice of {amount:EUR} for {service:Name} in {month:Month} comes in"))
def _(attempt: Attempt, amount: int, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount))


@given(sentence("the run of {service:Name} for {month:Month} has been posted"))
@when(sentence("the run of {service:Name} for {month:Month} is posted"))
def _(attempt: Attempt, service: str, month: str) -> None:
    attempt.to(lambda: examples.post(attempt.group, service, month))
