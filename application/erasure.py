"""Forgetting a person: name and contacts go, once no law keeps them any longer; the log never held them.

How long records are kept is dated data with its source, never a constant. The longest that applies decides,
counted from the end of the year of the last event that names the person's opaque id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.kernel.errors import BadInput, NotFound, Refusal
from domain.kernel.sentences import Sentence

CONTACT_KINDS = ("email", "telephone", "post")
MAX_CONTACT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many years records are kept, since when that holds, and who says so."""

    years: int
    effective_on: date
    source: str


RETENTIONS: tuple[Retention, ...] = (
    Retention(6, date(2000, 1, 1), "LPF art. L. 102 B: six years from the last operation"),
    Retention(
        10, date(2000, 9, 21), "C. com. art. L. 123-22: accounting records, ten years (not verified here)"
    ),
)


class RetentionRuns(Refusal):
    """What a law keeps is not erased before."""

    sentence = "{name} is named in records that are kept until {until}: {source}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that the log knows by an opaque id, and when it named that id last."""

    id: str
    name: str
    last_named_on: date | None
    contacts: Mapping[str, str]


class PersonRegister(Protocol):
    """Names and contacts of persons, kept outside the log."""

    def persons(self) -> Sequence[Person]:
        """Those who are not erased, in the order of their names."""
        ...

    def reach(self, id: str, kind: str, value: str) -> None:
        """Note how a person can be reached, in the place of what was noted before."""
        ...

    def erase(self, id: str) -> None:
        """Forget the name and the contacts; the id stays in the log and stands for nobody."""
        ...


def kept_until(last_named_on: date, today: date) -> tuple[date, Retention]:
    """The last day of retention of what was recorded on a day, by what holds today.

    >>> until, rule = kept_until(date(2026, 3, 31), date(2026, 11, 23))
    >>> until.isoformat(), rule.years
    ('2036-12-31', 10)
    """
    holding = [each for each in RETENTIONS if each.effective_on <= today]
    longest = max(holding, key=lambda each: each.years)
    return date(last_named_on.year + longest.years, 12, 31), longest


def erase_person(register: PersonRegister, name: str, today: date) -> Person:
    """Forget the person of that name or opaque id. Raises NotFound, RetentionRuns."""
    person = found(register, name)
    if person.last_named_on is not None:
        until, rule = kept_until(person.last_named_on, today)
        if today <= until:
            raise RetentionRuns(name=person.name, until=until, source=rule.source)
    register.erase(person.id)
    return person


def reach_person(register: PersonRegister, name: str, kind: str, value: str) -> Person:
    """Note how the person of that name or opaque id can be reached. Raises NotFound, BadInput."""
    if kind not in CONTACT_KINDS:
        raise BadInput(
            "kind", Sentence("a contact is one of: {contact_kinds}", contact_kinds=", ".join(CONTACT_KINDS))
        )
    kept = value.strip()
    if not kept.isprintable() or not 1 <= len(kept) <= MAX_CONTACT_LENGTH:
        raise BadInput(
            "value",
            Sentence(
                "a contact has 1 to {max_contact_length} printable characters",
                max_contact_length=MAX_CONTACT_LENGTH,
            ),
        )
    person = found(register, name)
    register.reach(person.id, kind, kept)
    return person


def found(register: PersonRegister, name: str) -> Person:
    """The person of that name or opaque id, who is never made by being asked for. Raises NotFound."""
    wanted = " ".join(name.split()).lower()
    for person in register.persons():
        if wanted in (person.id, person.name.lower()):
            return person
    raise NotFound(kind="person", code=name)
