"""Ballots: who may cast which for whom, on which day; each refusal is a rule of the charter or of voting itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from domain.governance.attendance import Attendance
from domain.governance.proxies import NoProxyInForce, Standing
from domain.governance.resolution_events import BallotCast
from domain.governance.rules import VotingRule
from domain.kernel.errors import Refusal
from domain.kernel.identity import checked_code, normal_code
from domain.kernel.sentences import Sentence


class NotAVoter(Refusal):
    """Only the electorate frozen at opening votes."""

    sentence = "{seat} is not a voter on resolution {number}"


class AlreadyVoted(Refusal):
    """A voter votes once, by itself or by one proxy."""

    sentence = "{seat} has already voted on resolution {number}"


class Recused(Refusal):
    """A recused voter does not vote."""

    sentence = "{seat} is recused from resolution {number} and does not vote"


class TooManyProxies(Refusal):
    """The charter says how many proxies one holder may carry."""

    sentence = "{holder} already carries {limit} proxies, the most that the charter allows"


class ProxyGiven(Refusal):
    """Where the charter says so, who has given its proxy does not vote itself."""

    sentence = "{seat} has given its proxy to {holder}, and by {article} does not vote itself"


class NotAttending(Refusal):
    """Where attendance is kept, a ballot is cast by who is there."""

    sentence = "{seat} is not {needed} when resolution {number} is reached"


class OutsideConsultation(Refusal):
    """A written consultation has its days, and a ballot comes in between."""

    sentence = "a ballot on resolution {number} is cast from {opens_on} to {ends_on}, not on {cast_on}"


def seat_among(voters: Iterable[str], seat: str, number: str) -> str:
    """The seat as it was frozen, in whatever letters it is named. Raises NotAVoter."""
    for known in voters:
        if normal_code(known) == normal_code(seat):
            return known
    raise NotAVoter(seat=seat, number=number)


def caster_among(rule: VotingRule, voters: Iterable[str], cast_by: str, number: str) -> str:
    """Who casts a ballot: a voter or, where the charter lets anyone hold a proxy, anyone. Raises NotAVoter."""
    try:
        return seat_among(voters, cast_by, number)
    except NotAVoter:
        if rule.proxy_holders != "anyone":
            raise
        return checked_code("cast_by", cast_by)


def check_attending(attendance: Attendance | None, seat: str, cast_by: str, number: str) -> None:
    """Refuse a ballot of who is not there. Raises NotAttending."""
    if attendance is None:
        return
    if not attendance.is_present(cast_by):
        raise NotAttending(seat=cast_by, needed="present", number=number)
    if not (attendance.is_present(seat) or attendance.is_represented(seat)):
        raise NotAttending(seat=seat, needed="present or represented", number=number)


def check_proxy(
    rule: VotingRule, standing: Standing, attendance: Attendance | None, seat: str, holder: str, day: date
) -> None:
    """Refuse a holder whose proxy was revoked, was given to another, or is not written. Raises NoProxyInForce."""
    standing.must_let_vote(holder, seat, day)
    on_sheet = attendance.holder_for(seat) if attendance else None
    if on_sheet is not None and normal_code(on_sheet) != normal_code(holder):
        raise NoProxyInForce(
            holder=holder, seat=seat, day=day, why=Sentence("{holder} has it", holder=on_sheet)
        )
    if standing.in_force is None and rule.written_proxies:
        raise NoProxyInForce(
            holder=holder,
            seat=seat,
            day=day,
            why=Sentence("{source} wants it in writing", source=rule.source),
        )


def check_proxies_carried(rule: VotingRule, ballots: Mapping[str, BallotCast], holder: str) -> None:
    """Refuse one more proxy than the charter lets a holder carry. Raises TooManyProxies."""
    carried = (b for b in ballots.values() if b.proxy and normal_code(b.cast_by) == normal_code(holder))
    if sum(1 for _ in carried) >= rule.proxies_per_holder:
        raise TooManyProxies(holder=holder, limit=rule.proxies_per_holder)


def check_sheet(rule: VotingRule, attendance: Attendance | None) -> None:
    """Refuse a sheet on which a holder carries more proxies than the charter allows. Raises TooManyProxies."""
    for holder, carried in attendance.carried().items() if attendance else ():
        if carried > rule.proxies_per_holder:
            raise TooManyProxies(holder=holder, limit=rule.proxies_per_holder)
