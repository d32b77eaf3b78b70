"""A resolution is tabled, opened, voted and closed; adopted, it is the authority for what it enacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.governance.charter import VotingRule
from domain.governance.resolution import (
    AlreadyVoted,
    Choice,
    NotAVoter,
    Recused,
    Resolution,
    Stage,
    TooManyProxies,
    WrongStage,
    resolution_id,
)
from domain.governance.resolution_events import (
    BallotCast,
    Closed,
    Enactment,
    EnactmentAwaiting,
    EnactmentExecuted,
    EnactmentRefused,
    ImpactStudied,
    Opened,
    Tabled,
    Voter,
    VoterRecused,
)
from domain.kernel.aggregate import Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound
from tests.given_when_then import Given, given, replayed, state

DAY = date(2026, 3, 31)
ENACTMENTS = (Enactment("free text", {}),)
TABLED = Tabled("Rives", "1", "key", "Share by homes", "", "2026-03-01", ENACTMENTS)
RULE = VotingRule("key", "members", "one each", "1/2", "0", "simple", 1, False, False, None, 0, "article 7")
VOTERS = tuple(Voter(m, m, None, "1", "one each") for m in ("Aval", "Brume", "Cime"))
OPENED = Opened("M1", 1, "2026-03-31", "2026-03-31", RULE, VOTERS)
ADOPTED = Closed(
    "adopted",
    "2026-03-31",
    "2",
    "0",
    "0",
    "0",
    "0",
    "3",
    ("quorum: 2 of 3 take part, 1/2 needed", "simple majority: 2 for, 0 against"),
)
REJECTED, INQUORATE = replace(ADOPTED, outcome="rejected"), replace(ADOPTED, outcome="inquorate")


def resolution(*events: Event) -> Given[Resolution]:
    return given(Resolution, resolution_id("Rives", "1"), *events)


def ballot(seat: str, choice: str = "for", by: str | None = None) -> BallotCast:
    return BallotCast(seat, choice, by or seat, by is not None, "2026-03-31")


def vote(seat: str, choice: Choice = Choice.FOR, by: str | None = None) -> object:
    return lambda r: r.cast_ballot(seat, choice, by or seat, DAY)


def table(r: Resolution) -> None:
    r.table("Rives", "1", "key", " Share by homes ", "", date(2026, 3, 1), ENACTMENTS)


def open_vote(r: Resolution) -> None:
    r.open("M1", 1, DAY, DAY, RULE, VOTERS)


def close(r: Resolution) -> None:
    r.close(DAY)


def test_a_resolution_is_tabled_with_what_it_would_enact() -> None:
    resolution().when(table).then(TABLED)


def test_a_number_is_given_once() -> None:
    resolution(TABLED).when(table).refused(AlreadyExists, kind="resolution", code="1")


def test_a_resolution_has_a_title_and_a_known_type_of_decision() -> None:
    day = date(2026, 3, 1)
    resolution().when(lambda r: r.table("Rives", "1", "key", " ", "", day, ())).refused(
        BadInput, field="title"
    )
    resolution().when(lambda r: r.table("Rives", "1", "weather", "t", "", day, ())).refused(
        BadInput, field="decision_type"
    )


def test_an_impact_study_comes_before_the_vote() -> None:
    resolution(TABLED).when(lambda r: r.attach_impact_study("ab" * 32, {"Aval": "+12.00"})).then(
        ImpactStudied("ab" * 32, {"Aval": "+12.00"})
    )
    resolution(TABLED, OPENED).when(lambda r: r.attach_impact_study("ab" * 32, {})).refused(WrongStage)


def test_opening_freezes_rule_record_date_and_electorate() -> None:
    resolution(TABLED).when(open_vote).then(OPENED)
    resolution(TABLED, OPENED).when(open_vote).refused(WrongStage, stage="open")


@pytest.mark.parametrize("voters", [(), (VOTERS[0], VOTERS[0])])
def test_a_vote_has_an_electorate_in_which_each_seat_stands_once(voters: tuple[Voter, ...]) -> None:
    resolution(TABLED).when(lambda r: r.open("M1", 1, DAY, DAY, RULE, voters)).refused(
        BadInput, field="voters"
    )


def test_a_voter_votes_once() -> None:
    resolution(TABLED, OPENED).when(vote("Aval")).then(ballot("Aval"))
    resolution(TABLED, OPENED, ballot("Aval")).when(vote("Aval", Choice.AGAINST)).refused(
        AlreadyVoted, seat="Aval"
    )


def test_a_voter_votes_by_itself_or_by_one_proxy() -> None:
    by_proxy = resolution(TABLED, OPENED).when(vote("Aval", by="Brume")).then(ballot("Aval", by="Brume"))
    by_proxy.when(vote("Aval")).refused(AlreadyVoted, seat="Aval")
    by_proxy.when(vote("Brume")).then(ballot("Brume"))


def test_a_holder_carries_no_more_proxies_than_the_charter_allows() -> None:
    resolution(TABLED, OPENED, ballot("Aval", by="Brume")).when(vote("Cime", by="Brume")).refused(
        TooManyProxies, holder="Brume", limit=1
    )


def test_a_recused_voter_does_not_vote() -> None:
    recused = (
        resolution(TABLED, OPENED)
        .when(lambda r: r.recuse("Aval", "is the provider"))
        .then(VoterRecused("Aval", "is the provider"))
    )
    recused.when(vote("Aval")).refused(Recused, seat="Aval")
    recused.when(vote("Aval", by="Brume")).refused(Recused, seat="Aval")
    recused.when(lambda r: r.recuse("Aval", "again")).refused(Recused)


def test_who_has_voted_is_not_recused_afterwards() -> None:
    resolution(TABLED, OPENED, ballot("Aval")).when(lambda r: r.recuse("Aval", "late")).refused(AlreadyVoted)


def test_only_the_electorate_votes() -> None:
    resolution(TABLED, OPENED).when(vote("Dune")).refused(NotAVoter, seat="Dune")
    resolution(TABLED, OPENED).when(lambda r: r.recuse("Dune", "no seat")).refused(NotAVoter)


def test_a_ballot_is_cast_while_the_vote_is_open() -> None:
    for events in ((TABLED,), (TABLED, OPENED, ballot("Aval"), ballot("Brume"), ADOPTED)):
        resolution(*events).when(vote("Cime")).refused(WrongStage)


def test_closing_counts_and_keeps_the_arithmetic() -> None:
    resolution(TABLED, OPENED, ballot("Aval"), ballot("Brume")).when(close).then(ADOPTED)


def test_a_tie_is_rejected() -> None:
    rejected = (
        resolution(TABLED, OPENED, ballot("Aval"), ballot("Brume", "against"))
        .when(close)
        .then(
            replace(
                REJECTED,
                in_favour="1",
                against="1",
                arithmetic=(ADOPTED.arithmetic[0], "simple majority: 1 for, 1 against"),
            )
        )
    )
    rejected.when(lambda r: r.must_be_adopted()).refused(WrongStage, stage="rejected", needed="adopted")


def test_without_quorum_nothing_is_decided_and_a_second_call_may_follow() -> None:
    inquorate = (
        resolution(TABLED, OPENED, ballot("Aval"))
        .when(close)
        .then(
            replace(INQUORATE, in_favour="1", arithmetic=("quorum: 1 of 3 take part, 1/2 needed",)),
        )
    )
    inquorate.when(open_vote).refused(WrongStage, stage="inquorate")
    again = inquorate.when(lambda r: r.open("M2", 2, DAY, DAY, RULE, VOTERS)).then(
        replace(OPENED, meeting="M2", call=2)
    )
    assert again.aggregate().open_vote().ballots == {}
    again.when(vote("Aval")).then(ballot("Aval")).when(close).then(
        replace(
            ADOPTED,
            in_favour="1",
            arithmetic=("quorum: 1 of 3 take part, 0 needed", "simple majority: 1 for, 0 against"),
        )
    )


def test_the_rule_frozen_at_opening_counts_and_not_a_later_one() -> None:
    unanimous = replace(OPENED, rule=replace(RULE, majority="unanimity"))
    closed = resolution(TABLED, unanimous, ballot("Aval"), ballot("Brume")).aggregate()
    closed.close(DAY)
    assert closed.stage is Stage.REJECTED


def test_a_vote_is_decided_on_the_day_of_its_last_ballot_or_later() -> None:
    late = replace(ballot("Aval"), cast_on="2026-04-02")
    resolution(TABLED, OPENED, late).when(close).refused(BadInput, field="decided_on")


def test_a_vote_is_closed_once() -> None:
    resolution(TABLED, OPENED, ADOPTED).when(close).refused(WrongStage, stage="adopted", needed="open")


def test_an_enactment_is_carried_out_once() -> None:
    executed = (
        resolution(TABLED, OPENED, ADOPTED).when(lambda r: r.mark_executed(1)).then(EnactmentExecuted(1))
    )
    executed.when(lambda r: r.mark_executed(1)).then_nothing()
    executed.when(lambda r: r.mark_refused(1, "not-found", "too late")).then_nothing()


def test_an_enactment_that_was_refused_says_why() -> None:
    resolution(TABLED, OPENED, ADOPTED).when(
        lambda r: r.mark_refused(1, "not-found", "no such contract")
    ).then(EnactmentRefused(1, "not-found", "no such contract"))


def test_adopted_and_not_yet_in_force_is_said() -> None:
    resolution(TABLED, OPENED, ADOPTED).when(lambda r: r.await_condition(1, "Dune signs")).then(
        EnactmentAwaiting(1, "Dune signs")
    )


@pytest.mark.parametrize("outcome", [REJECTED, INQUORATE])
def test_what_was_not_adopted_enacts_nothing(outcome: Closed) -> None:
    resolution(TABLED, OPENED, outcome).when(lambda r: r.mark_executed(1)).refused(WrongStage)


def test_there_is_no_vote_on_a_resolution_that_does_not_exist() -> None:
    resolution().when(open_vote).refused(NotFound, kind="resolution")


CHOICES = st.lists(
    st.tuples(st.sampled_from(("Aval", "Brume", "Cime", "Dune")), st.sampled_from(list(Choice))), max_size=8
)


@for_all(CHOICES)
def test_replaying_a_vote_gives_what_was_decided_whatever_the_rules_have_become(
    choices: list[tuple[str, Choice]],
) -> None:
    decided = resolution(TABLED, OPENED).aggregate()
    for seat, choice in choices:
        if seat in decided.open_vote().voters and seat not in decided.open_vote().ballots:
            decided.cast_ballot(seat, choice, seat, DAY)
    decided.close(DAY)
    happened = [domain_event.event for domain_event in decided.collect_events()]
    again = replayed(Resolution, decided.id, (TABLED, OPENED, *happened))
    assert state(again) == state(decided)
    # Replay assigns and asks no rule: an outcome that today's rules would not give stands as it was.
    overruled = replayed(Resolution, decided.id, (TABLED, OPENED, *happened[:-1], ADOPTED))
    assert overruled.stage is Stage.ADOPTED
