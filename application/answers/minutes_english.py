"""The minutes in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from application.answers.impact_words import summary
from application.answers.key_words import key_words
from domain.kernel.money import euros
from domain.kernel.periods import day_of

Answer = Mapping[str, Any]
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: str) -> str:
    """A day as English writes it.

    >>> day_words("2021-04-01")
    '1 April 2021'
    """
    read = day_of(day)
    return f"{read.day} {MONTHS[read.month - 1]} {read.year}"


class English:
    """The sentences of the minutes in English."""

    def title(self, minutes: Answer) -> str:
        """What this is, of whom and when."""
        what = "Minutes of an inquorate" if minutes["inquorate"] else "Minutes of the"
        return f"{minutes['agreement']}: {what} {minutes['kind']} of {day_words(minutes['held_on'])}"

    def convocation(self, minutes: Answer) -> Iterator[str]:
        """When and how the voters were called, and whether the notice was long enough."""
        call = "first call" if minutes["call"] == 1 else f"second call, after {minutes['follows']}"
        yield f"Reference: {minutes['reference']} ({call})."
        needed = sorted({(v["rule"]["notice_days"], v["rule"]["source"]) for v in _votes(minutes)})
        wanted = "; ".join(f"{days} days needed by {source}" for days, source in needed)
        told = f"Convened on {day_words(minutes['convened_on'])}, {minutes['notice_days']} days before"
        yield f"{told}{f' ({wanted})' if wanted else ''}."
        if minutes["opens_on"]:
            first, last = day_words(minutes["opens_on"]), day_words(minutes["held_on"])
            yield f"Ballots are taken from {first} to {last}."
        if minutes["notice_exception"]:
            yield f"Exception to the notice: {minutes['notice_exception']}, {minutes['notice_reason']}."

    def agenda(self, minutes: Answer) -> Iterator[str]:
        """What was to be decided, in which order."""
        points = "; ".join(f"{each['number']}, {each['title']}" for each in minutes["agenda"])
        yield f"Agenda: {points}."
        for changed in minutes["order_changes"]:
            yield f"Order changed to {', '.join(changed['agenda'])}: {changed['reason']}."

    def attendance(self, minutes: Answer) -> Iterator[str]:
        """The attendance sheets with the proxies carried."""
        if not minutes["attendance"] and minutes["kind"] == "meeting":
            yield "No attendance sheet was kept."
        for sheet in minutes["attendance"]:
            since = f" from resolution {sheet['from_item']} on" if sheet["from_item"] else ""
            proxies = {proxy["seat"]: proxy["holder"] for proxy in sheet["proxies"]}
            absent = [
                f"{seat} (proxy to {proxies[seat]})" if seat in proxies else seat
                for seat in sheet["represented"]
            ]
            yield f"Attendance sheet{since}: present {_listed(sheet['present'])}; represented {_listed(absent)}."

    def resolution(self, resolution: Answer) -> str:
        """Its number and title."""
        return f"Resolution {resolution['number']}: {resolution['title']}"

    def enactment(self, enactment: Answer) -> str:
        """What it would enact."""
        terms = enactment["terms"]
        told = [str(terms[name]) for name in ("code", "contract", "member") if name in terms]
        told += [f"shared {key_words(terms['key'])}"] if "key" in terms else []
        told += [f"{euros(terms['amount_cents'])} for {terms['year']}"] if "amount_cents" in terms else []
        names = {"effective_from": "from", "starts_on": "from", "bears_costs_from": "bears costs from"}
        names |= {"votes_from": "votes from", "ends_on": "until", "bears_costs_until": "bears costs until"}
        told += [f"{words} {_when(terms[name])}" for name, words in names.items() if name in terms]
        about = f": {', '.join(told)}" if told else ""
        return f"Enactment {enactment['ordinal']}, {enactment['kind']}{about}."

    def study(self, resolution: Answer) -> Iterator[str]:
        """What the members knew before the vote."""
        study = resolution["study"]
        digest = f"sha256 {resolution['study_sha256']}"
        if "enactments" not in study:
            yield f"Impact study attached before the vote ({digest})."
            return
        yield f"Impact study (position {study['position']}, {digest}): {summary(study)}."

    def voters(self, vote: Answer) -> Iterator[str]:
        """Each voter with its weight and where that comes from, and its ballot."""
        yield f"Voters on {day_words(vote['record_date'])}, by {vote['rule']['source']}:"
        for voter in vote["voters"]:
            member = voter["member"]
            who = f"{voter['seat']}{f' ({member})' if member not in (None, voter['seat']) else ''}"
            college = f", college {voter['college']}" if voter["college"] else ""
            weight = f"{voter['weight']} ({voter['weight_source']})"
            yield f"- {who}{college}, votes {weight}: {_said(voter)}"

    def count(self, vote: Answer) -> Iterator[str]:
        """The arithmetic as it was recorded."""
        for sentence in vote["arithmetic"]:
            yield f"{sentence[0].upper()}{sentence[1:]}."

    def outcome(self, resolution: Answer) -> str:
        """What it came to."""
        vote = resolution["vote"]
        if not vote or not vote["outcome"]:
            return "Not put to the vote." if not vote else "The vote is open."
        on = day_words(vote["decided_on"])
        if vote["outcome"] == "inquorate":
            return f"For want of a quorum nothing was decided on {on}."
        return f"The resolution is {vote['outcome']} on {on}, by {vote['rule']['source']}."

    def came_of(self, enactment: Answer) -> str:
        """How far the enactment has come."""
        met = f", condition met on {day_words(enactment['met_on'])}" if enactment["met_on"] else ""
        said = f" ({enactment['said']})" if enactment["said"] else ""
        return f"Enactment {enactment['ordinal']}: {enactment['state']}{met}{said}."

    def inquorate(self, minutes: Answer) -> Iterator[str]:
        """That nothing could be decided, and what follows."""
        yield "The quorum was not met, so nothing on the agenda could validly be decided."
        second = minutes["second_call"]
        if second is None:
            yield "The voters are to be called a second time, with the same agenda."
            return
        days = f"convened on {day_words(second['convened_on'])} for {day_words(second['held_on'])}"
        yield f"Second call with the same agenda: {second['reference']}, {days}."

    def signatures(self, minutes: Answer) -> Iterator[str]:
        """Where it is signed, and the signed document's hash and time-stamp."""
        yield "Chair: ____________________    Secretary: ____________________"
        sealed = minutes["sealed"]
        stamp = (sealed["time_stamp"] or "none") if sealed else "____________________"
        digest = sealed["sha256"] if sealed else "____________________"
        yield f"Signed document: sha256 {digest}; time-stamp {stamp}"
        yield f"Drawn up from the events up to position {minutes['position']}."


def _votes(minutes: Answer) -> list[Answer]:
    return [each["vote"] for each in minutes["resolutions"] if each["vote"]]


def _listed(seats: Sequence[str]) -> str:
    return ", ".join(seats) or "nobody"


def _when(value: str) -> str:
    if len(value) == len("2021-09"):
        return day_words(f"{value}-01")
    return day_words(value)


def _said(voter: Answer) -> str:
    if voter["recused"]:
        return f"recused, {voter['recused']}"
    if voter["choice"] is None:
        return "no ballot"
    return f"{voter['choice']}, by its proxy {voter['cast_by']}" if voter["proxy"] else str(voter["choice"])
