"""An open vote: the frozen rule and electorate, the ballots as they come in, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.governance.attendance import Attendance
from domain.governance.ballots import (
    AlreadyVoted,
    OutsideConsultation,
    ProxyGiven,
    Recused,
    caster_among,
    check_attending,
    check_proxies_carried,
    check_proxy,
    check_sheet,
    seat_among,
)
from domain.governance.commitments import Consent
from domain.governance.counting import Choice, Poll, count
from domain.governance.proxies import Standing
from domain.governance.recusals import check_ground, is_concerned
from domain.governance.resolution_events import BallotCast, Closed, Opened, Voter, VoterRecused
from domain.governance.rules import VotingRule
from domain.kernel.errors import BadInput
from domain.kernel.identity import normal_code
from domain.kernel.money import exact_text

ADOPTED, REJECTED, INQUORATE = "adopted", "rejected", "inquorate"


@dataclass(slots=True)
class Vote:
    """One vote on one resolution: decides what its ballots, recusals and count are, and keeps them."""

    opened: Opened
    number: str
    concerned: tuple[str, ...]
    ballots: dict[str, BallotCast] = field(default_factory=dict)
    recused: set[str] = field(default_factory=set)

    @property
    def rule(self) -> VotingRule:
        """The rule as it was frozen."""
        return self.opened.rule

    @property
    def voters(self) -> dict[str, Voter]:
        """The electorate as it was frozen, by seat."""
        return {voter.seat: voter for voter in self.opened.voters}

    def seat(self, seat: str) -> str:
        """The seat as it was frozen, in whatever letters it is named. Raises NotAVoter."""
        return seat_among(self.voters, seat, self.number)

    def speaks_for(self, code: str) -> str:
        """The member behind a seat, or the code itself where no member is."""
        found = (v for v in self.opened.voters if normal_code(v.seat) == normal_code(code))
        voter = next(found, None)
        return code if voter is None or voter.member is None else voter.member

    def recused_at_once(self) -> list[VoterRecused]:
        """The recusals that the charter wants of itself: of those whom the resolution concerns."""
        if not self.rule.concerned_are_recused:
            return []
        return [
            VoterRecused(v.seat, f"the resolution concerns {v.member} ({self.rule.source})", "concerned")
            for v in self.opened.voters
            if is_concerned(v.member, self.concerned)
        ]

    def recusal(self, seat: str, reason: str, ground: str) -> VoterRecused:
        """Keep a voter from voting, on a ground that the charter knows."""
        seat = self.seat(seat)
        check_ground(self.rule, ground, self.voters[seat].member, self.concerned, self.number)
        self._must_be_free_to_vote(seat)
        return VoterRecused(seat, reason, ground)

    def ballot(
        self,
        seat: str,
        choice: Choice,
        cast_by: str,
        cast_on: date,
        attendance: Attendance | None,
        standing: Standing,
    ) -> BallotCast:
        """A ballot for one's own seat or as the proxy of another, by who is there and may."""
        seat, cast_by = self.seat(seat), caster_among(self.rule, self.voters, cast_by, self.number)
        self._must_be_free_to_vote(seat)
        if cast_by in self.recused:
            raise Recused(seat=cast_by, number=self.number)
        self._must_be_within(cast_on)
        check_attending(attendance, seat, cast_by, self.number)
        proxy = cast_by != seat
        if proxy:
            check_proxy(self.rule, standing, attendance, seat, cast_by, cast_on)
            check_proxies_carried(self.rule, self.ballots, cast_by)
        elif standing.in_force is not None and self.rule.voting_in_person == "is refused":
            raise ProxyGiven(seat=seat, holder=standing.in_force.holder, article=self.rule.source)
        return BallotCast(seat, choice.value, cast_by, proxy, cast_on.isoformat())

    def closing(self, decided_on: date, attendance: Attendance | None) -> Closed:
        """The count: without quorum inquorate, otherwise adopted or rejected by the frozen rule."""
        if decided_on.isoformat() < self.opened.held_on:
            raise BadInput("decided_on", "a vote is decided on the day of its meeting or later")
        if any(ballot.cast_on > decided_on.isoformat() for ballot in self.ballots.values()):
            raise BadInput("decided_on", "a vote is decided on the day of its last ballot or later")
        check_sheet(self.rule, attendance)
        counted = count(self.poll(attendance))
        votes = counted.votes
        return Closed(
            outcome=(ADOPTED if counted.carried else REJECTED) if counted.quorate else INQUORATE,
            decided_on=decided_on.isoformat(),
            in_favour=exact_text(votes.in_favour),
            against=exact_text(votes.against),
            abstained=exact_text(votes.abstained),
            blank=exact_text(votes.blank),
            recused=exact_text(votes.recused),
            entitled=exact_text(votes.entitled),
            arithmetic=counted.arithmetic,
            present=attendance.present if attendance else None,
            represented=attendance.represented if attendance else None,
        )

    def poll(self, attendance: Attendance | None) -> Poll:
        """The vote as it stands."""
        choices = {seat: Choice(ballot.choice) for seat, ballot in self.ballots.items()}
        asked, source = self.opened.consent_of, self.opened.consent_source or ""
        consent = Consent(asked, source) if asked else None
        return Poll(self.rule, self.opened.call, self.voters, choices, self.recused, attendance, consent)

    def _must_be_free_to_vote(self, seat: str) -> None:
        if seat in self.recused:
            raise Recused(seat=seat, number=self.number)
        if seat in self.ballots:
            raise AlreadyVoted(seat=seat, number=self.number)

    def _must_be_within(self, cast_on: date) -> None:
        if cast_on.isoformat() < self.opened.record_date:
            raise BadInput("cast_on", "a ballot is cast on or after the day on which its voters were taken")
        opens_on, ends_on = self.opened.ballots_from, self.opened.ballots_until
        if opens_on and ends_on and not opens_on <= cast_on.isoformat() <= ends_on:
            raise OutsideConsultation(number=self.number, opens_on=opens_on, ends_on=ends_on, cast_on=cast_on)
