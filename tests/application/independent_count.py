"""A count of votes written for the tests alone: the plainest reading of the rules, sharing no code with them.

It is given what was asked, in order, and says who votes, which ballots stand and what they come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

MEMBERS = ("Aval", "Brume", "Cime")
ONE = Fraction(1)


@dataclass(frozen=True)
class Place:
    """A seat as it was given: whom it represents, in which college, on which days, and its own weight."""

    code: str
    member: str | None
    college: str
    first: date
    last: date | None
    weight: Fraction | None


@dataclass(frozen=True)
class Move:
    """Something done about a vote: a grant, a revocation, a recusal or a ballot."""

    what: str
    seat: str
    by: str
    day: date
    choice: str = "for"


@dataclass(frozen=True)
class Story:
    """All that was asked: charters by their first day, registers, what was done, and who attended."""

    charters: Sequence[tuple[date, Mapping[str, object]]]
    places: Sequence[Place]
    shares: Mapping[str, Sequence[tuple[date, Fraction]]]
    moves: Sequence[Move]
    present: Sequence[str] | None
    record_date: date


@dataclass
class Outcome:
    """What it comes to; `stage` is None where no vote could be opened."""

    stage: str | None
    weights: dict[str, Fraction] = field(default_factory=dict)
    ballots: dict[str, tuple[str, str]] = field(default_factory=dict)
    sums: dict[str, Fraction] = field(default_factory=dict)


def outcome_of(story: Story) -> Outcome:
    """Who votes, which ballots stand, and what they come to."""
    known = [(day, n, rule) for n, (day, rule) in enumerate(story.charters) if day <= story.record_date]
    rule = max(known, key=lambda each: each[:2])[2]
    weights = weights_of(story, rule)
    if not weights:
        return Outcome(None)
    ballots, recused = stand(story, rule, weights)
    return count(story, rule, weights, ballots, recused)


def seats_of(story: Story, rule: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Each seat that votes, with whom it weighs for and its college."""
    if rule["electorate"] == "members":
        return {member: (member, "") for member in MEMBERS}
    day = story.record_date
    held = [p for p in story.places if p.first <= day and (p.last is None or p.last >= day)]
    of_kind = {
        "directors": lambda p: p.member is not None,
        "tenants' representatives": lambda p: p.member is None,
        "board": lambda p: True,
        "colleges": lambda p: True,
    }[str(rule["electorate"])]
    return {p.code: (p.member or p.code, p.college) for p in held if of_kind(p)}


def weights_of(story: Story, rule: Mapping[str, object]) -> dict[str, Fraction]:
    """The weight of each seat that votes; nothing at all where one has none."""
    seats = seats_of(story, rule)

    def alone(code: str, how: str, among: Iterable[str] = seats) -> Fraction | None:
        holder = seats[code][0]
        if how == "one each":
            return ONE
        if how == "own weight":
            return next((p.weight for p in story.places if p.code == code), None)
        held = [(d, n, s) for n, (d, s) in enumerate(story.shares.get(holder, ())) if d <= story.record_date]
        together = sum(1 for other in among if seats[other][0] == holder)
        return max(held)[2] / together if held else None

    if rule["electorate"] != "colleges":
        plain = {code: alone(code, str(rule["weights"])) for code in seats}
        return {} if None in plain.values() else {code: w for code, w in plain.items() if w is not None}
    return by_college(rule, seats, alone)


def by_college(rule, seats, alone) -> dict[str, Fraction]:  # type: ignore[no-untyped-def]
    """College by college: its part of one, times each seat's part of it."""
    inside: dict[str, dict[str, Fraction]] = {}
    for college in rule["colleges"]:
        codes = [code for code, (_, name) in seats.items() if name == college["code"]]
        of = {code: alone(code, college["weights"], codes) for code in codes}
        if None in of.values():
            return {}
        if of:
            inside[college["code"]] = of
    if not inside or any(sum(of.values()) == 0 for of in inside.values()):
        return {}
    bases = {c["code"]: Fraction(c["share"]) for c in rule["colleges"] if c["code"] in inside}
    limits = {c["code"]: (Fraction(c["at_least"]), Fraction(c["at_most"])) for c in rule["colleges"]}
    parts = filled(bases, {code: limits[code] for code in bases})
    if parts is None:
        return {}
    return {
        code: parts[name] * weight / sum(of.values())
        for name, of in inside.items()
        for code, weight in of.items()
    }


