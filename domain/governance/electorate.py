"""The electorate at a record date: who votes under a rule, with which weight, and where that comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from domain.governance.colleges import Limits, within_limits
from domain.governance.resolution_events import Voter
from domain.governance.rules import BY_CAPITAL, BY_MEASURE, DECLARED, ONE_EACH, OWN, College, VotingRule
from domain.governance.seats import Seat
from domain.kernel.errors import Refusal
from domain.kernel.money import exact_text, quantity_of


class WeightMissing(Refusal):
    """A voter weighs by what is known of it on the record date: what is missing is not zero."""

    sentence = "{seat} has no weight {weights} on {day}: it is recorded before the vote is opened"


class NothingToWeighBy(Refusal):
    """A part of the votes goes to seats that weigh something."""

    sentence = "the seats of college {college} weigh nothing {weights}"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a member or a seat counts for, exactly, and where that was read."""

    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Elector:
    """A seat that votes: the member that it represents or none, and its college or none."""

    seat: str
    member: str | None
    college: str | None = None

    @property
    def holder(self) -> str:
        """Who weighs through it: a member may have several seats."""
        return self.seat if self.member is None else self.member


@dataclass(frozen=True, slots=True)
class Known:
    """What is known on a record date: of members by measure and by capital, and of seats themselves."""

    day: date
    by_measure: Mapping[str, Mapping[str, Weight]] = field(default_factory=dict)
    by_capital: Mapping[str, Weight] = field(default_factory=dict)
    own: Mapping[str, Weight] = field(default_factory=dict)


def electors(rule: VotingRule, members: Sequence[str], seats: Sequence[Seat]) -> tuple[Elector, ...]:
    """The seats that vote: of `members`, who vote on the day, and of `seats`, which are held on it.

    A seat that represents a member votes while that member does.
    """
    if rule.electorate == "members":
        return tuple(Elector(member, member) for member in members)
    held = [s for s in seats if s.member is None or s.member in members]
    codes = {college.code for college in rule.colleges}
    return tuple(Elector(s.code, s.member, s.college) for s in held if _votes(rule.electorate, s, codes))


def _votes(electorate: str, seat: Seat, colleges: Collection[str]) -> bool:
    match electorate:
        case "directors":
            return seat.member is not None
        case "tenants' representatives":
            return seat.member is None
        case "colleges":
            return seat.college in colleges
        case _:
            return True


def voters(rule: VotingRule, who: Sequence[Elector], known: Known) -> tuple[Voter, ...]:
    """The electors as voters, each with its weights. Raises WeightMissing, NothingToWeighBy."""
    weights = _by_college(rule, who, known) if rule.colleges else _weights(rule, rule.weights, who, known)
    second = {} if rule.second_weights is None else _weights(rule, rule.second_weights, who, known)
    capital = _capital(rule, who, known) if rule.quorum_base == "capital" else {}
    return tuple(
        Voter(
            seat=elector.seat,
            member=elector.member,
            college=elector.college,
            weight=exact_text(weights[elector.seat].value),
            weight_source=weights[elector.seat].source,
            second_weight=_text(second, elector),
            second_weight_source=second[elector.seat].source if second else None,
            quorum_weight=_text(capital, elector),
            quorum_weight_source=capital[elector.seat].source if capital else None,
        )
        for elector in who
    )


def _text(weights: Mapping[str, Weight], elector: Elector) -> str | None:
    return exact_text(weights[elector.seat].value) if weights else None


def _weights(rule: VotingRule, weights: str, who: Sequence[Elector], known: Known) -> dict[str, Weight]:
    """What each seat weighs by itself. A member's measure or capital is split equally over its seats."""
    weighed: dict[str, Weight] = {}
    for elector in who:
        weight = _weight(rule, weights, elector, known)
        if weight is None:
            raise WeightMissing(seat=elector.seat, weights=weights, day=known.day)
        seats = sum(1 for other in who if other.holder == elector.holder)
        of_member = weights == BY_CAPITAL or weights.startswith(BY_MEASURE)
        if of_member and seats > 1:
            weight = Weight(weight.value / seats, f"{weight.source}, over {seats} seats of {elector.holder}")
        weighed[elector.seat] = weight
    return weighed


def _weight(rule: VotingRule, weights: str, elector: Elector, known: Known) -> Weight | None:
    if weights == ONE_EACH:
        return Weight(Fraction(1), ONE_EACH)
    if weights == OWN:
        return known.own.get(elector.seat)
    if weights == DECLARED:
        declared = rule.fractions.get(elector.seat)
        return None if declared is None else Weight(quantity_of(declared), f"declared by {rule.source}")
    if weights == BY_CAPITAL:
        return known.by_capital.get(elector.holder)
    return known.by_measure.get(weights.removeprefix(BY_MEASURE), {}).get(elector.holder)


def _capital(rule: VotingRule, who: Sequence[Elector], known: Known) -> dict[str, Weight]:
    # A seat that represents no member stands for no capital; a member's holding is known, or missing.
    of_members = [elector for elector in who if elector.member is not None]
    none = {e.seat: Weight(Fraction(0), "represents no member") for e in who if e.member is None}
    return {**none, **_weights(rule, BY_CAPITAL, of_members, known)}


def _by_college(rule: VotingRule, who: Sequence[Elector], known: Known) -> dict[str, Weight]:
    """Each seat's part of its college, times the college's part of all votes."""
    inner: dict[str, dict[str, Weight]] = {}
    for college in rule.colleges:
        seats = [elector for elector in who if elector.college == college.code]
        if seats:
            inner[college.code] = _weights(rule, college.weights, seats, known)
    sums = {code: sum((w.value for w in weights.values()), Fraction(0)) for code, weights in inner.items()}
    shares = _college_shares(rule, sums)
    weighed: dict[str, Weight] = {}
    for college in rule.colleges:
        if college.code not in inner:
            continue
        if sums[college.code] == 0:
            raise NothingToWeighBy(college=college.code, weights=college.weights)
        parts = _inner_parts(college, who, inner[college.code], sums[college.code])
        for seat, part in parts.items():
            share = shares[college.code]
            said = f"{exact_text(part)} of college {college.code}, which has {exact_text(share)} of the votes"
            weighed[seat] = Weight(share * part, f"{said}; {inner[college.code][seat].source}")
    return weighed


def _college_shares(rule: VotingRule, sums: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The parts of the colleges that have seats: a college without any leaves its part to the others."""
    present = [college for college in rule.colleges if college.code in sums]
    bases = {c.code: sums[c.code] if c.share is None else quantity_of(c.share) for c in present}
    limits: dict[str, Limits] = {c.code: (quantity_of(c.at_least), quantity_of(c.at_most)) for c in present}
    return within_limits(bases, limits, f"the colleges in {rule.source}")


def _inner_parts(
    college: College, who: Sequence[Elector], weights: Mapping[str, Weight], total: Fraction
) -> dict[str, Fraction]:
    parts = {seat: weight.value / total for seat, weight in weights.items()}
    if college.holder_at_most is None:
        return parts
    holders: dict[str, Fraction] = {}
    for elector in (e for e in who if e.seat in parts):
        holders[elector.holder] = holders.get(elector.holder, Fraction(0)) + parts[elector.seat]
    most = quantity_of(college.holder_at_most)
    limited = dict.fromkeys(holders, (Fraction(0), most))
    capped = within_limits(holders, limited, f"the holders in college {college.code}")
    return {
        e.seat: parts[e.seat] / holders[e.holder] * capped[e.holder] if parts[e.seat] else Fraction(0)
        for e in who
        if e.seat in parts
    }
