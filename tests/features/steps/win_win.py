"""Steps of going alone: what it would cost, the win-win check, and keys by those costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pytest_bdd import given, then, when

from application.answers.explanation import explanation
from application.answers.stand_alone_costs import stand_alone_costs
from application.answers.win_win import KeyToTry, win_win
from application.answers.win_win_words import nearest_money
from application.group import Group
from application.services import AdoptKey
from application.stand_alone import CorrectStandAloneCost, WithdrawStandAloneCost
from domain.kernel.money import euros, money_text
from tests import examples
from tests.examples import BY_AMENDMENT, IN_FORCE_ON
from tests.features.steps.common import Attempt, Book, cents, members_of, sentence, shown

Table = Sequence[Sequence[str]]
SERVICE = "Call platform"
SPAN = "from {first:Month} to {last:Month}"
BY = " {members:Members} {cost:EUR} " + SPAN + ", by {evidence:Name}"
IN_CORE = {True: "yes", False: "no"}


@given(sentence("going without the others costs" + BY))
@when(sentence("going without the others would cost" + BY))
def _(attempt: Attempt, members: Sequence[str], cost: int, first: str, last: str, evidence: str) -> None:
    attempt(examples.alone(SERVICE, members, first, last, cost, evidence_reference=evidence))


@given(sentence("going without the others in {month:Month} costs"))
def _(book: Book, month: str, datatable: Table) -> None:
    [contract] = {row["code"] for row in book.rows("contracts")}
    costs = [(members_of(names), cents(cost)) for names, cost in datatable[1:]]
    declared = [examples.alone(contract, members, month, month, cost) for members, cost in costs]
    examples.carry_out(book.group, *declared)


THE_COST = "the cost of {members:Members} " + SPAN


@when(sentence(THE_COST + " is corrected to {cost:EUR}, because {reason:Name}"))
def _(attempt: Attempt, members: Sequence[str], first: str, last: str, cost: int, reason: str) -> None:
    of = {"contract": SERVICE, "members": tuple(members), "first_month": first, "last_month": last}
    attempt(CorrectStandAloneCost(**of, cost_cents=cost, reason=reason, **examples.alone_evidence()))


@when(sentence(THE_COST + " is withdrawn, because {reason:Name}"))
def _(attempt: Attempt, members: Sequence[str], first: str, last: str, reason: str) -> None:
    of = {"contract": SERVICE, "members": tuple(members), "first_month": first, "last_month": last}
    attempt(WithdrawStandAloneCost(**of, reason=reason))


@then(sentence("going alone is declared for {service:Name}"))
def _(group: Group, service: str, datatable: Table) -> None:
    found = stand_alone_costs(group.readings, group.position(), service)
    assert shown(datatable, [_declared(row) for row in found]) == datatable[1:]


def _declared(row: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {"cost": euros(row["cost_cents"]), "previous": euros(row["previous_cents"] or 0)}
    return {**row, "members": " and ".join(row["members"]), **amounts}


CHECKED = "{service:Name} is checked for "


def _check(
    attempt: Attempt, service: str, period: str, at: int | None = None, to_try: KeyToTry | None = None
) -> None:
    group, at = attempt.group, attempt.group.position() if at is None else at
    attempt.to(lambda: win_win(group.readings, at, service, period, to_try))


@when(sentence(CHECKED + "{month:Month}"))
def _(attempt: Attempt, service: str, month: str) -> None:
    _check(attempt, service, month)


@when(sentence(CHECKED + "the year {year:Year}"))
def _(attempt: Attempt, service: str, year: int) -> None:
    _check(attempt, service, str(year))


@when(sentence(CHECKED + "{month:Month} as of the posting"))
def _(attempt: Attempt, book: Book, service: str, month: str) -> None:
    _check(attempt, service, month, at=book.last_run()["from_position"])


@when(sentence(CHECKED + "{month:Month} as if shared {key:Key}"))
def _(attempt: Attempt, service: str, month: str, key: Mapping[str, object]) -> None:
    _check(attempt, service, month, to_try=KeyToTry(key, attempt.group.ledger))


def _compared(split: Mapping[str, Any]) -> list[dict[str, str]]:
    columns = {"bears": "bears_cents", "alone": "alone_cents", "saves": "saves_cents"}
    return [
        {
            "members": " and ".join(each["members"]),
            **{name: nearest_money(Fraction(each[cents_])) for name, cents_ in columns.items()},
        }
        for each in split["subgroups"]
    ]


@then("against going alone")
def _(attempt: Attempt, datatable: Table) -> None:
    assert shown(datatable, _compared(attempt.done["posted"])) == datatable[1:]


@then("as if so shared")
def _(attempt: Attempt, datatable: Table) -> None:
    assert shown(datatable, _compared(attempt.done["tried"])) == datatable[1:]


@then(sentence("{members:Members} would save {amount:EUR} by leaving"))
def _(attempt: Attempt, members: Sequence[str], amount: int) -> None:
    posted = attempt.done["posted"]
    assert (posted["worst"], posted["would_save_cents"]) == (members, str(amount))
    assert posted["in_core"] is False


@then("nobody would save by leaving")
def _(attempt: Attempt) -> None:
    assert (attempt.done["posted"]["worst"], attempt.done["posted"]["in_core"]) == (None, True)


@then("nothing is said of the core")
def _(attempt: Attempt) -> None:
    assert (attempt.done["posted"]["in_core"], attempt.done["core_is_empty"]) == (None, None)


@then(sentence("{count:d} of {of:d} members and subgroups are checked"))
def _(attempt: Attempt, count: int, of: int) -> None:
    assert (attempt.done["subgroups_checked"], attempt.done["subgroups_in_all"]) == (count, of)


@then(sentence("{members:Members} is not checked because {reason}"))
def _(attempt: Attempt, members: Sequence[str], reason: str) -> None:
    assert attempt.done["not_checked"] == [{"members": members, "reason": reason}]


@then("the same total might be shared")
def _(attempt: Attempt, datatable: Table) -> None:
    blank = dict.fromkeys(datatable[0], "")
    rows = [{**blank, **_told(method)} for method in attempt.done["methods"]]
    assert shown(datatable, rows) == datatable[1:]


def _told(method: Mapping[str, Any]) -> dict[str, str]:
    shares = {share["member"]: euros(share["bears_cents"]) for share in method["shares"]}
    in_core = method["cannot"] or IN_CORE[method["in_core"]]
    return {"method": method["method"], **shares, "in the core": in_core}


@when(sentence("the share of {member:Member} in {service:Name} for {month:Month} is explained"))
def _(attempt: Attempt, member: str, service: str, month: str) -> None:
    rows, at = attempt.group.readings, attempt.group.position()
    attempt.to(lambda: explanation(rows, at, member, service, month))


@then(sentence("it says {words:Name}"))
def _(attempt: Attempt, words: str) -> None:
    assert attempt.done["alone"]["sentences"] == [words]


BY_METHOD = "shared by the method {method:Name} from {month:Month}, of these costs"


@given(sentence("{service:Name} is " + BY_METHOD))
@when(sentence("{service:Name} is to be " + BY_METHOD))
def _(attempt: Attempt, service: str, method: str, month: str, datatable: Table) -> None:
    costs = {"+".join(members_of(names)): money_text(cents(cost)) for names, cost in datatable[1:]}
    key = {"fairness": {"method": method, "costs": costs}}
    terms = examples.key_terms(service, key, month)
    attempt.to(lambda: _adopt(attempt.group, terms))


def _adopt(group: Group, terms: Mapping[str, object]) -> None:
    decided = {"decided_on": IN_FORCE_ON, "authority": BY_AMENDMENT}
    examples.carry_out(group, AdoptKey.read({**terms, **decided}))
