"""Steps of governance: charters, votes, ballots, and what resolutions enact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from pytest_bdd import given, then, when

from application.group import Group
from application.meetings import ConveneMeeting
from application.resolutions import CastBallot, OpenVote, RecuseVoter, TableResolution
from application.services import AdoptKey
from domain.governance.resolution_events import Enactment
from domain.kernel.authority import Authority
from domain.membership.agreement import LegalForm
from tests import examples
from tests.examples import BY_AMENDMENT, CONFLUENCE
from tests.features.steps.common import Attempt, Book, by_member, sentence, shown, with_authority

VOTED_ON = date(2026, 1, 5)
READINGS = {"stays in": False, "leaves": True}
FORMS = {
    "a GIE": LegalForm.GIE,
    "an association": LegalForm.ASSOCIATION,
    "a company": LegalForm.COMPANY,
}
THE_CHARTER = "the charter decides on keys by {majority:Majority}"


@given(sentence("{parties:Members} cooperate in {form}"), converters={"form": FORMS.__getitem__})
def _(group: Group, parties: Sequence[str], form: LegalForm) -> None:
    examples.carry_out(group, *examples.members_in_agreement(parties, legal_form=form))


@given(sentence(THE_CHARTER))
@given(sentence(THE_CHARTER + " and allows one proxy each"))
def _(group: Group, majority: str) -> None:
    examples.carry_out(group, examples.charter(examples.rule(majority=majority)))


@given(
    sentence(THE_CHARTER + ", and a recused voter {reading} the count"),
    converters={"reading": READINGS.__getitem__},
)
def _(group: Group, majority: str, reading: bool) -> None:
    examples.carry_out(
        group, examples.charter(examples.rule(majority=majority, recused_leave_majority=reading))
    )


@given(sentence(THE_CHARTER + ", with a quorum of {part:Part} that falls on second call"))
def _(group: Group, majority: str, part: str) -> None:
    examples.carry_out(group, examples.charter(examples.rule(majority=majority, quorum_first_call=part)))


@given(sentence(THE_CHARTER + " from {day:Day}, by {article:Name}"))
def _(group: Group, majority: str, day: date, article: str) -> None:
    rule = examples.rule(majority=majority, source=article)
    examples.carry_out(group, examples.charter(rule, effective_on=day))


@given(
    sentence("the amended charter decides on keys by {majority:Majority} from {day:Day}, by {article:Name}")
)
def _(group: Group, majority: str, day: date, article: str) -> None:
    rule = examples.rule(majority=majority, source=article)
    laid_down = examples.charter(rule, effective_on=day, authority=BY_AMENDMENT)
    examples.carry_out(group, laid_down)


@given(sentence("the vote on resolution {number:Resolution} is open"))
def _(group: Group, number: str) -> None:
    examples.carry_out(group, *examples.vote(number, day=VOTED_ON))


@when(sentence("the vote on resolution {number:Resolution} is opened on {day:Day}"))
def _(attempt: Attempt, number: str, day: date) -> None:
    attempt(*examples.vote(number, day=day))


@given(sentence("resolution {number:Resolution} is tabled"))
def _(group: Group, number: str) -> None:
    about = {"decision_type": "key", "title": "A late thought"}
    tabled = TableResolution(agreement=CONFLUENCE, number=number, tabled_on=VOTED_ON, **about)
    examples.carry_out(group, tabled)


@when(
    sentence(
        "the vote on resolution {number:Resolution} is opened in the meeting on resolution {other:Resolution}"
    )
)
def _(attempt: Attempt, number: str, other: str) -> None:
    meeting = {"meeting": f"Meeting on {other}", "record_date": VOTED_ON}
    attempt(OpenVote(agreement=CONFLUENCE, number=number, **meeting))


@then(sentence("the voters on resolution {number:Resolution} are {members:Members}"))
def _(book: Book, number: str, members: Sequence[str]) -> None:
    voters = book.within("voters", "resolutions", number=number)
    assert {voter["seat"]: voter["weight"] for voter in voters} == dict.fromkeys(members, "1")


@given(sentence("{member:Member} has voted {choice:Word} resolution {number:Resolution}"))
@when(sentence("{member:Member} votes {choice:Word} resolution {number:Resolution}"))
def _(attempt: Attempt, member: str, choice: str, number: str) -> None:
    ballot = {"seat": member, "choice": choice, "cast_on": VOTED_ON}
    attempt(CastBallot(agreement=CONFLUENCE, number=number, **ballot))


BY_PROXY = "{choice:Word} resolution {number:Resolution} as the proxy of {member:Member}"


@given(sentence("{holder:Member} has voted " + BY_PROXY))
@when(sentence("{holder:Member} votes " + BY_PROXY))
def _(attempt: Attempt, holder: str, choice: str, number: str, member: str) -> None:
    ballot = {"seat": member, "choice": choice, "cast_by": holder, "cast_on": VOTED_ON}
    attempt(CastBallot(agreement=CONFLUENCE, number=number, **ballot))


@given(sentence("{members:Members} is recused from resolution {number:Resolution}"))
@given(sentence("{members:Members} are recused from resolution {number:Resolution}"))
@when(sentence("{members:Members} is recused from resolution {number:Resolution}"))
def _(attempt: Attempt, members: Sequence[str], number: str) -> None:
    recusal = {"agreement": CONFLUENCE, "number": number, "reason": "its own interest"}
    attempt(*(RecuseVoter(seat=member, **recusal) for member in members))


@then(sentence("the ballots on resolution {number:Resolution} are"))
def _(book: Book, number: str, datatable: Sequence[Sequence[str]]) -> None:
    assert shown(datatable, book.within("ballots", "resolutions", number=number)) == datatable[1:]


@given(sentence("the vote on resolution {number:Resolution} has closed with"))
@when(sentence("the vote on resolution {number:Resolution} closes with"))
def _(attempt: Attempt, number: str, datatable: Sequence[Sequence[str]]) -> None:
    choices = {member: said for member, said in by_member(datatable).items() if said != "absent"}
    attempt(*examples.ballots(number, choices, VOTED_ON))


@given(sentence("resolution {number:Resolution} was inquorate on first call"))
def _(group: Group, number: str) -> None:
    examples.carry_out(group, *examples.vote(number, day=VOTED_ON), *examples.ballots(number, {}, VOTED_ON))


@when(sentence("the vote on resolution {number:Resolution} closes on second call with"))
def _(attempt: Attempt, number: str, datatable: Sequence[Sequence[str]]) -> None:
    of, days = {"agreement": CONFLUENCE}, {"convened_on": VOTED_ON, "held_on": VOTED_ON}
    follows = {"call": 2, "follows": f"Meeting on {number}", "agenda": (number,)}
    second = ConveneMeeting(reference="Second call", **follows, **of, **days)
    opened = OpenVote(number=number, meeting="Second call", record_date=VOTED_ON, **of)
    attempt(second, opened, *examples.ballots(number, by_member(datatable), VOTED_ON))


@then(sentence("resolution {number:Resolution} is {stage:Word}"))
def _(book: Book, number: str, stage: str) -> None:
    assert book.row("resolutions", number=number)["stage"] == stage


@then(sentence("the count of resolution {number:Resolution} reads {arithmetic:Name}"))
def _(book: Book, number: str, arithmetic: str) -> None:
    assert book.row("resolutions", number=number)["arithmetic"][-1] == arithmetic


@then(sentence("the rule of resolution {number:Resolution} is {article:Name}"))
def _(book: Book, number: str, article: str) -> None:
    assert book.row("resolutions", number=number)["rule"]["source"] == article


PUT_TO_THE_VOTE = "resolution {number:Resolution}, decided on {day:Day}, "


@given(sentence(PUT_TO_THE_VOTE + "lays down {majority:Majority} for keys from {start:Day}"))
def _(group: Group, number: str, day: date, majority: str, start: date) -> None:
    terms = {"effective_on": start.isoformat(), "rules": [asdict(examples.rule(majority=majority))]}
    laid_down = Enactment("lay down the charter", terms)
    examples.carry_out(group, *examples.vote(number, [laid_down], "charter", day))


@then("the charter of Confluence has the versions")
def _(book: Book, datatable: Sequence[Sequence[str]]) -> None:
    assert shown(datatable, with_authority(book.rows("charters"))) == datatable[1:]


@given(sentence(PUT_TO_THE_VOTE + "opens a contract for {service:Name}"))
def _(group: Group, number: str, day: date, service: str) -> None:
    terms = examples.contract_terms(service, examples.EQUAL)
    opened = Enactment("open a contract", terms)
    examples.carry_out(group, *examples.toolbox(service), *examples.vote(number, [opened], "contract", day))


@given(sentence(PUT_TO_THE_VOTE + "shares {service:Name} {key:Key} from {month:Month}"))
def _(group: Group, number: str, day: date, service: str, key: Mapping[str, object], month: str) -> None:
    adopts = Enactment("adopt a key", examples.key_terms(service, key, month))
    examples.carry_out(group, *examples.vote(number, [adopts], "key", day))


@given(sentence(PUT_TO_THE_VOTE + "moves {service:Name} to {successor:Name} on {start:Day}"))
def _(group: Group, number: str, day: date, service: str, successor: str, start: date) -> None:
    ends_on = (start - timedelta(days=1)).isoformat()
    ends = Enactment("end a contract", {"contract": service, "ends_on": ends_on})
    terms = examples.contract_terms(successor, examples.EQUAL, starts_on=start.isoformat())
    moved = examples.vote(number, [ends, Enactment("open a contract", terms)], "contract", day)
    examples.carry_out(group, *examples.toolbox(successor), *moved)


@given(sentence("resolution {number:Resolution} has been adopted on {day:Day}"))
@when(sentence("resolution {number:Resolution} is adopted on {day:Day}"))
def _(attempt: Attempt, number: str, day: date) -> None:
    attempt(*examples.ballots(number, dict.fromkeys(examples.MEMBERS, "for"), day))


@given(sentence("resolution {number:Resolution} has been rejected on {day:Day}"))
@when(sentence("resolution {number:Resolution} is rejected on {day:Day}"))
def _(attempt: Attempt, number: str, day: date) -> None:
    attempt(*examples.ballots(number, dict.fromkeys(examples.MEMBERS, "against"), day))


@when(
    sentence(
        "somebody shares {service:Name} {key:Key} from {month:Month}, naming resolution {number:Resolution}"
    )
)
def _(attempt: Attempt, service: str, key: Mapping[str, object], month: str, number: str) -> None:
    authority = Authority("resolution", CONFLUENCE, number, 1)
    terms = examples.key_terms(service, key, month)
    attempt(AdoptKey.read({**terms, "decided_on": date(2026, 3, 20), "authority": authority}))


@then(sentence("the enactment of resolution {number:Resolution} is {state:State}"))
def _(book: Book, number: str, state: str) -> None:
    assert {row["state"] for row in book.within("enactments", "resolutions", number=number)} == {state}


@then(sentence("the enactment of resolution {number:Resolution} is refused and says why"))
def _(book: Book, number: str) -> None:
    (enactment,) = book.within("enactments", "resolutions", number=number)
    assert (enactment["state"], bool(enactment["said"])) == ("refused", True)
