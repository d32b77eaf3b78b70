"""A meeting, or a written consultation without one: where a decision is taken, and who took part."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.governance.attendance import Attendance, CarriedProxy
from domain.governance.meeting_events import AttendanceRecorded, Convened, MinutesSealed, OrderChanged
from domain.governance.rules import NOTICE_EXCEPTIONS, VotingRule
from domain.kernel.aggregate import Aggregate, Event
from domain.kernel.errors import AlreadyExists, BadInput, NotFound, Refusal
from domain.kernel.identity import checked_code, normal_code, stream_id
from domain.kernel.sentences import Sentence


class MeetingKind(StrEnum):
    """A meeting of the voters, or their consultation in writing."""

    MEETING = "meeting"
    WRITTEN = "written consultation"


class NotOnTheAgenda(Refusal):
    """A meeting decides what its agenda names."""

    sentence = "resolution {number} is not on the agenda of {reference}"


class NoticeTooShort(Refusal):
    """Voters have the time that the charter gives them between the convocation and the meeting."""

    sentence = (
        "{reference} is convened {given_days} days before it is held, and {article} wants {needed_days} days"
    )


class OutOfOrder(Refusal):
    """A meeting takes its resolutions in the order of its agenda, unless it decides on another."""

    sentence = (
        "resolution {number} comes after {earlier} on the agenda of {reference}, which is not decided yet"
    )


class FirstCallDecided(Refusal):
    """A second call is for a meeting that could not decide for want of a quorum."""

    sentence = "{reference} is not followed by a second call: none of its resolutions was inquorate there"


def meeting_id(agreement: str, reference: str) -> UUID:
    """The stream of the meeting of that reference under that agreement."""
    return stream_id("meeting", agreement, reference)


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be said of a convocation beyond its days and agenda.

    `follows` is the meeting of the first call, `left_inquorate` what it could not decide.
    """

    follows: Meeting | None = None
    left_inquorate: tuple[str, ...] = ()
    opens_on: date | None = None
    notice_exception: str | None = None
    notice_reason: str | None = None


PLAIN = Terms()


