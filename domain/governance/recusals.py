"""Recusal: who does not vote, on which ground; the charter says which grounds there are."""

from __future__ import annotations

from collections.abc import Sequence

from domain.governance.resolution_events import Enactment
from domain.governance.rules import VotingRule
from domain.kernel.errors import Refusal
from domain.kernel.identity import normal_code


class GroundNotInCharter(Refusal):
    """A voter is kept from voting on a ground that the charter knows, and on no other."""

    sentence = "by {article} nobody is recused as {ground}: the grounds are {grounds}"


class NotConcerned(Refusal):
    """Whom a resolution concerns is named in it."""

    sentence = "resolution {number} names {concerned} as concerned, and not {member}"


def concerned_by(named: Sequence[str], enactments: Sequence[Enactment]) -> tuple[str, ...]:
    """The members that a resolution names as concerned, itself or in what it would enact on a member."""
    enacted = (enactment.terms.get("member") for enactment in enactments)
    return tuple(dict.fromkeys((*named, *(member for member in enacted if isinstance(member, str)))))


def is_concerned(member: str | None, concerned: Sequence[str]) -> bool:
    """Whether a member is among those named, in whatever letters."""
    return member is not None and normal_code(member) in map(normal_code, concerned)


def check_ground(
    rule: VotingRule, ground: str, member: str | None, concerned: Sequence[str], number: str
) -> None:
    """Refuse a ground that the charter does not know, or that does not hold.

    Raises GroundNotInCharter, NotConcerned.
    """
    if ground not in rule.recusal_grounds:
        grounds = ", ".join(rule.recusal_grounds) or "none"
        raise GroundNotInCharter(article=rule.source, ground=ground, grounds=grounds)
    if ground == "concerned" and not is_concerned(member, concerned):
        raise NotConcerned(number=number, concerned=", ".join(concerned) or "nobody", member=member)
