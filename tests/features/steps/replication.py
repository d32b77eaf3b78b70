"""Steps of replication: a template, and another group that starts from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then, when

from application.accounts import OpenAccountingYear
from application.agreements import SignAgreement
from application.answers.enactments import enactments
from application.answers.template import template_of
from application.group import Group
from application.template import text_of
from application.template_start import commands_to_start
from tests import examples
from tests.examples import CONFLUENCE
from tests.features.steps.common import Attempt, Book, sentence

SERVICE, MONTH = "Call platform", "2026-02"


@dataclass
class Replica:
    """A template, and the group of others that starts from it."""

    group: Group
    template: dict[str, Any] = field(default_factory=dict)
    places: Sequence[str] = ()
    position_before: int = 0

    def start(self, members: Sequence[str]) -> None:
        """Draft Delta from the template, with these members in the places."""
        self.places, self.position_before = members, self.group.position()
        agreement = {"code": "Delta", "name": "Delta", "effective_on": "2026-01-01"}
        about = {"kind": "OPH", "source": "register"}
        taken = {
            f"member {number}": {"code": code, "name": code, **about}
            for number, code in enumerate(members, start=1)
        }
        mapping = {"agreement": agreement, "members": taken}
        commands = commands_to_start(self.group.readings, self.position_before, self.template, mapping)
        examples.carry_out(self.group, *commands)


@given("Confluence is written down as a template")
@when("Confluence is written down as a template")
def _(group: Group, replica: Replica) -> None:
    replica.template = template_of(group.readings, group.position(), CONFLUENCE)


@then(parsers.re("the template has the places (?P<places>.+)"))
def _(replica: Replica, places: str) -> None:
    assert replica.template["places"] == places.replace(" and ", ", ").split(", ")


@then("no member, person, signature, budget or reading stands in it")
def _(replica: Replica) -> None:
    text = text_of(replica.template)
    theirs = (*examples.MEMBERS, CONFLUENCE, "person-", "signed", "deliberation", "budget", "value")
    assert [word for word in theirs if word in text] == []


DRAFTED = "Delta is drafted from the template elsewhere, with {members:Members} in the places"


@given(sentence(DRAFTED))
@when(sentence(DRAFTED))
@when(sentence("Delta is drafted from the template elsewhere, with only {members:Members} in the places"))
def _(attempt: Attempt, replica: Replica, members: Sequence[str]) -> None:
    attempt.to(lambda: replica.start(members))


@when("Delta is drafted from the template elsewhere again")
def _(attempt: Attempt, replica: Replica) -> None:
    attempt.to(lambda: replica.start(replica.places))


@given("somebody has changed the key in the template")
def _(replica: Replica) -> None:
    replica.template["contracts"][0]["key"] = dict(examples.EQUAL)


@given("all parties have signed Delta there")
@when("all parties sign Delta there")
def _(replica: Replica) -> None:
    signatures = [examples.signature(member, date(2025, 12, 15)) for member in replica.places]
    examples.carry_out(replica.group, *(SignAgreement(agreement="Delta", **s) for s in signatures))


@then("no contract is open there")
def _(replica: Replica) -> None:
    assert Book(replica.group).rows("contracts") == []


@then("a charter and a contract are proposed there")
def _(replica: Replica) -> None:
    told = enactments(replica.group.readings, replica.group.position())
    expected = [("lay down the charter", "proposed"), ("open a contract", "proposed")]
    assert [(e["kind"], e["state"]) for e in told] == expected


@then(sentence("{service:Name} benefits {members:Members} there"))
def _(replica: Replica, service: str, members: Sequence[str]) -> None:
    rows = Book(replica.group).within("beneficiaries", "contracts", code=service)
    assert {row["member"] for row in rows} == set(members)


@when(sentence("{amount:EUR} is shared in both groups with {first:d}, {second:d} and {third:d} calls"))
def _(group: Group, replica: Replica, amount: int, first: int, second: int, third: int) -> None:
    examples.carry_out(replica.group, OpenAccountingYear(year=2026))
    for each, members in ((group, examples.MEMBERS), (replica.group, replica.places)):
        calls = zip(members, (first, second, third), strict=True)
        counted = [examples.reading("calls", member, MONTH, str(count)) for member, count in calls]
        examples.carry_out(each, *counted, examples.document(SERVICE, MONTH, amount))
        examples.post(each, SERVICE, MONTH)


@then(sentence("both share it as {first:EUR}, {second:EUR} and {third:EUR}"))
def _(group: Group, replica: Replica, first: int, second: int, third: int) -> None:
    here, there = Book(group).borne_in_all(SERVICE), Book(replica.group).borne_in_all(SERVICE)
    assert [here[member] for member in examples.MEMBERS] == [first, second, third]
    assert [there[member] for member in replica.places] == [first, second, third]


@then("nothing more is recorded there")
def _(replica: Replica) -> None:
    assert replica.group.position() == replica.position_before
