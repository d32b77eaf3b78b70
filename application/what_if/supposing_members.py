"""The suppositions about decisions and members: another outcome of a vote, another admission, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from application.agreements import find_agreement
from application.ports import LogRecord
from application.transcoding import decode
from application.what_if.changes import AnotherAdmission, AnotherOutcome, NoAdmission
from application.what_if.memory import Instead
from application.what_if.world import Supposition, World
from domain.allocation.allocation_run_events import Prepared
from domain.governance.meeting import meeting_id
from domain.governance.resolution import Stage, resolution_id
from domain.governance.resolution_events import Closed, Opened
from domain.kernel.aggregate import Event
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.identity import normal_code
from domain.kernel.sentences import Sentence
from domain.membership.agreement import agreement_id
from domain.membership.agreement_events import AccessionSigned, AdmissionDecided
from domain.membership.member import member_id


class NotDecidedYet(Refusal):
    """Only what was voted on could have ended otherwise."""

    sentence = "resolution {number} of {agreement} has not been decided"


class DecidedSo(Refusal):
    """What is supposed differs from what is recorded."""

    sentence = "resolution {number} of {agreement} is {outcome}: suppose the contrary"


class OtherOutcome(Supposition):
    """The last count of a resolution ends otherwise; what it enacts follows, or does not."""

    def __init__(self, change: AnotherOutcome, records: Sequence[LogRecord]) -> None:
        self._stream = resolution_id(change.agreement, change.number)
        self._outcome = Stage.ADOPTED if change.outcome == "adopted" else Stage.REJECTED
        about = {"agreement": change.agreement, "number": change.number}
        events = [decode(r.topic, r.payload) for r in records if r.stream == self._stream]
        if not events:
            raise NotFound(
                kind=Sentence("resolution of {agreement} with the number", agreement=change.agreement),
                code=change.number,
            )
        counts = [event for event in events if isinstance(event, Closed)]
        if not counts:
            raise NotDecidedYet(**about)
        if (counts[-1].outcome == Stage.ADOPTED) == (self._outcome is Stage.ADOPTED):
            raise DecidedSo(outcome=counts[-1].outcome, **about)
        self._last = counts[-1]

    def instead(self) -> Mapping[str, Instead]:
        """The ballots stay as they were cast; only the outcome is another."""
        return {Closed.TOPIC: self._closed}

    def _closed(self, stream: UUID, event: Event) -> Event:
        if stream != self._stream or not isinstance(event, Closed):
            return event
        if event.decided_on != self._last.decided_on:
            return event
        supposed = f"supposed: {self._outcome.value}"
        return replace(event, outcome=self._outcome.value, arithmetic=(*event.arithmetic, supposed))


@dataclass(frozen=True, slots=True)
class _Admission:
    """An admission as it is recorded: its decision, and the places of what led to it in the log."""

    decided: AdmissionDecided
    signed_at: int
    led_to_it: frozenset[int]
    votes: frozenset[UUID]


def _admission(records: Sequence[LogRecord], agreement: str, member: str) -> _Admission:
    # The last one that was signed: a member may have left and come back.
    stream = agreement_id(agreement)
    decided: tuple[LogRecord, AdmissionDecided] | None = None
    found: tuple[LogRecord, AdmissionDecided, LogRecord] | None = None
    for record in records:
        if record.stream != stream or record.topic not in (AdmissionDecided.TOPIC, AccessionSigned.TOPIC):
            continue
        event = decode(record.topic, record.payload)
        if normal_code(str(getattr(event, "member", ""))) != normal_code(member):
            continue
        if isinstance(event, AdmissionDecided):
            decided = (record, event)
        elif decided is not None:
            found = (*decided, record)
    if found is None:
        raise NotFound(kind=Sentence("admission to {agreement} of", agreement=agreement), code=member)
    taken_up, decision, signed = found
    votes: set[UUID] = set()
    led_to_it = {taken_up.position, signed.position}
    authority = decision.authority
    if authority.kind == "resolution":
        vote = resolution_id(authority.agreement, authority.number or "")
        votes = {vote}
        meetings = {
            meeting_id(authority.agreement, event.meeting)
            for record in records
            if record.stream == vote and isinstance(event := decode(record.topic, record.payload), Opened)
        }
        concerned = votes | meetings
        led_to_it |= {r.position for r in records if r.stream in concerned and r.position < taken_up.position}
    person = member_id(member)
    led_to_it |= {r.position for r in records if r.stream == person and r.position < signed.position}
    return _Admission(decision, signed.position, frozenset(led_to_it), frozenset(votes))


class OtherAdmission(Supposition):
    """A member is admitted from another day; earlier, all that led to it comes about before the first run."""

    def __init__(self, change: AnotherAdmission, records: Sequence[LogRecord]) -> None:
        self._change = change
        self._stream = agreement_id(change.agreement)
        self._admission = _admission(records, change.agreement, change.member)
        self.as_it_was = self._admission.votes
        self.moved_voters = () if change.votes_from is None else (self._admission.decided.member,)

    def order(self, records: Sequence[LogRecord]) -> Sequence[LogRecord]:
        """Before the first run of a month that the member now shares, if that was prepared before it signed."""
        admission, month = self._admission, self._change.bears_costs_from.isoformat()[:7]
        contracts = set(map(normal_code, admission.decided.contracts))
        for place, record in enumerate(records):
            if record.position == admission.signed_at:
                return records
            if record.topic != Prepared.TOPIC:
                continue
            run = decode(record.topic, record.payload)
            if (
                isinstance(run, Prepared)
                and run.service_to >= month
                and normal_code(run.contract) in contracts
            ):
                before = [r for r in records[:place] if r.position not in admission.led_to_it]
                moved = [r for r in records if r.position in admission.led_to_it]
                after = [r for r in records[place:] if r.position not in admission.led_to_it]
                return [*before, *moved, *after]
        return records

    def instead(self) -> Mapping[str, Instead]:
        """What was decided, with the days that are supposed."""
        return {AdmissionDecided.TOPIC: self._decided}

    def _decided(self, stream: UUID, event: Event) -> Event:
        if stream != self._stream or not isinstance(event, AdmissionDecided):
            return event
        if event != self._admission.decided:
            return event
        votes_from = self._change.votes_from
        return replace(
            event,
            bears_costs_from=self._change.bears_costs_from.isoformat(),
            votes_from=event.votes_from if votes_from is None else votes_from.isoformat(),
        )

    def at_the_end(self, world: World) -> None:
        """Nobody is admitted to what is not in force yet. Raises NotInForce, NotFound."""
        agreement = find_agreement(world.ledger, self._change.agreement)
        agreement.must_be_in_force(self._change.bears_costs_from)
        if self._admission.decided.member not in agreement.memberships:
            raise NotFound(
                kind=Sentence("admission to {agreement} of", agreement=agreement.code),
                code=self._change.member,
            )


class NeverAdmitted(Supposition):
    """A member never signs its accession; its ballots and its part of the costs fall with it."""

    def __init__(self, change: NoAdmission, records: Sequence[LogRecord]) -> None:
        _admission(records, change.agreement, change.member)
        self._stream = agreement_id(change.agreement)
        self._member = normal_code(change.member)

    def withdraws(self, record: LogRecord, event: Event) -> str | None:
        """Each accession of the member to the agreement."""
        if record.stream != self._stream or not isinstance(event, AccessionSigned):
            return None
        return Sentence("it is supposed never to sign") if normal_code(event.member) == self._member else None
