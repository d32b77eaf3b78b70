"""Steps of membership: members, agreements, their signatures, admissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pytest_bdd import given, then, when

from application.agreements import (
    DecideAdmission,
    DraftAmendment,
    SignAccession,
    SignAgreement,
    SignAmendment,
)
from application.group import Group
from application.members import ChangeMemberDetail, RecordFigure
from application.services import LetBeneficiaryLeave
from domain.kernel.authority import Authority
from domain.membership.agreement import EarlierDebts
from domain.membership.member import MemberDetail
from tests import examples
from tests.examples import BY_AMENDMENT, CONFLUENCE
from tests.features.steps.common import Attempt, Book, day_of, records, sentence, shown

AMENDMENT = {"agreement": CONFLUENCE, "number": "1"}


@given(sentence("{members:Members} are members"))
@given(sentence("{members:Members} is a member"))
def _(group: Group, members: Sequence[str]) -> None:
    examples.carry_out(group, *examples.register(*members))


@when(sentence("a member is registered under the code {code:Name}"))
def _(attempt: Attempt, code: str) -> None:
    attempt(*examples.register(code))


@when(sentence("{member:Member} takes the name {name:Name} from {day:Day}"))
def _(attempt: Attempt, member: str, name: str, day: date) -> None:
    detail = {"detail": MemberDetail.NAME, "value": name, "source": "minutes"}
    attempt(ChangeMemberDetail(code=member, effective_on=day, **detail))


@then(sentence("{member:Member} is named {name:Name}"))
def _(book: Book, member: str, name: str) -> None:
    assert book.row("members", code=member)["name"] == name


@when(sentence("{member:Member} gives the SIREN {siren:Name}"))
def _(attempt: Attempt, member: str, siren: str) -> None:
    detail = {"detail": MemberDetail.SIREN, "value": siren, "source": "register of companies"}
    attempt(ChangeMemberDetail(code=member, effective_on=examples.IN_FORCE_ON, **detail))


@then(sentence("the SIREN of {member:Member} is {siren:Name}"))
def _(book: Book, member: str, siren: str) -> None:
    (detail,) = book.within("member_details", "members", code=member)
    assert (detail["detail"], detail["value"]) == ("siren", siren)


@when(sentence("the figures of {member:Member} are recorded"))
def _(attempt: Attempt, member: str, datatable: Sequence[Sequence[str]]) -> None:
    for row in records(datatable):
        given_ = {"figure": row["figure"], "value": row["value"].replace(",", ""), "source": row["source"]}
        attempt(RecordFigure(code=member, unit="homes", as_of=day_of(row["at"]), **given_))


@then(sentence("the book shows of {member:Member}"))
def _(book: Book, member: str, datatable: Sequence[Sequence[str]]) -> None:
    assert shown(datatable, book.within("figures", "members", code=member)) == datatable[1:]


@given(sentence("Confluence is drafted between {parties:Members}, effective {day:Day}"))
def _(group: Group, parties: Sequence[str], day: date) -> None:
    examples.carry_out(group, examples.draft(parties=parties, effective_on=day))


@when(sentence("{name:Name} is drafted between {parties:Members}, effective {day:Day}"))
def _(attempt: Attempt, name: str, parties: Sequence[str], day: date) -> None:
    attempt(examples.draft(name, parties, effective_on=day))


@given(sentence("{members:Members} have signed Confluence on {day:Day}"))
def _(group: Group, members: Sequence[str], day: date) -> None:
    signatures = [SignAgreement(agreement=CONFLUENCE, **examples.signature(m, day)) for m in members]
    examples.carry_out(group, *signatures)


@when(sentence("{member:Member} signs Confluence on {day:Day}"))
def _(attempt: Attempt, member: str, day: date) -> None:
    attempt(SignAgreement(agreement=CONFLUENCE, **examples.signature(member, day)))


@then(sentence("Confluence is in force from {day:Day}"))
def _(book: Book, day: date) -> None:
    assert book.row("agreements", code=CONFLUENCE)["in_force_on"] == day.isoformat()


@when(sentence("the agreement opens a contract for {service:Name}"))
def _(attempt: Attempt, service: str) -> None:
    attempt(*examples.toolbox(service), examples.contract(service, examples.EQUAL))


@given(sentence("amendment 1 is drafted, effective {day:Day}, and signed by {members:Members}"))
def _(group: Group, day: date, members: Sequence[str]) -> None:
    signed_on = examples.signature
    signatures = [SignAmendment(**AMENDMENT, **signed_on(m, examples.IN_FORCE_ON)) for m in members]
    drafted = DraftAmendment(**AMENDMENT, text="the axes of cooperation", effective_on=day)
    examples.carry_out(group, drafted, *signatures)


@when(sentence("{member:Member} signs amendment 1 on {day:Day}"))
def _(attempt: Attempt, member: str, day: date) -> None:
    attempt(SignAmendment(**AMENDMENT, **examples.signature(member, day)))


@then(sentence("amendment 1 is in force from {day:Day}"))
def _(book: Book, day: date) -> None:
    assert book.row("amendments", number="1")["in_force_on"] == day.isoformat()


@when(sentence("amendment 1 opens a contract for {service:Name}"))
def _(attempt: Attempt, service: str) -> None:
    authority = Authority("amendment", CONFLUENCE, "1")
    opened = examples.contract(service, examples.EQUAL).model_copy(update={"authority": authority})
    attempt(*examples.toolbox(service), opened)


@given(
    sentence("{parties:Members} share {service:Name} {key:Key}, entrants bearing costs by {convention:Words}")
)
def _(group: Group, parties: Sequence[str], service: str, key: Mapping[str, object], convention: str) -> None:
    in_force = examples.members_in_agreement(parties, entry_convention=convention)
    opened = examples.contract(service, key, beneficiaries=parties)
    examples.carry_out(group, *in_force, *examples.toolbox(service, ["calls"]), opened)


def _admission(member: str, bears_costs_from: date, votes_from: date) -> dict[str, object]:
    days = {"bears_costs_from": bears_costs_from.isoformat(), "votes_from": votes_from.isoformat()}
    liable = EarlierDebts.EXEMPT.value
    return {"member": member, **days, "earlier_debts": liable, "contracts": ["Call platform"]}


ADMITS = "{member:Member}, which bears costs from {costs:Day} and votes from {votes:Day}"


@given(sentence("resolution R1 has admitted " + ADMITS))
@when(sentence("resolution R1 admits " + ADMITS))
def _(group: Group, member: str, costs: date, votes: date) -> None:
    examples.admit(group, _admission(member, costs, votes))


@given(sentence("the agreement has admitted {member:Member}, which bears costs from {day:Day}"))
@when(sentence("the agreement admits {member:Member}, which bears costs from {day:Day}"))
def _(attempt: Attempt, member: str, day: date) -> None:
    terms = _admission(member, day, day)
    attempt(DecideAdmission.read({"agreement": CONFLUENCE, "authority": BY_AMENDMENT, **terms}))


@given(sentence("{member:Member} has signed its accession on {day:Day}"))
@when(sentence("{member:Member} signs its accession on {day:Day}"))
def _(attempt: Attempt, member: str, day: date) -> None:
    attempt(SignAccession(agreement=CONFLUENCE, **examples.signature(member, day)))


@given(sentence("{member:Member} has entered on {day:Day}"))
def _(group: Group, member: str, day: date) -> None:
    examples.admit(group, _admission(member, day, day))
    examples.carry_out(group, SignAccession(agreement=CONFLUENCE, **examples.signature(member, day)))


@then(sentence("{service:Name} benefits {members:Members}"))
def _(book: Book, service: str, members: Sequence[str]) -> None:
    rows = book.within("beneficiaries", "contracts", code=service)
    assert sorted(row["member"] for row in rows) == sorted(members)


@given(sentence("{member:Member} benefits from {service:Name} until {day:Day}"))
def _(group: Group, member: str, service: str, day: date) -> None:
    until = {"bears_costs_until": day, "authority": BY_AMENDMENT}
    examples.carry_out(group, LetBeneficiaryLeave(contract=service, member=member, **until))
