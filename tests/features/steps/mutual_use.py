"""Steps of services that use each other, and of closing a whole period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from application.answers.flows import service_flows
from application.answers.unallocated import unallocated
from application.closing import Closing, Step, close_period
from application.group import Group
from application.service_flows import AdoptMutualUse
from domain.governance.resolution_events import Enactment
from domain.kernel.money import euros
from tests import examples
from tests.examples import APPROVER, PREPARER
from tests.features.steps.common import Attempt, Book, cents, records, sentence, shown
from tests.features.steps.governance import PUT_TO_THE_VOTE

Table = Sequence[Sequence[str]]
HALF_USED = {
    ("hours", "Aval"): "25",
    ("hours", "Brume"): "25",
    ("hours", "Cime"): "0",
    ("hours", "Call platform"): "50",
    ("calls", "Aval"): "5",
    ("calls", "Brume"): "5",
    ("calls", "Cime"): "0",
}
COSTS_CENTS = {"IT desk": 100_00, "Call platform": 60_00}
SHOWN = {"provider": "service", "user_contract": "used by", "exact_cents": "exact cents"}


def _rule(measures: dict[str, str], month: str, **terms: object) -> AdoptMutualUse:
    return examples.mutual_use(("IT desk", "Call platform"), measures, month, **terms)


@given(sentence("from {month:Month} services bear what they use of each other, {method}"))
def _(group: Group, month: str, method: str, datatable: Table) -> None:
    examples.carry_out(group, _rule(dict(datatable[1:]), month, method=method))


@when(sentence("on {day:Day} services are to bear what they use of each other from {month:Month}"))
def _(attempt: Attempt, day: date, month: str) -> None:
    attempt(_rule({"IT desk": "hours"}, month, decided_on=day))


@given(sentence(PUT_TO_THE_VOTE + "lets services bear what they use of {service:Name} from {month:Month}"))
def _(group: Group, number: str, day: date, service: str, month: str) -> None:
    terms = _rule({service: "hours"}, month, method="step-down").model_dump(mode="json")
    laid_down = {name: term for name, term in terms.items() if name not in ("authority", "decided_on")}
    let = Enactment("let services bear what they use of each other", laid_down)
    examples.carry_out(group, *examples.vote(number, [let], "key", day))


@given(sentence("what was used in {month:Month}"))
def _(group: Group, month: str, datatable: Table) -> None:
    for by, *values in datatable[1:]:
        counted = zip(datatable[0][1:], values, strict=True)
        examples.carry_out(
            group, *(examples.reading(measure, by, month, value) for measure, value in counted)
        )


@given(sentence("what services cost in {month:Month}"))
def _(group: Group, month: str, datatable: Table) -> None:
    costs = (examples.document(row["service"], month, cents(row["cost"])) for row in records(datatable))
    examples.carry_out(group, *costs)


@given('Brume provides "Switchboard" too, which used half of the IT desk\'s hours in January 2026')
def _(group: Group) -> None:
    opened = examples.contract("Switchboard", examples.EQUAL, provider="Brume")
    rule = examples.mutual_use(("IT desk", "Switchboard"), {"IT desk": "hours"}, "2026-01")
    examples.carry_out(group, *examples.toolbox("Switchboard"), opened, rule)
    used = {"Aval": "25", "Brume": "25", "Cime": "0", "Switchboard": "50"}
    examples.carry_out(group, *(examples.reading("hours", by, "2026-01", n) for by, n in used.items()))


@given("January 2026 was closed, the platform having used half of the IT desk's hours")
def _(group: Group) -> None:
    examples.carry_out(group, _rule({"IT desk": "hours"}, "2026-01"))
    examples.carry_out(group, *(examples.reading(*counted, "2026-01", n) for counted, n in HALF_USED.items()))
    costs = (examples.document(service, "2026-01", cost) for service, cost in COSTS_CENTS.items())
    examples.carry_out(group, *costs)
    _close(group, "2026-01")


@given(sentence("{month:Month} has been closed"), target_fixture="closing")
@when(sentence("{month:Month} is closed"), target_fixture="closing")
def _(group: Group, month: str) -> Closing:
    return _close(group, month)


def _close(group: Group, month: str) -> Closing:
    prepared = close_period(group, month, Step.PREPARE, PREPARER)
    close_period(group, month, Step.APPROVE, APPROVER)
    close_period(group, month, Step.POST, PREPARER)
    return prepared


@then("the services bear of each other")
def _(book: Book, datatable: Table) -> None:
    flows = service_flows(book.group.readings, book.group.position(), ["2026-01"])
    told = [{heading: flow[name] for name, heading in SHOWN.items()} for flow in flows]
    moved = [{**row, "moved": euros(flow["moved_cents"])} for row, flow in zip(told, flows, strict=True)]
    assert shown(datatable, moved) == datatable[1:]


@then("no service bears another's cost")
def _(book: Book) -> None:
    assert book.rows("service_flows") == []


@then("these costs are not allocated")
def _(closing: Closing, datatable: Table) -> None:
    rows = [
        {"service": waiting.about, "cost": euros(waiting.waiting_cents), "because": waiting.said}
        for waiting in closing.not_allocated
        if waiting.refusal
    ]
    assert shown(datatable, rows) == datatable[1:]


@when(sentence("somebody asks what of {month:Month} is not allocated"), target_fixture="waiting")
def _(group: Group, month: str) -> list[dict[str, Any]]:
    return unallocated(group.readings, group.position(), month)


@then("it is told")
def _(waiting: list[dict[str, Any]], datatable: Table) -> None:
    rows = [
        {"service": each["contract"], "waiting": euros(each["waiting_cents"]), "because": each["reason"]}
        for each in waiting
    ]
    assert shown(datatable, rows) == datatable[1:]
