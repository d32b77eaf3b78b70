"""Steps of replay: the decisions told one after the other, and what would be if something had been other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pytest_bdd import then, when

from application.answers.decision_words import sentences, signed_euros
from application.answers.decisions import Decisions, chosen, read_step
from application.answers.what_if import what_if_answer
from application.group import Group
from application.what_if.changes import question_of
from domain.kernel.money import euros
from domain.services.contract import Rounding
from tests.examples import CONFLUENCE, DUNE
from tests.features.steps.common import Attempt, sentence

Table = Sequence[Sequence[str]]
SUPPOSES = "somebody supposes that "


def _ask(attempt: Attempt, change: Mapping[str, object], *readings: Mapping[str, object]) -> None:
    group = attempt.group

    def answer() -> dict[str, Any]:
        question = question_of({"changes": [change], "readings": readings})
        return what_if_answer(group.ledger.event_log, group.readings, group.position(), question)

    attempt.to(answer)


def _decisions(group: Group) -> Decisions:
    return Decisions(group.ledger.event_log, group.readings, group.position())


@when(sentence(SUPPOSES + "resolution {number:Resolution} was {outcome:Word}"))
def _(attempt: Attempt, number: str, outcome: str) -> None:
    named = {"agreement": CONFLUENCE, "number": number, "outcome": outcome}
    _ask(attempt, {"change": "resolution", **named})


@when(sentence(SUPPOSES + "{service:Name} was shared {key:Key} from {month:Month}"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    _ask(attempt, {"change": "key", "contract": service, "effective_from": month, "key": dict(key)})


@when(sentence(SUPPOSES + "each month of {service:Name} was rounded by itself from {month:Month}"))
def _(attempt: Attempt, service: str, month: str) -> None:
    rule = {"effective_from": month, "rounding": Rounding.LARGEST_REMAINDER}
    _ask(attempt, {"change": "rounding", "contract": service, **rule})


@when(sentence(SUPPOSES + "Dune was never admitted"))
def _(attempt: Attempt) -> None:
    _ask(attempt, {"change": "no admission", "agreement": CONFLUENCE, "member": DUNE})


EARLIER = {"change": "admission", "agreement": CONFLUENCE, "member": DUNE}


@when(sentence(SUPPOSES + "Dune bears costs from {day:Day}"))
def _(attempt: Attempt, day: date) -> None:
    _ask(attempt, {**EARLIER, "bears_costs_from": day})


@when(sentence(SUPPOSES + "Dune bears costs from {day:Day}, having counted {calls:d} calls in {month:Month}"))
def _(attempt: Attempt, day: date, calls: int, month: str) -> None:
    counted = {"measure": "calls", "member": DUNE, "month": month, "value": str(calls)}
    _ask(attempt, {**EARLIER, "bears_costs_from": day}, counted)


@when(sentence(SUPPOSES + "invoice {number:Invoice} of {supplier:Name} was withdrawn"))
def _(attempt: Attempt, number: str, supplier: str) -> None:
    _ask(attempt, {"change": "document", "supplier": supplier, "number": number})


@then("the members would bear")
def _(attempt: Attempt, datatable: Table) -> None:
    assert [_told(each) for each in attempt.done["members"]] == datatable[1:]


@then("the members would bear of each service")
def _(attempt: Attempt, datatable: Table) -> None:
    told = [
        [each["contract"], each["member"], euros(each["recorded_cents"]), euros(each["supposed_cents"])]
        for each in attempt.done["differences"]
    ]
    assert (told, attempt.done["not_allocated"]) == (datatable[1:], [])


def _told(each: Mapping[str, Any]) -> list[str]:
    sums = (euros(each["recorded_cents"]), euros(each["supposed_cents"]))
    return [
        each["member"],
        *sums,
        signed_euros(each["difference_cents"]),
        each["difference_exact_cents"],
    ]


@then(sentence("{amount:EUR} of {service:Name} would be allocated to nobody"))
def _(attempt: Attempt, amount: int, service: str) -> None:
    [waiting] = attempt.done["not_allocated"]
    more = waiting["supposed_cents"] - waiting["recorded_cents"]
    assert (waiting["contract"], more) == (service, amount)


@then(sentence("the run of {service:Name} for {month:Month} would be refused: {reason:Name}"))
def _(attempt: Attempt, service: str, month: str, reason: str) -> None:
    [run] = attempt.done["refused_runs"]
    assert (run["contract"], run["month"], run["sentence"]) == (service, month, reason)


@when("somebody replays the decisions")
def _(attempt: Attempt) -> None:
    decisions = _decisions(attempt.group)
    attempt.to(lambda: [decisions.told(step) for step in decisions.steps])


@when(sentence("somebody replays the decisions from step {first} to step {last}"))
def _(attempt: Attempt, first: str, last: str) -> None:
    decisions = _decisions(attempt.group)
    steps = chosen(decisions.steps, *(read_step(decisions.steps, named) for named in (first, last)))
    attempt.to(lambda: [decisions.told(step) for step in steps])


@then(sentence("step {step:d} has changed"))
def _(attempt: Attempt, step: int, datatable: Table) -> None:
    changed = attempt.done[step - 1]["changed"]["members"]
    assert [_change(each) for each in changed] == datatable[1:]


def _change(each: Mapping[str, Any]) -> list[str]:
    return [each["member"], str(each["year"]), signed_euros(each["cents"]), each["exact_cents"]]


@then(sentence("step {step:d} has changed nothing"))
def _(attempt: Attempt, step: int) -> None:
    assert attempt.done[step - 1]["changed"]["members"] == []


@then(sentence("step {step:d} says {words:Name}"))
def _(attempt: Attempt, step: int, words: str) -> None:
    assert attempt.done[step - 1]["changed"]["sentence"] == words


@then(sentence("step {step:d} tells {words:Name}"))
def _(attempt: Attempt, step: int, words: str) -> None:
    assert words in list(sentences(attempt.done[step - 1]))


@then(sentence("the steps are {one:Resolution} and {other:Resolution}"))
def _(attempt: Attempt, one: str, other: str) -> None:
    assert [told["number"] for told in attempt.done] == [one, other]
