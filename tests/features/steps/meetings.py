"""Steps of governance: convocations, attendance, proxies, recusals, second calls and consultations in writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from application.commands import Command
from application.electors import GrantProxy, RevokeProxy
from application.group import Group
from application.meetings import ChangeOrder, ConveneMeeting, RecordAttendance
from application.ports import Act
from application.resolutions import CastBallot, CloseVote, OpenVote, RecuseVoter, TableResolution
from domain.governance.attendance import CarriedProxy
from domain.governance.meeting import MeetingKind
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import CONFLUENCE
from tests.features.steps.common import Attempt, Book, sentence, shown
from tests.features.steps.electorate import keys
from tests.features.steps.governance import VOTED_ON

GRANTED_ON = date(2026, 1, 2)
JOINT = "Joint meeting"
SECOND = "Second call"
LEAVE = {"reason": "exclusion", "notified_on": "2026-01-05", "bears_costs_until": "2026-06-30"}


def tabled(*numbers: str) -> list[Command]:
    """Resolutions on keys, tabled on the day of the convocation."""
    about = {"agreement": CONFLUENCE, "decision_type": "key", "tabled_on": VOTED_ON}
    return [TableResolution(number=number, title=f"Resolution {number}", **about) for number in numbers]


def convened(reference: str, agenda: Sequence[str], held_on: date, **terms: Any) -> ConveneMeeting:
    """A convocation of 5 January 2026 unless terms say otherwise."""
    called = {"agreement": CONFLUENCE, "convened_on": VOTED_ON, **terms}
    return ConveneMeeting(reference=reference, agenda=tuple(agenda), held_on=held_on, **called)


def opened(number: str, meeting: str, day: date = VOTED_ON) -> OpenVote:
    """The vote on a resolution, opened in a meeting."""
    return OpenVote(agreement=CONFLUENCE, number=number, meeting=meeting, record_date=day)


def attended(
    reference: str, present: Sequence[str], proxies: Sequence[CarriedProxy] = ()
) -> RecordAttendance:
    """The attendance sheet of a meeting."""
    represented = tuple(proxy.seat for proxy in proxies)
    sheet = {"present": tuple(present), "represented": represented, "proxies": tuple(proxies)}
    return RecordAttendance(agreement=CONFLUENCE, reference=reference, **sheet)


def granted(seat: str, holder: str, **scope: Any) -> GrantProxy:
    """A proxy given on 2 January 2026."""
    deed = {"granted_on": GRANTED_ON, "evidence": "letter of 2 January 2026"}
    return GrantProxy(agreement=CONFLUENCE, seat=seat, holder=holder, **deed, **scope)


def outcome_of(attempt: Attempt, done: str) -> str:
    """What is told of an attempt: the refusal in its own words, or that it was done."""
    attempt.named = True
    return done if attempt.refusal is None else str(attempt.refusal)


DONE = {"opening": "open", "ballot": "cast"}


@then(sentence("the outcome of that {what:Word} is {outcome:Name}"))
def _(attempt: Attempt, what: str, outcome: str) -> None:
    assert outcome_of(attempt, DONE[what]) == outcome


@given(sentence("the charter gives {days:d} days of notice, and {second:d} on second call"))
def _(group: Group, days: int, second: int) -> None:
    notice = {"notice_days": days, "notice_days_second_call": second}
    examples.carry_out(group, keys(quorum_first_call="1", **notice))


@given(sentence("the charter gives {days:d} days of notice, and allows {exception:Name}"))
def _(group: Group, days: int, exception: str) -> None:
    examples.carry_out(group, keys(notice_days=days, notice_exceptions=(exception,)))


CALLED = "resolution {number:Resolution} is called to a meeting "


@given(sentence(CALLED + "on {held:Day} by a convocation of {day:Day}"))
def _(group: Group, number: str, held: date, day: date) -> None:
    examples.carry_out(
        group, *tabled(number), convened(f"Meeting on {number}", [number], held, convened_on=day)
    )


@given(sentence(CALLED + "within a day by {exception:Name}, because a subsidy lapses"))
def _(group: Group, number: str, exception: str) -> None:
    why = {"notice_exception": exception, "notice_reason": "a subsidy lapses"}
    meeting = convened(f"Meeting on {number}", [number], date(2026, 1, 6), **why)
    examples.carry_out(group, *tabled(number), meeting)


@when(sentence("the vote on resolution {number:Resolution} is opened there"))
def _(attempt: Attempt, number: str) -> None:
    attempt(opened(number, f"Meeting on {number}"))


@given(sentence("the meeting of {held:Day} on resolution {number:Resolution} was inquorate"))
def _(group: Group, held: date, number: str) -> None:
    meeting = f"Meeting on {number}"
    first = [*tabled(number), convened(meeting, [number], held), opened(number, meeting)]
    examples.carry_out(group, *first, *examples.ballots(number, {}, held))


@when(sentence("a second call is convened on {day:Day} for {held:Day}, and the vote is opened there"))
def _(attempt: Attempt, day: date, held: date) -> None:
    again = {"call": 2, "follows": "Meeting on R1", "convened_on": day}
    attempt(convened(SECOND, ["R1"], held, **again), opened("R1", SECOND, held))


@when(sentence("a second call is convened with the resolutions {numbers:Words}"))
def _(attempt: Attempt, numbers: str) -> None:
    again = {"call": 2, "follows": "Meeting on R1"}
    attempt(convened(SECOND, numbers.split(" and "), VOTED_ON, **again))


@given(sentence("the resolutions {first:Resolution} and {second:Resolution} are called to a meeting"))
def _(group: Group, first: str, second: str) -> None:
    examples.carry_out(group, *tabled(first, second), convened(JOINT, [first, second], VOTED_ON))


@given(
    sentence(
        "that meeting takes {first:Resolution} before {second:Resolution}, because R1 waits for its study"
    )
)
def _(group: Group, first: str, second: str) -> None:
    order = {"agenda": (first, second), "reason": "R1 waits for its study"}
    examples.carry_out(group, ChangeOrder(agreement=CONFLUENCE, reference=JOINT, **order))


@when(sentence("resolution {number:Resolution} is put to the vote there, with {members:Members} for it"))
@given(sentence("resolution {number:Resolution} is adopted there by {members:Members}"))
def _(attempt: Attempt, number: str, members: Sequence[str]) -> None:
    attempt(opened(number, JOINT), *examples.ballots(number, dict.fromkeys(members, "for")))


@given(sentence("{members:Members} attend the meeting on resolution {number:Resolution}"))
def _(group: Group, members: Sequence[str], number: str) -> None:
    examples.carry_out(group, attended(f"Meeting on {number}", members))


SHEET = "{holder:Member} attends the meeting on resolution {number:Resolution} with the "


@given(sentence(SHEET + "proxy of {seats:Members}"))
@given(sentence(SHEET + "proxies of {seats:Members}"))
def _(group: Group, holder: str, number: str, seats: Sequence[str]) -> None:
    carried = [CarriedProxy(seat, holder) for seat in seats]
    examples.carry_out(group, attended(f"Meeting on {number}", [holder], carried))


@given(
    sentence(
        "{members:Members} attend that meeting from its opening, and {member:Member} alone from "
        "resolution {number:Resolution} on"
    )
)
def _(group: Group, members: Sequence[str], member: str, number: str) -> None:
    later = attended(JOINT, [member]).model_copy(update={"from_item": number})
    examples.carry_out(group, later, attended(JOINT, members))


@given(
    sentence(
        "{members:Members} are consulted in writing on resolution {number:Resolution} from {start:Day} to {end:Day}"
    )
)
def _(group: Group, members: Sequence[str], number: str, start: date, end: date) -> None:
    written = {"kind": MeetingKind.WRITTEN, "opens_on": start}
    consultation = convened(f"Meeting on {number}", [number], end, **written)
    examples.carry_out(group, *tabled(number), consultation, opened(number, f"Meeting on {number}"))
    assert [v["seat"] for v in group.readings.rows("voters", group.position())] == members


@when(sentence("{member:Member} votes {choice:Word} resolution {number:Resolution} on {day:Day}"))
def _(attempt: Attempt, member: str, choice: str, number: str, day: date) -> None:
    ballot = {"seat": member, "choice": choice, "cast_on": day}
    attempt(CastBallot(agreement=CONFLUENCE, number=number, **ballot))


@when(sentence("that consultation closes with a ballot of {member:Member} for it"))
def _(attempt: Attempt, member: str) -> None:
    of = {"agreement": CONFLUENCE, "number": "R1"}
    ballot = CastBallot(**of, seat=member, choice="for", cast_on=VOTED_ON)
    attempt(ballot, CloseVote(**of, decided_on=date(2026, 1, 15)))


@given("the charter wants proxies in writing")
def _(group: Group) -> None:
    examples.carry_out(group, keys(written_proxies=True))


@given("the charter wants proxies in writing and refuses the ballot of who gave one")
def _(group: Group) -> None:
    examples.carry_out(group, keys(written_proxies=True, voting_in_person="is refused"))


@given(sentence("the charter lets {whom:Word} carry proxies"))
def _(group: Group, whom: str) -> None:
    examples.carry_out(group, keys(written_proxies=True, proxy_holders=whom))


FOR_MEETING = " its proxy to {holder:Member} for the meeting on resolution {number:Resolution}"


@given(sentence("{seat:Member} gave" + FOR_MEETING))
@when(sentence("{seat:Member} gives" + FOR_MEETING))
def _(attempt: Attempt, seat: str, holder: str, number: str) -> None:
    attempt(granted(seat, holder, meeting=f"Meeting on {number}"))


@given(sentence("{seat:Member} gave its proxy to {holder:Member} until {day:Day}"))
def _(group: Group, seat: str, holder: str, day: date) -> None:
    examples.carry_out(group, granted(seat, holder, until=day))


@given(sentence("{seat:Member} took its proxy back from {holder:Member} on {day:Day}"))
@when(sentence("{seat:Member} takes its proxy back from {holder:Member} on {day:Day}"))
def _(attempt: Attempt, seat: str, holder: str, day: date) -> None:
    attempt(RevokeProxy(agreement=CONFLUENCE, seat=seat, holder=holder, revoked_on=day))


@then("the proxies under Confluence are")
def _(book: Book, datatable: Sequence[Sequence[str]]) -> None:
    assert shown(datatable, book.rows("proxies", agreement=CONFLUENCE)) == datatable[1:]


CONCERNING = "the vote on resolution {number:Resolution}, which concerns {members:Members}, "


@given(sentence(CONCERNING + "has been opened"))
@when(sentence(CONCERNING + "is opened"))
def _(attempt: Attempt, number: str, members: Sequence[str]) -> None:
    attempt(*examples.vote(number, day=VOTED_ON, concerns=tuple(members)))


@when(sentence("the vote on resolution {number:Resolution}, which lets {member:Member} go, is opened"))
def _(attempt: Attempt, number: str, member: str) -> None:
    attempt(*examples.vote(number, [Enactment("let a member leave", {"member": member, **LEAVE})]))


@given(
    sentence(
        "the vote on resolution {number:Resolution}, which raises the commitments of {members:Members}, is open"
    )
)
def _(group: Group, number: str, members: Sequence[str]) -> None:
    examples.carry_out(group, *examples.vote(number, raises_commitments_of=tuple(members)))


@when(sentence("the seat {seat:Name} votes {choice:Word} resolution {number:Resolution}"))
def _(attempt: Attempt, seat: str, choice: str, number: str) -> None:
    ballot = {"seat": seat, "choice": choice, "cast_on": VOTED_ON}
    attempt(CastBallot(agreement=CONFLUENCE, number=number, **ballot))


@when(sentence("{who:Member} declares that {member:Member} is recused from resolution {number:Resolution}"))
def _(attempt: Attempt, who: str, member: str, number: str) -> None:
    recusal = RecuseVoter(agreement=CONFLUENCE, number=number, seat=member, reason="its own interest")
    attempt(recusal, act=Act(actor=examples.PERSONS[who], on_behalf_of=who))


@when(sentence("{member:Member} is recused from resolution {number:Resolution} as concerned"))
def _(attempt: Attempt, member: str, number: str) -> None:
    recusal = {"seat": member, "reason": "it is concerned", "ground": "concerned"}
    attempt(RecuseVoter(agreement=CONFLUENCE, number=number, **recusal))
