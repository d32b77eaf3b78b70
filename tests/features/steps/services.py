"""Steps of services: the toolbox, contracts and their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pytest_bdd import given, then

from application.group import Group
from domain.kernel.authority import Authority
from domain.services.contract import Rounding
from tests import examples
from tests.features.steps.common import Book, sentence, shown

MEASURES = ("calls", "homes")
PROVIDES = "{provider:Member} provides {service:Name} to {members:Members}, shared {key:Key}"


@given(sentence(PROVIDES))
def _(group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object]) -> None:
    terms = {"provider": provider, "beneficiaries": members}
    opened = examples.contract(service, key, **terms)
    examples.carry_out(group, *examples.toolbox(service, MEASURES), opened)


@given(sentence(PROVIDES + ", each month rounded by itself"))
def _(group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object]) -> None:
    terms = {"provider": provider, "beneficiaries": members, "rounding": Rounding.LARGEST_REMAINDER.value}
    opened = examples.contract(service, key, **terms)
    examples.carry_out(group, *examples.toolbox(service, MEASURES), opened)


@then(sentence("the contract for {service:Name} stands on resolution {number:Resolution}"))
def _(book: Book, service: str, number: str) -> None:
    assert book.row("contracts", code=service)["authority"]["number"] == number


@then(sentence("the contract for {service:Name} ends on {day:Day}"))
def _(book: Book, service: str, day: date) -> None:
    assert book.row("contracts", code=service)["ends_on"] == day.isoformat()


@then(sentence("the keys of {service:Name} are"))
def _(book: Book, service: str, datatable: Sequence[Sequence[str]]) -> None:
    rows = book.within("key_versions", "contracts", code=service)
    told = [{**row, "authority": str(Authority(**row["authority"]))} for row in rows]
    assert shown(datatable, told) == datatable[1:]


@then(sentence("{service:Name} has 1 key"))
def _(book: Book, service: str) -> None:
    assert len(book.within("key_versions", "contracts", code=service)) == 1
