"""Steps of governance: what charters say of electorates, weights and majorities, and the registers behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from pytest_bdd import given, then, when

from application.allocation import DefineMeasure, RecordReading
from application.commands import Command
from application.electors import AppointSeat, DeclareSeatWeight, RecordHolding, VacateSeat
from application.group import Group
from domain.allocation.measure import Nature
from domain.governance.rules import College
from domain.kernel.money import exact_text
from tests import examples
from tests.examples import CONFLUENCE, IN_FORCE_ON
from tests.features.steps.common import Attempt, Book, by_member, records, sentence, shown

BASES = {"stay in": False, "leave": True}
CASTING = {"nobody": None, "Aval": "Aval", "Brume": "Brume", "Cime": "Cime"}
CONCERNED_LEAVE = {"electorate": "board", "majority": "two thirds of all", "concerned_are_recused": True}
USUAL_COLLEGES = (
    College("tenants", "1/5", "one each", "51/100"),
    College("authorities", "1/5", "one each"),
    College("investors", "3/5", "by capital", "0", "35/100"),
)


def keys(**terms: Any) -> Command:
    """A charter that says this of decisions on keys."""
    return examples.charter(examples.rule(**terms))


def stock(measure: str, day: date, readings: Mapping[str, str]) -> list[Command]:
    """A measure that is counted at a date, and what its members have on a day."""
    defined = DefineMeasure(code=measure, name=measure, unit=measure, nature=Nature.STOCK)
    at = {"measure": measure, "reference_date": day}
    return [defined, *(RecordReading(member=m, value=value, **at) for m, value in readings.items())]


def college(row: Mapping[str, str]) -> College:
    """A college as a table says it; what is left blank is not said."""
    limits = {"at_least": row["at least"], "at_most": row["at most"]}
    holder = row.get("holder at most") or None
    return College(row["college"], row["share"] or None, row["weights"], holder_at_most=holder, **limits)


def seat(row: Mapping[str, str]) -> list[Command]:
    """A seat as a table says it, with the weight of its own if it has one."""
    source = {"source": "board of 2025-12"}
    of = {"agreement": CONFLUENCE, "seat": row["seat"]}
    member = {"nobody": None}.get(row["represents"], row["represents"])
    appointed = AppointSeat(**of, **source, member=member, college=row.get("college"), from_on=IN_FORCE_ON)
    weights = [w for w in [row.get("weight")] if w]
    return [
        appointed,
        *(DeclareSeatWeight(**of, **source, weight=w, effective_on=IN_FORCE_ON) for w in weights),
    ]


@given(sentence("the charter says of decisions on keys"))
def _(group: Group, datatable: Sequence[Sequence[str]]) -> None:
    examples.carry_out(group, keys(**by_member(datatable)))


@given(
    sentence(
        "the charter gives Aval {aval:Part}, Brume {brume:Part} and Cime {cime:Part} of the votes on keys"
    )
)
def _(group: Group, aval: str, brume: str, cime: str) -> None:
    fractions = {"Aval": aval, "Brume": brume, "Cime": cime}
    examples.carry_out(group, keys(weights="declared fractions", fractions=fractions))


@given(sentence("the charter shares the votes on keys between colleges"))
@when(sentence("the charter shares the votes on keys between colleges"))
def _(attempt: Attempt, datatable: Sequence[Sequence[str]]) -> None:
    colleges = tuple(college(row) for row in records(datatable))
    attempt(keys(electorate="colleges", weights="by college", colleges=colleges))


@given(sentence("the charter lets colleges with the usual limits vote {reading:Word} on keys"))
def _(group: Group, reading: str) -> None:
    by_college = {"electorate": "colleges", "weights": "by college", "colleges": USUAL_COLLEGES}
    examples.carry_out(group, keys(**by_college, college_votes=reading))


QUORUM = "the charter wants {first:Part} of the {base:Word} on first call"


@given(sentence(QUORUM + " and {second:Part} on second"))
def _(group: Group, first: str, base: str, second: str) -> None:
    parts = {"quorum_first_call": first, "quorum_second_call": second}
    examples.carry_out(group, keys(quorum_base=base, **parts))


@given(sentence(QUORUM + ", {counted:Words}"))
def _(group: Group, first: str, base: str, counted: str) -> None:
    examples.carry_out(group, keys(quorum_base=base, quorum_first_call=first, quorum_counts=counted))


@given(sentence("the charter gives {who} the casting vote on keys"), converters={"who": CASTING.__getitem__})
def _(group: Group, who: str | None) -> None:
    examples.carry_out(group, keys(casting_vote=who))


@when(sentence("the charter decides on keys by {majority:Majority} with the casting vote of {member:Member}"))
def _(attempt: Attempt, majority: str, member: str) -> None:
    attempt(keys(majority=majority, casting_vote=member))


@given("the charter decides on keys by a majority of members and of homes")
def _(group: Group) -> None:
    examples.carry_out(group, keys(second_weights="by measure homes", second_majority="absolute"))


@given(
    sentence("the board decides on keys by two thirds of all without the concerned, who {reading} the base"),
    converters={"reading": BASES.__getitem__},
)
def _(group: Group, reading: bool) -> None:
    examples.carry_out(group, keys(**CONCERNED_LEAVE, recused_leave_majority=reading))


@given("the board decides on exclusions by two thirds of all without the concerned")
def _(group: Group) -> None:
    examples.carry_out(group, examples.charter(examples.rule("exclusion", **CONCERNED_LEAVE)))


@given(sentence("the charter knows the grounds of recusal {grounds:Name}"))
def _(group: Group, grounds: str) -> None:
    examples.carry_out(group, keys(recusal_grounds=tuple(grounds.split(", "))))


@given("the charter decides on keys by simple majority, and says that a key raises no commitments")
def _(group: Group) -> None:
    examples.carry_out(group, keys(key_raises_commitments=False))


@given(sentence("the members have homes on {day:Day}"))
def _(group: Group, day: date, datatable: Sequence[Sequence[str]]) -> None:
    examples.carry_out(group, *stock("homes", day, by_member(datatable)))


@given(sentence("the lots of {member:Member} on {day:Day} are {value:Words}"))
def _(group: Group, member: str, day: date, value: str) -> None:
    examples.carry_out(group, *stock("lots", day, {member: value}))


@given(sentence("the homes of {member:Member} on {day:Day} are {value}"))
def _(group: Group, member: str, day: date, value: str) -> None:
    reading = {"measure": "homes", "member": member, "reference_date": day}
    examples.carry_out(group, RecordReading(**reading, value=value))


@given("the seats of Confluence")
def _(group: Group, datatable: Sequence[Sequence[str]]) -> None:
    examples.carry_out(group, *(command for row in records(datatable) for command in seat(row)))


@given(sentence("the seat {code:Name} is held until {day:Day}"))
def _(group: Group, code: str, day: date) -> None:
    examples.carry_out(group, VacateSeat(agreement=CONFLUENCE, seat=code, until=day))


@when(sentence("the seat {code:Name} is given to {member:Member}"))
def _(attempt: Attempt, code: str, member: str) -> None:
    attempt(*seat({"seat": code, "represents": member}))


@given(sentence("the members hold of the capital on {day:Day}"))
def _(group: Group, day: date, datatable: Sequence[Sequence[str]]) -> None:
    said = {"agreement": CONFLUENCE, "effective_on": day, "source": "register of shareholders"}
    held = by_member(datatable).items()
    examples.carry_out(group, *(RecordHolding(member=m, shares=shares, **said) for m, shares in held))


@given(sentence("{member:Member} holds {shares:Words} shares from {day:Day}"))
def _(group: Group, member: str, shares: str, day: date) -> None:
    said = {"agreement": CONFLUENCE, "effective_on": day, "source": "register of shareholders"}
    examples.carry_out(group, RecordHolding(member=member, shares=shares, **said))


@then(sentence("the voters on resolution {number:Resolution} weigh"))
def _(book: Book, number: str, datatable: Sequence[Sequence[str]]) -> None:
    assert shown(datatable, book.within("voters", "resolutions", number=number)) == datatable[1:]


@then(sentence("the colleges on resolution {number:Resolution} weigh"))
def _(book: Book, number: str, datatable: Sequence[Sequence[str]]) -> None:
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for voter in book.within("voters", "resolutions", number=number):
        sums[voter["college"]] += Fraction(voter["weight"])
    assert [[code, exact_text(sums[code])] for code in sorted(sums)] == datatable[1:]


@then(sentence("the recused on resolution {number:Resolution} are"))
def _(book: Book, number: str, datatable: Sequence[Sequence[str]]) -> None:
    voters = book.within("voters", "resolutions", number=number)
    assert shown(datatable, [voter for voter in voters if voter["recused"]]) == datatable[1:]
