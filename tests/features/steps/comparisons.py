"""Steps of comparisons: a period with another, a year with its budget, and who would settle with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pytest_bdd import given, then, when

from application.answers.budget import budget
from application.answers.settlement import settlement
from application.answers.statement import statement
from application.answers.variance import variance
from application.group import Group
from domain.kernel.money import euros
from tests import examples
from tests.features.steps.common import Attempt, Book, sentence, shown

Table = Sequence[Sequence[str]]
MONTHS_OF = "{months:Months} of {service:Name}"


@given("the calls of two months")
def _(group: Group, datatable: Table) -> None:
    for member, *values in datatable[1:]:
        readings = (
            examples.reading("calls", member, m, v)
            for m, v in zip(("2026-01", "2026-02"), values, strict=True)
        )
        examples.carry_out(group, *readings)


@given(sentence(MONTHS_OF + " have cost {first:EUR} and {second:EUR}"))
def _(group: Group, months: Sequence[str], service: str, first: int, second: int) -> None:
    for month, cents in zip(months, (first, second), strict=True):
        examples.carry_out(group, examples.document(service, month, cents))
        examples.post(group, service, month)


@when(sentence(MONTHS_OF + " are compared"))
def _(attempt: Attempt, book: Book, months: Sequence[str], service: str) -> None:
    attempt.to(lambda: variance(*asked(book), service, *months))


@when(sentence("the first and the second quarter of {year:Year} of {service:Name} are compared"))
def _(attempt: Attempt, book: Book, year: int, service: str) -> None:
    attempt.to(lambda: variance(*asked(book), service, f"{year}-Q1", f"{year}-Q2"))


def asked(book: Book) -> tuple[Any, int]:
    """The views, and the position they have come to."""
    return book.group.readings, book.group.readings.position()


@then("the difference is told apart")
def _(attempt: Attempt, datatable: Table) -> None:
    differences = [*attempt.done["members"], {"member": "in all", **attempt.done["in_all"]}]
    told = [_told(difference) for difference in differences]
    assert shown(datatable, told[:-1]) == datatable[1:]
    assert sum(d["difference_cents"] for d in differences[:-1]) == differences[-1]["difference_cents"]


def _told(difference: Mapping[str, Any]) -> dict[str, str]:
    parts = {part["cause"]: euros(part["cents"]) for part in difference["parts"]}
    return {"member": difference["member"], **parts, "difference": euros(difference["difference_cents"])}


@when(sentence("the budget of {service:Name} for {year:Year} is held against what is posted"))
def _(attempt: Attempt, book: Book, service: str, year: int) -> None:
    attempt.to(lambda: budget(*asked(book), service, year))


@then("of the budget there is")
def _(attempt: Attempt, datatable: Table) -> None:
    each = [*attempt.done["members"], {**attempt.done, "member": "in all"}]
    columns = {"posted": "posted_cents", "of the whole": "budget_cents", "remains": "remaining_cents"}
    told = [{"whose": e["member"], **{k: euros(e[v]) for k, v in columns.items()}} for e in each]
    assert shown(datatable, told) == datatable[1:]


@when(sentence("the settlement of {year:Year} is proposed"))
def _(attempt: Attempt, book: Book, year: int) -> None:
    attempt.to(lambda: settlement(*asked(book), year))


@when(sentence("the settlement of {year:Year} up to {month:Month} is proposed"))
def _(attempt: Attempt, book: Book, year: int, month: str) -> None:
    attempt.to(lambda: settlement(*asked(book), year, month))


@then("these debts stand")
def _(attempt: Attempt, datatable: Table) -> None:
    assert _transfers(attempt.done["gross"]) == datatable[1:]


@then(sentence("the debts of {members:Members} are those of their statements"))
def _(attempt: Attempt, book: Book, members: Sequence[str]) -> None:
    dues = {member: statement(*asked(book), member, attempt.done["year"]).due_cents() for member in members}
    debts = {(debt["debtor"], debt["creditor"]): debt["cents"] for debt in attempt.done["gross"]}
    assert debts == {(member, to): cents for member, due in dues.items() for to, cents in due.items()}


@then("these balances are left")
def _(attempt: Attempt, datatable: Table) -> None:
    columns = {"due to it": "due_to_it_cents", "due by it": "due_by_it_cents", "balance": "balance_cents"}
    balances = attempt.done["balances"]
    told = [{"member": b["member"], **{k: euros(b[v]) for k, v in columns.items()}} for b in balances]
    assert shown(datatable, told) == datatable[1:]


@then("these transfers would settle them, and fewer would not")
def _(attempt: Attempt, datatable: Table) -> None:
    assert attempt.done["minimal"]
    assert _transfers(attempt.done["transfers"]) == datatable[1:]


def _transfers(debts: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [[debt["debtor"], debt["creditor"], euros(debt["cents"])] for debt in debts]
