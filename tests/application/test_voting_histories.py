"""Whatever is asked of a vote, it comes to what an independent count says, and stays so whatever changes later."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from itertools import count as counting
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from application.commands import Command
from application.electors import (
    AppointSeat,
    DeclareSeatWeight,
    GrantProxy,
    RecordHolding,
    RevokeProxy,
    VacateSeat,
)
from application.group import Group
from application.meetings import ConveneMeeting, LayDownCharter, RecordAttendance
from application.ports import Row
from application.resolutions import (
    CastBallot,
    CloseVote,
    OpenVote,
    RecuseVoter,
    TableResolution,
)
from domain.governance.resolution import Resolution, resolution_id
from domain.governance.rules import College
from domain.governance.tally import MAJORITIES
from domain.kernel.authority import Authority
from domain.kernel.errors import Refusal
from domain.membership.agreement import LegalForm
from tests import examples
from tests.application.independent_count import MEMBERS, Move, Outcome, Place, Story, outcome_of
from tests.examples import ANNEX, carry_out
from tests.given_when_then import state

FIRST = date(2026, 1, 1)
RECORD_DATE, HELD_ON = date(2026, 1, 11), date(2026, 1, 13)
PLACES = ("Seat 1", "Seat 2", "Seat 3", "Seat 4")
PARTS = ("0", "1/5", "1/3", "1/2", "2/3", "1")
_AGREEMENTS = counting(1)

days = st.integers(0, 14).map(lambda n: FIRST + timedelta(days=n))
early = st.integers(0, 11).map(lambda n: FIRST + timedelta(days=n))
late = st.integers(9, 14).map(lambda n: FIRST + timedelta(days=n))
lasting = st.integers(5, 20).map(lambda n: timedelta(days=n))
weights = st.fractions(0, 20, max_denominator=7)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """A voting rule as a charter might have it."""
    electorate = draw(st.sampled_from(("members", "members", "board", "directors", "colleges", "colleges")))
    by_college = electorate == "colleges"
    majority = draw(st.sampled_from(sorted(MAJORITIES)))
    simple = majority == "simple"
    return {
        "electorate": electorate,
        "weights": "by college"
        if by_college
        else draw(st.sampled_from(("one each", "one each", "by capital", "own weight"))),
        "colleges": draw(colleges()) if by_college else [],
        "majority": majority,
        "quorum_first_call": draw(st.sampled_from(PARTS)),
        "quorum_base": draw(st.sampled_from(("votes", "members"))),
        "proxies_per_holder": draw(st.integers(0, 2)),
        "recused_leave_quorum": draw(st.booleans()),
        "recused_leave_majority": draw(st.booleans()),
        "written_proxies": draw(st.booleans()),
        "voting_in_person": draw(st.sampled_from(("revokes", "is refused"))),
        "casting_vote": draw(st.sampled_from((None, *PLACES, *MEMBERS))) if simple else None,
        "raising_needs_consent": False,
    }


@st.composite
def colleges(draw: st.DrawFn) -> list[dict[str, str]]:
    """Two colleges with shares and limits that leave room for one whole."""
    share = draw(st.fractions("1/10", "9/10", max_denominator=10))
    floor, cap = draw(st.sampled_from((("0", "1"), ("51/100", "35/100"), ("1/2", "1"), ("0", "1/3"))))
    return [
        {"code": "tenants", "share": str(share), "weights": "one each", "at_least": floor, "at_most": "1"},
        {
            "code": "investors",
            "share": str(1 - share),
            "weights": draw(st.sampled_from(("by capital", "own weight"))),
            "at_least": "0",
            "at_most": cap,
        },
    ]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Charters, registers, and what was done about one vote, in the order in which it was done."""
    places = [
        Place(
            code,
            draw(st.sampled_from((*MEMBERS, *MEMBERS, None))),
            ("tenants", "investors")[n % 2],
            first := draw(early),
            draw(st.none() | lasting.map(lambda time, first=first: first + time)),
            draw(weights) if draw(st.integers(0, 9)) else None,
        )
        for n, code in enumerate(PLACES[: draw(st.integers(2, 4))])
    ]
    seats = st.sampled_from((*MEMBERS, *(place.code for place in places)))
    what = st.sampled_from(("grant", "revoke", "recuse", "ballot", "ballot", "ballot", "ballot"))
    choice = st.sampled_from(("for", "for", "for", "against", "abstain", "blank"))
    moves = []
    for _ in range(draw(st.integers(5, 25))):
        kind, seat = draw(what), draw(seats)
        by = seat if kind == "ballot" and draw(st.integers(0, 3)) else draw(seats)
        moves.append(Move(kind, seat, by, draw(late if kind == "ballot" else days), draw(choice)))
    holdings = st.lists(st.tuples(early, weights), min_size=1, max_size=3)
    return Story(
        charters=[(FIRST, draw(rules())), *draw(st.lists(st.tuples(days, rules()), max_size=2))],
        places=places,
        shares={member: draw(holdings) for member in MEMBERS},
        moves=moves,
        present=draw(st.none() | st.lists(seats, unique=True)),
        record_date=RECORD_DATE,
    )


