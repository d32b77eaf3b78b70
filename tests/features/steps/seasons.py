"""Steps of seasons and averages: what a key says of the months of its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from time import strptime
from typing import Any

from pytest_bdd import given, then, when

from application.answers.explanation import explanation
from application.group import Group
from application.services import AddBeneficiary, AdoptKey
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import BY_AMENDMENT
from tests.features.steps.common import Attempt, sentence
from tests.features.steps.services import MEASURES, PROVIDES

Table = Sequence[Sequence[str]]
OVER = PROVIDES + ", over each {period:Word}"
AVERAGED = "{measure:Word} averaged"
WEIGHING = "its months weighing"
SHARED = "{service:Name} is shared {key:Key} from {month:Month}"


def _weights(datatable: Table) -> dict[str, str]:
    names, weights = datatable
    return {str(strptime(name, "%B").tm_mon): weight for name, weight in zip(names, weights, strict=True)}


def _open(group: Group, service: str, key: Mapping[str, object], **terms: Any) -> None:
    opened = examples.contract(service, key, **terms)
    examples.carry_out(group, *examples.toolbox(service, MEASURES), opened)


def _key(service: str, key: Mapping[str, object], month: str, **terms: object) -> AdoptKey:
    decided = {"decided_on": examples.IN_FORCE_ON, "authority": BY_AMENDMENT}
    return AdoptKey.read({**examples.key_terms(service, key, month), **decided, **terms})


@given(sentence("{parties:Members} cooperate under Confluence, counting presence by {convention:Words}"))
def _(group: Group, parties: Sequence[str], convention: str) -> None:
    examples.carry_out(group, *examples.members_in_agreement(parties, entry_convention=convention))


@given(sentence(f"{OVER}, {WEIGHING}"))
def _(
    group: Group, provider: str, service: str, members: Any, key: Any, period: str, datatable: Table
) -> None:
    terms = {"provider": provider, "beneficiaries": members, "allocation_period": period}
    _open(group, service, key, month_weights=_weights(datatable), **terms)


@given(sentence(f"{OVER}, {AVERAGED}"))
def _(group: Group, provider: str, service: str, members: Any, key: Any, period: str, measure: str) -> None:
    terms = {"provider": provider, "beneficiaries": members, "allocation_period": period}
    _open(group, service, key, averaged_measures=[measure], **terms)


@given(sentence(f"{OVER}, {AVERAGED}, {WEIGHING}"))
def _(
    group: Group,
    provider: str,
    service: str,
    members: Any,
    key: Any,
    period: str,
    measure: str,
    datatable: Table,
) -> None:
    terms = {"provider": provider, "beneficiaries": members, "allocation_period": period}
    months = {"averaged_measures": [measure], "month_weights": _weights(datatable)}
    _open(group, service, key, **months, **terms)


@given(sentence("{member:Member} benefits from {service:Name} by {convention:Word} from {day:Day}"))
def _(group: Group, member: str, service: str, convention: str, day: date) -> None:
    entry = {"bears_costs_from": day, "convention": convention, "authority": BY_AMENDMENT}
    examples.carry_out(group, AddBeneficiary(contract=service, member=member, **entry))


@when(sentence(f"{SHARED}, {WEIGHING}"))
def _(attempt: Attempt, service: str, key: Any, month: str, datatable: Table) -> None:
    attempt(_key(service, key, month, month_weights=_weights(datatable)))


@when(sentence(f"{SHARED}, {AVERAGED}"))
def _(attempt: Attempt, service: str, key: Any, month: str, measure: str) -> None:
    attempt(_key(service, key, month, averaged_measures=[measure]))


@given(sentence("resolution R1 has shared {service:Name} {key:Key} from {month:Month}, " + AVERAGED))
def _(group: Group, service: str, key: Any, month: str, measure: str) -> None:
    terms = examples.key_terms(service, key, month, averaged_measures=[measure])
    examples.carry_out(group, *examples.adopted("R1", [Enactment("adopt a key", terms)]))


@then(sentence("{member:Member} is told of its share of {service:Name} for {month:Month}"))
def _(group: Group, member: str, service: str, month: str, datatable: Table) -> None:
    told = explanation(group.readings, group.position(), member, service, month)
    [run] = told["runs"]
    assert [[each] for each in run["sentences"]][: len(datatable) - 1] == datatable[1:]
