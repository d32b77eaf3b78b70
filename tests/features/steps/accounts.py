"""Steps of accounts: accounting years, their periods, and entries in the books."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_bdd import given, then, when

from application.accounts import CloseAccountingYear, LockPeriod, OpenAccountingYear
from application.group import Group
from domain.kernel.money import euros
from domain.kernel.periods import Month
from tests import examples
from tests.features.steps.common import Attempt, Book, sentence, shown


@given(sentence("the accounting year {year:Year} is open"))
@when(sentence("the accounting year {year:Year} is opened"))
def _(attempt: Attempt, year: int) -> None:
    attempt(OpenAccountingYear(year=year))


def _locked_through(month: str) -> list[LockPeriod]:
    last = Month.of(month)
    return [LockPeriod(month=str(each)) for each in Month(last.year, 1).through(last)]


@given(sentence("the periods of {year:Year} up to {last:MonthName} are locked"))
def _(group: Group, year: int, last: str) -> None:
    examples.carry_out(group, *_locked_through(f"{year}-{last}"))


@when(sentence("the period {month:Month} is locked"))
def _(attempt: Attempt, month: str) -> None:
    attempt(LockPeriod(month=month))


@given(sentence("the accounting year {year:Year} has been closed"))
def _(group: Group, year: int) -> None:
    examples.carry_out(group, *_locked_through(f"{year}-12"), CloseAccountingYear(year=year))


@when(sentence("the accounting year {year:Year} is closed"))
def _(attempt: Attempt, year: int) -> None:
    attempt(CloseAccountingYear(year=year))


@then(sentence("the accounting year {year:Year} shows as closed"))
def _(book: Book, year: int) -> None:
    assert book.row("accounting_years", year=year)["closed"]


@then(sentence("the books of {entity:Member} show"))
def _(book: Book, entity: str, datatable: Sequence[Sequence[str]]) -> None:
    entries = book.rows("entries", entity=entity)
    told = [{**e, "debit": euros(e["debit_cents"]), "credit": euros(e["credit_cents"])} for e in entries]
    assert shown(datatable, told) == datatable[1:]


@then(sentence("the books of {entity:Member} show nothing"))
def _(book: Book, entity: str) -> None:
    assert book.rows("entries", entity=entity) == []


@then(sentence("the books of {entities:Members} balance"))
def _(book: Book, entities: Sequence[str]) -> None:
    booked = {entity: book.rows("entries", entity=entity) for entity in entities}
    balances = [sum(e["debit_cents"] - e["credit_cents"] for e in entries) for entries in booked.values()]
    assert all(booked.values())
    assert set(balances) == {0}


@then(sentence("in all the books of {entity:Member} show {amount:EUR} of {service:Name}"))
def _(book: Book, entity: str, amount: int, service: str) -> None:
    assert book.booked_cents(entity, "shared services", service) == amount


@then(sentence("{entity:Member} claims {amount:EUR} in all"))
def _(book: Book, entity: str, amount: int) -> None:
    assert book.booked_cents(entity, "claims on members", "Call platform") == amount


@then(sentence("the entries of {entity:Member} are numbered 1 to {last:d}"))
def _(book: Book, entity: str, last: int) -> None:
    numbers = {entry["number"] for entry in book.rows("entries", entity=entity)}
    assert numbers == set(range(1, last + 1))