class Played:
    """A story, played under an agreement of its own."""

    def __init__(self, group: Group, story: Story) -> None:
        self.group, self.code = group, f"A{next(_AGREEMENTS)}"
        self.of = {"agreement": self.code}
        self.r1 = {**self.of, "number": "R1"}
        with suppress(Refusal):
            carry_out(group, *examples.register(*MEMBERS))
        carry_out(group, *examples.agreement_in_force(self.code, legal_form=LegalForm.ASSOCIATION))
        carry_out(group, *examples.amended(self.code))
        for n, (day, terms) in enumerate(story.charters):
            self.lay_down(day, terms, Authority("agreement", self.code) if n == 0 else None)
        self.register(story)
        carry_out(group, TableResolution(**self.r1, decision_type="key", title="T", tabled_on=FIRST))
        days = {"convened_on": FIRST, "held_on": HELD_ON}
        carry_out(group, ConveneMeeting(**self.of, reference="M", agenda=("R1",), **days))
        if story.present is not None:
            carry_out(group, RecordAttendance(**self.of, reference="M", present=tuple(story.present)))
        self.try_to(OpenVote(**self.r1, meeting="M", record_date=story.record_date))
        for move in story.moves:
            self.try_to(self.command(move))

    def lay_down(self, day: date, terms: dict[str, Any], authority: Authority | None = None) -> None:
        by = authority or Authority("amendment", self.code, ANNEX)
        rule = examples.rule(**{**terms, "colleges": tuple(College(**c) for c in terms["colleges"])})
        carry_out(self.group, LayDownCharter(**self.of, effective_on=day, rules=(rule,), authority=by))

    def register(self, story: Story) -> None:
        source = {"source": "register"}
        for place in story.places:
            seat = {**self.of, "seat": place.code}
            given_to = {"member": place.member, "college": place.college, "from_on": place.first}
            carry_out(self.group, AppointSeat(**seat, **given_to, **source))
            if place.last is not None:
                carry_out(self.group, VacateSeat(**seat, until=place.last))
            if place.weight is not None:
                declared = {"weight": str(place.weight), "effective_on": FIRST}
                carry_out(self.group, DeclareSeatWeight(**seat, **declared, **source))
        for member, held in story.shares.items():
            for day, shares in held:
                said = {"member": member, "shares": str(shares), "effective_on": day}
                carry_out(self.group, RecordHolding(**self.of, **said, **source))

    def command(self, move: Move) -> Command:
        match move.what:
            case "grant":
                deed = {"meeting": "M", "granted_on": move.day, "evidence": "letter"}
                return GrantProxy(**self.of, seat=move.seat, holder=move.by, **deed)
            case "revoke":
                return RevokeProxy(**self.of, seat=move.seat, holder=move.by, revoked_on=move.day)
            case "recuse":
                return RecuseVoter(**self.r1, seat=move.seat, reason="its own interest")
            case _:
                ballot = {"choice": move.choice, "cast_by": move.by, "cast_on": move.day}
                return CastBallot(**self.r1, seat=move.seat, **ballot)

    def try_to(self, command: Command) -> None:
        with suppress(Refusal):
            carry_out(self.group, command)

    def row(self) -> Row:
        [found] = self.group.readings.rows("resolutions", self.group.position(), **self.r1)
        return found

    def within(self, table: str) -> list[Row]:
        stream = resolution_id(self.code, "R1")
        return list(self.group.readings.rows(table, self.group.position(), stream=stream))

    def resolution(self) -> Resolution:
        return self.group.ledger.find(Resolution, resolution_id(self.code, "R1"))


def came_to(played: Played) -> Outcome:
    """What the ledger says that it came to."""
    row = played.row()
    if row["stage"] == "tabled":
        return Outcome(None)
    tally = {"for": "in_favour", "against": "against", "abstain": "abstained", "blank": "blank"}
    return Outcome(
        row["stage"],
        {voter["seat"]: Fraction(voter["weight"]) for voter in played.within("voters")},
        {ballot["seat"]: (ballot["choice"], ballot["cast_by"]) for ballot in played.within("ballots")},
        {choice: Fraction(row["tally"][name]) for choice, name in tally.items()},
    )


@given(stories(), st.tuples(days, rules()), st.tuples(days, rules()))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_vote_comes_to_what_an_independent_count_says_whatever_the_charter_becomes(
    group: Group, story: Story, before_close: tuple[date, Any], after_close: tuple[date, Any]
) -> None:
    played = Played(group, story)
    played.lay_down(*before_close)
    played.try_to(CloseVote(**played.r1, decided_on=date(2026, 2, 1)))
    expected = outcome_of(story)
    assert came_to(played) == expected
    event(f"the vote is {expected.stage or 'not opened'}")
    before = state(played.resolution())
    played.lay_down(*after_close)
    assert state(played.resolution()) == before
    assert came_to(played) == expected