def filled(bases, limits):  # type: ignore[no-untyped-def]
    """Parts of one within limits, by holding at each turn those that break a limit on the graver side."""
    if sum(low for low, _ in limits.values()) > 1 or sum(high for _, high in limits.values()) < 1:
        return None
    held: dict[str, Fraction] = {}
    while True:
        free = {name: base for name, base in bases.items() if name not in held}
        rest = 1 - sum(held.values())
        tried = {name: rest * base / sum(free.values()) for name, base in free.items()}
        kept = {name: max(limits[name][0], min(limits[name][1], part)) for name, part in tried.items()}
        excess = sum(kept.values()) - rest
        if excess == 0:
            return {**held, **kept}
        held |= {n: kept[n] for n in kept if (kept[n] > tried[n] if excess > 0 else kept[n] < tried[n])}


def stand(story, rule, weights):  # type: ignore[no-untyped-def]
    """The ballots that stand and the recused, taking what was done in order."""
    ballots: dict[str, tuple[str, str]] = {}
    recused: set[str] = set()
    grants: list[list[object]] = []

    def in_force(seat: str, day: date) -> object:
        live = [g for g in grants if g[0] == seat and g[2] <= day and not (g[3] and g[3] <= day)]
        return live[-1] if live else None

    for move in story.moves:
        if move.what == "grant":
            standing = [g for g in grants if g[0] == move.seat and not (g[3] and g[3] <= move.day)]
            if move.seat != move.by and not standing:
                grants.append([move.seat, move.by, move.day, None])
        elif move.what == "revoke":
            mine = [g for g in grants if g[:2] == [move.seat, move.by] and g[3] is None]
            if mine and move.day >= mine[-1][2]:
                mine[-1][3] = move.day
        elif move.seat not in weights or move.seat in ballots or move.seat in recused:
            continue
        elif move.what == "recuse":
            recused.add(move.seat)
        elif may_cast(story, rule, weights, ballots, recused, grants, in_force(move.seat, move.day), move):
            ballots[move.seat] = (move.choice, move.by)
            given = in_force(move.seat, move.day)
            if move.by == move.seat and given:
                given[3] = move.day
    return ballots, recused


def may_cast(story, rule, weights, ballots, recused, grants, given, move) -> bool:  # type: ignore[no-untyped-def]
    """Whether this ballot is accepted."""
    if move.by not in weights or move.by in recused or move.day < story.record_date:
        return False
    there = story.present
    if there is not None and not (move.by in there and move.seat in there):
        return False
    if move.by == move.seat:
        return not (given and rule["voting_in_person"] == "is refused")
    if given:
        allowed = given[1] == move.by
    else:
        taken_back = [g for g in grants if g[:2] == [move.seat, move.by] and g[2] <= move.day]
        allowed = not taken_back and not rule["written_proxies"]
    carried = sum(1 for seat, (_, by) in ballots.items() if by == move.by != seat)
    return allowed and carried < rule["proxies_per_holder"]


def count(story, rule, weights, ballots, recused) -> Outcome:  # type: ignore[no-untyped-def]
    """Quorum, then majority, by addition."""
    there = set(ballots) | recused if story.present is None else set(story.present) & set(weights)
    unit = dict.fromkeys(weights, ONE) if rule["quorum_base"] == "members" else weights
    out = recused if rule["recused_leave_quorum"] else set()
    base = sum(unit[s] for s in weights if s not in out)
    quorate = sum(unit[s] for s in there if s not in out) >= Fraction(rule["quorum_first_call"]) * base

    def weigh(choice: str) -> Fraction:
        return sum((weights[s] for s, (said, _) in ballots.items() if said == choice), Fraction(0))

    sums = {choice: weigh(choice) for choice in ("for", "against", "abstain", "blank")}
    gone = recused if rule["recused_leave_majority"] else set()
    bases = {
        "cast": sums["for"] + sums["against"],
        "present": sum((weights[s] for s in there if s not in gone), Fraction(0)),
        "all": sum((weights[s] for s in weights if s not in gone), Fraction(0)),
    }
    carried = carries(
        str(rule["majority"]),
        sums,
        bases,
        sum((weights[s] for s in weights if s not in recused), Fraction(0)),
    )
    if rule["majority"] == "simple" and sums["for"] == sums["against"] > 0 and rule["casting_vote"]:
        carried = ballots.get(rule["casting_vote"], ("", ""))[0] == "for"
    stage = ("adopted" if carried else "rejected") if quorate else "inquorate"
    return Outcome(stage, weights, ballots, sums)


def carries(
    majority: str, sums: Mapping[str, Fraction], bases: Mapping[str, Fraction], free: Fraction
) -> bool:
    """Whether so much for is enough."""
    if majority == "simple":
        return sums["for"] > sums["against"]
    if majority == "absolute":
        return sums["for"] > bases["all"] / 2
    if majority == "unanimity":
        return free > 0 and sums["for"] == free
    part, _, base = majority.partition(" of ")
    needed = {"two thirds": Fraction(2, 3), "three quarters": Fraction(3, 4)}[part]
    return bases[base] > 0 and sums["for"] >= needed * bases[base]
