"""Steps of allocation: readings, documents, files, runs and what the members bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from pytest_bdd import given, then, when

from application.allocation import CorrectReading
from application.group import Group
from application.import_rows import CostFile, MeasurementFile
from application.imports import FileRefused
from application.runs import ApproveRun, PostRun, PrepareRun, ReverseRun
from domain.kernel.money import euros
from interfaces.composition import cost_file, measurement_file
from tests import examples
from tests.examples import APPROVER, PREPARER
from tests.features.steps.common import (
    BEARS_NOTHING,
    Attempt,
    Book,
    by_member,
    cents,
    records,
    sentence,
    shown,
)

Table = Sequence[Sequence[str]]
OF_A_MONTH = "{service:Name} in {month:Month}"
THE_RUN = "run of {service:Name} for {month:Month}"


@given(sentence("the {measure:Word} of {month:Month}"))
def _(group: Group, measure: str, month: str, datatable: Table) -> None:
    counted = [(member, value.replace(",", "")) for member, value in datatable[1:]]
    examples.carry_out(group, *(examples.reading(measure, m, month, value) for m, value in counted))


@given(sentence("{member:Member} has reported {value:d} calls for {month:Month}"))
@when(sentence("{member:Member} reports {value:d} calls for {month:Month}"))
def _(attempt: Attempt, member: str, value: int, month: str) -> None:
    attempt(examples.reading("calls", member, month, str(value)))


@when(sentence("{value:d} calls of the member {code:Name} are recorded for {month:Month}"))
def _(attempt: Attempt, value: int, code: str, month: str) -> None:
    attempt(examples.reading("calls", code, month, str(value)))


CORRECTED = "corrected to {value:d}, because {reason:Name}"


@given(sentence("the calls of {member:Member} for {month:Month} were " + CORRECTED))
@when(sentence("the calls of {member:Member} for {month:Month} are " + CORRECTED))
def _(attempt: Attempt, member: str, month: str, value: int, reason: str) -> None:
    corrected = {"period": month, "value": str(value), "reason": reason}
    attempt(CorrectReading(measure="calls", member=member, **corrected))


@given("the calls of the quarter")
def _(group: Group, datatable: Table) -> None:
    months = ("2026-01", "2026-02", "2026-03")
    for member, *values in datatable[1:]:
        readings = (examples.reading("calls", member, m, v) for m, v in zip(months, values, strict=True))
        examples.carry_out(group, *readings)


@then(sentence("the readings of {measure:Word} for {month:Month} are"))
def _(book: Book, measure: str, month: str, datatable: Table) -> None:
    readings = book.within("readings", "measurements", measure=measure, period=month)
    assert shown(datatable, readings) == datatable[1:]


@given(sentence("an invoice of {amount:EUR} for " + OF_A_MONTH + " has come in"))
@when(sentence("an invoice of {amount:EUR} for " + OF_A_MONTH + " comes in"))
def _(attempt: Attempt, amount: int, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount))


INVOICE = "invoice {number:Invoice} of {supplier:Name} over {amount:EUR} for " + OF_A_MONTH


@given(sentence(INVOICE + " has come in"))
@when(sentence(INVOICE + " comes in"))
def _(attempt: Attempt, number: str, supplier: str, amount: int, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount, supplier=supplier, number=number))


DIRECT = "a direct charge of {amount:EUR} to {member:Member} for " + OF_A_MONTH


@given(sentence(DIRECT + " has come in"))
@when(sentence(DIRECT + " comes in"))
def _(attempt: Attempt, amount: int, member: str, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount, direct_to=member))


@when(sentence(DIRECT + " is allocated"))
def _(attempt: Attempt, amount: int, member: str, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount, direct_to=member))
    attempt.to(lambda: examples.post(attempt.group, service, month))


@then(sentence("{service:Name} has cost {amount:EUR} for {month:Month}"))
def _(book: Book, service: str, amount: int, month: str) -> None:
    lines = book.rows("document_lines", contract=service, service_month=month)
    assert sum(line["amount_cents"] for line in lines) == amount


@given("a file of costs", target_fixture="costs")
def _(tmp_path: Path, datatable: Table) -> CostFile:
    path = tmp_path / "costs.csv"
    path.write_text(examples.cost_csv(records(datatable)), encoding="utf-8")
    return cost_file(path)


@given("a file of readings", target_fixture="readings")
def _(tmp_path: Path, datatable: Table) -> MeasurementFile:
    path = tmp_path / "readings.csv"
    path.write_text(examples.reading_csv(records(datatable)), encoding="utf-8")
    return measurement_file(path)


@given("the file of costs has been imported")
@when("the file of costs is imported")
def _(attempt: Attempt, costs: CostFile) -> None:
    attempt.to(lambda: attempt.group.import_costs(costs, PREPARER))


@when("the file of readings is imported")
def _(attempt: Attempt, readings: MeasurementFile) -> None:
    attempt.to(lambda: attempt.group.import_measurements(readings, PREPARER))


@then("the import says")
def _(attempt: Attempt, datatable: Table) -> None:
    assert shown(datatable, [asdict(attempt.done.completed)]) == datatable[1:]


@then("the import was in before")
def _(attempt: Attempt) -> None:
    assert attempt.done.again


@then("these faults are listed")
def _(attempt: Attempt, datatable: Table) -> None:
    assert isinstance(attempt.refusal, FileRefused)
    assert shown(datatable, [asdict(fault) for fault in attempt.refusal.faults]) == datatable[1:]


@then(sentence("invoice {number:Invoice} awaits a corrective run"))
def _(book: Book, number: str) -> None:
    late = book.row("late_lines", number=number)
    assert book.row("pools", stream=late["stream"])["closed_at"] < late["from_position"]


@given(sentence("{amount:EUR} of {service:Name} has been allocated for {month:Month}"))
@when(sentence("{amount:EUR} of {service:Name} is allocated for {month:Month}"))
def _(attempt: Attempt, amount: int, service: str, month: str) -> None:
    attempt(examples.document(service, month, amount))
    attempt.to(lambda: examples.post(attempt.group, service, month))


@when(sentence("{amount:EUR} of {service:Name} is allocated for each of {months:Months}"))
def _(attempt: Attempt, amount: int, service: str, months: Sequence[str]) -> None:
    for month in months:
        attempt(examples.document(service, month, amount))
        attempt.to(lambda month=month: examples.post(attempt.group, service, month))


@given(sentence("the " + THE_RUN + " is prepared"))
def _(group: Group, service: str, month: str) -> None:
    group.carry_out(PrepareRun(contract=service, month=month), PREPARER)


@given(sentence("the " + THE_RUN + " is prepared and approved"))
def _(group: Group, service: str, month: str) -> None:
    group.carry_out(PrepareRun(contract=service, month=month), PREPARER)
    group.carry_out(ApproveRun(contract=service, month=month), APPROVER)


@when(sentence("the " + THE_RUN + " is approved by its preparer"))
def _(attempt: Attempt, service: str, month: str) -> None:
    attempt(ApproveRun(contract=service, month=month), act=PREPARER)


@when(sentence("the prepared " + THE_RUN + " is posted"))
def _(attempt: Attempt, service: str, month: str) -> None:
    attempt(PostRun(contract=service, month=month))


@when(sentence("the prepared " + THE_RUN + " is posted, dated {day:Day}"))
def _(attempt: Attempt, service: str, month: str, day: date) -> None:
    attempt(PostRun(contract=service, month=month, accounting_date=day))


@when(sentence("the " + THE_RUN + " is posted"))
def _(attempt: Attempt, service: str, month: str) -> None:
    attempt.to(lambda: examples.post(attempt.group, service, month))


@given(sentence("the " + THE_RUN + " has been reversed, because {reason:Name}"))
@when(sentence("the " + THE_RUN + " is reversed, because {reason:Name}"))
def _(attempt: Attempt, service: str, month: str, reason: str) -> None:
    attempt(ReverseRun(contract=service, month=month, reason=reason))


@then(sentence("the run is reversed"))
def _(book: Book) -> None:
    assert book.last_run()["stage"] == "reversed"


@then(sentence("the run is corrective"))
def _(book: Book) -> None:
    assert book.last_run()["kind"] == "corrective"


@then("the runs are provisional, provisional and final")
def _(book: Book) -> None:
    runs = sorted(book.rows("runs"), key=lambda run: run["service_month"])
    assert [run["kind"] for run in runs] == ["provisional", "provisional", "final"]


@then(sentence("the run is posted to {month:Month}"))
def _(book: Book, month: str) -> None:
    assert book.last_run()["posting_period"] == month


@then("the members bear")
def _(book: Book, datatable: Table) -> None:
    named = dict.fromkeys((row[0] for row in datatable[1:]), BEARS_NOTHING)
    borne = {**named, **book.borne(book.last_run())}
    rows = [{"member": member, **told} for member, told in borne.items()]
    assert shown(datatable, rows) == datatable[1:]


@then(sentence("together they bear {amount:EUR}"))
def _(book: Book, amount: int) -> None:
    assert sum(cents(told["part"]) for told in book.borne(book.last_run()).values()) == amount


@then("month by month the members bear")
def _(book: Book, datatable: Table) -> None:
    runs = sorted(book.rows("runs"), key=lambda run: run["service_month"])
    borne = [book.borne(run) for run in runs]
    assert [[row[0], *(month[row[0]]["part"] for month in borne)] for row in datatable[1:]] == datatable[1:]


@then(sentence("in all the members have borne of {service:Name}"))
def _(book: Book, service: str, datatable: Table) -> None:
    borne = {member: euros(sum_) for member, sum_ in book.borne_in_all(service).items()}
    assert borne == by_member(datatable)


@then(sentence("these parts of a cent are carried of {service:Name}"))
def _(book: Book, service: str, datatable: Table) -> None:
    assert book.row("carries", contract=service)["carried_cents"] == by_member(datatable)


@then(sentence("nothing is carried of {service:Name}"))
def _(book: Book, service: str) -> None:
    assert set(book.row("carries", contract=service)["carried_cents"].values()) == {"0"}
