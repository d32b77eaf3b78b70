"""Steps of what decisions enact: conditions, order, amendments, restatements and changes of contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from application.agreements import DraftAmendment, LetMemberLeave, SignAgreement, SignAmendment
from application.answers.enactments import accounting_years, amendments, enactments
from application.answers.explanation import explanation
from application.answers.restatements import restatements
from application.contract_changes import ChangeContract
from application.enacting import RecordApproval, RecordApprovalRefused
from application.group import Group
from application.services import AdoptKey
from domain.governance.resolution_events import Closed, Enactment
from domain.kernel.authority import Authority
from domain.kernel.enactment import Condition
from domain.kernel.money import euros
from domain.services.contract import Rounding
from tests import examples
from tests.examples import BY_AMENDMENT, CONFLUENCE
from tests.features.steps.common import Attempt, Book, cents, records, sentence, shown

AMENDMENT_1: dict[str, Any] = {"agreement": CONFLUENCE, "number": "1"}
MINISTER: dict[str, Any] = {"agreement": CONFLUENCE, "given_by": "the minister for housing"}
THE_DAY = date(2026, 1, 5)
RESTATES = "to share {service:Name} {key:Key} from {first:MonthName} to {through:Month}"


def _key(service: str, key: Mapping[str, object], month: str, *conditions: Condition) -> Enactment:
    return Enactment("adopt a key", examples.key_terms(service, key, month), conditions=conditions)


# Conditions

ONCE = "resolution {number:Resolution} shares {service:Name} {key:Key} from {month:Month} once "


@given(sentence(ONCE + "{approval:Name} is given"))
def _(group: Group, number: str, service: str, key: Mapping[str, object], month: str, approval: str) -> None:
    condition = Condition("official approval", approval)
    examples.carry_out(group, *examples.vote(number, [_key(service, key, month, condition)], "key"))


@given(sentence(ONCE + "amendment 1 is signed"))
def _(group: Group, number: str, service: str, key: Mapping[str, object], month: str) -> None:
    condition = Condition("amendment signed", "1")
    examples.carry_out(group, *examples.vote(number, [_key(service, key, month, condition)], "key"))


@when(sentence("the minister gives {approval:Name} from {day:Day} by {act:Name}"))
def _(attempt: Attempt, approval: str, day: date, act: str) -> None:
    told = {"approval": approval, "act": act, "reference": act, "given_on": day, "effective_on": day}
    attempt(RecordApproval(**MINISTER, **told))


@given(sentence("the minister has refused {approval:Name} because {reason:Name}"))
@when(sentence("the minister refuses {approval:Name} because {reason:Name}"))
def _(attempt: Attempt, approval: str, reason: str) -> None:
    told = {"approval": approval, "reference": "letter 41", "given_on": THE_DAY, "reason": reason}
    attempt(RecordApprovalRefused(**MINISTER, **told))


@then(sentence("{approval:Name} stands on {act:Name} from {day:Day}"))
def _(book: Book, approval: str, act: str, day: date) -> None:
    row = book.row("conditions", subject=approval)
    assert (row["state"], row["act"], row["met_on"]) == ("met", act, day.isoformat())


BUDGETS = "resolution {number:Resolution} adopts these budgets"


@given(sentence(BUDGETS))
def _(group: Group, number: str, datatable: Sequence[Sequence[str]]) -> None:
    examples.carry_out(group, *examples.vote(number, _budgets(datatable), "budget"))


@given(sentence(BUDGETS + " once {approval:Name} of the first is given"))
def _(group: Group, number: str, approval: str, datatable: Sequence[Sequence[str]]) -> None:
    first, *others = _budgets(datatable)
    waiting = Enactment(first.kind, first.terms, (), (Condition("official approval", approval),))
    examples.carry_out(group, *examples.vote(number, [waiting, *others], "budget"))


def _budgets(datatable: Sequence[Sequence[str]]) -> list[Enactment]:
    return [
        Enactment(
            "adopt a budget",
            {"contract": row["contract"], "year": int(row["year"]), "amount_cents": cents(row["amount"])},
            tuple(map(int, row["needs"].split())),
        )
        for row in records(datatable)
    ]


@then(sentence("the enactments of resolution {number:Resolution} stand thus"))
def _(group: Group, number: str, datatable: Sequence[Sequence[str]]) -> None:
    told = enactments(group.readings, group.position())
    of = [e for e in told if e["authority"]["number"] == number]
    rows = [[str(e["authority"]["enactment"]), e["state"], e["reason"] or "; ".join(e["awaits"])] for e in of]
    assert rows == datatable[1:]


# Resolutions that change nothing, are explained, and are delivered twice


@given(sentence("resolution R2 lays down a quorum of {part:Part} for keys"))
def _(group: Group, part: str) -> None:
    rules = [asdict(examples.rule("key", quorum_first_call=part))]
    laid_down = Enactment("lay down the charter", {"effective_on": "2026-01-05", "rules": rules})
    examples.carry_out(group, *examples.adopted("R2", [laid_down]))


@when(sentence("nobody but {member:Member} votes on resolution {number:Resolution} on {day:Day}"))
def _(attempt: Attempt, member: str, number: str, day: date) -> None:
    attempt(*examples.ballots(number, {member: "for"}, day))


@when(sentence("the adoption of resolution {number:Resolution} is delivered a second time"))
def _(group: Group, attempt: Attempt, number: str) -> None:
    [adoption] = [r for r in group.ledger.event_log.read(0, 1000) if r.topic == Closed.TOPIC]
    attempt.to(lambda: group._processes._carry_out_consequences(adoption))


@then(
    sentence(
        "the part of {member:Member} for {month:Month} is {amount:EUR}, by resolution {number:Resolution} "
        "with the ballots"
    )
)
def _(
    group: Group, member: str, month: str, amount: int, number: str, datatable: Sequence[Sequence[str]]
) -> None:
    told = explanation(group.readings, group.position(), member, "Call platform", month)
    decided = told["runs"][0]["key"]["decided"]
    assert (told["posted_cents"], decided["authority"]["number"]) == (amount, number)
    assert [[b["seat"], b["choice"]] for b in decided["ballots"]] == datatable[1:]


@given(sentence("the accounting year {year:Year} is closed"))
def _(group: Group, year: int) -> None:
    examples.close_year(group, year)


@when(sentence("resolution {number:Resolution} approves the accounts of {year:Year}"))
def _(attempt: Attempt, number: str, year: int) -> None:
    approves = Enactment("approve the accounts of a year", {"year": year})
    attempt(*examples.adopted(number, [approves]))


@then(sentence("the accounts of {year:Year} are approved for Confluence by resolution {number:Resolution}"))
def _(group: Group, year: int, number: str) -> None:
    [told] = accounting_years(group.readings, group.position())
    [approved] = told["approved"]
    expected = (year, CONFLUENCE, number)
    assert (told["year"], approved["agreement"], approved["authority"]["number"]) == expected


# Amendments and agreements


@given(
    sentence("amendment 1 lays down that {service:Name} is shared {key:Key} from {month:Month}"),
)
def _(group: Group, service: str, key: Mapping[str, object], month: str) -> None:
    text = {"text": f"{service} is shared otherwise", "effective_on": date(2026, 3, 1)}
    drafted = DraftAmendment(**AMENDMENT_1, **text, enactments=(_key(service, key, month),))
    examples.carry_out(group, drafted)


@given(sentence("{members:Members} have signed amendment 1 on {day:Day}"))
@when(sentence("{members:Members} sign amendment 1 on {day:Day}"))
def _(attempt: Attempt, members: Sequence[str], day: date) -> None:
    attempt(*(SignAmendment(**AMENDMENT_1, **examples.signature(member, day)) for member in members))


@then(sentence("amendment 1 is {state:AmendmentState}, and what it lays down is {carried:EnactmentState}"))
def _(group: Group, state: str, carried: str) -> None:
    told = amendments(group.readings, group.position(), CONFLUENCE)
    [amendment] = [a for a in told if a["number"] == "1"]
    assert (amendment["state"], [e["state"] for e in amendment["enactments"]]) == (state, [carried])


@when(sentence("somebody shares {service:Name} {key:Key} from {month:Month}, naming amendment 1"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    decided = {"decided_on": date(2026, 3, 20), "authority": Authority("amendment", CONFLUENCE, "1", 1)}
    attempt(AdoptKey.read({**examples.key_terms(service, key, month), **decided}))


@given(
    sentence(
        "resolution {number:Resolution} orders amendment 1, by which {service:Name} is shared {key:Key} "
        "from {month:Month}"
    )
)
def _(group: Group, number: str, service: str, key: Mapping[str, object], month: str) -> None:
    laid_down = [{"kind": "adopt a key", "terms": examples.key_terms(service, key, month)}]
    terms = {"number": "1", "text": "another key", "effective_on": "2026-03-01", "enactments": laid_down}
    orders = Enactment("amend the agreement", terms)
    examples.carry_out(group, *examples.vote(number, [orders], "agreement"))


@given(
    sentence(
        "Estuary, drafted between {parties:Members}, lays down a charter and a contract for {service:Name}"
    )
)
def _(group: Group, parties: Sequence[str], service: str) -> None:
    rules = {"effective_on": "2026-01-01", "rules": [asdict(examples.rule())]}
    terms = examples.contract_terms(service, examples.EQUAL, beneficiaries=list(parties))
    laid_down = (Enactment("lay down the charter", rules), Enactment("open a contract", terms))
    drafted = examples.draft("Estuary", parties, enactments=laid_down)
    examples.carry_out(group, *examples.toolbox(service), drafted)


@when(sentence("{members:Members} sign Estuary on {day:Day}"))
def _(attempt: Attempt, members: Sequence[str], day: date) -> None:
    attempt(*(SignAgreement(agreement="Estuary", **examples.signature(m, day)) for m in members))


@then(sentence("the charter of Estuary and the contract for {service:Name} stand on agreement Estuary"))
def _(book: Book, service: str) -> None:
    charter, contract = book.row("charters", agreement="Estuary"), book.row("contracts", code=service)
    stand = [str(Authority(**row["authority"])) for row in (charter, contract)]
    assert stand == ["agreement Estuary"] * 2


@when(sentence("{reason:Word} of {member:Member}, notified on {day:Day}, ends its costs on {until:Day}"))
def _(attempt: Attempt, reason: str, member: str, day: date, until: date) -> None:
    leaving = {"agreement": CONFLUENCE, "member": member, "reason": reason, "contracts": ["Call platform"]}
    days = {"notified_on": day, "bears_costs_until": until, "authority": BY_AMENDMENT}
    attempt(LetMemberLeave.read({**leaving, **days}))


@then(sentence("{member:Member} bears costs until {day:Day}"))
def _(book: Book, member: str, day: date) -> None:
    assert book.row("beneficiaries", member=member)["bears_costs_until"] == day.isoformat()


# Restatements and changes of a contract


@given(sentence("resolution {number:Resolution} has authorised " + RESTATES))
@when(sentence("resolution {number:Resolution} authorises " + RESTATES))
def _(
    attempt: Attempt, number: str, service: str, key: Mapping[str, object], first: str, through: str
) -> None:
    months = {"effective_from": f"2026-{first}", "through": through}
    terms = {"contract": service, "key": dict(key), "reason": "the calls were counted wrongly", **months}
    restates = Enactment("authorise a restatement", terms)
    attempt(*examples.adopted(number, [restates], day=date(2026, 3, 20)))


def _as_read(month: Mapping[str, Any]) -> dict[str, str]:
    differences = {each["member"]: euros(each["cents"]) for each in month["differences"]}
    return {"month": month["service_month"], "state": month["state"], **differences}


@then(sentence("the restatement of {service:Name} reads"))
def _(group: Group, service: str, datatable: Sequence[Sequence[str]]) -> None:
    [told] = restatements(group.readings, group.position(), service)
    assert shown(datatable, [_as_read(month) for month in told["months"]]) == datatable[1:]


def _change(service: str, month: str, **terms: object) -> dict[str, Any]:
    decided = {"decided_on": date(2026, 3, 20), "authority": BY_AMENDMENT}
    return {"contract": service, "effective_from": month, **terms, **decided}


PROVIDED = "an amendment has {service:Name} provided by {member:Member} from {month:Month}"


@given(sentence(PROVIDED))
@when(sentence(PROVIDED))
def _(attempt: Attempt, service: str, member: str, month: str) -> None:
    attempt(ChangeContract.read(_change(service, month, provider=member)))


@when(sentence("an amendment has {service:Name} allocated by the {period:Word} from {month:Month}"))
def _(attempt: Attempt, service: str, period: str, month: str) -> None:
    attempt(ChangeContract.read(_change(service, month, allocation_period=period)))


@when(sentence("an amendment has {service:Name} rounded otherwise from {month:Month}"))
def _(attempt: Attempt, service: str, month: str) -> None:
    terms = _change(service, month, rounding=Rounding.SAINTE_LAGUE.value)
    attempt.to(lambda: ChangeContract.read(terms))


@then(sentence("the run is provided by {member:Member}"))
def _(book: Book, member: str) -> None:
    assert book.last_run()["provider"] == member