class Meeting(Aggregate):
    """One meeting or written consultation."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.reference = ""
        self.kind = MeetingKind.MEETING
        self.call = 1
        self.convened_on = date.min
        self.held_on = date.min
        self.opens_on: date | None = None
        self.follows: str | None = None
        self.agenda: tuple[str, ...] = ()
        self.order: tuple[str, ...] = ()
        self._notice_exception: str | None = None
        self._sheets: list[AttendanceRecorded] = []

    def convene(
        self,
        agreement: str,
        reference: str,
        kind: MeetingKind,
        call: int,
        convened_on: date,
        held_on: date,
        agenda: Sequence[str],
        terms: Terms = PLAIN,
    ) -> None:
        """Call the voters, by first or second call, on or before the day itself.

        A second call has the agenda of the first, which could not decide all of it for want of a quorum.
        """
        if self.exists:
            raise AlreadyExists(kind="meeting", code=self.reference)
        if call not in (1, 2):
            raise BadInput("call", "a meeting is held on first or second call")
        if convened_on > held_on:
            raise BadInput("held_on", "a meeting is convened on or before the day on which it is held")
        if len(set(map(normal_code, agenda))) != len(agenda):
            raise BadInput("agenda", "each resolution stands once on an agenda")
        _check_call(call, convened_on, agenda, terms)
        _check_terms(kind, convened_on, held_on, terms)
        opens_on = terms.opens_on or (convened_on if kind is MeetingKind.WRITTEN else None)
        self.record(
            Convened(
                agreement,
                checked_code("reference", reference),
                kind.value,
                call,
                convened_on.isoformat(),
                held_on.isoformat(),
                tuple(agenda),
                terms.follows.reference if terms.follows else None,
                opens_on.isoformat() if opens_on else None,
                terms.notice_exception,
                terms.notice_reason,
            )
        )

    def record_attendance(
        self,
        present: Sequence[str],
        represented: Sequence[str],
        proxies: Sequence[CarriedProxy] = (),
        from_item: str | None = None,
    ) -> None:
        """Say who was present or represented, from the opening or from an item of the agenda on.

        Nobody is both, and who carries a proxy is there.
        """
        self.must_exist(self.reference)
        if self.kind is MeetingKind.WRITTEN:
            raise BadInput("reference", "nobody attends a written consultation")
        there, absent = set(map(normal_code, present)), set(map(normal_code, represented))
        if there & absent:
            raise BadInput("represented", "nobody is both present and represented")
        for proxy in proxies:
            if normal_code(proxy.seat) not in absent or normal_code(proxy.holder) not in there:
                raise BadInput("proxies", "a proxy is of a seat that is represented, by one that is present")
        if len({normal_code(proxy.seat) for proxy in proxies}) != len(proxies):
            raise BadInput("proxies", "a seat has one proxy")
        if from_item is not None:
            self.must_have_on_agenda(from_item)
        self.record(AttendanceRecorded(tuple(present), tuple(represented), tuple(proxies), from_item))

    def change_order(self, agenda: Sequence[str], reason: str) -> None:
        """Take the resolutions in another order, as the meeting has decided."""
        self.must_exist(self.reference)
        if sorted(map(normal_code, agenda)) != sorted(map(normal_code, self.agenda)):
            raise BadInput("agenda", "another order has the same resolutions")
        if not reason.strip():
            raise BadInput("reason", "another order is decided for a reason")
        self.record(OrderChanged(tuple(agenda), reason.strip()))

    def seal_minutes(self, sha256: str, time_stamp: str | None) -> None:
        """Keep the hash of the signed minutes, and their time-stamp."""
        self.must_exist(self.reference)
        self.record(MinutesSealed(sha256, time_stamp))

    def attendance_at(self, number: str) -> Attendance | None:
        """Who attends when a resolution is reached; None when no attendance was kept up to there.

        What was recorded from a later item on does not hold yet.
        """
        reached = self._place(number)
        sheets = [(self._place(s.from_item), n, s) for n, s in enumerate(self._sheets)]
        held = [sheet for sheet in sheets if sheet[0] <= reached]
        if not held:
            return None
        _, _, last = max(held, key=lambda sheet: sheet[:2])
        return Attendance(last.present, last.represented, last.proxies)

    @property
    def ballot_days(self) -> tuple[date, date] | None:
        """The first and last day for ballots of a written consultation; None for a meeting."""
        return None if self.opens_on is None else (self.opens_on, self.held_on)

    def before(self, number: str) -> tuple[str, ...]:
        """The resolutions that come before this one, in the order in which the meeting takes them."""
        return self.order[: self._place(number)]

    def must_exist(self, reference: str) -> None:
        """Refuse when there is no such meeting."""
        if not self.exists:
            raise NotFound(kind="meeting", code=reference)

    def must_take_voters_on(self, record_date: date) -> None:
        """Refuse a record date before the meeting was convened or after it was held. Raises BadInput."""
        if not self.convened_on <= record_date <= self.held_on:
            rule = "the voters are taken between the day of the convocation and the day of the meeting"
            raise BadInput("record_date", rule)

    def must_have_on_agenda(self, number: str) -> None:
        """Refuse a resolution that the agenda does not name."""
        if normal_code(number) not in map(normal_code, self.agenda):
            raise NotOnTheAgenda(number=number, reference=self.reference)

    def must_have_reached(self, number: str, decided: Container[str]) -> None:
        """Refuse a resolution while an earlier one on the agenda is not among those decided.

        In a written consultation all are voted at once.
        """
        for earlier in () if self.kind is MeetingKind.WRITTEN else self.before(number):
            if earlier not in decided:
                raise OutOfOrder(number=number, earlier=earlier, reference=self.reference)

    def must_have_given_notice(self, rule: VotingRule) -> None:
        """Refuse a meeting convened later than the charter wants, without an exception that it allows."""
        given_days, needed_days = (self.held_on - self.convened_on).days, rule.notice_needed_days(self.call)
        if given_days < needed_days and self._notice_exception not in rule.notice_exceptions:
            facts = {"given_days": given_days, "needed_days": needed_days, "article": rule.source}
            raise NoticeTooShort(reference=self.reference, **facts)

    def _place(self, number: str | None) -> int:
        # The opening comes before the first item.
        order = list(map(normal_code, self.order))
        return -1 if number is None else order.index(normal_code(number))

    def apply(self, event: Event) -> None:
        """Assign what the event says."""
        match event:
            case Convened():
                self.reference, self.call, self.follows = event.reference, event.call, event.follows
                self.kind, self.agenda, self.order = MeetingKind(event.kind), event.agenda, event.agenda
                self.convened_on = date.fromisoformat(event.convened_on)
                self.held_on = date.fromisoformat(event.held_on)
                self.opens_on = date.fromisoformat(event.opens_on) if event.opens_on else None
                self._notice_exception = event.notice_exception
            case AttendanceRecorded():
                self._sheets.append(event)
            case OrderChanged():
                self.order = event.agenda
            case MinutesSealed():
                pass
            case _:
                super().apply(event)


def _check_call(call: int, convened_on: date, agenda: Sequence[str], terms: Terms) -> None:
    first = terms.follows
    if (call == 2) != (first is not None):
        raise BadInput("follows", "a second call names the meeting that it follows, a first call none")
    if first is None:
        return
    if tuple(map(normal_code, agenda)) != tuple(map(normal_code, first.agenda)):
        raise BadInput(
            "agenda", Sentence("a second call has the agenda of {reference}", reference=first.reference)
        )
    if convened_on < first.held_on:
        raise BadInput(
            "convened_on",
            Sentence("a second call is convened when {reference} has been held", reference=first.reference),
        )
    if not terms.left_inquorate:
        raise FirstCallDecided(reference=first.reference)


def _check_terms(kind: MeetingKind, convened_on: date, held_on: date, terms: Terms) -> None:
    if terms.opens_on is not None:
        if kind is not MeetingKind.WRITTEN:
            raise BadInput("opens_on", "only a written consultation has days for ballots")
        if not convened_on <= terms.opens_on <= held_on:
            raise BadInput("opens_on", "ballots are cast from the convocation on, until the last day")
    exception, reason = terms.notice_exception, terms.notice_reason
    if exception is not None and exception not in NOTICE_EXCEPTIONS:
        raise BadInput(
            "notice_exception",
            Sentence(
                "an exception is one of {notice_exceptions}", notice_exceptions=", ".join(NOTICE_EXCEPTIONS)
            ),
        )
    if (exception is None) != (reason is None or not reason.strip()):
        raise BadInput("notice_reason", "an exception to the notice has its reason, and only an exception")
