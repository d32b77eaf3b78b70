"""Steps of services: the toolbox, contracts and their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pytest_bdd import given, then, when

from application.group import Group
from application.services import AdoptBudget, AdoptKey, EndContract
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.services.contract import Rounding
from tests import examples
from tests.examples import AVAL, BRUME, BY_AGREEMENT, BY_AMENDMENT
from tests.features.steps.common import Attempt, Book, sentence, shown, with_authority

MEASURES = ("calls", "homes", "hours", "lots")
ESTUARY_AMENDED = Authority("amendment", "Estuary", examples.ANNEX)
PROVIDES = "{provider:Member} provides {service:Name} to {members:Members}, shared {key:Key}"


@given(sentence(PROVIDES))
def _(group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object]) -> None:
    terms = {"provider": provider, "beneficiaries": members}
    opened = examples.contract(service, key, **terms)
    examples.carry_out(group, *examples.toolbox(service, MEASURES), opened)


@given(sentence("{provider:Member} also provides {service:Name} to {members:Members}, shared {key:Key}"))
def _(group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object]) -> None:
    opened = examples.contract(service, key, provider=provider, beneficiaries=members)
    examples.carry_out(group, *examples.toolbox(service), opened)


@given(sentence(PROVIDES + ", each month rounded by itself"))
def _(group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object]) -> None:
    terms = {"provider": provider, "beneficiaries": members, "rounding": Rounding.LARGEST_REMAINDER.value}
    opened = examples.contract(service, key, **terms)
    examples.carry_out(group, *examples.toolbox(service, MEASURES), opened)


@given(sentence(PROVIDES + ", over each {period:Word}"))
def _(
    group: Group, provider: str, service: str, members: Sequence[str], key: Mapping[str, object], period: str
) -> None:
    terms = {"provider": provider, "beneficiaries": members, "allocation_period": period}
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
    assert shown(datatable, with_authority(rows)) == datatable[1:]


@then(sentence("{service:Name} has 1 key"))
def _(book: Book, service: str) -> None:
    assert len(book.within("key_versions", "contracts", code=service)) == 1


def _key(service: str, key: Mapping[str, object], month: str, decided_on: date, **terms: object) -> AdoptKey:
    decided = {"decided_on": decided_on, "authority": BY_AMENDMENT}
    return AdoptKey.read({**examples.key_terms(service, key, month), **decided, **terms})


@when(
    sentence(
        "{service:Name} is shared {key:Key} from {month:Month}, decided on {day:Day}, because {reason:Name}"
    )
)
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str, day: date, reason: str) -> None:
    attempt(_key(service, key, month, day, reason=reason))


@given(sentence("{service:Name} is shared {key:Key} from {month:Month} by an amendment"))
def _(group: Group, service: str, key: Mapping[str, object], month: str) -> None:
    examples.carry_out(group, _key(service, key, month, examples.IN_FORCE_ON))


@when(sentence("{service:Name} is shared {key:Key} from {month:Month} on the word of the agreement alone"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    attempt(_key(service, key, month, examples.IN_FORCE_ON, authority=BY_AGREEMENT))


RESTATED = {"restatement": True}


@when(sentence("an amendment restates {service:Name} {key:Key} from {month:Month}"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    attempt(_key(service, key, month, date(2026, 3, 20), **RESTATED))


@given(sentence("resolution R1 has restated {service:Name} {key:Key} from {month:Month}"))
def _(group: Group, service: str, key: Mapping[str, object], month: str) -> None:
    restates = Enactment("adopt a key", examples.key_terms(service, key, month, **RESTATED))
    examples.carry_out(group, *examples.adopted("R1", [restates], day=date(2026, 3, 20)))


@then(sentence("{service:Name} has {count:d} keys"))
def _(book: Book, service: str, count: int) -> None:
    assert len(book.within("key_versions", "contracts", code=service)) == count


@then(sentence("the run is shared by key version {version:d}"))
def _(book: Book, version: int) -> None:
    assert book.last_run()["key_version"] == version


@given(sentence("{service:Name} ends on {day:Day}"))
@when(sentence("{service:Name} is ended on {day:Day}"))
def _(attempt: Attempt, service: str, day: date) -> None:
    attempt(EndContract(contract=service, ends_on=day, authority=BY_AMENDMENT))


@when(sentence("a contract for {service:Name} starts on {day:Day}"))
def _(attempt: Attempt, service: str, day: date) -> None:
    known = {"service": "Call platform", "starts_on": day.isoformat()}
    attempt(examples.contract(service, examples.EQUAL, **known))


@when(sentence("a contract for {service:Name} benefits the members {one:Name} and {other:Name}"))
def _(attempt: Attempt, service: str, one: str, other: str) -> None:
    opened = examples.contract(service, examples.EQUAL, beneficiaries=[one, other])
    attempt(*examples.toolbox(service), opened)


@given(sentence("{members:Members} cooperate under Estuary"))
def _(group: Group, members: Sequence[str]) -> None:
    agreed = examples.agreement_in_force("Estuary", members)
    examples.carry_out(group, *agreed, *examples.amended("Estuary", members))


@when(sentence("Estuary shares {service:Name} {key:Key} from {month:Month}"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    attempt(_key(service, key, month, examples.IN_FORCE_ON, authority=ESTUARY_AMENDED))


@when(sentence("Estuary adopts resolution R1, which shares {service:Name} {key:Key} from {month:Month}"))
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str) -> None:
    adopts = Enactment("adopt a key", examples.key_terms(service, key, month))
    attempt(*examples.adopted("R1", [adopts], agreement="Estuary", voters=(AVAL, BRUME)))


@given(sentence("the budget of {service:Name} for {year:Year} is {amount:EUR}"))
@when(sentence("the budget of {service:Name} for {year:Year} is revised to {amount:EUR}"))
def _(attempt: Attempt, service: str, year: int, amount: int) -> None:
    of_year = {"year": year, "amount_cents": amount}
    attempt(AdoptBudget(contract=service, authority=BY_AMENDMENT, **of_year))


@then(sentence("the budget of {service:Name} for {year:Year} is {amount:EUR}"))
def _(book: Book, service: str, year: int, amount: int) -> None:
    budgets = book.within("budgets", "contracts", code=service)
    assert [(budget["year"], budget["amount_cents"]) for budget in budgets] == [(year, amount)]
